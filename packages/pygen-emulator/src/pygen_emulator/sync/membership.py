"""Which instances belong to a result set of a sync, now or when they were deleted.

A result set that starts from another one starts from all of that one, not from a page of it: what a subscriber is told
of must not depend on how far the other result set has come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
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
        self._deleted: dict[str, Predicate] = {}
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
        if traversal.is_recursive:
            return [_among(scope, rows_of(self._walked(traversal)))]
        conditions = self._members(traversal, scope)
        if traversal.origin is not None:
            conditions.append(reached(traversal, self._origin(traversal.origin), scope, self._sources))
        return conditions

    def deleted(self, name: str, scope: TombstoneScope) -> list[Predicate]:
        """What a deleted instance fulfils that belonged to the result set, as far as can be told.

        What it started from may be deleted as well. Filters on the nodes that edges lead to are left aside, and
        ``nested`` looks at the nodes of now: a subscriber may hear of a deletion of something it never saw.
        """
        traversal = followed_by_deletions(self._sets[name].definition)
        conditions = members(traversal, scope, self._sources)
        if traversal.origin is None:
            return conditions
        origin = self._origin(traversal.origin, with_deleted=True)
        if traversal.is_recursive:
            return [_among(scope, rows_of(self._walked_to_deletions(name, traversal, origin)))]
        return [*conditions, reached(traversal, origin, scope, self._sources, with_deleted=True)]

    def _members(self, traversal: Traversal, scope: Scope) -> list[Predicate]:
        alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
        return [alive, *members(traversal, scope, self._sources)]

    def _origin(self, name: str, *, with_deleted: bool = False) -> Origin:
        """All instances of a result set, and with them those that were deleted."""
        traversal = self._sets[name].definition
        rows = [self._live_rows(name)]
        if with_deleted:
            rows.append(self._deleted_rows(name))
        if traversal.kind == "edge" and traversal.inwards:
            return Origin("edge", None, union(rows))
        return Origin(traversal.kind, union(rows))

    def _live_rows(self, name: str) -> Predicate:
        # Worked out once, not as a subquery within subqueries: SQLite's parser has a small stack.
        if name not in self._live:
            scope = Scope(self._sets[name].kind)
            self._live[name] = self._rows(scope, self.live(name, scope))
        return self._live[name]

    def _deleted_rows(self, name: str) -> Predicate:
        if name not in self._deleted:
            scope = TombstoneScope(self._sets[name].kind)
            self._deleted[name] = self._rows(scope, self.deleted(name, scope))
        return self._deleted[name]

    def _rows(self, scope: Scope, conditions: Sequence[Predicate]) -> Predicate:
        statement = selection(scope.source(), [f"{scope.instance}.id"], conditions)
        return rows_of(id_ for (id_,) in fetch(self._connection, statement.sql, statement.parameters))

    def _walked(self, traversal: Traversal) -> list[int]:
        """The edges of a recursive traversal."""

        def fulfilled(scope: Scope, beyond: bool) -> Sequence[Predicate]:
            further = goes_on(traversal, scope, self._sources) if beyond else []
            return [*self._members(traversal, scope), *further]

        nodes = self._origin(traversal.origin or "").nodes(to_source=traversal.to_source)
        return list(chain.from_iterable(walk(self._connection, traversal, nodes, fulfilled, partial(Scope, "edge"))))

    def _walked_to_deletions(self, name: str, traversal: Traversal, origin: Origin) -> list[int]:
        """The deleted edges that begin at its origin, at an edge of the traversal, or at one another."""

        def fulfilled(scope: Scope, _: bool) -> Sequence[Predicate]:
            return members(traversal, scope, self._sources)

        edges = rows_of(self._walked(self._sets[name].definition))
        known = Origin("edge", None, edges) if traversal.inwards else Origin("edge", edges)
        nodes = union([origin.nodes(to_source=traversal.to_source), known.nodes(to_source=False)])
        levels = walk(self._connection, traversal, nodes, fulfilled, partial(TombstoneScope, "edge"))
        return list(chain.from_iterable(levels))


def _among(scope: Scope, rows: Predicate) -> Predicate:
    return Predicate(f"({scope.instance}.id IN ({rows.sql}))", rows.parameters)
