"""What deleted instances were: kept for those who follow changes.

A row of ``tombstone`` is a node or edge as it was when it was deleted, with the number of the write that deleted it.
Beside the table of each container stands one with the same columns for the data of deleted instances, so that a filter
can tell whether a deleted instance was one that a subscriber has seen. An instance that comes back keeps its tombstone.
"""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from pygen_client.schema import Container, ContainerId

from pygen_emulator.storage import names
from pygen_emulator.storage.instance_table import COLUMNS
from pygen_emulator.storage.values import Stored

RETENTION = 72 * 3_600_000
"""Milliseconds for which a deleted instance is kept (behaviour.md section 17)."""

_CREATE = """
CREATE TABLE IF NOT EXISTS "tombstone" (
    seq INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    space TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    type_id INTEGER,
    start_id INTEGER,
    end_id INTEGER,
    created_time INTEGER NOT NULL,
    last_updated_time INTEGER NOT NULL,
    deleted_time INTEGER NOT NULL,
    is_global INTEGER NOT NULL,
    change INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS "tombstone by change" ON "tombstone" (change, id);
CREATE INDEX IF NOT EXISTS "tombstone by time" ON "tombstone" (deleted_time);
"""
_INSERT = f'INSERT INTO "tombstone" ({", ".join(COLUMNS)}, change) VALUES ({", ".join("?" * len(COLUMNS))}, ?)'


def create(connection: sqlite3.Connection) -> None:
    """Make the table of deleted instances where it is missing."""
    for statement in _CREATE.split(";"):
        if statement.strip():
            connection.execute(statement)


def create_data(connection: sqlite3.Connection, container: ContainerId, columns: Iterable[str]) -> None:
    """Make the table for the data of deleted instances in a new container.

    Args:
        columns: Name and type of each property's column, as they stand in the container's own table.
    """
    described = ", ".join(["seq INTEGER PRIMARY KEY", "id INTEGER NOT NULL", *columns])
    connection.execute(f"CREATE TABLE {names.deleted_table(container)} ({described}) STRICT")
    connection.execute(f"CREATE INDEX {names.deleted_index(container)} ON {names.deleted_table(container)} (id)")


def extend_data(connection: sqlite3.Connection, container: ContainerId, column: str) -> None:
    """Give the same table a column. Instances that were deleted before have no value in it."""
    connection.execute(f"ALTER TABLE {names.deleted_table(container)} ADD COLUMN {column}")


def drop_data(connection: sqlite3.Connection, container: ContainerId) -> None:
    """Remove the same table."""
    connection.execute(f"DROP TABLE {names.deleted_table(container)}")


def bury(
    connection: sqlite3.Connection,
    containers: Iterable[Container],
    instances: Sequence[tuple[Stored, ...]],
    *,
    change: int,
    now: int,
) -> None:
    """Keep these instances and move their data away from the containers.

    Args:
        instances: The values of ``instance_table.COLUMNS`` for each, as they are from now on.
        change: The number of the write that deletes them.
        now: Milliseconds since the epoch; what was deleted longer ago than :data:`RETENTION` is forgotten.
    """
    if not instances:
        return
    _forget(connection, containers := list(containers), now - RETENTION)
    connection.executemany(_INSERT, ((*values, change) for values in instances))
    for container in containers:
        table = names.table(container.as_id())
        columns = ", ".join(["id", *map(names.column, container.properties)])
        kept = connection.execute(
            f"INSERT INTO {names.deleted_table(container.as_id())} (seq, {columns})"
            f' SELECT t.seq, c.* FROM "tombstone" AS t JOIN (SELECT {columns} FROM {table}) AS c ON c.id = t.id'
            " WHERE t.change = ?",
            (change,),
        )
        if kept.rowcount:
            connection.execute(
                f'DELETE FROM {table} WHERE id IN (SELECT id FROM "tombstone" WHERE change = ?)', (change,)
            )


def _forget(connection: sqlite3.Connection, containers: Iterable[Container], before: int) -> None:
    """Remove what was deleted before this time."""
    if connection.execute('SELECT 1 FROM "tombstone" WHERE deleted_time < ? LIMIT 1', (before,)).fetchone() is None:
        return
    old = 'SELECT seq FROM "tombstone" WHERE deleted_time < ?'
    for container in containers:
        connection.execute(f"DELETE FROM {names.deleted_table(container.as_id())} WHERE seq IN ({old})", (before,))
    connection.execute('DELETE FROM "tombstone" WHERE deleted_time < ?', (before,))
