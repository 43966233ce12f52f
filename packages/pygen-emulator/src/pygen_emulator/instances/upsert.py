"""Writing instances: one request, all of it or nothing."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pygen_client.schema import ContainerId, RequiresConstraint, ViewId

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances import deletion
from pygen_emulator.instances.container_rows import Change, ContainerRows
from pygen_emulator.instances.items import Item, Preparation, id_of
from pygen_emulator.instances.references import AutoCreate, resolve
from pygen_emulator.instances.requests import ApplyRequest, EdgeWrite, InstanceDelete, NodeWrite
from pygen_emulator.instances.rows import InstanceRow, InstanceRows, Name
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage import names
from pygen_emulator.storage.container_tables import without_required
from pygen_emulator.storage.values import NodeReference, json_text
from pygen_emulator.validation import violations

_MAX_ITEMS = 1000
_ENDS = {"type": "type_id", "startNode": "start_id", "endNode": "end_id"}


class Upsert:
    """One ``POST /models/instances`` within its transaction.

    Deletes happen first, then the writes; within each the order means nothing.

    Args:
        most: How many items it may have; None for any number, as only the emulator's own surface takes them.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        catalog: Catalog,
        request: ApplyRequest,
        *,
        now: int,
        as_system: bool,
        most: int | None = _MAX_ITEMS,
    ) -> None:
        self._connection = connection
        self._catalog = catalog
        self._request = request
        self._as_system = as_system
        self._most = most
        self._sources = Sources(catalog)
        self._rows = InstanceRows(connection, now)

    def run(self) -> dict[str, Any]:
        """Do it, and answer with one result for each item, in the order of the request."""
        request, rows = self._request, self._rows
        deletes: Sequence[InstanceDelete] = request.delete or ()
        self._check_names([item_name(item) for item in request.items], [deletion.name_of(item) for item in deletes])
        self._sources.demand(_named_sources(request.items))
        preparation = Preparation(self._sources)
        items = [preparation.prepare(item) for item in request.items]
        rows.load(
            [
                *(NodeReference(item.space, item.external_id) for item in deletes),
                *(reference for item in items for reference in (item.reference, *item.targets())),
            ]
        )
        skip = bool(request.skip_on_version_conflict)
        deleted = deletion.delete(self._catalog, rows, deletes, skip_conflicts=skip)
        written = [item for item in items if not self._skipped(item, skip)]
        for item in written:
            if rows.alive(item.name) is None:
                self._create(item)
        node_ids = resolve(written, rows, self._catalog, AutoCreate.of(request))
        for item in written:
            self._set_ends(item, node_ids)
        for row in self._write_containers(written, node_ids):
            rows.touch(row)
        modified = {item.name for item in written if rows.is_changed(item.name)}
        rows.save()
        self._check_requirements(written)
        self._check_targets(written, node_ids)
        return {"items": [self._result(item, item.name in modified) for item in items], "deleted": deleted}

    def _check_names(self, writes: Sequence[Name], deletes: Sequence[Name]) -> None:
        if self._most is not None and len(writes) + len(deletes) > self._most:
            raise violations([f"items and delete size must be between 0 and {self._most}"])
        check_spaces(self._catalog, [*writes, *deletes], as_system=self._as_system)
        check_duplicates([*writes, *deletes])

    def _skipped(self, item: Item, skip: bool) -> bool:
        version = item.request.existing_version
        if version is None or not deletion.conflicts(self._rows.alive(item.name), version):
            return False
        if skip:
            return True
        raise ApiError(409, deletion.VERSION_CONFLICT)

    def _create(self, item: Item) -> None:
        kind, space, external_id = item.name
        other: Name = ("edge" if kind == "node" else "node", space, external_id)
        if self._rows.alive(other) is not None:
            raise ApiError(409, f"The {item} cannot be created: its external id belongs to an {other[0]}.")
        self._rows.create(item.name, is_global=self._catalog.is_global_space(space))

    def _set_ends(self, item: Item, node_ids: dict[NodeReference, int]) -> None:
        if not item.ends:
            return
        row = self._row(item)
        for role, target in item.ends.items():
            if getattr(row, _ENDS[role]) != node_ids[target]:
                self._rows.touch(row)
                setattr(row, _ENDS[role], node_ids[target])

    def _write_containers(self, items: Sequence[Item], node_ids: dict[NodeReference, int]) -> Iterable[InstanceRow]:
        changes: dict[ContainerId, list[Change]] = {}
        for item in items:
            row = self._row(item)
            for container, given in item.values.items():
                changes.setdefault(container, []).append(Change(row, given, item.labels[container]))
        for id_, in_container in changes.items():
            container_rows = ContainerRows(
                self._connection,
                self._sources.container(id_),
                replace=bool(self._request.replace),
                node_ids=node_ids,
            )
            yield from container_rows.apply(in_container)

    def _check_requirements(self, items: Iterable[Item]) -> None:
        touched: dict[ContainerId, list[int]] = {}
        for item in items:
            for container in item.values:
                touched.setdefault(container, []).append(self._row(item).id)
        for id_, ids in touched.items():
            for constraint in self._sources.container(id_).constraints.values():
                if (
                    not isinstance(constraint, RequiresConstraint)
                    or self._catalog.container(constraint.require) is None
                ):
                    continue
                found = without_required(self._connection, id_, constraint.require, json_text(ids))
                if found is not None:
                    raise ApiError(
                        400,
                        f"The {found['kind']} '{found['space']}:{found['external_id']}' has data in the container "
                        f"'{id_}' and must therefore have data in the container '{constraint.require}' too.",
                    )

    def _check_targets(self, items: Iterable[Item], node_ids: dict[NodeReference, int]) -> None:
        """Relations to nodes that must have data in a container. Checked last: the order of items means nothing."""
        wanted: dict[ContainerId, dict[int, tuple[Item, str, NodeReference]]] = {}
        for item in items:
            for relation in item.relations:
                if relation.required_container is not None:
                    targets = wanted.setdefault(relation.required_container, {})
                    targets.setdefault(node_ids[relation.target], (item, relation.label, relation.target))
        for container, targets in wanted.items():
            lacking = self._connection.execute(
                "SELECT value FROM json_each(?) AS target "
                f"WHERE NOT EXISTS (SELECT 1 FROM {names.table(container)} AS c WHERE c.id = target.value) LIMIT 1",
                (json_text(list(targets)),),
            ).fetchone()
            if lacking is not None:
                item, label, target = targets[lacking[0]]
                raise ApiError(
                    409,
                    f"The node '{target}' does not exist in the container '{container}', in which the target of the "
                    f"{label}, written with the {item}, must have data.",
                )

    def _row(self, item: Item) -> InstanceRow:
        row = self._rows.find(item.name)
        if row is None:
            raise AssertionError(f"the {item} was loaded or made before")
        return row

    def _result(self, item: Item, modified: bool) -> dict[str, Any]:
        row = self._row(item)
        return {
            "instanceType": row.kind,
            "space": row.space,
            "externalId": row.external_id,
            "version": row.version,
            "wasModified": modified,
            "createdTime": row.created_time,
            "lastUpdatedTime": row.last_updated_time,
        }


def _named_sources(items: Iterable[NodeWrite | EdgeWrite]) -> Iterator[ViewId | ContainerId]:
    """Each source that the items name, once."""
    sources = {tuple(data["source"].items()): data["source"] for item in items for data in item.sources or ()}
    return map(id_of, sources.values())


def item_name(item: NodeWrite | EdgeWrite) -> Name:
    return item.instance_type, item.space, item.external_id


def check_spaces(catalog: Catalog, written: Iterable[Name], *, as_system: bool) -> None:
    """Refuse what is in a space that does not exist, or in one that only the service may write to."""
    spaces = dict.fromkeys(space for _, space, _ in written)
    missing = ", ".join(f"'{space}'" for space in spaces if not catalog.has_space(space))
    if missing:
        raise ApiError(400, f"One or more spaces do not exist: {missing}")
    for space in spaces:
        if catalog.is_global_space(space) and not as_system:
            raise ApiError(403, f"Insufficient access rights. The space '{space}' belongs to the service.")


def check_duplicates(items: Iterable[Name]) -> None:
    """Refuse an instance that a request names twice."""
    twice = [name for name, count in Counter(items).items() if count > 1]
    if twice:
        kind, space, external_id = twice[0]
        raise ApiError(
            400,
            f"The {kind} '{space}:{external_id}' occurs more than once in the request.",
            duplicated=[{"instanceType": kind, "space": space, "externalId": id_} for kind, space, id_ in twice],
        )
