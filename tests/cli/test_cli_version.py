"""`pygen version` and the command's own manners: help, start-up, bugs."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pygen_cli
import pytest
from pygen_cli.exit_codes import ExitCode
from pygen_cli.main import build_app, main
from pygen_runtime.codegen import CONTRACT
from typer.main import get_group
from typer.testing import CliRunner, Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]

START = "import sys; from pygen_cli.main import main"
HEAVY = ("pygen_client", "pygen_emulator", "pygen_generator", "pygen_runtime", "starlette", "jinja2", "httpx")


def test_version_names_every_package(pygen: Pygen, same_as_snapshot: Compare) -> None:
    same_as_snapshot("version", pygen("version").stdout)


def test_version_for_machines(pygen: Pygen) -> None:
    found = json.loads(pygen("version", "--json").stdout)

    assert found["packages"]["cognite-pygen-cli"] == pygen_cli.__version__
    assert found["packages"]["cognite-pygen-runtime"] == version("cognite-pygen-runtime")
    assert found["contract"] == CONTRACT
    assert found["python"] == platform.python_version()


@pytest.mark.parametrize(
    "command",
    [[], ["init"], ["generate"], ["validate"], ["diff"], ["emulator"], ["demo"], ["build"], ["doctor"], ["version"]],
)
def test_help(command: list[str], pygen: Pygen, same_as_snapshot: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    result = pygen(*command, "--help")

    assert result.exit_code == 0
    same_as_snapshot("_".join(["help", *command]), result.stdout)


@pytest.mark.parametrize(("typed", "offered"), [("pygen gen", {"generate"}), ("pygen d", {"demo", "diff", "doctor"})])
def test_the_shell_completes(typed: str, offered: set[str]) -> None:
    asked = {"_PYGEN_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": "1"}

    # Shells read the answer from a pipe.
    done = subprocess.run(
        [sys.executable, "-c", f"{START}; sys.argv = ['pygen']; main()"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **asked},
    )

    assert (done.returncode, set(done.stdout.split())) == (0, offered)


def test_help_lists_all_exit_codes(pygen: Pygen) -> None:
    text = pygen("--help").stdout

    assert not [code for code in ExitCode if f"{code:>3}  {code.meaning}" not in text]


@pytest.mark.parametrize("arguments", [["--help"], ["version"], ["generate", "--help"]])
def test_commands_that_need_no_library_load_none(arguments: list[str]) -> None:
    program = f"""
{START}
sys.argv = ["pygen", *{arguments}]
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stderr.strip() == "[]"


def test_an_unknown_option_is_a_usage_error(pygen: Pygen) -> None:
    result = pygen("generate", "--spcae", "shop")

    assert result.exit_code == 2
    assert "--space" in result.stderr


def test_the_readme_lists_the_exit_codes_and_options(pygen: Pygen) -> None:
    readme = (Path(__file__).parents[2] / "packages" / "pygen-cli" / "README.md").read_text(encoding="utf-8")
    codes = dict(re.findall(r"^\| (\d+) \| (.+) \|$", readme, re.MULTILINE))

    assert {code: text.replace("`", "") for code, text in codes.items()} == {
        f"{one:d}": one.meaning for one in ExitCode
    }
    for command in ("init", "generate", "validate", "diff", "demo", "emulator", "build", "doctor"):
        section = readme.split(f"## pygen {command}\n")[1].split("\n## ")[0]
        documented = set(re.findall(r"^\| .*?\|", section, re.MULTILINE))
        options = set(re.findall(r"--[a-z][a-z-]+", " ".join(documented)))
        assert options == set(re.findall(r"--[a-z][a-z-]+", pygen(command, "--help").stdout)) - {"--help"}


def test_help_on_a_terminal_swallows_nothing() -> None:
    commands = get_group(build_app(terminal=True)).commands.values()

    texts = [getattr(part, "help", None) or "" for command in commands for part in (command, *command.params)]
    assert len(texts) > 50
    # Rich takes such brackets for a style.
    assert not [text for text in texts if re.search(r"\[[a-z/]", text)]


def test_help_on_a_terminal_lists_all_exit_codes_too() -> None:
    text = CliRunner().invoke(build_app(terminal=True), ["--help"], env={"COLUMNS": "120"}).stdout

    assert not [code for code in ExitCode if f"{code:>3}  {code.meaning}" not in text]


def test_the_module_is_the_command(folder: Path) -> None:
    command = [sys.executable, "-m", "pygen_cli", "generate"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)

    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr.startswith("Error: No data model is named.")


def test_the_command_exits_with_its_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["pygen", "generate", "--language", "cobol"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == ExitCode.USAGE
    assert capsys.readouterr().err == "Error: There is no language cobol.\nFix:   There are: python, typescript.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [("version",), ("init", "--json")])
def test_what_cannot_be_shown_for_lack_of_room(arguments: tuple[str, ...], folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-c", f"{START}; sys.argv = {['pygen', *arguments]}; main()"]
        done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, text=True, cwd=folder)

    assert done.returncode == ExitCode.WRITING
    assert done.stderr == (
        "Error: What the command shows cannot be written: No space left on device.\nFix:   Make room on the disk.\n"
    )


def test_a_name_that_the_encoding_lacks_does_not_end_the_command() -> None:
    program = f"{START}; sys.argv = ['pygen', 'generate', '--source', '泵.json']; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, env=environment)

    assert done.returncode == 3
    assert done.stderr.startswith("Error: There is no file or folder \\u6cf5.json.\n")
