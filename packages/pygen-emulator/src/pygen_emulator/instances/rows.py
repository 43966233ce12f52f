"""Rows of the instance table: found by name, made, changed."""

# ruff: noqa: S608 -- the statements are made of constants

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from pygen_client.schema import Container

from pygen_emulator.storage import instance_table, tombstones
from pygen_emulator.storage.instance_table import COLUMNS, InstanceKind
from pygen_emulator.storage.values import NodeReference, json_text


def columns(alias: str) -> str:
    """The columns of a row, in the order that :class:`InstanceRow` takes them."""
    return ", ".join(f"{alias}.{name}" for name in COLUMNS)


_FIND = f"""
SELECT {columns("i")}
FROM json_each(?) AS wanted
JOIN "instance" AS i
    ON i.space = json_extract(wanted.value, '$[0]') AND i.external_id = json_extract(wanted.value, '$[1]')
"""
_SAVE = f"""
INSERT INTO "instance" ({", ".join(COLUMNS)}, change) VALUES ({", ".join("?" * len(COLUMNS))}, ?)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, type_id = excluded.type_id, start_id = excluded.start_id,
    end_id = excluded.end_id, created_time = excluded.created_time, last_updated_time = excluded.last_updated_time,
    deleted_time = excluded.deleted_time, change = excluded.change
"""


@dataclass(slots=True)
class InstanceRow:
    """A node or edge. Other instances are named by their ``id`` in the table."""

    id: int
    kind: InstanceKind
    space: str
    external_id: str
    version: int
    type_id: int | None
    start_id: int | None
    end_id: int | None
    created_time: int
    last_updated_time: int
    deleted_time: int | None
    is_global: bool

    @property
    def alive(self) -> bool:
        return self.deleted_time is None

    def __str__(self) -> str:
        return f"{self.kind} '{self.space}:{self.external_id}'"


Name = tuple[InstanceKind, str, str]
"""Kind, space and external id."""


class InstanceRows:
    """The rows that one request is about, read once and written once.

    Args:
        connection: Within a transaction.
        now: Milliseconds since the epoch; the time of every row that is made or changed.
    """

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self._change = instance_table.next_change(connection)
        self._rows: dict[Name, InstanceRow] = {}
        self._changed: dict[int, InstanceRow] = {}
        self._next_id = _next_id(connection)

    def load(self, names: Iterable[NodeReference]) -> None:
        """Read the rows of both kinds with these names."""
        wanted = json_text([list(name) for name in set(names)])
        for values in self._connection.execute(_FIND, (wanted,)):
            row = InstanceRow(*values)
            self._rows.setdefault((row.kind, row.space, row.external_id), row)

    def find(self, name: Name) -> InstanceRow | None:
        """The row, also of a deleted instance. Only what was loaded or made is found."""
        return self._rows.get(name)

    def alive(self, name: Name) -> InstanceRow | None:
        row = self._rows.get(name)
        return row if row is not None and row.alive else None

    def create(self, name: Name, *, is_global: bool) -> InstanceRow:
        """A new instance, or a deleted one come back: its version goes on, its creation time is now."""
        row = self._rows.get(name)
        if row is None:
            row = InstanceRow(self._next_id, *name, 0, None, None, None, 0, 0, None, is_global)
            self._rows[name] = row
            self._next_id += 1
        row.type_id = row.start_id = row.end_id = row.deleted_time = None
        row.created_time = self._now
        self.touch(row)
        return row

    def touch(self, row: InstanceRow) -> None:
        """Give the row its next version, once in a request, and have it written."""
        if row.id not in self._changed:
            row.version += 1
            row.last_updated_time = self._now
            self._changed[row.id] = row

    def is_changed(self, name: Name) -> bool:
        """Whether the row was made or changed in this request."""
        return self._rows[name].id in self._changed

    def delete(self, rows: Sequence[InstanceRow], containers: Iterable[Container]) -> None:
        """Delete instances: their data leaves the containers, and tombstones keep it for a while."""
        for row in rows:
            self.touch(row)
            row.deleted_time = self._now
        buried = [_values(row) for row in rows]
        tombstones.bury(self._connection, containers, buried, change=self._change, now=self._now)

    def edges_of(self, nodes: Iterable[InstanceRow]) -> Iterator[InstanceRow]:
        """The live edges that start or end at one of the nodes, read now."""
        ids = json_text([node.id for node in nodes])
        statement = (
            f"SELECT {columns('i')} FROM \"instance\" AS i WHERE deleted_time IS NULL AND kind = 'edge'"
            " AND (start_id IN (SELECT value FROM json_each(?1)) OR end_id IN (SELECT value FROM json_each(?1)))"
        )
        for values in self._connection.execute(statement, (ids,)):
            row = InstanceRow(*values)
            yield self._rows.setdefault((row.kind, row.space, row.external_id), row)

    def save(self) -> None:
        """Write what was made or changed."""
        self._connection.executemany(_SAVE, ((*_values(row), self._change) for row in self._changed.values()))


_values = attrgetter(*COLUMNS)


def _next_id(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'instance'").fetchone()
    return 1 if row is None else int(row[0]) + 1
