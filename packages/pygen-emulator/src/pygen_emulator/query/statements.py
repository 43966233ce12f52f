"""Running a compiled selection."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import join
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.storage.values import Stored


def selection(source: str, columns: Sequence[str], conditions: Sequence[Predicate]) -> Predicate:
    """``SELECT`` with all of the conditions."""
    where = join(" AND ", list(conditions))
    return Predicate(f"SELECT {', '.join(columns)} FROM {source} WHERE {where.sql}", where.parameters)


def fetch(
    connection: sqlite3.Connection,
    source: str,
    columns: Sequence[str],
    conditions: Sequence[Predicate],
    *,
    order: str,
    limit: int = -1,
) -> list[tuple[Any, ...]]:
    """The rows in that order, at most so many; a negative limit means all.

    Raises:
        ApiError: 400, when the statement is more than SQLite takes.
    """
    selected = selection(source, columns, conditions)
    return run(connection, f"{selected.sql} ORDER BY {order} LIMIT ?", (*selected.parameters, limit))


def run(connection: sqlite3.Connection, statement: str, parameters: Sequence[Stored]) -> list[tuple[Any, ...]]:
    """What the statement gives.

    Raises:
        ApiError: 400, when it is more than SQLite takes.
    """
    try:
        return [tuple(row) for row in connection.execute(statement, parameters)]
    except sqlite3.OperationalError as error:
        raise ApiError(400, f"The query is too large for the emulator's database: {error}.") from None
