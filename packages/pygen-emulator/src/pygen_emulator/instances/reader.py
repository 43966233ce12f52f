"""From rows to the instances of an answer: a few statements for a page, whatever its size."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from pygen_client.schema import ContainerId, View, ViewId

from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.sources import Source, StoredProperty
from pygen_emulator.instances.rows import InstanceRow
from pygen_emulator.storage import names
from pygen_emulator.storage.functions import in_unit
from pygen_emulator.storage.timestamps import format_timestamp
from pygen_emulator.storage.values import Stored, json_text

Nodes = Mapping[int, dict[str, str]]
"""Node references by row."""
_Present = Callable[[Sequence[Any], Nodes], Sequence[Any]]
"""From the values of one column, nulls left out, to what answers show."""
Table = tuple[Sequence[int], Mapping[str, Sequence[Any]]]
"""What was read of a container: the rows, and the values of each property in their order."""
_NONE: Mapping[ContainerId, Table] = {}
_Shown = dict[int, dict[str, Any]]
"""The properties that a view shows, by row."""


class InstanceReader:
    """Reads instances with their properties in the given views."""

    def __init__(self, connection: sqlite3.Connection, sources: Sequence[Source]) -> None:
        self._connection = connection
        self._sources = sources
        self._stored: dict[ContainerId, dict[str, StoredProperty]] = {}
        for source in sources:
            for stored in source.properties.values():
                self._stored.setdefault(stored.container, {}).setdefault(stored.identifier, stored)

    def columns(self, containers: Iterable[ContainerId]) -> dict[ContainerId, dict[str, str]]:
        """The columns that are shown of these containers, by identifier of the property."""
        return {
            container: {identifier: names.column(identifier) for identifier in self._stored[container]}
            for container in containers
            if container in self._stored
        }

    def read(
        self, rows: Sequence[InstanceRow], known: Mapping[ContainerId, Table] = _NONE, *, leave_out_empty: bool = False
    ) -> list[dict[str, Any]]:
        """The instances in the order of the rows, as the service answers them. Deleted ones show no properties.

        Args:
            known: What was read of containers already.
            leave_out_empty: Whether a view in which an instance has no data is left out of that instance.
        """
        ids = json_text([row.id for row in rows])
        tables = {
            container: known[container] if container in known else self._load(container, stored, ids)
            for container, stored in self._stored.items()
        }
        nodes = self._load_nodes({*_ends(rows), *self._targets(tables)})
        views = [
            (source.id.space, f"{source.id.external_id}/{source.id.version}", _shown(source, tables, nodes))
            for source in self._sources
            if isinstance(source.id, ViewId)
        ]
        instances: list[dict[str, Any]] = []
        for row in rows:
            properties: dict[str, dict[str, Any]] = {}
            for space, view, shown in views if row.alive else ():
                values = shown.get(row.id)
                if values is not None or not leave_out_empty:
                    properties.setdefault(space, {})[view] = {} if values is None else values
            instances.append(_instance(row, properties, nodes))
        return instances

    def _load(self, container: ContainerId, stored: Iterable[str], ids: str) -> Table:
        columns = ", ".join(map(names.column, stored))
        statement = f"SELECT id, {columns} FROM {names.table(container)} WHERE id IN (SELECT value FROM json_each(?))"
        found = fetch(self._connection, statement, (ids,))
        if not found:
            return (), dict.fromkeys(stored, ())
        rows, *values = zip(*found, strict=True)
        return rows, dict(zip(stored, values, strict=True))

    def _targets(self, tables: Mapping[ContainerId, Table]) -> Iterable[int]:
        """The rows that the relations in the tables point at."""
        for container, stored in self._stored.items():
            for identifier, property_ in stored.items():
                type_ = property_.definition.type
                if type_.type == "direct":
                    values = [value for value in tables[container][1][identifier] if value is not None]
                    yield from chain.from_iterable(_decoded(values)) if type_.is_list else values

    def _load_nodes(self, ids: Iterable[int]) -> Nodes:
        wanted = json_text(list(ids))
        if wanted == "[]":
            return {}
        statement = 'SELECT id, space, external_id FROM "instance" WHERE id IN (SELECT value FROM json_each(?))'
        found = fetch(self._connection, statement, (wanted,))
        return {id_: {"space": space, "externalId": external_id} for id_, space, external_id in found}


def _shown(source: Source, tables: Mapping[ContainerId, Table], nodes: Nodes) -> _Shown:
    """What the view shows of each row that has data in any of its containers."""
    mapped: dict[ContainerId, dict[str, StoredProperty]] = {}
    for name, stored in source.properties.items():
        mapped.setdefault(stored.container, {})[name] = stored
    shown: _Shown = {}
    for container, properties in mapped.items():
        rows, columns = tables[container]
        presented = [_column(columns[stored.identifier], stored, nodes) for stored in properties.values()]
        whole = not any(None in values for values in presented)
        for row, values in zip(rows, zip(*presented, strict=True), strict=True):
            if whole:
                known = dict(zip(properties, values, strict=True))
            else:
                known = {name: value for name, value in zip(properties, values, strict=True) if value is not None}
            if row in shown:
                shown[row].update(known)
            else:
                shown[row] = known
    return shown


def _column(values: Sequence[Stored], stored: StoredProperty, nodes: Nodes) -> Sequence[Any]:
    """The values of a property as answers show them, null where there is none."""
    present = _presenter(stored)
    if present is None:
        return values
    if None not in values:
        return present(values, nodes)
    presented = iter(present([value for value in values if value is not None], nodes))
    return [None if value is None else next(presented) for value in values]


def _instance(row: InstanceRow, properties: dict[str, dict[str, Any]], nodes: Nodes) -> dict[str, Any]:
    instance: dict[str, Any] = {
        "instanceType": row.kind,
        "space": row.space,
        "externalId": row.external_id,
        "version": row.version,
        "createdTime": row.created_time,
        "lastUpdatedTime": row.last_updated_time,
    }
    if row.type_id is not None:
        instance["type"] = nodes[row.type_id]
    if row.start_id is not None and row.end_id is not None:
        instance["startNode"] = nodes[row.start_id]
        instance["endNode"] = nodes[row.end_id]
    if row.deleted_time is not None:
        instance["deletedTime"] = row.deleted_time
    instance["properties"] = properties
    return instance


def typing_of(sources: Iterable[Source]) -> dict[str, dict[str, dict[str, Any]]]:
    """What ``includeTyping`` adds: the type of every property that is read, by space, view and name."""
    typing: dict[str, dict[str, dict[str, Any]]] = {}
    for source in sources:
        if source.view is not None:
            described = {name: _described(source.view, name, stored) for name, stored in source.properties.items()}
            typing.setdefault(source.view.space, {})[f"{source.view.external_id}/{source.view.version}"] = {
                name: {key: property_[key] for key in _TYPING if key in property_}
                for name, property_ in described.items()
            }
    return typing


_TYPING = ("type", "nullable", "immutable", "autoIncrement", "defaultValue", "name", "description", "constraintState")


def _described(view: View, name: str, stored: StoredProperty) -> dict[str, Any]:
    described = view.properties[name].dump()
    if stored.conversion is not None:
        described["type"]["unit"]["externalId"] = stored.conversion.target
    return described


def _ends(rows: Iterable[InstanceRow]) -> Iterable[int]:
    return (id_ for row in rows for id_ in (row.type_id, row.start_id, row.end_id) if id_ is not None)


def _presenter(stored: StoredProperty) -> _Present | None:
    """How to show a column of the property; None where it is shown as it is stored."""
    type_, conversion = stored.definition.type, stored.conversion
    if conversion is not None:
        convert = partial(in_unit, source=conversion.source, target=conversion.target, single=int(stored.is_float32))
        if type_.is_list:
            return lambda values, _: _decoded([str(convert(value)) for value in values])
        return lambda values, _: [convert(value) for value in values]
    present = _PRESENTERS.get(type_.type)
    if not type_.is_list:
        return present
    if present is None:
        return lambda values, _: _decoded(values)
    return lambda values, nodes: [present(elements, nodes) for elements in _decoded(values)]


def _decoded(values: Sequence[str]) -> list[Any]:
    """Each value, which is JSON, decoded: all in one call."""
    decoded: list[Any] = json.loads(f"[{','.join(values)}]")
    return decoded


_PRESENTERS: dict[str, _Present] = {
    "boolean": lambda values, _: [value == 1 for value in values],
    "timestamp": lambda values, _: [format_timestamp(value) for value in values],
    "json": lambda values, _: _decoded(values),
    "direct": lambda values, nodes: [nodes[value] for value in values],
}
