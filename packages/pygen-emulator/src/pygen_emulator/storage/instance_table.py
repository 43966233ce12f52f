"""The table of nodes and edges: what every instance has, whatever its containers."""

from __future__ import annotations

import sqlite3
from typing import Literal

InstanceKind = Literal["node", "edge"]

COLUMNS = (
    "id",
    "kind",
    "space",
    "external_id",
    "version",
    "type_id",
    "start_id",
    "end_id",
    "created_time",
    "last_updated_time",
    "deleted_time",
    "is_global",
)
"""What an instance is, in this order everywhere; ``change`` only says when that was written."""

_CREATE = """
CREATE TABLE IF NOT EXISTS "instance" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('node', 'edge')),
    space TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    type_id INTEGER REFERENCES "instance" (id) DEFERRABLE INITIALLY DEFERRED,
    start_id INTEGER REFERENCES "instance" (id) DEFERRABLE INITIALLY DEFERRED,
    end_id INTEGER REFERENCES "instance" (id) DEFERRABLE INITIALLY DEFERRED,
    created_time INTEGER NOT NULL,
    last_updated_time INTEGER NOT NULL,
    deleted_time INTEGER,
    is_global INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL,
    UNIQUE (external_id, space, kind),
    CHECK ((kind = 'edge') = (start_id IS NOT NULL AND end_id IS NOT NULL))
) STRICT;
CREATE INDEX IF NOT EXISTS "instance by space" ON "instance" (space);
CREATE INDEX IF NOT EXISTS "instance by type" ON "instance" (type_id) WHERE type_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS "instance by start" ON "instance" (start_id) WHERE start_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS "instance by end" ON "instance" (end_id) WHERE end_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS "instance by change" ON "instance" (change);
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the table where it is missing.

    A deleted instance keeps its row, with ``deleted_time``, so that relations to it stay readable and its version goes
    on when it comes back. ``change`` is the number of the write that touched the row last, one for each request.
    """
    for statement in _CREATE.split(";"):
        if statement.strip():
            connection.execute(statement)


def next_change(connection: sqlite3.Connection) -> int:
    """The number of the write that is about to happen."""
    (last,) = connection.execute('SELECT max(change) FROM "instance"').fetchone()
    return (last or 0) + 1
