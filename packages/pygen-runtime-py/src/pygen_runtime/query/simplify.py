"""Conditions: the same with fewer words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pygen_runtime.filters import NOTHING, And, Filter, MatchAll, Not, Or


def all_of(filters: Iterable[Filter]) -> Filter | None:
    """The condition that all of these hold, simplified; None if every instance meets it.

    Groups within groups of the same kind are opened, what is said twice is said once, and what always or never holds
    is left out or decides.
    """
    found = simplify(And([MatchAll(), *filters]))
    return None if isinstance(found, MatchAll) else found


def simplify(condition: Filter) -> Filter:
    """The same condition, simplified."""
    match condition:
        case And(filters=filters):
            return _group(And, filters, neutral=MatchAll(), deciding=NOTHING)
        case Or(filters=filters):
            return _group(Or, filters, neutral=NOTHING, deciding=MatchAll())
        case Not(filter=inner):
            return _negation(simplify(inner))
    return condition


def matches_nothing(condition: Filter | None) -> bool:
    """Whether a simplified condition can be met by no instance."""
    return condition is not None and condition.dump() == NOTHING.dump()


def _negation(inner: Filter) -> Filter:
    return inner.filter if isinstance(inner, Not) else Not(inner)


def _group(kind: type[And] | type[Or], filters: Iterable[Filter], *, neutral: Filter, deciding: Filter) -> Filter:
    kept: list[tuple[Any, Filter]] = []
    for one in map(simplify, filters):
        for part in one.filters if isinstance(one, kind) else (one,):
            form = part.dump()
            if form == deciding.dump():
                return deciding
            # Compared as they are sent: True and 1 are equal to Python and differ for the service.
            if form != neutral.dump() and repr(form) not in [known for known, _ in kept]:
                kept.append((repr(form), part))
    if len(kept) > 1:
        return kind([part for _, part in kept])
    return kept[0][1] if kept else neutral
