"""Groups: instances with the same values of some properties.

An instance without a value of one of these properties is in no group. An instance with a list is in the group of each
of its elements (open question 15).
"""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pygen_client.schema import PropertyType

from pygen_emulator.aggregate.columns import Columns
from pygen_emulator.errors import ApiError
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.storage import names
from pygen_emulator.storage.values import Stored, json_text

_TYPES = ("text", "text[]", "direct", "direct[]", "int32", "int64", "float32", "float64", "numeric", "boolean")
"""What can be grouped by, in the words of the service's own message. The official document adds ``enum``."""

Key = tuple[Stored, ...]
"""What the instances of one group have in common, as it is stored."""


@dataclass(frozen=True)
class _Part:
    name: str
    sql: str
    type: PropertyType


class Groups:
    """What a request groups by; nothing at all makes one group of everything.

    Args:
        names_: Properties of the view.

    Raises:
        ApiError: 400. A property does not exist, cannot be grouped by, or is named twice.
    """

    def __init__(self, names_: Sequence[str], columns: Columns, scope: Scope) -> None:
        self._parts: list[_Part] = []
        self._joins: list[str] = []
        for name in names_:
            if any(part.name == name for part in self._parts):
                raise ApiError(400, f"The property '{name}' is in groupBy more than once.")
            found = columns.typed(name, "group by", _TYPES)
            sql = found.sql
            if found.type.is_list and found.container is not None and found.identifier is not None:
                alias = f"g{len(self._parts)}"
                table, column = names.table(found.container), names.column(found.identifier)
                elements = f"SELECT DISTINCT o.id, e.value FROM {table} AS o, json_each(o.{column}) AS e"
                self._joins.append(f" JOIN ({elements}) AS {alias} ON {alias}.id = {scope.instance}.id")
                sql = f"{alias}.value"
            self._parts.append(_Part(name, sql, found.type))

    @property
    def joins(self) -> str:
        """What goes behind the scope's tables in ``FROM``."""
        return "".join(self._joins)

    @property
    def columns(self) -> list[str]:
        """The values that make the key."""
        return [part.sql for part in self._parts]

    def clause(self, *further: str) -> str:
        """``GROUP BY`` and ``ORDER BY`` the key and further columns; empty where there are none."""
        by = ", ".join((*self.columns, *further))
        return f" GROUP BY {by} ORDER BY {by}" if by else ""

    def conditions(self) -> list[Predicate]:
        """Whether an instance is in a group."""
        return [Predicate(f"({part.sql} IS NOT NULL)") for part in self._parts]

    def shown(self, connection: sqlite3.Connection, keys: Sequence[Key]) -> list[dict[str, Any]]:
        """The keys as answers have them, each value under the name of its property."""
        nodes = self._nodes(connection, keys)
        return [
            {
                part.name: nodes[value]
                if part.type.type == "direct"
                else bool(value)
                if part.type.type == "boolean"
                else value
                for part, value in zip(self._parts, key, strict=True)
            }
            for key in keys
        ]

    def _nodes(self, connection: sqlite3.Connection, keys: Sequence[Key]) -> dict[Stored, dict[str, str]]:
        positions = [position for position, part in enumerate(self._parts) if part.type.type == "direct"]
        ids = {key[position] for key in keys for position in positions}
        rows = connection.execute(
            'SELECT id, space, external_id FROM "instance" WHERE id IN (SELECT value FROM json_each(?))',
            (json_text(list(ids)),),
        )
        return {id_: {"space": space, "externalId": external_id} for id_, space, external_id in rows}
