"""The ways to make TypeScript source from text of a data model.

Each filter leaves nothing in a text that TypeScript, its directives or the tags of JSDoc could read as anything else
than what the filter is named for.
"""

from __future__ import annotations

import json
import re

from pygen_generator.languages.source import LINE_LENGTH, Code, is_hidden, visible, wrapped
from pygen_generator.languages.typescript.reserved import KEYWORDS
from pygen_generator.model.text import SchemaText

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_MAX_SAFE_INTEGER = 2**53 - 1
_TAG = re.compile(r"(?<![A-Za-z0-9])@")


def identifier(name: str) -> Code:
    """A name of a value, as the naming rules made it.

    Raises:
        ValueError: it is not an ASCII identifier, or it is a reserved word.
    """
    if not _NAME.fullmatch(name) or name in KEYWORDS:
        raise ValueError("A name of a data model reached the source without naming.")
    return Code(name)


def key(name: str) -> Code:
    """A member of an object or interface: any identifier, reserved words too.

    Raises:
        ValueError: it is not an ASCII identifier.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("A name of a data model reached the source without naming.")
    return Code(name)


def string_literal(text: SchemaText | str) -> Code:
    """A string literal of one line with exactly this value, quoted as formatters want it."""
    raw = text.raw if isinstance(text, SchemaText) else text
    quote = "'" if raw.count('"') > raw.count("'") else '"'
    return Code(quote + "".join(_in_literal(char, quote) for char in raw) + quote)


def _in_literal(char: str, quote: str) -> str:
    if char in ("\\", quote):
        return "\\" + char
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if not is_hidden(char):
        return char
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\u{{{number:x}}}"


def json_literal(value: object) -> Code:
    """A number, a truth value or nothing, as JSON and TypeScript both write it.

    Whole numbers that JavaScript would round are bigint, which is sent as a number.

    Raises:
        ValueError: JSON cannot say it.
    """
    rounded = isinstance(value, int) and abs(value) > _MAX_SAFE_INTEGER
    return Code(json.dumps(value, allow_nan=False) + ("n" if rounded else ""))


def without_end_blanks(source: Code) -> Code:
    """Source without blanks at its end."""
    return Code(source.rstrip(" "))


def comment(text: SchemaText | str) -> Code:
    """A comment of one line with this text, slashes included."""
    raw = text.raw if isinstance(text, SchemaText) else text
    return Code("// " + " ".join(_harmless(visible(raw)).split()))


def jsdoc(text: SchemaText | str, indent: int) -> Code:
    """A comment for editors with this text, with ``indent`` blanks before each line.

    Lines are wrapped, blank space is evened out, and characters that a reader cannot see are named instead. Nothing in
    it ends the comment, is a tag, or tells a tool what to do.
    """
    raw = text.raw if isinstance(text, SchemaText) else text
    margin = " " * indent
    lines = wrapped(_harmless(visible(raw)), LINE_LENGTH - indent - 3)
    if len(lines) == 1 and indent + len(lines[0]) + 7 <= LINE_LENGTH:
        return Code(f"{margin}/** {lines[0]} */")
    body = "\n".join(f"{margin} * {line}".rstrip() for line in lines)
    return Code(f"{margin}/**\n{body}\n{margin} */")


def _harmless(text: str) -> str:
    r"""Neither the end of a comment nor a tag: ``*\/``, ``\@``. Backticks would swallow what stands behind them."""
    escaped = text.replace("\\", "\\\\").replace("*/", "*\\/").replace("/*", "/\\*").replace("`", "'")
    return _TAG.sub(r"\@", escaped)
