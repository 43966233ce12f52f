"""From write objects to the bytes that the service takes: one call of pydantic's serializer for each object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, get_args

from pydantic_core import SchemaSerializer, to_json
from pydantic_core import core_schema as cs

from pygen_runtime.instances.per_class import PerClass
from pygen_runtime.instances.properties import DataClass, EdgeConnection, NestedEdges, property_names
from pygen_runtime.instances.relation import Ends, RelationTarget, node_id
from pygen_runtime.instances.values import FLOAT32_MAX
from pygen_runtime.instances.write import InstanceWrite
from pygen_runtime.timestamps import timestamp_text


class Kind(Enum):
    """What has to be known of a property to encode its values, or to compare them with what is stored."""

    AS_IT_IS = "as it is"
    """The serializer knows how to write it."""
    TIMESTAMP = "timestamp"
    FLOAT32 = "float32"
    """The service keeps about seven digits."""
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Form:
    """How the objects of one write class are encoded.

    Attributes:
        names: The property that each attribute is, for those that are properties.
        properties: The attributes that are properties.
        kinds: The kind of each attribute.
        relations: The attributes that name nodes, but for the ends and the type of an edge.
        connections: The attributes that hold edges, and the connection of each.
        serializers: Encodes the properties of one object, for each default instance space.
    """

    names: Mapping[str, str]
    properties: frozenset[str]
    kinds: Mapping[str, Kind]
    relations: tuple[str, ...]
    connections: tuple[tuple[str, EdgeConnection], ...]
    serializers: dict[str | None, SchemaSerializer] = field(default_factory=dict[str | None, SchemaSerializer])


def _form(write_class: type[InstanceWrite]) -> Form:
    fields = write_class.model_fields
    kinds = {name: _kind(info.annotation, info.metadata) for name, info in fields.items()}
    ends = ("edge_type", "start_node", "end_node")
    names = property_names(write_class)
    return Form(
        names=names,
        properties=frozenset(names),
        kinds=kinds,
        relations=tuple(name for name, kind in kinds.items() if kind is Kind.RELATION and name not in ends),
        connections=tuple(
            (name, mark.relation)
            for name, info in fields.items()
            for mark in info.metadata
            if isinstance(mark, NestedEdges)
        ),
    )


def _kind(annotation: Any, marks: Any = ()) -> Kind:
    if annotation is RelationTarget:
        return Kind.RELATION
    if annotation is datetime:
        return Kind.TIMESTAMP
    # pydantic keeps the limits of a type as one mark where it is nested, and as several where it is that of a field.
    limits = [limit for mark in marks for limit in (mark, *getattr(mark, "metadata", ()))]
    if any(getattr(limit, "ge", None) == -FLOAT32_MAX for limit in limits):
        return Kind.FLOAT32
    kinds = {_kind(one, getattr(one, "__metadata__", ())) for one in get_args(annotation)} - {Kind.AS_IT_IS}
    return kinds.pop() if kinds else Kind.AS_IT_IS


form_of: PerClass[type[InstanceWrite], Form] = PerClass(_form)


def nested_edges(instance: InstanceWrite, form: Form) -> Iterator[tuple[EdgeConnection, Any]]:
    """What was given for the connections of a node: write objects of edges, and nodes at the other end in any form."""
    raw = instance.__dict__
    for name, relation in form.connections:
        value = raw.get(name)
        if isinstance(value, list):
            for one in value:
                yield relation, one
        elif value is not None:
            yield relation, value


def properties_json(instance: InstanceWrite, default_space: str | None) -> bytes:
    """The properties of a write object that were set, under their names in the view."""
    form = form_of(type(instance))
    serializer = form.serializers.get(default_space)
    if serializer is None:
        serializer = form.serializers[default_space] = _serializer(type(instance), form, default_space)
    # What is not set is taken out, as there is less of it than of what is.
    values = instance.__dict__.copy()
    for name in form.properties - instance.__pydantic_fields_set__:
        values.pop(name, None)
    return serializer.to_json(values, by_alias=True)


def item_json(
    key: tuple[str, str, str],
    instance: InstanceWrite | None,
    *,
    ends: Ends | None = None,
    view_class: type[DataClass] | None = None,
    existing_version: int | None = None,
    properties: bytes | None = None,
    default_space: str | None,
) -> bytes:
    """One instance in the form in which the service takes it.

    Args:
        key: Kind, space and external id.
        instance: What is written. None for an edge that says no more than its ends.
        ends: The type and the ends of an edge.
        view_class: A class of the view that is written; one without view writes no properties.
        existing_version: Instead of that of the object.
        properties: Instead of those of the object.
        default_space: Where nodes are that are named by text.
    """
    kind, space, external_id = key
    more = b""
    if existing_version is None and instance is not None:
        existing_version = instance.__dict__["existing_version"]
    if existing_version is not None:
        more = b',"existingVersion":%d' % existing_version
    if ends is not None:
        for name, node in ((b"type", ends.type), (b"startNode", ends.start), (b"endNode", ends.end)):
            more += b',"%s":%s' % (name, to_json(node.dump()))
    elif instance is not None and (node_type := instance.__dict__.get("node_type")) is not None:
        more += b',"type":' + to_json(node_id(node_type, default_space).dump())
    source = None if view_class is None else _source(view_class)
    if source:
        if properties is None:
            properties = b"{}" if instance is None else properties_json(instance, default_space)
        more += b"%s%s}]" % (source, properties)
    return b'{"instanceType":"%s","space":%s,"externalId":%s%s}' % (
        kind.encode(),
        _space_json(space),
        to_json(external_id),
        more,
    )


@lru_cache(maxsize=100)
def _space_json(space: str) -> bytes:
    return to_json(space)


def _source_json(data_class: type[DataClass]) -> bytes:
    view = getattr(data_class, "view_id", None)
    return b"" if view is None else b',"sources":[{"source":%s,"properties":' % to_json(view.dump())


_source: PerClass[type[DataClass], bytes] = PerClass(_source_json)


def _serializer(write_class: type[InstanceWrite], form: Form, default_space: str | None) -> SchemaSerializer:
    # Not the schema of a model: pydantic may then take the serializer of the class, which knows nothing of all this.
    fields = {}
    for name in write_class.model_fields:
        wire = form.names.get(name)
        if wire is None:
            fields[name] = cs.typed_dict_field(cs.any_schema(), serialization_exclude=True)
        else:
            schema = _value_schema(form.kinds[name], default_space)
            fields[name] = cs.typed_dict_field(schema, required=False, serialization_alias=wire)
    return SchemaSerializer(cs.typed_dict_schema(fields))


def _value_schema(kind: Kind, default_space: str | None) -> cs.CoreSchema:
    def reference(target: Any) -> Any:
        if type(target) is str and default_space is not None:
            return {"space": default_space, "externalId": target}
        return node_id(target, default_space).dump()

    encoders: dict[Kind, Callable[[Any], Any]] = {Kind.TIMESTAMP: timestamp_text, Kind.RELATION: reference}
    encode = encoders.get(kind)
    if encode is None:
        # What a value is shows in the value: faster than to hold each one to its schema again.
        return cs.any_schema()

    def one_or_several(value: Any) -> Any:
        return [encode(one) for one in value] if type(value) is list else encode(value)

    return cs.any_schema(
        serialization=cs.plain_serializer_function_ser_schema(
            one_or_several, return_schema=cs.any_schema(), when_used="unless-none"
        )
    )
