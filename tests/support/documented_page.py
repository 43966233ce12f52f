"""A page of the documentation, done as a reader would do it: block after block, in a folder of its own.

::

    with documented_page.opened(folder, monkeypatch) as page:
        page.do(blocks(document))

The folder begins with ``model/``, ``model.json`` and ``shop.json``, the environment with a service that holds them. The
SDK of the shop can be imported. What a block prints is compared with the ``text`` block behind it, what a command
prints with the lines below it; a line ``...`` there stands for any lines. A command that fails says so:
``$ pygen diff  # ends with 7``.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from markdown_blocks import Block
from pygen_cli.main import build_app
from typer.testing import CliRunner

_TOML = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
_ROOT = Path(__file__).parents[2]
_PYGEN = "from pygen_cli.main import main; main()"
_FILES = {"toml": _TOML.loads, "yaml": yaml.safe_load, "json": json.loads}

# What differs from run to run.
_CHANGING = [
    (re.compile(r"(https?://(?:127\.0\.0\.1|localhost)):\d+"), r"\1:<port>"),
    (re.compile(r"request [0-9a-f][0-9a-f-]{7,}"), "request <id>"),
    (re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])"), "<version>"),
    (re.compile(r"(CDF_TOKEN=)\S+"), r"\1<token>"),
    (re.compile(r"\b\d+\.\d+s\b"), "<time>"),
]


def same(shown: str, printed: str) -> bool:
    """Whether a program prints what a page shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(f"{line}\n") for line in _stable(shown).rstrip().splitlines()
    )
    return re.fullmatch(pattern + r"\s*", _stable(printed)) is not None


def _stable(text: str) -> str:
    for pattern, replacement in _CHANGING:
        text = pattern.sub(replacement, text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@contextmanager
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page whose blocks work in this folder; afterwards its clients are closed and its processes are gone."""
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    with ExitStack() as stack:
        yield Page(folder, monkeypatch, stack)


class Page:
    """What the blocks of one page share: a folder, an environment, and the names of their Python."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self._stack = stack
        self._module = ModuleType("documented_page_program")
        monkeypatch.setitem(sys.modules, self._module.__name__, self._module)
        self._loop = asyncio.new_event_loop()
        stack.callback(self._loop.close)
        stack.callback(self._close_clients)

    def do(self, page: Sequence[Block]) -> None:
        """Do every block; TypeScript is left to :mod:`documented_typescript`."""
        printed: str | None = None
        for block in page:
            if block.needs is not None:
                printed = None
            elif block.title is not None:
                self._write(block)
                printed = None
            elif block.language == "python":
                printed = self._run(block)
            elif block.language == "console":
                self._commands(block)
                printed = None
            elif block.language == "text" and printed is not None:
                assert same(block.text, printed), f"{block}: it prints\n{printed}"
                printed = None
            elif block.language in _FILES:
                _FILES[block.language](block.text)

    def _write(self, block: Block) -> None:
        assert block.title is not None
        if block.language in _FILES:
            _FILES[block.language](block.text)
        path = self._folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def _run(self, block: Block) -> str:
        # Empty lines in front, so that a traceback names the line of the page.
        source = "\n" * block.line + block.text
        code = compile(source, str(block.document), "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = eval(code, self._module.__dict__)  # noqa: S307 - our own pages
            if inspect.iscoroutine(result):
                self._loop.run_until_complete(result)
        return printed.getvalue()

    def _commands(self, block: Block) -> None:
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            command, _, remark = command.partition("  # ")
            code = re.fullmatch(r"ends with (\d+)", remark)
            printed = self._command(command, int(code[1]) if code else 0)
            if shown.strip() and printed is not None:
                assert same(shown, printed), f"{block}: {command}\n{printed}"

    def _command(self, command: str, expected: int) -> str | None:
        words = shlex.split(command.removeprefix(".venv/bin/"))
        if words[:2] == ["python3", "run.py"]:
            # The demo and the checks run apart; here is seen that there is such a command.
            subprocess.run([sys.executable, str(_ROOT / "run.py"), words[2], "--help"], check=True, capture_output=True)
            return None
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self._monkeypatch.setenv(name, value)
            return ""
        if words[0] == "cd":
            self._monkeypatch.chdir(words[1])
            return ""
        if words[:2] == ["pygen", "emulator"] or "--watch" in words:
            return self._program(["-c", _PYGEN, *words[1:]], expected) if "--" in words else self._serve(words)
        if words[0] == "pygen":
            result = CliRunner().invoke(build_app(terminal=False), words[1:])
            assert result.exit_code == expected, result.output
            return result.output
        assert words[0] in ("python", "pytest"), f"who is to run `{command}`?"
        # Of the plugins of pytest only the one that the pages are about.
        arguments = words[1:] if words[0] == "python" else ["-m", *words, "-p", "pygen_emulator.pytest_plugin"]
        return self._program(arguments, expected)

    def _program(self, arguments: Sequence[str], expected: int) -> str:
        """What Python prints in the page's folder, where `python` is this one, too."""
        paths = [str(self._folder), *(path for path in sys.path if path)]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        done = subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout

    def _serve(self, words: list[str]) -> str:
        """Start it as a process that ends with the page; what it shows until it waits."""
        # A port of its own: the one on the page may be taken on this machine.
        words = [word for last, word in zip(["", *words], words, strict=False) if "--port" not in (last, word)]
        process = self._stack.enter_context(
            subprocess.Popen([sys.executable, "-c", _PYGEN, *words[1:]], stdout=subprocess.PIPE, text=True)
        )
        self._stack.callback(process.kill)
        shown: list[str] = []
        assert process.stdout is not None
        for line in process.stdout:
            shown.append(line)
            if "Ctrl-C" in line:
                break
        for name, value in re.findall(r"^ +export (\w+)=(\S+)$", "".join(shown), re.MULTILINE):
            self._monkeypatch.setenv(name, value)
        return "".join(shown)

    def _close_clients(self) -> None:
        for value in list(vars(self._module).values()):
            close: Any = getattr(value, "close", None)
            if isinstance(value, type) or not callable(close) or not hasattr(value, "__class__"):
                continue
            if type(value).__module__.startswith(("pygen_", "shop_sdk")):
                result = close()
                if inspect.iscoroutine(result):
                    self._loop.run_until_complete(result)
