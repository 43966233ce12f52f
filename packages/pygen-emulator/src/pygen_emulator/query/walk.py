"""Following edges over several levels: one statement for each level, whatever is on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.query.expressions import Traversal
from pygen_emulator.query.reach import rows_of
from pygen_emulator.query.statements import selection

Conditions = Callable[[Scope, bool], Sequence[Predicate]]
"""What an edge fulfils: on the first level, or (true) on one beyond it."""


def walk(
    connection: sqlite3.Connection,
    traversal: Traversal,
    nodes: Predicate,
    conditions: Conditions,
    new_scope: Callable[[], Scope],
) -> Iterator[list[int]]:
    """The edges of each level, breadth first, every edge once: on the first level that leads to it.

    Args:
        nodes: Where it starts, as a subquery.
        conditions: What edges fulfil, on the first level and beyond.
        new_scope: The table that edges are taken from.
    """
    seen: set[int] = set()
    left: set[int] = set()
    level = 0
    while traversal.max_distance is None or level < traversal.max_distance:
        scope = new_scope()
        fulfilled = conditions(scope, level > 0)
        here = Predicate(f"({scope.instance}.{traversal.near} IN ({nodes.sql}))", nodes.parameters)
        columns = [f"{scope.instance}.id", f"{scope.instance}.{traversal.far}"]
        level_of = selection(scope.source(), columns, [*fulfilled, here])
        found: dict[int, int] = dict(fetch(connection, f"{level_of.sql} ORDER BY {columns[0]}", level_of.parameters))
        fresh = [edge for edge in found if edge not in seen]
        if not fresh:
            return
        yield fresh
        seen.update(fresh)
        frontier = {found[edge] for edge in fresh} - left
        left |= frontier
        nodes = rows_of(frontier)
        level += 1
