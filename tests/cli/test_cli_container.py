"""The container of the emulator: what its Dockerfile starts is what the command takes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

DOCKERFILE = Path(__file__).parents[2] / "packages" / "pygen-emulator" / "Dockerfile"


def instruction(name: str) -> str:
    """What stands behind an instruction, its lines joined."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.findall(rf"^{name} +(.*)$", text, re.MULTILINE)
    assert found, name
    last: str = found[-1]
    return last


def test_the_command_takes_what_the_container_starts_it_with(pygen: Callable[..., Result]) -> None:
    program, *arguments = json.loads(instruction("ENTRYPOINT"))

    assert program == "pygen"
    assert pygen(*arguments, "--help").exit_code == 0
    assert arguments[arguments.index("--port") + 1] == instruction("EXPOSE")


def test_it_does_not_run_as_root() -> None:
    assert instruction("USER") not in ("root", "0")
    text = DOCKERFILE.read_text(encoding="utf-8")
    assert text.index("\nUSER ") < text.index("\nENTRYPOINT ")


def test_its_health_check_is_sound_python_for_the_port() -> None:
    command = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])

    assert command[:2] == ["python", "-c"]
    assert f", {instruction('EXPOSE')})" in command[2]
    compile(command[2], "healthcheck", "exec")
