"""Which views and containers an instance has data in, and which views a container is mapped by."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from pygen_client.schema import ContainerId, View

from pygen_emulator.inspect.requests import ContainerInspectRequest, InstanceInspectRequest, InstanceOperations
from pygen_emulator.instances.requests import Identifier
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.snapshot import Snapshot
from pygen_emulator.schema.versions import newest
from pygen_emulator.storage import names
from pygen_emulator.storage.database import Database
from pygen_emulator.storage.values import json_text
from pygen_emulator.validation import parse

Json = dict[str, Any]


class InspectService:
    """The inspect endpoints: from a decoded request body to a JSON answer.

    Raises:
        ApiError: 400, for a request that is malformed.
    """

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def instances(self, body: Any) -> Json:
        """``POST /models/instances/inspect``: the instances that exist, each once, in the order asked for.

        A view is involved when the instance has data in every container that it maps, whatever filter it has of its
        own. Views that map no container are never involved.
        """
        request = parse(InstanceInspectRequest, body)
        with self._database.read() as connection:
            schema = self._catalog.snapshot
            rows = _rows(connection, request.items)
            held = _containers_of(connection, schema, rows.values())
        return {"items": [_inspected(item, held[id_], request, schema) for item, id_ in rows.items()]}

    def containers(self, body: Any) -> Json:
        """``POST /models/containers/inspect``: the containers that exist, each once, in the order asked for."""
        request = parse(ContainerInspectRequest, body)
        asked, schema = request.inspection_operations, self._catalog.snapshot
        items = []
        for id_ in dict.fromkeys(item.as_id() for item in request.items):
            if schema.container(id_) is None:
                continue
            results: Json = {}
            if asked.total_involved_view_count is not None:
                every = _views(schema, all_versions=bool(asked.total_involved_view_count.all_versions))
                results["involvedViewCount"] = sum(id_ in view.mapped_containers for view in every)
            if asked.involved_views is not None:
                every = _views(schema, all_versions=bool(asked.involved_views.all_versions))
                results["involvedViews"] = [view.as_id().dump() for view in every if id_ in view.mapped_containers]
            items.append({"space": id_.space, "externalId": id_.external_id, "inspectionResults": results})
        return {"items": items}


def _rows(connection: sqlite3.Connection, items: Iterable[Identifier]) -> dict[Identifier, int]:
    """The rows of the instances that exist."""
    asked = {(item.instance_type, item.space, item.external_id): item for item in items}
    found = connection.execute(
        'SELECT i.kind, i.space, i.external_id, i.id FROM json_each(?) AS wanted JOIN "instance" AS i '
        "ON i.space = json_extract(wanted.value, '$[1]') AND i.external_id = json_extract(wanted.value, '$[2]') "
        "AND i.kind = json_extract(wanted.value, '$[0]') WHERE i.deleted_time IS NULL",
        (json_text([list(name) for name in asked]),),
    )
    rows = {(kind, space, external_id): id_ for kind, space, external_id, id_ in found}
    return {item: rows[name] for name, item in asked.items() if name in rows}


def _containers_of(
    connection: sqlite3.Connection, schema: Snapshot, rows: Iterable[int]
) -> Mapping[int, set[ContainerId]]:
    """The containers in which each of the instances has data."""
    held: dict[int, set[ContainerId]] = {id_: set() for id_ in rows}
    ids = json_text(list(held))
    for container in schema.containers:
        statement = f"SELECT id FROM {names.table(container)} WHERE id IN (SELECT value FROM json_each(?))"
        for (id_,) in connection.execute(statement, (ids,)):
            held[id_].add(container)
    return held


def _inspected(item: Identifier, held: set[ContainerId], request: InstanceInspectRequest, schema: Snapshot) -> Json:
    asked: InstanceOperations = request.inspection_operations
    results: Json = {}
    if asked.involved_views is not None:
        results["involvedViews"] = [
            view.as_id().dump()
            for view in _views(schema, all_versions=bool(asked.involved_views.all_versions))
            if view.mapped_containers and held.issuperset(view.mapped_containers)
        ]
    if asked.involved_containers is not None:
        results["involvedContainers"] = [container.dump() for container in schema.containers if container in held]
    return {**item.model_dump(by_alias=True), "inspectionResults": results}


def _views(schema: Snapshot, *, all_versions: bool) -> list[View]:
    """All views, or of each the version that was created last."""
    chosen = schema.views if all_versions else newest(schema.views)
    return [view for id_ in chosen if (view := schema.view(id_)) is not None]
