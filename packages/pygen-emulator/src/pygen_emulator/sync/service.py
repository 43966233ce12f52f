"""The endpoint of sync: from a decoded request body to a JSON answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances import debugging
from pygen_emulator.instances.reader import InstanceReader
from pygen_emulator.query.service import check_names, typing_of_sets
from pygen_emulator.query.shown import chosen_sources
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database
from pygen_emulator.sync.changes import Changes
from pygen_emulator.sync.feeds import Feed, sync_sets
from pygen_emulator.sync.positions import Position, decode, encode
from pygen_emulator.sync.requests import SyncRequest
from pygen_emulator.validation import parse


class SyncService:
    """Tells subscribers what changed (behaviour.md section 17).

    Args:
        database: Where the instances are, and the tombstones of deleted ones.
        catalog: The schema.
        now: Milliseconds since the epoch; cursors expire by it.
    """

    def __init__(self, database: Database, catalog: Catalog, now: Callable[[], int]) -> None:
        self._database = database
        self._catalog = catalog
        self._now = now

    def sync(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/sync``. Every selected result set has a cursor in the answer, always.

        Raises:
            ApiError: The request ends with the service's error body.
        """
        request = parse(SyncRequest, body)
        debugging.check(request.debug)
        sets, feeds = sync_sets(request.with_, request.parameters or {})
        check_names("select", request.select, sets)
        check_names("cursors", request.cursors or {}, sets)
        now = self._now()
        positions = {
            name: self._position(cursor, feeds[name], request, now)
            for name, cursor in (request.cursors or {}).items()
            if cursor is not None
        }
        chosen = {name: chosen_sources(select.sources or (), self._catalog) for name, select in request.select.items()}
        items: dict[str, Any] = {}
        next_cursor: dict[str, str] = {}
        with self._database.read() as connection:
            changes = Changes(connection, Sources(self._catalog), sets, feeds, now)
            for name in request.select:
                position = positions.get(name) or changes.begin(name)
                items[name] = []
                if debugging.emits(request.debug):
                    rows, position = changes.page(name, position)
                    items[name] = InstanceReader(connection, chosen[name]).read(rows, leave_out_empty=True)
                next_cursor[name] = encode(position, feeds[name].backfill_sort, now)
        answer: dict[str, Any] = {"items": items, "nextCursor": next_cursor}
        if request.include_typing:
            answer["typing"] = typing_of_sets(chosen)
        if request.debug is not None:
            answer["debug"] = {"notices": debugging.option_notices(request.debug)}
        return answer

    def _position(self, cursor: str, feed: Feed, request: SyncRequest, now: int) -> Position:
        return decode(
            cursor,
            feed.backfill_sort,
            now,
            two_phases=feed.mode == "twoPhase",
            allow_expired=bool(request.allow_expired_cursors_and_accept_missed_deletes),
        )
