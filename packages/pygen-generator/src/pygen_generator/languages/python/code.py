"""Python source text that is safe to write, and the only ways to make it.

Templates and layout take nothing but ``Code``. Text of a data model becomes ``Code`` through the filters of this module
alone; each leaves nothing in it that Python could read as anything else than what the filter is named for.
"""

from __future__ import annotations

import keyword
import re
import textwrap
from collections.abc import Iterable

from typing_extensions import LiteralString

from pygen_generator.model.text import SchemaText

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
_DOC_WORDS = re.compile(r"[^\S\n]+")


class Code(str):
    """Python source. Only this module makes it from text; joining it by other means gives plain text again."""

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


def identifier(name: str) -> Code:
    """A name as the naming rules made it.

    Raises:
        ValueError: it is not an ASCII identifier, or it is a keyword.
    """
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        raise ValueError("A name of a data model reached the source without naming.")
    return Code(name)


def module_path(path: str) -> Code:
    """A dotted module path, relative or absolute, made of identifiers."""
    for part in path.lstrip(".").split("."):
        if part:
            identifier(part)
    return Code(path)


def string_literal(text: SchemaText | str) -> Code:
    """A string literal of one line with exactly this value, quoted as formatters want it."""
    raw = text.raw if isinstance(text, SchemaText) else text
    quote = "'" if raw.count('"') > raw.count("'") else '"'
    if raw.isascii() and raw.isprintable() and quote not in raw and "\\" not in raw:
        return Code(f"{quote}{raw}{quote}")
    return Code(quote + "".join(_in_literal(char, quote) for char in raw) + quote)


def _in_literal(char: str, quote: str) -> str:
    if char in ("\\", quote):
        return "\\" + char
    if not _HIDDEN.match(char):
        return char
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def number_literal(value: float) -> Code:
    """A whole or floating point number.

    Raises:
        ValueError: it is not finite.
    """
    text = repr(value)
    if not text[-1].isdigit():
        raise ValueError("a number that is not finite has no literal")
    return Code(text)


def constant(value: bool | None) -> Code:
    """``True``, ``False`` or ``None``."""
    return Code(repr(value))


def docstring(text: SchemaText | str, indent: int) -> Code:
    """A docstring with this text, without indentation before its first line; it ends the line it stands on.

    Lines are wrapped at 120 columns, blank space is evened out, and characters that a reader cannot see (controls,
    marks that change the direction of text) are named instead, as ``<U+202E>``.
    """
    raw = text.raw if isinstance(text, SchemaText) else text
    lines = _wrapped(visible(raw), LINE_LENGTH - indent)
    if len(lines) == 1 and indent + len(lines[0]) + 7 <= LINE_LENGTH:
        return Code(f'"""{_doc_ends(lines[0])}"""')
    margin = " " * indent
    body = "\n".join(f"{margin}{line}" if line else "" for line in lines).lstrip()
    return Code(f'"""{" " if body.startswith(chr(34)) else ""}{body}\n{margin}"""')


def _wrapped(text: str, width: int) -> list[str]:
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    paragraphs = [_DOC_WORDS.sub(" ", line).strip() for line in escaped.strip().splitlines()]
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        # The first line stands behind the three quotes.
        lead = "   " if number == 0 else ""
        lines += [
            line.strip()
            for line in textwrap.wrap(lead + paragraph, width, break_long_words=False, break_on_hyphens=False)
            or ([""] if lines and lines[-1] else [])
        ]
    return lines or ["-"]


def _doc_ends(line: str) -> str:
    return (" " if line.startswith('"') else "") + line + (" " if line.endswith(('"', "\\")) else "")


def comment(text: SchemaText | str) -> Code:
    """A comment of one line with this text, ``#`` included."""
    raw = text.raw if isinstance(text, SchemaText) else text
    return Code("# " + " ".join(visible(raw).split()))


def visible(text: str) -> str:
    """Text in which every character can be seen: line ends stay, what has no picture is named by its number."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda match: _named(match[0]), text)


def _named(char: str) -> str:
    return char if char == "\n" else " " if char.isspace() else f"<U+{ord(char):04X}>"
