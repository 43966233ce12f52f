"""The next state of the schema while a request changes it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from pygen_client.schema import Container, ContainerId, DataModelId, Space, ViewId

from pygen_emulator.schema.snapshot import Snapshot, StoredDataModel, StoredView

_STORE = """
INSERT INTO schema_objects (kind, id, body) VALUES (?, ?, ?)
ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body
"""


class Draft:
    """Copies of a snapshot's tables that may be changed, and the transaction in which they will be stored.

    ``now`` is the time of the change: milliseconds since the epoch, later than that of every change before.
    """

    def __init__(self, base: Snapshot, connection: sqlite3.Connection, now: int) -> None:
        self._base = base
        self.connection = connection
        self.now = now
        self.spaces: dict[str, Space] = dict(base.spaces)
        self.containers: dict[ContainerId, Container] = dict(base.containers)
        self.views: dict[ViewId, StoredView] = dict(base.views)
        self.data_models: dict[DataModelId, StoredDataModel] = dict(base.data_models)

    def snapshot(self) -> Snapshot:
        """The draft's state as of now, for rules that look at the schema as a whole."""
        return Snapshot(dict(self.spaces), dict(self.containers), dict(self.views), dict(self.data_models))

    def store(self) -> None:
        """Write what differs from the base into the database."""
        self._store("space", self._base.spaces, self.spaces)
        self._store("container", self._base.containers, self.containers)
        self._store("view", self._base.views, self.views)
        self._store("data_model", self._base.data_models, self.data_models)

    def _store(self, kind: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> None:
        for key in before.keys() - after.keys():
            self.connection.execute("DELETE FROM schema_objects WHERE kind = ? AND id = ?", (kind, str(key)))
        for key, item in after.items():
            if before.get(key) is not item:
                self.connection.execute(_STORE, (kind, str(key), json.dumps(item.dump())))
