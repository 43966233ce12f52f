"""`pygen version`: what is installed."""

from __future__ import annotations

import platform
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from pygen_cli.output import Output
from pygen_cli.packages import PACKAGES


def version(*, as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False) -> None:
    """Show the versions of Pygen's packages.

    The contract number joins generated code and runtime: both state it, and both must state the same.
    """
    from importlib.metadata import version as installed_version  # noqa: PLC0415 - `pygen --help` does without

    output = Output(as_json=as_json)
    packages = {name: installed_version(name) for name in PACKAGES}
    contract, python = _contract(), platform.python_version()
    output.rows([*packages.items(), ("contract", str(contract or "unknown")), ("Python", python)], indent="")
    output.answer({"packages": packages, "contract": contract, "python": python})


def _contract() -> int | None:
    """The contract number of the installed runtime.

    It is read and not imported, because importing any part of the runtime loads the transport too.
    """
    spec = find_spec("pygen_runtime")
    places = (spec.submodule_search_locations if spec else None) or ()
    text = "".join(Path(place, "contract.py").read_text(encoding="utf-8") for place in places)
    found = re.search(r"^CONTRACT: Final = (\d+)$", text, re.MULTILINE)
    return int(found[1]) if found else None
