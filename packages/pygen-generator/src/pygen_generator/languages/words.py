"""How identifiers of a data model come apart into words, and the names that every language makes of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_MODULE_NAME = 80
"""Longest file name without its ending; file systems stop at 255, archives and paths in windows earlier."""

DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"com{number}" for number in range(10)), *(f"lpt{number}" for number in range(10))}
)
"""File names that Windows keeps for devices."""

_WORDS = re.compile(
    r"""
      [0-9]+D(?![a-z0-9])                              # 2D, 3D
    | [A-Z][A-Z0-9]*(?![a-z0-9])                       # an acronym: HTTP of HTTPServer, CO2 of CO2Level
    | [A-Z]?(?:[a-z]|[0-9]+(?!D(?![a-z0-9]))(?![0-9]))+  # a word; digits belong to the word before them
    | [A-Z0-9]
    """,
    re.VERBOSE,
)


def words(text: str) -> list[str]:
    """The words of an identifier, in their own case.

    ``_``, ``-`` and all other ASCII characters that are no letters or digits part words, and so does a capital after a
    small letter or before one. Digits belong to the word before them, but ``2D`` and ``3D`` are words. Letters with
    accents lose them; characters that have no ASCII form become their number, such as ``u4ea7``.
    """
    return _WORDS.findall(_ascii(text))


def pascal(text: str) -> str:
    """``PascalCase``, capitals kept: ``APM_Activity`` -> ``APMActivity``; empty if there is no letter or digit."""
    return "".join(word[0].upper() + word[1:] for word in words(text))


def class_name(text: str) -> str:
    """The class for a view; ``View`` stands before a digit and for a name without letters."""
    return not_digits_first(pascal(text), "View")


def as_is(text: str, before_digits: str) -> str:
    """The text itself as far as languages take it: ``_`` stands for what is no letter or digit, none of them first."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", _ascii(text)).lstrip("_")
    return not_digits_first(name, before_digits)


def not_digits_first(name: str, before: str) -> str:
    """The name, with something before a digit; that alone, without ``_`` at its end, where there is no name."""
    return name if name and not name[0].isdigit() else f"{before}{name}".rstrip("_")


def file_name(name: str, text: str) -> str:
    """The name of a file; one of more than 80 characters is cut, and gets a mark of the text that it is made from."""
    return name if len(name) <= MAX_MODULE_NAME else f"{name[: MAX_MODULE_NAME - 9]}_{digest(text, 8)}"


def digest(text: str, length: int = 4) -> str:
    """A short mark that depends on the text alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    plain = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else f"_u{ord(char):x}_" for char in plain)
