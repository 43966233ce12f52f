"""Property references: from ``[space, view/version, property]`` to a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygen_client.schema import (
    ContainerId,
    DirectRelationType,
    Int64Type,
    PropertyType,
    TextType,
    TimestampType,
    ViewId,
)

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.storage import names

RESERVED = (
    "space",
    "externalId",
    "createdTime",
    "lastUpdatedTime",
    "deletedTime",
    "edge_id",
    "node_id",
    "project_id",
    "property_group",
    "seq",
    "tg_table_name",
    "extensions",
)
"""Names that no property of a container or view can have."""

_BASE: dict[str, tuple[str, PropertyType]] = {
    "space": ("space", TextType()),
    "externalId": ("external_id", TextType()),
    "type": ("type_id", DirectRelationType()),
    "version": ("version", Int64Type()),
    "createdTime": ("created_time", TimestampType()),
    "lastUpdatedTime": ("last_updated_time", TimestampType()),
    "deletedTime": ("deleted_time", TimestampType()),
    "instanceType": ("kind", TextType()),
}
_EDGE_BASE: dict[str, tuple[str, PropertyType]] = {
    **_BASE,
    "startNode": ("start_id", DirectRelationType()),
    "endNode": ("end_id", DirectRelationType()),
}


@dataclass(frozen=True)
class Column:
    """A property as an SQL expression."""

    sql: str
    type: PropertyType
    path: tuple[str, ...]
    """The reference, as the request gives it."""
    container: ContainerId | None = None
    """Where the property is stored; None for what every instance has."""
    identifier: str | None = None
    """The property's name in its container."""

    @property
    def is_time(self) -> bool:
        """Whether it is a time of the instance itself, which answers show as milliseconds."""
        return self.container is None and self.type.type == "timestamp"

    def __str__(self) -> str:
        return f"'{' '.join(self.path)}'"


def column(path: Sequence[str], scope: Scope, sources: Sources) -> Column:
    """The column behind a reference; the table it needs is joined to the scope.

    ``["node", base]`` is null on an edge, and ``["edge", base]`` on a node.

    Raises:
        ApiError: 400. The view or container does not exist or has no such property, or the reference has another form.
    """
    if len(path) == 2 and path[0] in ("node", "edge"):
        return _base(path, scope)
    if len(path) != 3:
        raise ApiError(
            400,
            f'Unknown property {list(path)}: a reference is ["node" or "edge", base property], '
            "[space, view/version, property] or [space, container, property].",
        )
    space, owner, name = path
    if name in RESERVED:
        raise ApiError(400, f"Property identifier cannot be one of the reserved values: [{', '.join(RESERVED)}]")
    view, slash, version = owner.partition("/")
    id_ = ViewId(space, view, version) if slash else ContainerId(space, owner)
    source = sources.get(id_)
    stored = source.properties.get(name)
    if stored is None:
        if source.view is not None and name in source.view.properties:
            raise ApiError(
                400, f"The property '{name}' of the {source} is a connection and holds no data; it cannot be used here."
            )
        raise ApiError(400, f"Unknown property '{name}': the {source} has no property of that name.")
    sql = f"{scope.table(stored.container)}.{names.column(stored.identifier)}"
    if stored.conversion is not None:
        # What converts is in the catalogue of units, where no id needs quoting.
        source_unit, target_unit = stored.conversion.source, stored.conversion.target
        sql = f"in_unit({sql}, '{source_unit}', '{target_unit}', {int(stored.is_float32)})"
    return Column(sql, stored.definition.type, tuple(path), stored.container, stored.identifier)


def _base(path: Sequence[str], scope: Scope) -> Column:
    kind, name = path
    base = (_EDGE_BASE if kind == "edge" else _BASE).get(name)
    if base is None:
        known = ", ".join(_EDGE_BASE if kind == "edge" else _BASE)
        raise ApiError(400, f"Unknown property ['{kind}', '{name}']: a {kind} has {known}.")
    sql = f"{scope.instance}.{base[0]}"
    if kind != scope.kind:
        sql = "NULL"
    return Column(sql, base[1], tuple(path))
