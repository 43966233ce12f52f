"""Text order: the database's own for ``ucs_basic`` (code points), one approximation for every language.

The service sorts with the rules of the collation that a property names. This module has one order for all of them:
letters first by their base, then by their marks, then lower case before upper case. It is the order of the Unicode root
collation for letters and digits; punctuation and the tailoring of single languages differ.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NAME = "LANGUAGE"
"""The name under which SQLite knows the order."""

CODE_POINTS = "ucs_basic"
"""The collation of properties that name none."""


def compare(left: str, right: str) -> int:
    """Negative, zero or positive, as SQLite wants it. Zero only for equal texts."""
    before, after = sort_key(left), sort_key(right)
    return (before > after) - (before < after)


@lru_cache(maxsize=65_536)
def sort_key(text: str) -> tuple[str, str, str, str]:
    """A key that sorts as :func:`compare` does."""
    decomposed = unicodedata.normalize("NFD", text)
    base = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return base.casefold(), decomposed.casefold(), text.swapcase(), text
