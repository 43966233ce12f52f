"""Which instances belong to a result set of a sync, now or when they were deleted.

A result set that starts from another one starts from all of that one, not from a page of it: what a subscriber is told
of must not depend on how far the other result set has come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain

from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.query.expressions import Traversal
from pygen_emulator.query.reach import Origin, check_direction, goes_on, members, reached, rows_of, union
from pygen_emulator.query.statements import selection
from pygen_emulator.query.walk import walk
from pygen_emulator.storage import names
from pygen_emulator.sync.feeds import SyncSet, followed_by_deletions


class TombstoneScope(Scope):
    """A deleted instance, and what it had in its containers."""

    def source(self) -> str:
        joins = (
            f" LEFT JOIN {names.deleted_table(container)} AS {alias} ON {alias}.seq = {self.instance}.seq"
            for container, alias in self._aliases.items()
        )
        return f'"tombstone" AS {self.instance}{"".join(joins)}'


class Membership:
    """The conditions for instances of each result set.

    Raises:
        ApiError: 400. A filter or a step is not possible.
    """

    def __init__(self, connection: sqlite3.Connection, sources: Sources, sets: Mapping[str, SyncSet]) -> None:
        self._connection = connection
        self._sources = sources
        self._sets = sets
        self._live: dict[str, Predicate] = {}
        self._ever: dict[str, Predicate] = {}
        for result_set in sets.values():
            traversal = result_set.definition
            check_direction(traversal, sources)
            scope = Scope(traversal.kind)
            # Only for what they refuse: not every result set is selected.
            members(traversal, scope, self._sources)
            goes_on(traversal, scope, self._sources)

    def live(self, name: str, scope: Scope) -> list[Predicate]:
        """What an instance of the result set fulfils."""
        traversal = self._sets[name].definition
        origin = None if traversal.origin is None else self._origin(traversal.origin, self._live_rows)
        return self._alive(traversal, origin, scope)

    def deleted(self, name: str, scope: TombstoneScope) -> list[Predicate]:
        """What a deleted instance fulfils that belonged to the result set, as far as can be told.

        What it was reached from may be deleted as well. Filters on the nodes that edges lead to are left aside, and
        ``nested`` looks at the nodes of now: a subscriber may hear of the deletion of something it never saw.
        """
        traversal = followed_by_deletions(self._sets[name].definition)
        conditions = members(traversal, scope, self._sources)
        if traversal.origin is None:
            return conditions
        origin = self._origin(traversal.origin, self._rows_ever)
        if traversal.is_recursive:
            return [_among(scope, rows_of(self._deleted_on_walk(traversal, origin)))]
        return [*conditions, reached(traversal, origin, scope, self._sources, with_deleted=True)]

    def _alive(
        self, traversal: Traversal, origin: Origin | None, scope: Scope, *, with_deleted: bool = False
    ) -> list[Predicate]:
        """What an instance fulfils that is reached from the origin."""
        if origin is not None and traversal.is_recursive:
            return [_among(scope, rows_of(self._walked(traversal, origin)))]
        alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
        conditions = [alive, *members(traversal, scope, self._sources)]
        if origin is not None:
            conditions.append(reached(traversal, origin, scope, self._sources, with_deleted=with_deleted))
        return conditions

    def _origin(self, name: str, rows: Callable[[str], Predicate]) -> Origin:
        """A result set to start from."""
        traversal = self._sets[name].definition
        if traversal.kind == "edge" and traversal.inwards:
            return Origin("edge", None, rows(name))
        return Origin(traversal.kind, rows(name))

    def _live_rows(self, name: str) -> Predicate:
        """All instances of the result set."""
        # Worked out once, not as a subquery within subqueries: SQLite's parser has a small stack.
        if name not in self._live:
            scope = Scope(self._sets[name].kind)
            self._live[name] = rows_of(self._rows(scope, self.live(name, scope)))
        return self._live[name]

    def _rows_ever(self, name: str) -> Predicate:
        """All instances that belong to the result set or did so by way of deleted ones, and the deleted ones."""
        if name not in self._ever:
            traversal = followed_by_deletions(self._sets[name].definition)
            origin = None if traversal.origin is None else self._origin(traversal.origin, self._rows_ever)
            scope, gone = Scope(traversal.kind), TombstoneScope(traversal.kind)
            rows = self._rows(scope, self._alive(traversal, origin, scope, with_deleted=True))
            self._ever[name] = rows_of([*rows, *self._rows(gone, self.deleted(name, gone))])
        return self._ever[name]

    def _rows(self, scope: Scope, conditions: Sequence[Predicate]) -> list[int]:
        statement = selection(scope.source(), [f"{scope.instance}.id"], conditions)
        return [row for (row,) in fetch(self._connection, statement.sql, statement.parameters)]

    def _walked(self, traversal: Traversal, origin: Origin) -> list[int]:
        """The edges of a recursive traversal."""

        def fulfilled(scope: Scope, beyond: bool) -> Sequence[Predicate]:
            alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
            further = goes_on(traversal, scope, self._sources) if beyond else []
            return [alive, *members(traversal, scope, self._sources), *further]

        nodes = origin.nodes(to_source=traversal.to_source)
        return list(chain.from_iterable(walk(self._connection, traversal, nodes, fulfilled, partial(Scope, "edge"))))

    def _deleted_on_walk(self, traversal: Traversal, origin: Origin) -> list[int]:
        """The deleted edges that begin at the origin, at an edge that is reached from there, or at one another."""

        def fulfilled(scope: Scope, _: bool) -> Sequence[Predicate]:
            return members(traversal, scope, self._sources)

        edges = rows_of(self._walked(traversal, origin))
        known = Origin("edge", None, edges) if traversal.inwards else Origin("edge", edges)
        nodes = union([origin.nodes(to_source=traversal.to_source), known.nodes(to_source=False)])
        levels = walk(self._connection, traversal, nodes, fulfilled, partial(TombstoneScope, "edge"))
        return list(chain.from_iterable(levels))


def _among(scope: Scope, rows: Predicate) -> Predicate:
    return Predicate(f"({scope.instance}.id IN ({rows.sql}))", rows.parameters)
