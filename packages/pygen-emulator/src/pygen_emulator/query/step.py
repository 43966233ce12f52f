"""One traversal of a query, compiled, and what it gives when it starts somewhere."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances.leading import lead
from pygen_emulator.instances.requests import Sort
from pygen_emulator.instances.selection import select_page
from pygen_emulator.instances.sorting import Order
from pygen_emulator.query.expressions import Traversal
from pygen_emulator.query.reach import Origin, check_direction, goes_on, members, reached, rows_of
from pygen_emulator.query.statements import selection
from pygen_emulator.query.walk import walk
from pygen_emulator.storage.instance_table import COLUMNS

_WIDTH = len(COLUMNS)

Keys = Sequence[Any]
"""What an instance is sorted by, its row last."""


class Step:
    """A traversal whose filters and sort are compiled.

    Raises:
        ApiError: 400. A filter or a sort is not possible, or the relation cannot be followed that way.
    """

    def __init__(self, connection: sqlite3.Connection, traversal: Traversal, sort: Sequence[Sort], sources: Sources):
        check_direction(traversal, sources)
        self._connection = connection
        self._traversal = traversal
        self._sort = sort
        self._sources = sources
        self._scope = Scope(traversal.kind)
        self._conditions = self._members(self._scope)
        self.order = Order(sort, self._scope, sources)
        if traversal.origin is None:
            lead(connection, traversal.filter, self.order, self._scope, sources)
        # Only for what it refuses: whether a second level is reached depends on the data.
        goes_on(traversal, Scope(traversal.kind), self._sources)

    def instances(self, origin: Origin | None, after: Keys | None, limit: int) -> list[Keys]:
        """The keys of the instances, in their order.

        Args:
            origin: Where it starts; None where it does not start from a result set.
            after: The keys of the last instance that was read.
            limit: At most so many.
        """
        if origin is None:
            return self._sorted(self._scope, self._conditions, self.order, after, limit)
        if not self._traversal.is_recursive:
            return self._one_level(origin, after, limit)
        levels = walk(
            self._connection,
            self._traversal,
            origin.nodes(to_source=self._traversal.to_source),
            self._edges,
            partial(Scope, "edge"),
        )
        if not self._sort:
            return _breadth_first(levels, after, limit)
        found = rows_of(chain.from_iterable(levels))
        scope = Scope("edge")
        known = Predicate(f"({scope.instance}.id IN ({found.sql}))", found.parameters)
        return self._sorted(scope, [known], Order(self._sort, scope, self._sources), after, limit)

    def _one_level(self, origin: Origin, after: Keys | None, limit: int) -> list[Keys]:
        limit_each = self._traversal.limit_each
        if limit_each is None:
            start = reached(self._traversal, origin, self._scope, self._sources)
            return self._sorted(self._scope, [*self._conditions, start], self.order, after, limit)
        scope = Scope("edge")
        inner = scope.inner("edge")
        conditions = [*self._members(inner), reached(self._traversal, origin, inner, self._sources)]
        place = Order(self._sort, inner, self._sources).clause()
        columns = [
            f"{inner.instance}.id AS id",
            f"row_number() OVER (PARTITION BY {inner.instance}.{self._traversal.near} ORDER BY {place}) AS place",
        ]
        ranked = selection(inner.source(), columns, conditions)
        first = Predicate(
            f"({scope.instance}.id IN (SELECT id FROM ({ranked.sql}) WHERE place <= ?))",
            (*ranked.parameters, limit_each),
        )
        return self._sorted(scope, [first], Order(self._sort, scope, self._sources), after, limit)

    def _members(self, scope: Scope) -> list[Predicate]:
        alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
        return [alive, *members(self._traversal, scope, self._sources)]

    def _edges(self, scope: Scope, beyond: bool) -> list[Predicate]:
        return [*self._members(scope), *(goes_on(self._traversal, scope, self._sources) if beyond else ())]

    def _sorted(
        self, scope: Scope, conditions: Sequence[Predicate], order: Order, after: Keys | None, limit: int
    ) -> list[Keys]:
        found = select_page(self._connection, scope, conditions, order, after=after, limit=limit)
        return [row[_WIDTH:] for row in found]


def _breadth_first(levels: Iterable[Sequence[int]], after: Keys | None, limit: int) -> list[Keys]:
    """The level of each edge and its row, level by level. No level is walked that is not needed."""
    start = (0, 0) if after is None else tuple(after)
    keys = ((level, edge) for level, edges in enumerate(levels) for edge in edges)
    return list(islice((key for key in keys if key > start), limit))
