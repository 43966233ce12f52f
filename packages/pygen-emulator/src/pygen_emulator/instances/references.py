"""The nodes that a write refers to: found, made where that is allowed, or missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.items import Item
from pygen_emulator.instances.requests import ApplyRequest
from pygen_emulator.instances.rows import InstanceRows, Name
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.values import NodeReference


@dataclass(frozen=True)
class AutoCreate:
    """Which missing nodes a write makes."""

    direct_relations: bool
    start_nodes: bool
    end_nodes: bool

    @classmethod
    def of(cls, request: ApplyRequest) -> AutoCreate:
        """What the request says, with the service's defaults."""
        return cls(
            request.auto_create_direct_relations is not False,
            bool(request.auto_create_start_nodes),
            bool(request.auto_create_end_nodes),
        )


def resolve(
    items: Iterable[Item], rows: InstanceRows, catalog: Catalog, auto_create: AutoCreate
) -> dict[NodeReference, int]:
    """The row of every node that the items refer to; bare nodes are made for the missing ones where it is allowed.

    The type of a node or edge counts as a direct relation. One in a space of the service itself is taken to be there:
    the service brings such nodes along, and the emulator does not know them all.

    Raises:
        ApiError: 409 for a node that does not exist and may not be made, 400 for one in a space that does not exist.
    """
    found: dict[NodeReference, int] = {}
    allowed = {
        "type": auto_create.direct_relations,
        "startNode": auto_create.start_nodes,
        "endNode": auto_create.end_nodes,
    }
    for item in items:
        for role, target in item.ends.items():
            if target in found:
                continue
            if role == "type" and catalog.is_global_space(target.space):
                name: Name = ("node", target.space, target.external_id)
                found[target] = (rows.alive(name) or rows.create(name, is_global=True)).id
            else:
                found[target] = _row(target, rows, catalog, allowed[role], f"the {role} of the {item}")
        for relation in item.relations:
            if relation.target not in found:
                create = auto_create.direct_relations and relation.required_container is None
                what = f"the target of the {relation.label}, written with the {item}"
                found[relation.target] = _row(relation.target, rows, catalog, create, what)
    return found


def _row(target: NodeReference, rows: InstanceRows, catalog: Catalog, create: bool, what: str) -> int:
    name: Name = ("node", target.space, target.external_id)
    row = rows.alive(name)
    if row is not None:
        return row.id
    if not catalog.has_space(target.space):
        raise ApiError(400, f"One or more spaces do not exist: '{target.space}', in which {what} should be.")
    if not create or catalog.is_global_space(target.space):
        raise ApiError(409, f"The node '{target}', {what}, does not exist.")
    if rows.alive(("edge", target.space, target.external_id)) is not None:
        raise ApiError(409, f"The node '{target}', {what}, does not exist, and an edge has its external id.")
    return rows.create(name, is_global=False).id
