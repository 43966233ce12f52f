"""All schema that exists: spaces, containers, views and data models, in memory and stored in the database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pygen_client.schema import Container, ContainerId, DataModelId, Space, View, ViewId

from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.snapshot import Snapshot, StoredDataModel, StoredView
from pygen_emulator.storage.database import Cell, Database

_TABLE = """
CREATE TABLE IF NOT EXISTS schema_objects (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
)
"""


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Catalog:
    """All schema that exists, held in memory and stored in the database, loaded again when a file is reopened.

    Every object in it is immutable. Within ``database.read()`` or ``database.write()`` it is the schema of the state
    that the block sees, so it agrees with the container tables; outside of them it is the one committed last.

    Args:
        database: Where the schema is stored.
        now: Milliseconds since the epoch, UTC; the system's clock by default.
    """

    def __init__(self, database: Database, now: Callable[[], int] = _milliseconds) -> None:
        self._database = database
        self._now = now
        with database.write() as connection:
            connection.execute(_TABLE)
            rows = connection.execute("SELECT kind, body FROM schema_objects ORDER BY rowid").fetchall()
        self._cell = Cell(database, _load((row["kind"], json.loads(row["body"])) for row in rows))
        self._last_time = self.snapshot.last_time()

    @property
    def snapshot(self) -> Snapshot:
        """The whole schema at one moment."""
        return self._cell.get()

    def has_space(self, space: str) -> bool:
        return space in self.snapshot.spaces

    def is_global_space(self, space: str) -> bool:
        """Whether the service owns the space, like ``cdf_cdm``. False for a space that does not exist."""
        found = self.snapshot.spaces.get(space)
        return found is not None and found.is_global

    def container(self, container_id: ContainerId) -> Container | None:
        return self.snapshot.containers.get(container_id)

    def containers(self) -> Iterable[Container]:
        return self.snapshot.containers.values()

    def view(self, view_id: ViewId) -> View | None:
        """The view with inherited properties included and ``mapped_containers`` complete."""
        return self.snapshot.view(view_id)

    def views(self) -> Iterable[View]:
        snapshot = self.snapshot
        return (view for view_id in snapshot.views if (view := snapshot.view(view_id)) is not None)

    @contextmanager
    def change(self) -> Iterator[Draft]:
        """A draft of the next state in one transaction: all of it is kept when the block ends, nothing if it raises.

        Times are strictly monotone: no two changes have the same, also where the clock stands still or goes back.
        """
        with self._database.write() as connection:
            now = max(self._now(), self._last_time + 1)
            draft = Draft(self.snapshot, connection, now)
            yield draft
            draft.store()
            self._cell.set(draft.snapshot())
            self._last_time = now


def _load(rows: Iterable[tuple[str, dict[str, Any]]]) -> Snapshot:
    spaces: dict[str, Space] = {}
    containers: dict[ContainerId, Container] = {}
    views: dict[ViewId, StoredView] = {}
    data_models: dict[DataModelId, StoredDataModel] = {}
    for kind, body in rows:
        if kind == "space":
            space = Space.load(body)
            spaces[space.space] = space
        elif kind == "container":
            container = Container.load(body)
            containers[container.as_id()] = container
        elif kind == "view":
            view = StoredView.load(body)
            views[view.id] = view
        else:
            data_model = StoredDataModel.load(body)
            data_models[data_model.id] = data_model
    return Snapshot(spaces, containers, views, data_models)
