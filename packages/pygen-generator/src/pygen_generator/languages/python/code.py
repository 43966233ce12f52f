"""The ways to make Python source from text of a data model.

Each filter leaves nothing in a text that Python could read as anything else than what the filter is named for.
"""

from __future__ import annotations

import keyword

from pygen_generator.languages.source import LINE_LENGTH, Code, is_hidden, visible, wrapped
from pygen_generator.model.text import SchemaText


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
    if not is_hidden(char):
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
    escaped = visible(raw).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    # The first line stands behind the three quotes.
    lines = wrapped(escaped, LINE_LENGTH - indent, lead="   ")
    if len(lines) == 1 and indent + len(lines[0]) + 7 <= LINE_LENGTH:
        return Code(f'"""{_doc_ends(lines[0])}"""')
    margin = " " * indent
    body = "\n".join(f"{margin}{line}" if line else "" for line in lines).lstrip()
    return Code(f'"""{" " if body.startswith(chr(34)) else ""}{body}\n{margin}"""')


def _doc_ends(line: str) -> str:
    return (" " if line.startswith('"') else "") + line + (" " if line.endswith(('"', "\\")) else "")


def comment(text: SchemaText | str) -> Code:
    """A comment of one line with this text, ``#`` included."""
    raw = text.raw if isinstance(text, SchemaText) else text
    return Code("# " + " ".join(visible(raw).split()))
