"""The nearest right name for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_FEW = 30


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean 'price'?``, or the known names where none is near and they are few."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(names)}" if 0 < len(names) <= _FEW else ""
