"""The table of a container: its columns, its indexes and its uniqueness.

A row has the ``id`` of its instance and the ``space`` of its instance, for indexes by space, and one column for each
property. It exists once a source of that container was written, whatever the values.
"""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from pygen_client.schema import (
    BtreeIndex,
    Container,
    ContainerId,
    ContainerProperty,
    PropertyType,
    RequiresConstraint,
    TextType,
    UniquenessConstraint,
)

from pygen_emulator.errors import ApiError
from pygen_emulator.storage import collation, names, tombstones
from pygen_emulator.storage.values import Stored, column_text, converter

_INTEGERS = {"int32", "int64", "boolean", "timestamp", "direct"}
_REALS = {"float32", "float64"}


def create(connection: sqlite3.Connection, container: Container) -> None:
    """Make the table of a new container, with the indexes and uniqueness it declares."""
    properties = [
        f"{names.column(name)} {_sql_type(property_.type)}" for name, property_ in container.properties.items()
    ]
    columns = [
        'id INTEGER PRIMARY KEY REFERENCES "instance" (id) DEFERRABLE INITIALLY DEFERRED',
        "space TEXT NOT NULL",
        *properties,
    ]
    connection.execute(f"CREATE TABLE {names.table(container.as_id())} ({', '.join(columns)}) STRICT")
    tombstones.create_data(connection, container.as_id(), properties)
    for statement in _indexes(container).values():
        connection.execute(statement)


def extend(connection: sqlite3.Connection, before: Container, after: Container) -> None:
    """Give the table the columns, indexes and constraints that the container gained.

    A new property with a default value gets it in every row; whether the service does so is not attested.

    Raises:
        ApiError: 400, when stored data contradicts what the container now demands: a value where a property becomes
            required, fewer bytes of text, uniqueness, data in a required container.
    """
    table = names.table(after.as_id())
    for name, property_ in after.properties.items():
        known = before.properties.get(name)
        if known is None:
            column = names.column(name)
            described = f"{column} {_sql_type(property_.type)}"
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {described}")
            tombstones.extend_data(connection, after.as_id(), described)
            if property_.default_value is not None:
                connection.execute(f"UPDATE {table} SET {column} = ?", (_default(property_),))
        if property_ != known:
            _check_property(connection, after.as_id(), name, property_)
    for identifier, constraint in after.constraints.items():
        if isinstance(constraint, RequiresConstraint) and identifier not in before.constraints:
            _check_requires(connection, after.as_id(), constraint.require)
    existing = _indexes(before)
    for name, statement in _indexes(after).items():
        if name in existing:
            continue
        try:
            connection.execute(statement)
        except sqlite3.IntegrityError:
            raise ApiError(
                400, f"The container '{after.as_id()}' cannot have this uniqueness: stored values occur twice in it."
            ) from None


def drop(connection: sqlite3.Connection, container_id: ContainerId) -> None:
    """Remove the table with all its data. The instances themselves stay."""
    connection.execute(f"DROP TABLE {names.table(container_id)}")
    connection.execute(f"DROP TABLE IF EXISTS {names.search_index(container_id)}")
    tombstones.drop_data(connection, container_id)


def drop_index(connection: sqlite3.Connection, container_id: ContainerId, identifier: str) -> None:
    """Remove one index; one without a table structure of its own, such as an inverted index, is ignored."""
    connection.execute(f"DROP INDEX IF EXISTS {names.index(container_id, identifier)}")


def drop_constraint(connection: sqlite3.Connection, container_id: ContainerId, identifier: str) -> None:
    """Remove one constraint; one that the tables do not hold, such as ``requires``, is ignored."""
    connection.execute(f"DROP INDEX IF EXISTS {names.uniqueness(container_id, identifier)}")


def without_required(
    connection: sqlite3.Connection, container_id: ContainerId, required: ContainerId, ids: str | None = None
) -> sqlite3.Row | None:
    """An instance with data in the container and none in the required one, if there is any.

    Args:
        ids: JSON array of the rows to look at; all where it is not given.
    """
    among = "" if ids is None else " AND c.id IN (SELECT value FROM json_each(?))"
    found: sqlite3.Row | None = connection.execute(
        f'SELECT i.* FROM {names.table(container_id)} c JOIN "instance" i ON i.id = c.id'
        f" WHERE NOT EXISTS (SELECT 1 FROM {names.table(required)} r WHERE r.id = c.id){among} LIMIT 1",
        () if ids is None else (ids,),
    ).fetchone()
    return found


def _check_requires(connection: sqlite3.Connection, container_id: ContainerId, required: ContainerId) -> None:
    if not _exists(connection, required):
        # It comes later in the same request, so it is empty.
        statement = f'SELECT i.* FROM {names.table(container_id)} c JOIN "instance" i ON i.id = c.id LIMIT 1'
        found = connection.execute(statement).fetchone()
    else:
        found = without_required(connection, container_id, required)
    if found is not None:
        raise ApiError(
            400,
            f"The container '{container_id}' cannot require '{required}': the {found['kind']} "
            f"'{found['space']}:{found['external_id']}' has data in the first and none in the second.",
        )


def _exists(connection: sqlite3.Connection, container_id: ContainerId) -> bool:
    name = names.table(container_id).strip('"')
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def _check_property(
    connection: sqlite3.Connection, container_id: ContainerId, name: str, property_: ContainerProperty
) -> None:
    table, column = names.table(container_id), names.column(name)
    for condition, parameters, rule in _demands(column, property_):
        (count,) = connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}", parameters).fetchone()
        if count:
            raise ApiError(
                400, f"The property '{container_id}.{name}' cannot be {rule}: {count} stored values contradict it."
            )


def _demands(column: str, property_: ContainerProperty) -> Iterator[tuple[str, tuple[Stored, ...], str]]:
    """What the property now demands: the condition that finds what breaks it, its parameters, and the rule's name."""
    type_ = property_.type
    if not property_.nullable:
        yield f"{column} IS NULL", (), "required"
    if isinstance(type_, TextType) and type_.max_text_size is not None:
        text = (
            f"EXISTS (SELECT 1 FROM json_each({column}) WHERE length(CAST(value AS BLOB)) > ?)"
            if type_.is_list
            else f"length(CAST({column} AS BLOB)) > ?"
        )
        yield text, (type_.max_text_size,), f"limited to {type_.max_text_size} bytes"


def _default(property_: ContainerProperty) -> Stored:
    return column_text(converter(property_.type)(property_.default_value))


def _sql_type(type_: PropertyType) -> str:
    if type_.is_list:
        return "TEXT"
    if type_.type in _INTEGERS:
        return "INTEGER"
    return "REAL" if type_.type in _REALS else "TEXT"


def _indexes(container: Container) -> dict[str, str]:
    """The indexes of the table: the statement that makes each, by its name."""
    container_id = container.as_id()
    statements = {}
    for identifier, index in container.indexes.items():
        if isinstance(index, BtreeIndex):
            name = names.index(container_id, identifier)
            columns = _indexed(container, index.properties, by_space=bool(index.by_space), ordered=True)
            statements[name] = f"CREATE INDEX {name} ON {names.table(container_id)} ({columns})"
    for identifier, constraint in container.constraints.items():
        if isinstance(constraint, UniquenessConstraint):
            name = names.uniqueness(container_id, identifier)
            columns = _indexed(container, constraint.properties, by_space=bool(constraint.by_space), ordered=False)
            statements[name] = f"CREATE UNIQUE INDEX {name} ON {names.table(container_id)} ({columns})"
    return statements


def _indexed(container: Container, properties: list[str], *, by_space: bool, ordered: bool) -> str:
    columns = ["space"] if by_space else []
    for name in properties:
        order = order_of(container.properties[name].type) if ordered else ""
        columns.append(names.column(name) + order)
    return ", ".join(columns)


def order_of(type_: PropertyType) -> str:
    """The ``COLLATE`` clause that sorts values of the type as the service does; empty for SQLite's own order."""
    if isinstance(type_, TextType) and not type_.is_list and type_.collation not in (None, collation.CODE_POINTS):
        return f" COLLATE {collation.NAME}"
    return ""
