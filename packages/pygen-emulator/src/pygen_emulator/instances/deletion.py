"""Deleting instances: what a delete takes with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.requests import InstanceDelete
from pygen_emulator.instances.rows import InstanceRow, InstanceRows, Name
from pygen_emulator.schema.catalog import Catalog

VERSION_CONFLICT = "A version conflict caused the ingest to fail."


def conflicts(row: InstanceRow | None, existing_version: int | None) -> bool:
    """Whether the stored version is greater than the one given; 0 means that nothing may be stored."""
    return existing_version is not None and row is not None and row.alive and row.version > existing_version


def delete(
    catalog: Catalog,
    rows: InstanceRows,
    items: Sequence[InstanceDelete],
    *,
    skip_conflicts: bool,
) -> list[dict[str, Any]]:
    """Delete the instances that exist, the edges of deleted nodes, and the data of all of them.

    Direct relations that point at a deleted node keep their value: the service's behaviour is not attested.

    Returns:
        The items that existed, in the order of the request; edges that went with a node are not named.

    Raises:
        ApiError: 409 when a stored version is greater than ``existingVersion``, unless conflicts are skipped.
    """
    deleted: list[InstanceRow] = []
    for item in items:
        row = rows.alive(name_of(item))
        if row is None:
            continue
        if conflicts(row, item.existing_version):
            if skip_conflicts:
                continue
            raise ApiError(409, VERSION_CONFLICT)
        deleted.append(row)
    gone = {row.id: row for row in deleted}
    gone |= {edge.id: edge for edge in rows.edges_of(row for row in deleted if row.kind == "node") if edge.alive}
    rows.delete(list(gone.values()), catalog.containers())
    return [{"instanceType": row.kind, "space": row.space, "externalId": row.external_id} for row in deleted]


def name_of(item: InstanceDelete) -> Name:
    return item.instance_type, item.space, item.external_id
