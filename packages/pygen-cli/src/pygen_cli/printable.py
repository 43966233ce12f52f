"""Text from elsewhere on a terminal: shown, never obeyed."""

from __future__ import annotations

import unicodedata

# Marks that turn the reading direction can make a line show something else than it says.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """The text with control characters (but line breaks and tabs) and bidi marks written as escapes.

    Names and descriptions come from data models and answers of services; an escape sequence in them must not reach
    the terminal.
    """
    return "".join(character if _is_safe(character) else _escape(character) for character in text)


def _is_safe(character: str) -> bool:
    if character in "\n\t":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDI


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
