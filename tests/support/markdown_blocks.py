"""The blocks of code in a Markdown page, in the order in which a reader meets them.

A block is what stands between fences, also within content tabs. Its info string is a language and, for blocks that are
files, ``title="name"``. What a page has to do before a block without showing it stands in a comment::

    <!-- python
    from datetime import datetime
    -->

A block that cannot run says why in its first line, as a comment that begins with ``Needs``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}) *(?P<language>[\w.+-]*)(?P<info>[^`]*)$")
_HIDDEN = re.compile(r"^<!-- (?P<language>python|ts)$")
_TITLE = re.compile(r'title="([^"]+)"')
_NEEDS = re.compile(r"^(?:#|//) (Needs .+)$")


@dataclass(frozen=True)
class Block:
    """One block of code."""

    document: Path
    line: int
    """Of the fence, from 1."""
    language: str
    title: str | None
    text: str
    hidden: bool = False

    @property
    def needs(self) -> str | None:
        """Why it cannot run, in the words that the reader sees."""
        found = _NEEDS.match(self.text.partition("\n")[0])
        return found[1] if found else None

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"


def blocks(document: Path) -> list[Block]:
    """All blocks of a page."""
    return list(_blocks(document, document.read_text(encoding="utf-8").splitlines()))


def _blocks(document: Path, lines: list[str]) -> Iterator[Block]:
    rest = iter(enumerate(lines, start=1))
    for number, line in rest:
        if hidden := _HIDDEN.match(line):
            text = _until(rest, "-->")
            yield Block(document, number, hidden["language"], None, text, hidden=True)
        elif fence := _FENCE.match(line):
            text = _until(rest, fence["fence"])
            title = _TITLE.search(fence["info"])
            yield Block(document, number, fence["language"], title[1] if title else None, text)


def _until(rest: Iterator[tuple[int, str]], end: str) -> str:
    found: list[str] = []
    for _, line in rest:
        if line.strip() == end:
            break
        found.append(line)
    return textwrap.dedent("\n".join(found)) + "\n"
