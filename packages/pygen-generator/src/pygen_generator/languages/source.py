"""Source text that is safe to write, in any language.

Layout takes nothing but ``Code``. Text of a data model becomes ``Code`` through the filters of each language alone
(``languages/<language>/code.py``).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from typing_extensions import LiteralString

LINE_LENGTH = 120
_HIDDEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\xa0\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u1680\\u180e"
    "\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ud800-\\udfff\\ufeff\\ufff0-\\uffff"
    "\\U000110bd\\U000110cd\\U00013430-\\U0001345f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"
    "\\U000e0000-\\U000e0fff]"
)
"""Characters that a reader cannot see or that move others: controls, formats, blanks but the plain one, surrogates.

A list of our own, so that the same text gives the same bytes whatever version of Unicode a Python knows.
"""
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
"""Characters that take two columns. A list of our own, so that every Python breaks the same lines."""
_BLANKS = re.compile(r"[^\S\n]+")


class Code(str):
    """Source. Only filters make it from text; joining it by other means than those here gives plain text again."""

    __slots__ = ()


def code(template: LiteralString, *parts: Code) -> Code:
    """Source written in the generator itself, with other source put in place of each ``{}``."""
    for part in parts:
        _require(part)
    return Code(template.format(*parts))


def join(separator: LiteralString, parts: Iterable[Code]) -> Code:
    """Source parts in a row."""
    return Code(separator.join([_require(part) for part in parts]))


def _require(part: Code) -> Code:
    if not isinstance(part, Code):
        raise TypeError(f"Only source made by a filter can become part of source, not {type(part).__name__}.")
    return part


def blanks(count: int) -> Code:
    """So many spaces."""
    return Code(" " * count)


def fits(line: Code) -> bool:
    """Whether the line has no more columns than formatters allow; wide characters take two."""
    if line.isascii():
        return len(line) <= LINE_LENGTH
    return len(line) + len(_WIDE.findall(line)) <= LINE_LENGTH


def is_hidden(char: str) -> bool:
    """Whether a reader cannot see the character, or it moves others."""
    return _HIDDEN.match(char) is not None


def visible(text: str) -> str:
    """Text in which every character can be seen: line ends stay, what has no picture is named by its number."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda match: _named(match[0]), text)


def _named(char: str) -> str:
    return char if char == "\n" else " " if char.isspace() else f"<U+{ord(char):04X}>"


def wrapped(text: str, width: int, *, lead: str = "") -> list[str]:
    """The lines of a description: paragraphs stay, blank space is evened out, several blank lines are one.

    Args:
        text: The description, escaped as its language needs it.
        width: Most columns of a line; longer words stay whole.
        lead: What stands before the first line and takes room there.
    """
    lines: list[str] = []
    for number, paragraph in enumerate(text.strip().splitlines()):
        plain = (lead if number == 0 else "") + _BLANKS.sub(" ", paragraph).strip()
        parts = textwrap.wrap(plain, width, break_long_words=False, break_on_hyphens=False)
        lines += [part.strip() for part in parts] or ([""] if lines and lines[-1] else [])
    return lines or ["-"]
