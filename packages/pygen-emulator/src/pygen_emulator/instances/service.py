"""The instance endpoints: from a decoded request body to a JSON answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from pygen_emulator.instances import deletion
from pygen_emulator.instances.listing import by_ids, list_page
from pygen_emulator.instances.requests import ApplyRequest, ByIdsRequest, DeleteRequest, ListRequest
from pygen_emulator.instances.rows import InstanceRows
from pygen_emulator.instances.upsert import Upsert, check_duplicates, check_spaces
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage import instance_table, tombstones
from pygen_emulator.storage.database import Database
from pygen_emulator.storage.values import NodeReference
from pygen_emulator.validation import parse


class InstanceService:
    """Writes, reads and deletes nodes and edges.

    Every method takes the decoded JSON of a request, not yet validated, and returns the JSON of the answer.

    Args:
        database: Where the instances are stored, together with the container tables.
        catalog: The schema.
        now: Milliseconds since the epoch.

    Raises:
        ApiError: The request ends with the service's error body; nothing of it was stored.
    """

    def __init__(self, database: Database, catalog: Catalog, now: Callable[[], int]) -> None:
        self._database = database
        self._catalog = catalog
        self._now = now
        with database.write() as connection:
            instance_table.create(connection)
            tombstones.create(connection)

    def apply(self, body: Any, *, as_system: bool = False) -> dict[str, Any]:
        """``POST /models/instances``.

        Args:
            as_system: Whether the spaces of the service itself may be written to, as only the service does.
        """
        request = parse(ApplyRequest, body)
        with self._database.write() as connection:
            return Upsert(connection, self._catalog, request, now=self._now(), as_system=as_system).run()

    def byids(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/byids``."""
        request = parse(ByIdsRequest, body)
        with self._database.read() as connection:
            return by_ids(connection, self._catalog, request)

    def list(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/list``."""
        request = parse(ListRequest, body)
        with self._database.read() as connection:
            return list_page(connection, self._catalog, request)

    def delete(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/delete``."""
        items = parse(DeleteRequest, body).items
        names = [deletion.name_of(item) for item in items]
        with self._database.write() as connection:
            check_spaces(self._catalog, names, as_system=False)
            check_duplicates(names)
            rows = InstanceRows(connection, self._now())
            rows.load(NodeReference(item.space, item.external_id) for item in items)
            deleted = deletion.delete(self._catalog, rows, items, skip_conflicts=False)
            rows.save()
        return {"items": deleted}

    def space_in_use(self, connection: sqlite3.Connection, space: str) -> bool:
        """Whether any node or edge that is not deleted lives in the space."""
        found = connection.execute(
            'SELECT 1 FROM "instance" WHERE space = ? AND deleted_time IS NULL LIMIT 1', (space,)
        ).fetchone()
        return found is not None
