"""Plain lines elsewhere, colour on a terminal, one JSON value for machines."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest
from pygen_cli.output import Output


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    return Terminal()


def show(output: Output) -> None:
    output.line("[bold]Pump[/bold] :wind: \x1b[2J", style="red")
    output.rows([("create", "a.py", ""), ("unchanged", "bb.py", "changed")])
    output.rows([])
    output.code("x = 1")
    output.diff("-old\n+new")
    output.answer({"pump": "泵"})


def test_plain_lines_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    show(Output())

    assert capsys.readouterr().out == (
        "[bold]Pump[/bold] :wind: \\x1b[2J\n  create     a.py\n  unchanged  bb.py  changed\nx = 1\n-old\n+new\n"
    )


def test_colour_on_a_terminal_but_no_markup_and_no_commands_of_the_text(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        show(Output())

    shown = terminal.getvalue()
    assert "\x1b[31m[bold]Pump[/bold] :wind: \\x1b[2J\x1b[0m" in shown
    assert "\x1b[32m+new" in shown
    assert "\x1b[2J" not in shown


def test_a_terminal_shows_what_goes_on(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    with redirect_stdout(terminal), Output().busy("Building"):
        pass
    with Output().busy("Building"):
        pass

    assert "Building" in terminal.getvalue()
    assert capsys.readouterr().out == ""


def test_one_json_value_for_machines(terminal: Terminal) -> None:
    with redirect_stdout(terminal):
        show(Output(as_json=True))

    assert json.loads(terminal.getvalue()) == {"pump": "泵"}
