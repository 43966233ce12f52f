"""Rows of a container table: what a write makes of them, and how they are written."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pygen_client.schema import Container, ContainerProperty, UniquenessConstraint

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.rows import InstanceRow
from pygen_emulator.storage import names
from pygen_emulator.storage.values import (
    InvalidValueError,
    NodeReference,
    Stored,
    column_text,
    converter,
    json_text,
    same_json,
)

Values = dict[str, Stored]
"""Stored values by container property."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a write says about one instance in one container."""

    row: InstanceRow
    given: Mapping[str, Any]
    source: str
    """The source through which the container is written, for messages."""


class ContainerRows:
    """The rows of one container that a request touches.

    Args:
        replace: Whether properties that a change does not name fall back to default or null in rows that exist.
        node_ids: The rows of the nodes that direct relations name.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        container: Container,
        *,
        replace: bool,
        node_ids: Mapping[NodeReference, int],
    ) -> None:
        self._connection = connection
        self._container = container
        self._replace = replace
        self._node_ids = node_ids
        self._table = names.table(container.as_id())
        self._columns = ", ".join(names.column(name) for name in container.properties)
        self._composed = {
            name
            for name, property_ in container.properties.items()
            if property_.type.type == "direct" or property_.type.is_list
        }
        self._required = [name for name, property_ in container.properties.items() if not property_.nullable]
        self._counting = [name for name, property_ in container.properties.items() if property_.auto_increment]
        self._defaults = {
            name: column_text(converter(property_.type)(property_.default_value))
            for name, property_ in container.properties.items()
            if property_.default_value is not None
        }
        self._empty: Values = {name: self._defaults.get(name) for name in container.properties}

    def apply(self, changes: Iterable[Change]) -> list[InstanceRow]:
        """Write the changes and say which instances they really changed.

        Raises:
            ApiError: A required property is without value, an immutable one would change (both 400), or a uniqueness
                constraint is violated (409).
        """
        changes = list(changes)
        existing = self._load(change.row.id for change in changes)
        given = [self._given(change) for change in changes]
        counters = self._counters(given)
        after: list[tuple[InstanceRow, Values]] = []
        for change, values in zip(changes, given, strict=True):
            before = existing.get(change.row.id)
            row = self._plain_row(values, before)
            if row is None:
                row = dict(self._row(change, values, before, counters))
            if before is None or row != before:
                after.append((change.row, row))
        self._write(after, existing)
        return [row for row, _ in after]

    def _given(self, change: Change) -> Values:
        composed = self._composed & change.given.keys()
        return {**change.given, **{name: self._stored(change.given[name]) for name in composed}}

    def _stored(self, value: Any) -> Stored:
        if isinstance(value, NodeReference):
            return self._node_ids[value]
        if isinstance(value, list) and value and isinstance(value[0], NodeReference):
            return json_text([self._node_ids[target] for target in value])
        return column_text(value)

    def _plain_row(self, given: Values, before: Values | None) -> Values | None:
        """What nearly every row becomes: a new one, or one without a change. None for those that need a closer look."""
        if before is None:
            row = {**self._empty, **given}
            return None if self._counting or any(row[name] is None for name in self._required) else row
        return before if not self._replace and all(before[name] == value for name, value in given.items()) else None

    def _load(self, ids: Iterable[int]) -> dict[int, Values]:
        statement = f"SELECT id, {self._columns} FROM {self._table} WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(statement, (json_text(list(ids)),))
        return {id_: dict(zip(self._container.properties, values, strict=True)) for id_, *values in rows}

    def _counters(self, given: Iterable[Values]) -> dict[str, int]:
        """The highest value of every counting property, stored or given in this request."""
        counters = {}
        for name in self._counting:
            (stored,) = self._connection.execute(f"SELECT max({names.column(name)}) FROM {self._table}").fetchone()
            explicit = (value for values in given if isinstance(value := values.get(name), int))
            counters[name] = max(stored or 0, *explicit, 0)
        return counters

    def _row(
        self, change: Change, given: Values, before: Values | None, counters: dict[str, int]
    ) -> Iterator[tuple[str, Stored]]:
        for name, property_ in self._container.properties.items():
            old = None if before is None else before[name]
            if name in given:
                value = given[name]
            elif before is not None and (not self._replace or property_.auto_increment):
                value = old
            elif property_.auto_increment:
                value = self._count(change, name, property_, counters)
            else:
                value = self._defaults.get(name)
            if value is None and not property_.nullable:
                raise ApiError(
                    400,
                    f"The {change.row} has no value for the required property '{self._dotted(name)}', "
                    f"written through the {change.source}.",
                )
            if old is not None and value != old:
                if value is not None and property_.type.type == "json" and same_json(str(value), str(old)):
                    value = old
                elif property_.immutable:
                    raise ApiError(400, f"Cannot update immutable property '{self._dotted(name)}' of the {change.row}.")
            yield name, value

    def _count(self, change: Change, name: str, property_: ContainerProperty, counters: dict[str, int]) -> Stored:
        counters[name] += 1
        try:
            return column_text(converter(property_.type)(counters[name]))
        except InvalidValueError as error:
            raise ApiError(
                400, f"No number is left for '{self._dotted(name)}' of the {change.row}: the next one {error}."
            ) from None

    def _write(self, rows: list[tuple[InstanceRow, Values]], existing: Mapping[int, Values]) -> None:
        # All rows of the request leave the table before any comes back: instances may swap unique values.
        if existing:
            self._remove(rows)
        marks = ", ".join("?" * (2 + len(self._container.properties)))
        insert = f"INSERT INTO {self._table} (id, space, {self._columns}) VALUES ({marks})"
        try:
            self._connection.executemany(insert, ((row.id, row.space, *values.values()) for row, values in rows))
        except sqlite3.IntegrityError:
            self._remove(rows)
            for row, values in rows:
                try:
                    self._connection.execute(insert, (row.id, row.space, *values.values()))
                except sqlite3.IntegrityError as error:
                    raise ApiError(409, self._not_unique(row, str(error))) from None
            raise

    def _remove(self, rows: list[tuple[InstanceRow, Values]]) -> None:
        self._connection.execute(
            f"DELETE FROM {self._table} WHERE id IN (SELECT value FROM json_each(?))",
            (json_text([row.id for row, _ in rows]),),
        )

    def _not_unique(self, row: InstanceRow, reason: str) -> str:
        """The message for the constraint that SQLite's reason (its table and columns) points at."""
        for identifier, constraint in self._container.constraints.items():
            if not isinstance(constraint, UniquenessConstraint):
                continue
            columns = ["space"] if constraint.by_space else []
            columns += [names.column(name)[1:-1] for name in constraint.properties]
            table = self._table[1:-1]
            if reason.endswith(": " + ", ".join(f"{table}.{column}" for column in columns)):
                properties = ", ".join(constraint.properties)
                return (
                    f"The {row} violates the uniqueness constraint '{identifier}' of the container "
                    f"'{self._container.as_id()}': another instance has the same value of {properties}."
                )
        raise AssertionError(reason)

    def _dotted(self, name: str) -> str:
        return f"{self._container.space}.{self._container.external_id}.{name}"
