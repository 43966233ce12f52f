"""What the packages are made of: the packages of others that they need, with licences, and bills of materials.

    .venv/bin/python materials.py     writes THIRD_PARTY.md

A release has a bill of materials in CycloneDX beside it (`release.py`). Both say what uv.lock says, so neither needs a
network. Licences are those that installed packages state.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import uuid
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from machine import ROOT, environment, found

LIST = ROOT / "THIRD_PARTY.md"
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""The identifiers for what older packages say. "BSD License" does not say which."""
_HEAD = """\
# Packages of others

What the Python packages need when they run, directly or through each other, extras included, on any platform, as
`uv.lock` has it. The TypeScript runtime needs nothing. `python materials.py` writes this list, and a test holds it to
the lock and to what the packages state.

| package | licence | comes with |
| --- | --- | --- |
"""

Json = dict[str, Any]


def locked() -> dict[str, list[Json]]:
    """The packages of uv.lock by name: one may be there in several versions, for several versions of Python."""
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    by_name: dict[str, list[Json]] = {}
    for package in toml.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        by_name.setdefault(package["name"], []).append(package)
    return by_name


def needed_by(name: str, packages: dict[str, list[Json]]) -> set[str]:
    """All that a package of ours needs, also for its extras and on other platforms."""
    todo = [(name, extra) for extra in ("", *packages[name][0].get("optional-dependencies", ()))]
    done: set[tuple[str, str]] = set()
    while todo:
        one = todo.pop()
        if one in done:
            continue
        done.add(one)
        for package in packages[one[0]]:
            extra = one[1]
            needs = (
                package.get("optional-dependencies", {}).get(extra, ()) if extra else package.get("dependencies", ())
            )
            todo += [(each["name"], more) for each in needs for more in ("", *each.get("extra", ()))]
    return {each for each, _ in done}


def licence(name: str) -> str | None:
    """What the installed package states; None where it is not installed, since other platforms need it."""
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return None
    if expression := stated["License-Expression"]:
        return str(expression)
    classifiers = [text.removeprefix("License :: OSI Approved :: ") for text in stated.get_all("Classifier", [])]
    named = [SPDX[text] for text in classifiers if text in SPDX]
    # Where a package has both, the short text of its own is the more exact.
    own = str(stated["License"] or "").strip()
    return own if re.fullmatch(r"[A-Za-z0-9.-]+", own) and own != "BSD" else " AND ".join(sorted(named)) or own


def listed() -> dict[str, str]:
    """The licences in THIRD_PARTY.md."""
    text = LIST.read_text(encoding="utf-8") if LIST.exists() else ""
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", text.partition("| --- |\n")[2], re.MULTILINE))


def third_party() -> str:
    """THIRD_PARTY.md as it has to be. What is not installed here keeps the licence that is written there."""
    packages, before = locked(), listed()
    ours = sorted(name for name in packages if name.startswith("cognite-pygen-"))
    users: dict[str, list[str]] = {}
    for name in ours:
        for each in needed_by(name, packages) - set(ours):
            users.setdefault(each, []).append(name.removeprefix("cognite-pygen-"))
    rows = [
        f"| {name} | {licence(name) or before.get(name, 'unknown')} | {', '.join(users[name])} |"
        for name in sorted(users)
    ]
    return _HEAD + "\n".join(rows) + "\n"


def bill_of_materials(package: str, version: str) -> Json:
    """A CycloneDX bill of materials of what a package needs: the same for the same lock and version."""
    export = ("uv", "export", "--quiet", "--frozen", "--offline", "--no-dev", "--all-extras", "--package", package)
    options = ("--preview-features", "sbom-export", "--format", "cyclonedx1.5")
    answer = subprocess.run(  # noqa: S603 - our own command
        found(*export, *options), cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    bill: Json = json.loads(answer.stdout)
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    bill["metadata"]["component"]["version"] = version
    bill["metadata"]["component"]["purl"] = f"pkg:pypi/{package}@{version}"
    digest = hashlib.sha256(json.dumps(bill, sort_keys=True).encode()).hexdigest()
    bill["serialNumber"] = uuid.UUID(digest[:32], version=4).urn
    return bill


def write_bill(package: str, version: str, folder: Path) -> None:
    """The bill of materials as a file."""
    bill = json.dumps(bill_of_materials(package, version), indent=2)
    (folder / f"{package}-{version}.cdx.json").write_text(bill + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    LIST.write_text(third_party(), encoding="utf-8", newline="\n")
