"""One writer, many readers: what each sees, and when."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pygen_emulator.storage.database import Cell, Database

pytestmark = pytest.mark.evidence("21")


@pytest.fixture(params=["temporary", "file"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "with space #1.sqlite" if request.param == "file" else None)
    with database.write() as connection:
        connection.execute("CREATE TABLE kept (value INTEGER)")
    yield database
    database.close()


def _values(database: Database) -> list[int]:
    with database.read() as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def _elsewhere(call: Callable[[], object]) -> None:
    """Run it in another thread, to its end."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive(), "it waits for a block of this thread"
    if failures:
        raise failures[0]


def _insert(database: Database, value: int) -> None:
    with database.write() as connection:
        connection.execute("INSERT INTO kept VALUES (?)", (value,))


def test_a_read_does_not_wait_for_a_write_and_sees_the_state_before(database: Database) -> None:
    seen: list[list[int]] = []
    with database.write() as connection:
        connection.execute("INSERT INTO kept VALUES (1)")
        _elsewhere(lambda: seen.append(_values(database)))
        assert _values(database) == [1], "a read within the write sees what is written"
    assert seen == [[]]
    assert _values(database) == [1]


def test_a_write_does_not_wait_for_a_read_which_goes_on_seeing_its_state(database: Database) -> None:
    with database.read() as connection:
        _elsewhere(lambda: _insert(database, 1))
        assert connection.execute("SELECT count(*) FROM kept").fetchone()[0] == 0
        assert _values(database) == [], "a read within a read is the same read"
    assert _values(database) == [1]


def test_a_state_is_taken_when_a_read_begins_not_at_its_first_query(database: Database) -> None:
    with database.read() as connection:
        _elsewhere(lambda: _insert(database, 1))
        assert connection.execute("SELECT count(*) FROM kept").fetchone()[0] == 0


def test_a_cell_changes_with_the_state_it_belongs_to(database: Database) -> None:
    cell = Cell(database, "old")

    def change() -> None:
        with database.write() as connection:
            connection.execute("INSERT INTO kept VALUES (1)")
            cell.set("new")
            assert cell.get() == "old", "a write sees the cells of the state it began with"

    with database.read():
        _elsewhere(change)
        assert (cell.get(), _values(database)) == ("old", [])
    assert (cell.get(), _values(database)) == ("new", [1])


def test_a_cell_keeps_its_value_when_the_write_fails(database: Database) -> None:
    cell = Cell(database, 1)

    def fail() -> None:
        with database.write():
            cell.set(2)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert cell.get() == 1


def test_a_cell_is_set_only_within_a_write(database: Database) -> None:
    cell = Cell(database, 1)
    with pytest.raises(RuntimeError, match="only within a write"):
        cell.set(2)
    with database.read(), pytest.raises(RuntimeError, match="only within a write"):
        cell.set(2)


def test_a_write_within_another_block_is_refused(database: Database) -> None:
    with database.read(), pytest.raises(RuntimeError, match="cannot begin within"):
        _insert(database, 1)
    with database.write(), pytest.raises(RuntimeError, match="cannot begin within"):
        _insert(database, 1)
    assert _values(database) == []


def test_a_read_cannot_change_anything(database: Database) -> None:
    with database.read() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO kept VALUES (1)")


def test_readers_see_tables_that_are_made_later(database: Database) -> None:
    assert _values(database) == []
    with database.write() as connection:
        connection.execute("ALTER TABLE kept ADD COLUMN other INTEGER DEFAULT 7")
        connection.execute("INSERT INTO kept (value) VALUES (1)")
    with database.read() as connection:
        assert tuple(connection.execute("SELECT * FROM kept").fetchone()) == (1, 7)


def test_a_closed_database_says_so(database: Database) -> None:
    database.close()
    with pytest.raises(RuntimeError, match="The database is closed"):
        _values(database)
    with pytest.raises(RuntimeError, match="The database is closed"):
        _insert(database, 1)


def test_nothing_remains_of_a_temporary_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    database = Database()
    assert list(tmp_path.iterdir())
    database.close()
    assert not list(tmp_path.iterdir())


def test_a_closed_file_stands_alone_without_its_log(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    database = Database(file)
    with database.write() as connection:
        connection.execute("CREATE TABLE kept (value INTEGER)")
    assert _values(database) == []
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["cdf.sqlite"]
