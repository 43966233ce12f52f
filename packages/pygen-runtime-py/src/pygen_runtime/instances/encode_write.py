"""From write objects to the form in which the service takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, get_args

from pygen_client.schema import EdgeId, NodeId

from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import DataClass, EdgeConnection, NestedEdges, property_names
from pygen_runtime.instances.relation import Ends, RelationTarget, node_id
from pygen_runtime.instances.write import InstanceWrite
from pygen_runtime.timestamps import timestamp_text


class _Kind(Enum):
    AS_IT_IS = "as it is"
    """The serializer knows how to write it."""
    TIMESTAMP = "timestamp"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class _Form:
    """How the objects of one class are encoded: attribute, name on the wire and kind, for each property."""

    properties: tuple[tuple[str, str, _Kind], ...]
    relations: tuple[str, ...]
    connections: tuple[tuple[str, EdgeConnection], ...]


def _form(write_class: type[InstanceWrite]) -> _Form:
    fields = write_class.model_fields
    kinds = {name: _kind(info.annotation) for name, info in fields.items()}
    return _Form(
        properties=tuple((name, wire, kinds[name]) for name, wire in property_names(write_class).items()),
        relations=tuple(name for name, kind in kinds.items() if kind is _Kind.RELATION),
        connections=tuple(
            (name, mark.relation)
            for name, info in fields.items()
            for mark in info.metadata
            if isinstance(mark, NestedEdges)
        ),
    )


def _kind(annotation: Any) -> _Kind:
    if annotation is RelationTarget:
        return _Kind.RELATION
    if annotation is datetime:
        return _Kind.TIMESTAMP
    kinds = {_kind(one) for one in get_args(annotation)} - {_Kind.AS_IT_IS}
    return kinds.pop() if kinds else _Kind.AS_IT_IS


_form_of: PerClass[type[InstanceWrite], _Form] = PerClass(_form)


def relation_targets(instance: InstanceWrite) -> Iterator[Any]:
    """What the relations of a write object point to, ends and types included, in whatever form each was given."""
    raw = instance.__dict__
    for name in _form_of(type(instance)).relations:
        value = raw.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def nested_edges(instance: InstanceWrite) -> Iterator[tuple[EdgeConnection, Any]]:
    """What was given for the connections of a node: write objects of edges, and nodes at the other end in any form."""
    raw = instance.__dict__
    for name, relation in _form_of(type(instance)).connections:
        value = raw.get(name)
        if isinstance(value, list):
            for one in value:
                yield relation, one
        elif value is not None:
            yield relation, value


def source_of(data_class: type[DataClass]) -> dict[str, Any] | None:
    """The view that is written, in the form of the service; None for instances without properties."""
    view = getattr(data_class, "view_id", None)
    return None if view is None else view.dump()


def encode_write(
    instance: InstanceWrite | None,
    identifier: NodeId | EdgeId,
    ends: Ends | None,
    source: dict[str, Any] | None,
    default_space: str | None,
) -> dict[str, Any]:
    """A write in the form of the service, for pydantic's serializer: dates are still dates.

    Args:
        instance: Of it, only what was set is written. None for an edge that says no more than its ends.
        identifier: The id.
        ends: The type and the ends of an edge.
        source: The view that is written.
        default_space: Where nodes are that are named by text.
    """

    def reference(target: Any) -> dict[str, Any]:
        found = node_id(target, default_space)
        return {"space": found.space, "externalId": found.external_id}

    item = identifier.dump(with_type=True)
    if ends is not None:
        item |= {"type": ends.type.dump(), "startNode": ends.start.dump(), "endNode": ends.end.dump()}
    properties: dict[str, Any] = {}
    if instance is not None:
        raw, given = instance.__dict__, instance.model_fields_set
        if raw["existing_version"] is not None:
            item["existingVersion"] = raw["existing_version"]
        if ends is None and raw["node_type"] is not None:
            item["type"] = reference(raw["node_type"])
        for attribute, name, kind in _form_of(type(instance)).properties:
            if attribute in given:
                value = raw[attribute]
                if kind is not _Kind.AS_IT_IS and value is not None:
                    encode = reference if kind is _Kind.RELATION else timestamp_text
                    value = [encode(one) for one in value] if isinstance(value, list) else encode(value)
                properties[name] = value
    if source is not None:
        item["sources"] = [{"source": source, "properties": properties}]
    return item
