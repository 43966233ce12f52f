"""Statements that a request shaped."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.storage.values import Stored

_LIMITS = ("too many", "too large", "too big", "overflow")
"""What SQLite says of statements beyond its limits."""


def fetch(connection: sqlite3.Connection, statement: str, parameters: Sequence[Stored]) -> list[tuple[Any, ...]]:
    """All rows of the statement.

    Raises:
        ApiError: 400, when the statement is more than SQLite takes.
    """
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples are made fastest
    try:
        return cursor.execute(statement, parameters).fetchall()
    except sqlite3.OperationalError as error:
        if not any(limit in str(error) for limit in _LIMITS):
            raise
        raise ApiError(400, f"The request is too large for the emulator's database: {error}.") from None
