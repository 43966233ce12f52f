"""What a command shows: plain lines, colour on a terminal, or one JSON value for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pygen_cli.printable import printable

if TYPE_CHECKING:
    from rich.console import Console


class Output:
    """Shows the words of one command on standard output.

    Args:
        as_json: Show nothing but the value given to :meth:`answer`, as JSON.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._console = None if as_json or not sys.stdout.isatty() else _console()

    def line(self, text: str = "", style: str | None = None) -> None:
        """Show a line; ``style`` is a style of Rich and counts on a terminal only."""
        if self.as_json:
            return
        if self._console is None:
            print(printable(text), flush=True)
        else:
            self._console.print(printable(text), style=style)

    @contextmanager
    def busy(self, doing: str) -> Iterator[None]:
        """Show on a terminal that something goes on which may take a while. Logs get its results only."""
        if self._console is None:
            yield
        else:
            with self._console.status(doing):
                yield

    def rows(self, rows: Sequence[Sequence[str]], indent: str = "  ") -> None:
        """Show rows in aligned columns."""
        if not rows:
            return
        widths = [max(len(printable(cell)) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
            self.line(indent + "  ".join(cells).rstrip())

    def code(self, source: str) -> None:
        """Show Python source, coloured on a terminal."""
        if self.as_json:
            return
        if self._console is None:
            print(printable(source))
        else:
            from rich.syntax import Syntax  # noqa: PLC0415 - Rich is loaded only on a terminal

            # The terminal's own colours, which can be read on a light and on a dark background.
            shown = Syntax(printable(source), "python", theme="ansi_dark", background_color="default", word_wrap=True)
            self._console.print(shown)

    def diff(self, text: str) -> None:
        """Show a unified diff, coloured on a terminal."""
        styles = {"+": "green", "-": "red", "@": "cyan"}
        for line in text.splitlines():
            self.line(line, style=styles.get(line[:1]))

    def answer(self, value: Any) -> None:
        """Show the value that a machine reads, if this is for a machine."""
        if self.as_json:
            print(json.dumps(value, indent=2, ensure_ascii=True), flush=True)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - Rich is loaded only on a terminal

    # Text of ours and of others is shown as it is: no markup, no emoji codes, no guessed highlights.
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
