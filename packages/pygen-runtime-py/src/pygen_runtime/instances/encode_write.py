"""From write objects to the bytes that the service takes: one call of pydantic's serializer for each object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic_core import PydanticSerializationError, SchemaSerializer, to_json
from pydantic_core import core_schema as cs
from pygen_client import PygenValidationError
from pygen_client.schema import ViewId

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
class Source:
    """The view through which instances are written."""

    view: ViewId | None
    """None for instances without properties."""
    json: bytes
    """What stands before the properties."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the objects of one write class are encoded.

    Attributes:
        source: The view.
        names: The property that each attribute is, for those that are properties.
        kinds: The kind of each attribute.
        relations: The attributes that name nodes, but for the ends and the type of an edge.
        connections: The attributes that hold edges, and the connection of each.
        serializers: Encodes the properties of one object, for each default instance space.
    """

    source: Source
    names: Mapping[str, str]
    kinds: Mapping[str, Kind]
    relations: tuple[str, ...]
    connections: tuple[tuple[str, EdgeConnection], ...]
    serializers: dict[str | None, SchemaSerializer] = field(default_factory=dict[str | None, SchemaSerializer])


def _source(data_class: type[DataClass]) -> Source:
    view: ViewId | None = getattr(data_class, "view_id", None)
    return Source(view, b"" if view is None else b',"sources":[{"source":%s,"properties":' % to_json(view.dump()))


def _form(write_class: type[InstanceWrite]) -> Form:
    fields = write_class.model_fields
    kinds = {name: _kind(info.annotation, info.metadata) for name, info in fields.items()}
    ends = ("edge_type", "start_node", "end_node")
    return Form(
        source=_source(write_class),
        names=property_names(write_class),
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


def _bare_form(data_class: type[DataClass]) -> Form:
    return Form(_source(data_class), {}, {}, (), ())


bare_form_of: PerClass[type[DataClass], Form] = PerClass(_bare_form)
"""How instances are encoded of which no property is given: with the view of any data class, so that they are in it."""


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


def properties_json(instance: InstanceWrite, form: Form, default_space: str | None) -> bytes:
    """The properties of a write object that were set, under their names in the view.

    Raises:
        PygenValidationError: A list or a JSON object was given something since it was checked that cannot be written.
    """
    serializer = form.serializers.get(default_space)
    if serializer is None:
        serializer = form.serializers[default_space] = _serializer(type(instance), form, default_space)
    try:
        return serializer.to_json(instance, by_alias=True, exclude_unset=True)
    except PydanticSerializationError as error:
        what = f"{type(instance).__name__} {instance.__dict__['external_id']!r}"
        raise PygenValidationError(f"{what} holds what cannot be written: {error}") from None


def item_json(
    key: tuple[str, str, str],
    instance: InstanceWrite | None,
    ends: Ends | None,
    form: Form,
    *,
    existing_version: int | None,
    default_space: str | None,
    properties: bytes | None = None,
) -> bytes:
    """One instance in the form in which the service takes it.

    Args:
        key: Kind, space and external id.
        instance: What is written. None for an edge that says no more than its ends.
        ends: The type and the ends of an edge.
        form: How it is encoded.
        existing_version: The newest version that may be stored; None for any.
        default_space: Where nodes are that are named by text.
        properties: Instead of those of the object.
    """
    kind, space, external_id = key
    more = b"" if existing_version is None else b',"existingVersion":%d' % existing_version
    if ends is not None:
        for name, node in ((b"type", ends.type), (b"startNode", ends.start), (b"endNode", ends.end)):
            more += b',"%s":%s' % (name, to_json(node.dump()))
    elif instance is not None and (node_type := instance.__dict__.get("node_type")) is not None:
        more += b',"type":' + to_json(node_id(node_type, default_space).dump())
    before = form.source.json
    if before:
        if properties is None:
            properties = b"{}" if instance is None else properties_json(instance, form, default_space)
        more += b"%s%s}]" % (before, properties)
    head = _EDGE if kind == "edge" else _NODE
    return head % (_text_json(space), to_json(external_id), more)


_NODE = b'{"instanceType":"node","space":%s,"externalId":%s%s}'
_EDGE = b'{"instanceType":"edge","space":%s,"externalId":%s%s}'


@lru_cache(maxsize=100)
def _text_json(text: str) -> bytes:
    return to_json(text)


class _AnyObject:
    """Stands for the class in a schema: of a class of its own, pydantic would take the serializer that it has."""

    __pydantic_complete__ = False


def _serializer(write_class: type[InstanceWrite], form: Form, default_space: str | None) -> SchemaSerializer:
    fields = {}
    for name, info in write_class.model_fields.items():
        wire = form.names.get(name)
        if wire is None:
            fields[name] = cs.model_field(cs.any_schema(), serialization_exclude=True)
        else:
            schema = _value_schema(form.kinds[name], default_space, is_list=_is_list(info.annotation))
            fields[name] = cs.model_field(schema, serialization_alias=wire)
    # What is no number is refused by the service; the default would write null.
    config = cs.CoreConfig(ser_json_inf_nan="constants")
    return SchemaSerializer(cs.model_schema(_AnyObject, cs.model_fields_schema(fields)), config)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(one) for one in get_args(annotation))


def _value_schema(kind: Kind, default_space: str | None, *, is_list: bool) -> cs.CoreSchema:
    def reference(target: Any) -> dict[str, Any]:
        if type(target) is str and default_space is not None:
            return {"space": default_space, "externalId": target}
        return node_id(target, default_space).dump()

    encoders: dict[Kind, Callable[[Any], Any]] = {Kind.TIMESTAMP: timestamp_text, Kind.RELATION: reference}
    encode = encoders.get(kind)
    if encode is None:
        # What a value is shows in the value: faster than to hold each one to its schema again.
        return cs.any_schema()

    def several(values: list[Any]) -> list[Any]:
        return [encode(one) for one in values]

    return cs.any_schema(
        serialization=cs.plain_serializer_function_ser_schema(
            several if is_list else encode, return_schema=cs.any_schema(), when_used="unless-none"
        )
    )
