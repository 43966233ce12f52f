"""Selections as pieces of SQL."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

from collections.abc import Sequence

from pygen_emulator.filters.compiler import join
from pygen_emulator.filters.operands import Predicate


def selection(source: str, columns: Sequence[str], conditions: Sequence[Predicate]) -> Predicate:
    """``SELECT`` with all of the conditions."""
    where = join(" AND ", list(conditions))
    return Predicate(f"SELECT {', '.join(columns)} FROM {source} WHERE {where.sql}", where.parameters)
