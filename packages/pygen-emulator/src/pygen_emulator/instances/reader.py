"""From rows to the instances of an answer: a few statements for a page, whatever its size."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pygen_client.schema import ContainerId, View, ViewId

from pygen_emulator.filters.sources import Source, StoredProperty
from pygen_emulator.instances.rows import InstanceRow
from pygen_emulator.storage import names
from pygen_emulator.storage.functions import in_unit
from pygen_emulator.storage.timestamps import format_timestamp
from pygen_emulator.storage.values import Stored, json_text

Nodes = Mapping[int, dict[str, str]]
"""Node references by row."""
_Present = Callable[[Any, Nodes], Any]
_Data = dict[int, tuple[Stored, ...]]
_Plan = list[tuple[_Data, list[tuple[str, int, _Present]]]]


class InstanceReader:
    """Reads instances with their properties in the given views."""

    def __init__(self, connection: sqlite3.Connection, sources: Sequence[Source]) -> None:
        self._connection = connection
        self._sources = sources
        self._stored: dict[ContainerId, list[StoredProperty]] = {}
        for source in sources:
            for stored in source.properties.values():
                known = self._stored.setdefault(stored.container, [])
                if all(stored.identifier != other.identifier for other in known):
                    known.append(stored)

    def read(self, rows: Sequence[InstanceRow], *, leave_out_empty: bool = False) -> list[dict[str, Any]]:
        """The instances in the order of the rows, as the service answers them. Deleted ones show no properties.

        Args:
            leave_out_empty: Whether a view in which an instance has no data is left out of that instance.
        """
        ids = json_text([row.id for row in rows])
        data = {container: self._load(container, stored, ids) for container, stored in self._stored.items()}
        nodes = self._load_nodes({*_ends(rows), *self._targets(data)})
        views = [(source.id, self._plan(source, data)) for source in self._sources if isinstance(source.id, ViewId)]
        shown: list[dict[str, Any]] = []
        for row in rows:
            members = [view for view in views if not leave_out_empty or _has_data(row, view[1])] if row.alive else []
            shown.append(self._instance(row, members, nodes))
        return shown

    def _load(self, container: ContainerId, stored: Sequence[StoredProperty], ids: str) -> _Data:
        columns = ", ".join(names.column(property_.identifier) for property_ in stored)
        statement = f"SELECT id, {columns} FROM {names.table(container)} WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0]: row[1:] for row in map(tuple, self._connection.execute(statement, (ids,)))}

    def _targets(self, data: Mapping[ContainerId, _Data]) -> Iterable[int]:
        """The rows that the relations in the data point at."""
        for container, stored in self._stored.items():
            for position, property_ in enumerate(stored):
                if property_.definition.type.type != "direct":
                    continue
                for values in data[container].values():
                    value = values[position]
                    if isinstance(value, int):
                        yield value
                    elif isinstance(value, str):
                        yield from json.loads(value)

    def _load_nodes(self, ids: Iterable[int]) -> Nodes:
        found = self._connection.execute(
            'SELECT id, space, external_id FROM "instance" WHERE id IN (SELECT value FROM json_each(?))',
            (json_text(list(ids)),),
        )
        return {id_: {"space": space, "externalId": external_id} for id_, space, external_id in found}

    def _plan(self, source: Source, data: Mapping[ContainerId, _Data]) -> _Plan:
        """For each container of the view: its data, and where in it the view's properties stand."""
        plan: dict[ContainerId, list[tuple[str, int, _Present]]] = {}
        for name, property_ in source.properties.items():
            identifiers = [stored.identifier for stored in self._stored[property_.container]]
            step = (name, identifiers.index(property_.identifier), _presenter(property_))
            plan.setdefault(property_.container, []).append(step)
        return [(data[container], steps) for container, steps in plan.items()]

    def _instance(
        self,
        row: InstanceRow,
        views: Sequence[tuple[ViewId, _Plan]],
        nodes: Nodes,
    ) -> dict[str, Any]:
        properties: dict[str, dict[str, dict[str, Any]]] = {}
        for view, plan in views:
            shown: dict[str, Any] = {}
            for data, steps in plan:
                values = data.get(row.id)
                if values is not None:
                    for name, position, present in steps:
                        value = values[position]
                        if value is not None:
                            shown[name] = present(value, nodes)
            properties.setdefault(view.space, {})[f"{view.external_id}/{view.version}"] = shown
        instance: dict[str, Any] = {
            "instanceType": row.kind,
            "space": row.space,
            "externalId": row.external_id,
            "version": row.version,
            "createdTime": row.created_time,
            "lastUpdatedTime": row.last_updated_time,
        }
        for key, id_ in (("type", row.type_id), ("startNode", row.start_id), ("endNode", row.end_id)):
            if id_ is not None:
                instance[key] = nodes[id_]
        if row.deleted_time is not None:
            instance["deletedTime"] = row.deleted_time
        instance["properties"] = properties
        return instance


def _has_data(row: InstanceRow, plan: _Plan) -> bool:
    return any(row.id in data for data, _ in plan)


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


def _presenter(stored: StoredProperty) -> _Present:
    type_, conversion = stored.definition.type, stored.conversion
    if conversion is not None:
        source, target, single_precision = conversion.source, conversion.target, stored.is_float32
        shown = partial(in_unit, source=source, target=target, single=single_precision)
        if type_.is_list:
            return lambda value, _nodes: json.loads(str(shown(value)))
        return lambda value, _nodes: shown(value)
    single = _PRESENTERS.get(type_.type, _as_is)
    if not type_.is_list:
        return single
    return lambda value, nodes: [single(element, nodes) for element in json.loads(value)]


def _as_is(value: Any, _nodes: Nodes) -> Any:
    return value


_PRESENTERS: dict[str, _Present] = {
    "boolean": lambda value, _nodes: bool(value),
    "timestamp": lambda value, _nodes: format_timestamp(value),
    "json": lambda value, _nodes: json.loads(value),
    "direct": lambda value, nodes: nodes[value],
}
