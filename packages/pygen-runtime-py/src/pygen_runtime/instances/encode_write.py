"""From write objects to the form in which the service takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pygen_client.schema import EdgeId, NodeId

from pygen_runtime.instances.encode import METADATA, wire_value
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.relation import RelationTarget, node_id
from pygen_runtime.instances.write import InstanceWrite


def _relation_fields(write_class: type[InstanceWrite]) -> tuple[str, ...]:
    return tuple(name for name, info in write_class.model_fields.items() if _holds_relation(info.annotation))


def _holds_relation(annotation: Any) -> bool:
    return annotation is RelationTarget or any(_holds_relation(one) for one in get_args(annotation))


relation_fields: PerClass[type[InstanceWrite], tuple[str, ...]] = PerClass(_relation_fields)
"""Attributes of a write class that name other nodes, ends and types included."""


def relation_targets(instance: InstanceWrite) -> Iterator[Any]:
    """What the relations of a write object point to, in whatever form each was given."""
    raw = instance.__dict__
    for name in relation_fields(type(instance)):
        value = raw.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def encode_write(instance: InstanceWrite, identifier: NodeId | EdgeId, default_space: str | None) -> dict[str, Any]:
    """A write object in the form in which the service takes it; only what was set."""
    raw, given = instance.__dict__, instance.model_fields_set
    relations = relation_fields(type(instance))

    def encode(attribute: str) -> Any:
        value = raw[attribute]
        if attribute not in relations or value is None:
            return wire_value(value)
        if isinstance(value, list):
            return [node_id(one, default_space).dump() for one in value]
        return node_id(value, default_space).dump()

    item = identifier.dump(with_type=True)
    if instance.existing_version is not None:
        item["existingVersion"] = instance.existing_version
    item |= {name: encode(key) for key, name in METADATA.items() if raw.get(key) is not None}
    properties = {name: encode(key) for key, name in property_names(type(instance)).items() if key in given}
    item["sources"] = [{"source": type(instance).view_id.dump(), "properties": properties}]
    return item
