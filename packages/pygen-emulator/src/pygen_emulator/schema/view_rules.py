"""What a view must satisfy by itself, and what its references must find (behaviour.md sections 3, 4 and 8)."""

from __future__ import annotations

from collections.abc import Iterator

from pygen_client.schema import (
    ContainerId,
    DirectRelationType,
    EdgeConnection,
    MappedPropertyWrite,
    ReverseDirectRelation,
    UnknownConnection,
    ViewId,
    ViewPropertyWrite,
    ViewWrite,
)

from pygen_emulator.schema import identifiers, limits
from pygen_emulator.schema.expansion import direct_relation
from pygen_emulator.schema.snapshot import Snapshot


def read_only_fields(item: ViewWrite) -> Iterator[str]:
    """Fields that are for answers only and that a request may not have, as dotted paths."""
    for name, prop in (item.properties or {}).items():
        if isinstance(prop, ReverseDirectRelation) and "targets_list" in prop.model_fields_set:
            yield f"properties.{name}.targetsList"


def violations_of_request(item: ViewWrite) -> Iterator[str]:
    """What is wrong with a view as it was sent, whatever exists already."""
    yield from identifiers.class_external_id(item.external_id)
    yield from identifiers.version(item.version)
    yield from identifiers.texts(item.name, item.description)
    parents = item.implements or []
    if len(parents) > limits.PARENTS_PER_VIEW:
        yield f"implements size must be between 0 and {limits.PARENTS_PER_VIEW}"
    if len(set(parents)) < len(parents):
        yield "implements names a view twice"
    for name, prop in (item.properties or {}).items():
        yield from identifiers.property_name(name)
        yield from _of_property(f"properties.{name}", prop)


def referenced_views(item: ViewWrite) -> Iterator[ViewId]:
    """The views that a view names, its parents first."""
    yield from item.implements or []
    for prop in (item.properties or {}).values():
        if isinstance(prop, MappedPropertyWrite) and prop.source is not None:
            yield prop.source
        elif isinstance(prop, EdgeConnection):
            yield prop.source
            if prop.edge_source is not None:
                yield prop.edge_source
        elif isinstance(prop, ReverseDirectRelation):
            yield prop.source
            if isinstance(prop.through.source, ViewId):
                yield prop.through.source


def referenced_containers(item: ViewWrite) -> Iterator[ContainerId]:
    for prop in (item.properties or {}).values():
        if isinstance(prop, MappedPropertyWrite):
            yield prop.container
        elif isinstance(prop, ReverseDirectRelation) and isinstance(prop.through.source, ContainerId):
            yield prop.through.source


def violations_of_references(item: ViewWrite, schema: Snapshot) -> Iterator[str]:
    """What is wrong with the properties that a view refers to. The views and containers themselves exist."""
    view_id = item.as_id()
    for name, prop in (item.properties or {}).items():
        place = f"{view_id}.{name}"
        if isinstance(prop, MappedPropertyWrite):
            yield from _of_mapped(place, prop, schema)
        elif isinstance(prop, ReverseDirectRelation):
            through = prop.through
            if direct_relation(schema, through.source, through.identifier) is None:
                yield f"{place} goes through '{through.identifier}' of {through.source}, which is no direct relation"
    inherited_and_own = len(schema.properties(view_id))
    if inherited_and_own > limits.PROPERTIES_PER_VIEW:
        yield f"properties size must be between 0 and {limits.PROPERTIES_PER_VIEW}"


def _of_property(place: str, prop: ViewPropertyWrite) -> Iterator[str]:
    yield from identifiers.texts(prop.name, prop.description)
    if isinstance(prop, UnknownConnection):
        yield f"{place}.connectionType is not known: '{prop.connection_type}'"
    elif isinstance(prop, MappedPropertyWrite):
        yield from identifiers.external_id(prop.container_property_identifier, "containerPropertyIdentifier")
    elif isinstance(prop, EdgeConnection):
        yield from identifiers.instance_external_id(prop.type.external_id)
    else:
        yield from identifiers.external_id(prop.through.identifier, "identifier")


def _of_mapped(place: str, prop: MappedPropertyWrite, schema: Snapshot) -> Iterator[str]:
    container = schema.containers[prop.container]
    target = container.properties.get(prop.container_property_identifier)
    if container.used_for == "record":
        yield f"{place} maps container {prop.container}, which is used for records"
    elif target is None:
        yield f"{place} maps '{prop.container_property_identifier}', which container {prop.container} does not have"
    elif prop.source is not None and not isinstance(target.type, DirectRelationType):
        yield f"{place} has a source but is no direct relation"
