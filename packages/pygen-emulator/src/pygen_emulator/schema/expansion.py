"""What a view shows: its own and inherited properties with the types of their containers, and what follows from them.

Sources: behaviour.md section 8 (inheritance, derived fields), section 25 question 21 (precedence between parents).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pygen_client.schema import (
    Container,
    ContainerId,
    DirectRelationType,
    EdgeConnection,
    MappedPropertyWrite,
    ReverseDirectRelation,
    View,
    ViewId,
    ViewPropertyWrite,
)

if TYPE_CHECKING:
    from pygen_emulator.schema.snapshot import Snapshot, StoredView

LAST_LISTED_PARENT_WINS = True
"""Which parent's property stays where two parents have one of the same name. Contested (open question 21)."""


def resolve_properties(view_id: ViewId, schema: Snapshot) -> Mapping[str, ViewPropertyWrite]:
    """The view's properties as written, inherited ones first; its own win over inherited ones.

    A parent that was deleted contributes nothing.
    """
    stored = schema.views.get(view_id)
    if stored is None:
        return {}
    parents = stored.definition.implements or []
    resolved: dict[str, ViewPropertyWrite] = {}
    for parent in parents if LAST_LISTED_PARENT_WINS else reversed(parents):
        resolved.update(schema.properties(parent))
    resolved.update(stored.definition.properties or {})
    return resolved


def expand(stored: StoredView, schema: Snapshot) -> View:
    """The view as the service answers it with ``includeInheritedProperties=true``.

    Properties of a container that was deleted are left out until it is there again.
    """
    definition = stored.definition
    written = schema.properties(stored.id)
    mapped = {
        prop.container: container
        for prop in written.values()
        if isinstance(prop, MappedPropertyWrite)
        and (container := schema.containers.get(prop.container)) is not None
        and prop.container_property_identifier in container.properties
    }
    properties = {name: read for name, prop in written.items() if (read := _as_read(prop, schema)) is not None}
    return View.load(
        {
            **{key: value for key, value in definition.dump().items() if key != "properties" and value is not None},
            "implements": [parent.dump() for parent in definition.implements or []],
            "properties": properties,
            "createdTime": stored.created_time,
            "lastUpdatedTime": stored.last_updated_time,
            "writable": _is_writable(written.values(), mapped),
            "queryable": definition.filter is not None or bool(mapped),
            "usedFor": _used_for(mapped.values()),
            "isGlobal": stored.is_global,
            "mappedContainers": [container.dump() for container in mapped],
        }
    )


def direct_relation(schema: Snapshot, source: ViewId | ContainerId, identifier: str) -> DirectRelationType | None:
    """The type of the direct relation that a reverse connection goes through; None if there is no such relation."""
    if isinstance(source, ViewId):
        prop = schema.properties(source).get(identifier)
        if not isinstance(prop, MappedPropertyWrite):
            return None
        source, identifier = prop.container, prop.container_property_identifier
    container = schema.containers.get(source)
    found = container.properties.get(identifier) if container else None
    return found.type if found and isinstance(found.type, DirectRelationType) else None


def _as_read(prop: ViewPropertyWrite, schema: Snapshot) -> dict[str, Any] | None:
    if isinstance(prop, MappedPropertyWrite):
        return _mapped_as_read(prop, schema)
    read = {key: value for key, value in prop.dump().items() if value is not None}
    if isinstance(prop, EdgeConnection):
        read.setdefault("connectionType", prop.connection_type)
        read.setdefault("direction", "outwards")
    elif isinstance(prop, ReverseDirectRelation):
        type_ = direct_relation(schema, prop.through.source, prop.through.identifier)
        read["targetsList"] = type_ is not None and type_.is_list
    return read


def _mapped_as_read(prop: MappedPropertyWrite, schema: Snapshot) -> dict[str, Any] | None:
    container = schema.containers.get(prop.container)
    stored = container.properties.get(prop.container_property_identifier) if container else None
    if stored is None:
        return None
    read = {key: value for key, value in stored.dump().items() if key not in ("name", "description")}
    if prop.source is not None:
        read["type"] = {**read["type"], "source": prop.source.dump()}
    written = prop.dump()
    read.update({key: written[key] for key in ("name", "description") if written.get(key) is not None})
    read["container"] = prop.container.dump()
    read["containerPropertyIdentifier"] = prop.container_property_identifier
    return read


def _is_writable(properties: Iterable[ViewPropertyWrite], mapped: Mapping[ContainerId, Container]) -> bool:
    """Whether an instance can be created through the view: every required property without default is mapped."""
    shown = {
        (prop.container, prop.container_property_identifier)
        for prop in properties
        if isinstance(prop, MappedPropertyWrite)
    }
    return bool(mapped) and all(
        (container_id, name) in shown
        for container_id, container in mapped.items()
        for name, prop in container.properties.items()
        if not prop.nullable and prop.default_value is None
    )


def _used_for(containers: Iterable[Container]) -> Literal["node", "edge", "all"]:
    """The instances that can have data in all of the containers; ``node`` where nodes and edges exclude each other."""
    kinds = {container.used_for for container in containers}
    if "node" in kinds:
        return "node"
    return "edge" if "edge" in kinds else "all"
