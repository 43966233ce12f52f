"""From write objects to the form in which the service takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, get_args

from pygen_client.schema import EdgeId, NodeId

from pygen_runtime.instances.encode import METADATA
from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.relation import RelationTarget, node_id
from pygen_runtime.instances.write import InstanceWrite
from pygen_runtime.timestamps import timestamp_text


class _Kind(Enum):
    AS_IT_IS = "as it is"
    """The serializer knows how to write it."""
    TIMESTAMP = "timestamp"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class _Form:
    """How the objects of one class are encoded: attribute, name on the wire and kind, for each field."""

    source: dict[str, Any]
    metadata: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str, _Kind], ...]
    relations: tuple[str, ...]


def _form(write_class: type[InstanceWrite]) -> _Form:
    kinds = {name: _kind(info.annotation) for name, info in write_class.model_fields.items()}
    return _Form(
        source=write_class.view_id.dump(),
        metadata=tuple((name, METADATA[name]) for name in kinds if name in METADATA),
        properties=tuple((name, wire, kinds[name]) for name, wire in property_names(write_class).items()),
        relations=tuple(name for name, kind in kinds.items() if kind is _Kind.RELATION),
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


@dataclass(slots=True)
class Encoded:
    """A write object in the form of the service, for pydantic's serializer: dates are still dates."""

    item: dict[str, Any]
    needs: list[NodeId]
    """The nodes that it names."""


def encode_write(instance: InstanceWrite, identifier: NodeId | EdgeId, default_space: str | None) -> Encoded:
    """Encode a write object; only what was set."""
    raw, given = instance.__dict__, instance.model_fields_set
    form = _form_of(type(instance))
    needs: list[NodeId] = []

    def reference(target: Any) -> dict[str, Any]:
        found = node_id(target, default_space)
        needs.append(found)
        return {"space": found.space, "externalId": found.external_id}

    item = identifier.dump(with_type=True)
    if instance.existing_version is not None:
        item["existingVersion"] = instance.existing_version
    for attribute, name in form.metadata:
        if raw[attribute] is not None:
            item[name] = reference(raw[attribute])
    properties: dict[str, Any] = {}
    for attribute, name, kind in form.properties:
        if attribute in given:
            value = raw[attribute]
            if kind is not _Kind.AS_IT_IS and value is not None:
                encode = reference if kind is _Kind.RELATION else timestamp_text
                value = [encode(one) for one in value] if isinstance(value, list) else encode(value)
            properties[name] = value
    item["sources"] = [{"source": form.source, "properties": properties}]
    return Encoded(item, needs)
