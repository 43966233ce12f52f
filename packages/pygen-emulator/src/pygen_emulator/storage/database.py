"""The SQLite database behind the emulator: one writer, many readers, transactions that are whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pygen_emulator.storage import collation, functions

T = TypeVar("T")

_OLDEST = (3, 37)
"""The first version with strict tables."""

_STATEMENTS = 512
"""Prepared statements that each connection keeps."""

_WRITER_CACHE_KIB = 65_536
_READER_CACHE_KIB = 16_384
_MAPPED_BYTES = 2**30
"""Of the file, read as memory instead of through calls of the system."""

_CHECKPOINT_PAGES = 4_000
"""The log may grow to this many pages (16 MB) before they move to the file; more where a long read needs them."""


@dataclass
class _Transaction:
    connection: sqlite3.Connection
    values: dict[Cell[Any], Any]
    """What every cell holds in the state that the transaction sees."""
    changed: dict[Cell[Any], Any] | None = None
    """What a write sets. None for a read."""


@dataclass
class _Pool:
    """Connections for reading that nobody uses now; the one used last is the first to be used again."""

    open: Callable[[], sqlite3.Connection]
    _free: list[sqlite3.Connection] = field(default_factory=list)

    def take(self) -> sqlite3.Connection:
        try:
            return self._free.pop()
        except IndexError:
            return self.open()

    def give_back(self, connection: sqlite3.Connection) -> None:
        self._free.append(connection)

    def close(self) -> None:
        while self._free:
            self._free.pop().close()


class Database:
    """SQLite in a file with a log before it (WAL): reads and the one write there can be at a time never wait for each
    other.

    Every connection knows the order ``LANGUAGE`` for texts with a collation, and the functions of
    ``storage.functions``.

    A file keeps every write whose block has ended, and nothing of any other, if the process is killed or the machine
    loses its power at any moment: the log is on the disk (``synchronous = FULL``) before a block ends. A file belongs
    to one ``Database`` at a time.

    Args:
        path: The file. Without it everything is in a temporary file of which nothing remains after ``close`` or the
            end of the process, unless that is killed. It is never forced to the disk, so it costs what memory costs.

    Raises:
        RuntimeError: The SQLite of this Python is too old.
    """

    def __init__(self, path: Path | None = None) -> None:
        if sqlite3.sqlite_version_info < _OLDEST:
            needed = ".".join(map(str, _OLDEST))
            raise RuntimeError(
                f"The emulator needs SQLite {needed} or newer, and this Python has {sqlite3.sqlite_version}: "
                "use a newer Python."
            )
        self._remove: Callable[[], object] | None = None
        if path is None:
            folder = tempfile.mkdtemp(prefix="pygen-emulator-")
            self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            path = Path(folder, "cdf.sqlite")
        self._writer = _connect(str(path), _WRITER_CACHE_KIB)
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        self._writer.execute(f"PRAGMA synchronous = {'FULL' if self._remove is None else 'OFF'}")
        self._writer.execute("PRAGMA foreign_keys = ON")
        reading = f"{path.resolve().as_uri()}?mode=ro"
        self._readers = _Pool(lambda: _connect(reading, _READER_CACHE_KIB, uri=True))
        self._writing = threading.Lock()
        # Held while a read begins and while a write that changes cells commits: a state and its cells go together.
        self._turn = threading.Lock()
        self._values: dict[Cell[Any], Any] = {}
        self._local = threading.local()
        self._is_closed = False

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries, all of which see one state: the one committed last when the block began.

        Within another block of the same thread it is that block's connection; so a read within a write sees what is
        written.
        """
        outer = self._current()
        if outer is not None:
            yield outer.connection
            return
        self._check_open()
        connection = self._readers.take()
        try:
            with self._turn:
                connection.execute("BEGIN")
                connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # the state is taken at the first query
                transaction = _Transaction(connection, self._values)
            self._local.current = transaction
            try:
                yield connection
            finally:
                self._local.current = None
                connection.rollback()
        finally:
            self._readers.give_back(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The connection within a transaction that is committed when the block ends and undone, whole, if it raises.

        Raises:
            RuntimeError: The block is within another one of the same thread.
        """
        if self._current() is not None:
            raise RuntimeError("a write cannot begin within a read or a write of the same thread")
        self._check_open()
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            transaction = _Transaction(self._writer, self._values, {})
            self._local.current = transaction
            try:
                yield self._writer
                self._commit(transaction)
            except BaseException:
                self._writer.rollback()
                raise
            finally:
                self._local.current = None

    def close(self) -> None:
        """Free the files. To be called when no block is open any more."""
        with self._writing:
            self._is_closed = True
            self._readers.close()
            self._writer.close()
        if self._remove is not None:
            self._remove()

    def _commit(self, transaction: _Transaction) -> None:
        if not transaction.changed:
            self._writer.execute("COMMIT")
            return
        with self._turn:
            self._writer.execute("COMMIT")
            self._values = {**self._values, **transaction.changed}

    def _current(self) -> _Transaction | None:
        current: _Transaction | None = getattr(self._local, "current", None)
        return current

    def _check_open(self) -> None:
        if self._is_closed:
            raise RuntimeError("The database is closed.")


class Cell(Generic[T]):
    """A value in memory that changes together with the database, and is as old or as new as what a thread reads.

    Args:
        database: Whose transactions it follows.
        value: What it holds to begin with.
    """

    def __init__(self, database: Database, value: T) -> None:
        self._database = database
        self._first = value

    def get(self) -> T:
        """The value in the state that the block around the call sees; outside of one, in the last committed state.

        What a write has set it sees only when it is committed.
        """
        current = self._database._current()
        values = self._database._values if current is None else current.values
        value: T = values.get(self, self._first)
        return value

    def set(self, value: T) -> None:
        """Within a write: the value of the state that is committed when the block ends."""
        current = self._database._current()
        if current is None or current.changed is None:
            raise RuntimeError("a cell can be set only within a write")
        current.changed[self] = value


def _connect(database: str, cache: int, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        database, check_same_thread=False, isolation_level=None, cached_statements=_STATEMENTS, uri=uri
    )
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA cache_size = -{cache}")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    connection.create_collation(collation.NAME, collation.compare)
    functions.register(connection)
    return connection
