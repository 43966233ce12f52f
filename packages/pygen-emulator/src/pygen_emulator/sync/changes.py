"""One page of the changes of a result set: a statement, whatever happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances.leading import lead
from pygen_emulator.instances.rows import InstanceRow, columns
from pygen_emulator.instances.selection import select_page
from pygen_emulator.instances.sorting import Order
from pygen_emulator.query.statements import selection
from pygen_emulator.storage.instance_table import COLUMNS
from pygen_emulator.storage.tombstones import RETENTION
from pygen_emulator.sync.feeds import Feed, SyncSet
from pygen_emulator.sync.membership import Membership, TombstoneScope
from pygen_emulator.sync.positions import Backfill, Live, Place, Position, behind

_WIDTH = len(COLUMNS)
_BY_CHANGE = f"{_WIDTH + 1}, 1, {_WIDTH + 2}"
"""The order of changes: by write, row and state, as columns of the statement."""


class Changes:
    """Reads changes in the order of the writes that made them, of one state of the database.

    Args:
        sets: The result sets, each behind the one it starts from.
        feeds: How each is followed.
        now: Milliseconds since the epoch; deletions are told of for :data:`RETENTION`.

    Raises:
        ApiError: 400. A filter, a step or a sort of any result set is not possible.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Sources,
        sets: Mapping[str, SyncSet],
        feeds: Mapping[str, Feed],
        now: int,
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._sets = sets
        self._feeds = feeds
        self._now = now
        self._membership = Membership(connection, sources, sets)
        for name, feed in feeds.items():
            _check_sort(name, Order(feed.backfill_sort, Scope(sets[name].kind), sources))
        (last,) = connection.execute('SELECT max(change) FROM "instance"').fetchone()
        self._last: int = last or 0

    def begin(self, name: str) -> Position:
        """Where a subscriber without a cursor begins."""
        feed = self._feeds[name]
        deletions_since = self._last if feed.skip_already_deleted else 0
        if feed.mode == "twoPhase":
            return Backfill(self._last, deletions_since, None)
        if feed.mode == "noBackfill":
            return Live(self._last, self._last, behind(self._last))
        return Live(0, deletions_since, behind(0))

    def page(self, name: str, position: Position) -> tuple[list[InstanceRow], Position]:
        """The next instances, deleted ones with their ``deleted_time``, and the position behind them."""
        if isinstance(position, Backfill):
            return self._backfill(self._sets[name], position)
        return self._stream(self._sets[name], position)

    def _backfill(self, result_set: SyncSet, position: Backfill) -> tuple[list[InstanceRow], Position]:
        """Instances as they were before the first call. One that was written since comes with the changes instead."""
        scope = Scope(result_set.kind)
        conditions = [
            Predicate(f"({scope.instance}.change <= ?)", (position.started,)),
            *self._membership.live(result_set.name, scope),
        ]
        order = Order(self._feeds[result_set.name].backfill_sort, scope, self._sources)
        lead(self._connection, result_set.definition.filter, order, scope, self._sources)
        found = select_page(self._connection, scope, conditions, order, after=position.keys, limit=result_set.limit)
        rows = [InstanceRow(*row[:_WIDTH]) for row in found]
        if len(found) == result_set.limit:
            return rows, Backfill(position.started, position.deletions_since, found[-1][_WIDTH:])
        # Deletions from before the first call, where they are asked for, come with the changes.
        start = min(position.started, position.deletions_since)
        return rows, Live(position.started, position.deletions_since, behind(start))

    def _stream(self, result_set: SyncSet, position: Live) -> tuple[list[InstanceRow], Position]:
        end = replace(position, place=behind(self._last))
        if position.place >= end.place:
            return [], position
        scope, gone = Scope(result_set.kind), TombstoneScope(result_set.kind)
        live = _selected(
            scope,
            [
                _later(scope, max(position.place, behind(position.instances_since)), again=True),
                *self._membership.live(result_set.name, scope),
            ],
            state=1,
        )
        told = [
            Predicate(f"({gone.instance}.deleted_time >= ?)", (self._now - RETENTION,)),
            _not_backfilled(gone, position.instances_since),
        ]
        deleted = _selected(
            gone,
            [
                _later(gone, max(position.place, behind(position.deletions_since)), again=False),
                *told,
                *self._membership.deleted(result_set.name, gone),
            ],
            state=0,
        )
        found = fetch(
            self._connection,
            f"{live.sql} UNION ALL {deleted.sql} ORDER BY {_BY_CHANGE} LIMIT ?",
            (*live.parameters, *deleted.parameters, result_set.limit),
        )
        rows = [InstanceRow(*row[:_WIDTH]) for row in found]
        if len(found) < result_set.limit:
            return rows, end
        change, state = found[-1][_WIDTH:]
        return rows, replace(position, place=(change, rows[-1].id, state))


def _check_sort(name: str, order: Order) -> None:
    """Refuse a sort of the backfill that no cursorable index has (behaviour.md section 17)."""
    if not order.is_backed_by_index():
        raise ApiError(400, f"The backfillSort of '{name}' has no cursorable index with these properties first.")


def _selected(scope: Scope, conditions: Sequence[Predicate], *, state: int) -> Predicate:
    selected = [columns(scope.instance), f"{scope.instance}.change", str(state)]
    return selection(scope.source(), selected, conditions)


def _not_backfilled(gone: Scope, since: int) -> Predicate:
    """Leaves out the deletion of what came back before the first call: the backfill has told of it, as it is now."""
    back = selection(
        '"instance" AS back',
        ["1"],
        [
            Predicate(f"(back.id = {gone.instance}.id)"),
            Predicate("(back.deleted_time IS NULL)"),
            Predicate("(back.change <= ?)", (since,)),
        ],
    )
    return Predicate(f"({gone.instance}.change > ? OR NOT EXISTS ({back.sql}))", (since, *back.parameters))


def _later(scope: Scope, place: Place, *, again: bool) -> Predicate:
    """Whether a row was written later.

    Args:
        again: Whether that is so for an instance that came back in the write that deleted it.
    """
    change, row, state = place
    comparison = ">=" if again and state == 0 else ">"
    return Predicate(f"(({scope.instance}.change, {scope.instance}.id) {comparison} (?, ?))", (change, row))
