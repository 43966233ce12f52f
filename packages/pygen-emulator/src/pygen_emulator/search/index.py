"""Full text indexes: one for each container, made when it is first searched, kept in step by triggers from then on.

Writes to containers that nobody searches cost nothing more than before.
"""

# ruff: noqa: S608 -- names come quoted from storage.names

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pygen_client.schema import Container, ContainerId, TextType

from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage import names
from pygen_emulator.storage.database import Database

Answer = TypeVar("Answer")

_TOKENIZER = "unicode61 remove_diacritics 2"
"""Words are runs of letters and digits; neither case nor marks on letters count (open question 14)."""


class MissingIndexError(Exception):
    """Some containers have no index of their present properties."""

    def __init__(self, containers: list[ContainerId]) -> None:
        super().__init__(", ".join(map(str, containers)))
        self.containers = containers


def with_indexes(database: Database, catalog: Catalog, read: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """What a read gives; where it misses indexes, they are made and it is done again.

    Args:
        read: Calls :func:`demand` for every container that it searches.
    """
    while True:
        try:
            with database.read() as connection:
                return read(connection)
        except MissingIndexError as error:
            missing = error.containers
        with database.write() as connection:
            for id_ in missing:
                container = catalog.container(id_)
                if container is not None:
                    _build(connection, container)


def demand(connection: sqlite3.Connection, containers: Iterable[Container]) -> None:
    """Check that each of the containers, which all have a text property, has an index.

    Raises:
        MissingIndexError: Some have none, or one that lacks a property which the container has gained.
    """
    known = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'search %'")
    )
    missing = [
        container.as_id()
        for container in containers
        if known.get(names.search_index(container.as_id())[1:-1]) != _definition(container)
    ]
    if missing:
        raise MissingIndexError(missing)


def _definition(container: Container) -> str:
    columns = ", ".join(name for name, _ in _columns(container))
    return (
        f"CREATE VIRTUAL TABLE {names.search_index(container.as_id())} "
        f"USING fts5({columns}, content='', tokenize='{_TOKENIZER}')"
    )


def _columns(container: Container) -> Iterator[tuple[str, str]]:
    """Each text property's column, and the words in it as an expression over a row ``{row}``."""
    for name, property_ in container.properties.items():
        if isinstance(property_.type, TextType):
            column = names.column(name)
            words = f"{{row}}.{column}"
            if property_.type.is_list:
                words = f"(SELECT group_concat(value, ' ') FROM json_each({words}))"
            yield column, words


def _build(connection: sqlite3.Connection, container: Container) -> None:
    id_ = container.as_id()
    table, index = names.table(id_), names.search_index(id_)
    columns = ", ".join(name for name, _ in _columns(container))

    def values(row: str) -> str:
        return ", ".join(words.format(row=row) for _, words in _columns(container))

    remove = f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', old.id, {values('old')});"
    insert = f"INSERT INTO {index} (rowid, {columns}) VALUES (new.id, {values('new')});"
    triggers = {
        "insert": f"AFTER INSERT ON {table} BEGIN {insert} END",
        "delete": f"AFTER DELETE ON {table} BEGIN {remove} END",
        "update": f"AFTER UPDATE ON {table} BEGIN {remove} {insert} END",
    }
    for event in triggers:
        connection.execute(f"DROP TRIGGER IF EXISTS {names.search_trigger(id_, event)}")
    connection.execute(f"DROP TABLE IF EXISTS {index}")
    connection.execute(_definition(container))
    connection.execute(f"INSERT INTO {index} (rowid, {columns}) SELECT c.id, {values('c')} FROM {table} AS c")
    for event, action in triggers.items():
        connection.execute(f"CREATE TRIGGER {names.search_trigger(id_, event)} {action}")
