"""The database: transactions that are whole or not at all, and what it needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from pygen_emulator.storage.database import Database


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database()
    with database.write() as connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
    yield database
    database.close()


def _insert_then_fail(database: Database) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO parent VALUES (1)")
        raise KeyError


def _insert_orphan(database: Database) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO child VALUES (7)")


def _count(database: Database) -> int:
    with database.read() as connection:
        (count,) = connection.execute("SELECT (SELECT count(*) FROM parent) + (SELECT count(*) FROM child)").fetchone()
    return int(count)


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError):
        _insert_then_fail(database)
    assert _count(database) == 0


def test_a_commit_that_fails_leaves_nothing_and_the_next_write_works(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        _insert_orphan(database)
    assert _count(database) == 0
    with database.write() as connection:
        connection.execute("INSERT INTO parent VALUES (1)")
    assert _count(database) == 1


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [('{"a":1,"b":[2]}', '{"b":[2],"a":1.0}', 1), ("{}", '{"a":1}', 0), (None, "{}", None), ("{}", None, None)],
)
def test_json_is_compared_by_meaning(database: Database, left: str | None, right: str | None, equal: object) -> None:
    with database.read() as connection:
        assert connection.execute("SELECT json_equal(?, ?)", (left, right)).fetchone()[0] == equal


def test_an_old_sqlite_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(RuntimeError, match=r"needs SQLite 3\.37 or newer"):
        Database()
