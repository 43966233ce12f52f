"""The SQLite database behind the emulator: one connection, transactions that are whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pygen_emulator.storage import collation, functions

_OLDEST = (3, 37)
"""The first version with strict tables."""


class Database:
    """SQLite in memory or in a file.

    It knows the order ``LANGUAGE`` for texts with a collation, and the functions of ``storage.functions``.

    Requests are serialised: one connection, one lock. ``write`` is a transaction that commits when the block ends and
    rolls back, whole, when it raises; ``read`` sees the last committed state.
    """

    def __init__(self, path: Path | None = None) -> None:
        if sqlite3.sqlite_version_info < _OLDEST:
            needed = ".".join(map(str, _OLDEST))
            raise RuntimeError(
                f"The emulator needs SQLite {needed} or newer, and this Python has {sqlite3.sqlite_version}: "
                "use a newer Python."
            )
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.create_collation(collation.NAME, collation.compare)
        functions.register(self._connection)
        if path is not None:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The connection, for queries only."""
        with self._lock:
            yield self._connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The connection within one transaction."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()
