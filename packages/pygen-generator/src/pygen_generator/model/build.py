"""From the schema as the service answers it to the neutral model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pygen_client import schema as wire
from pygen_client.schema import ContainerId, NodeId, ViewId

from pygen_generator.model.connections import LeftOut, Views, connection, text
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, EnumValue, RelationType, Scalar, ScalarType, ValueType
from pygen_generator.model.view import Connection, Default, Kind, Model, Property, View
from pygen_generator.schema import Schema, circular_parents, whole_views

_COMPARISONS = frozenset({"equals", "in", "range", "prefix", "exists", "containsAny", "containsAll"})
_KINDS = {
    "node": frozenset({Kind.NODE}),
    "edge": frozenset({Kind.EDGE}),
    "all": frozenset({Kind.NODE, Kind.EDGE}),
}


def build_model(schema: Schema) -> Model:
    """The neutral model of all data models of a schema; a view that several of them list is there once.

    What it cannot express (types and connections that this version does not know, connections that cannot be followed,
    parents in a circle) is left out; the rules of ``pygen_generator.validation`` report each.
    """
    views = {view.as_id(): view for model in schema.data_models for view in whole_views(model)}
    implements = {view_id: view.implements for view_id, view in views.items()}
    return Model(
        ids=tuple(sorted(model.as_id() for model in schema.data_models)),
        views=tuple(_view(views[view_id], circular_parents(view_id, implements), views) for view_id in sorted(views)),
    )


def _view(view: wire.View, circular: frozenset[ViewId], views: Views) -> View:
    items = sorted(view.properties.items())
    filled = _filled(view, views)
    return View(
        id=view.as_id(),
        display_name=text(view.name),
        description=text(view.description),
        kinds=_KINDS[view.used_for],
        writable=view.writable,
        queryable=view.queryable,
        parents=tuple(parent for parent in dict.fromkeys(view.implements) if parent not in circular),
        properties=tuple(
            _property(name, value, value_type, absent=value.nullable or value.container not in filled)
            for name, value in items
            if isinstance(value, wire.MappedProperty) and (value_type := _type(value.type)) is not None
        ),
        connections=tuple(_connections(view, items, views)),
        filter=view.filter,
        demanded_type=_demanded_type(view.filter),
    )


def _property(name: str, value: wire.MappedProperty, value_type: ValueType, *, absent: bool) -> Property:
    return Property(
        name=name,
        type=value_type,
        is_list=value.type.is_list,
        nullable=value.nullable,
        absent=absent,
        immutable=value.immutable,
        auto_increment=value.auto_increment,
        default=None if value.default_value is None else Default(value.default_value),
        max_list_size=value.type.max_list_size if value.type.is_list else None,
        max_text_size=value.type.max_text_size if isinstance(value.type, wire.TextType) else None,
        display_name=text(value.name),
        description=text(value.description),
    )


def _type(declared: wire.PropertyType) -> ValueType | None:
    if isinstance(declared, wire.DirectRelationType):
        return RelationType(declared.source)
    if isinstance(declared, wire.EnumType):
        if not declared.values:
            return ScalarType(Scalar.TEXT)
        return EnumType(
            tuple(
                EnumValue(SchemaText(value_id), text(value.name), text(value.description))
                for value_id, value in sorted(declared.values.items())
            )
        )
    if isinstance(declared, wire.UnknownType):
        return None
    unit = declared.unit if isinstance(declared, (wire.Float32Type, wire.Float64Type)) else None
    return ScalarType(Scalar(declared.type), SchemaText(unit.external_id) if unit else None)


def _connections(view: wire.View, items: Iterable[tuple[str, wire.ViewProperty]], views: Views) -> Iterable[Connection]:
    for name, value in items:
        if isinstance(value, (wire.EdgeConnection, wire.ReverseDirectRelation)):
            found = connection(view, name, value, views)
            if not isinstance(found, LeftOut):
                yield found


def _filled(view: wire.View, views: Views) -> frozenset[ContainerId]:
    """The containers that every instance of the view has data in (behaviour.md section 11)."""
    if view.filter is None:
        return frozenset(prop.container for prop in view.properties.values() if isinstance(prop, wire.MappedProperty))
    return frozenset(_demanded_data(view.filter, views))


def _demanded_data(condition: object, views: Views) -> Iterator[ContainerId]:
    match condition:
        case {"and": [*parts]}:
            for part in parts:
                yield from _demanded_data(part, views)
        case {"hasData": [*references]}:
            for reference in references:
                yield from _referenced(reference, views)
    if isinstance(condition, Mapping):
        # What has no data in a container has no value in it, and no value meets none of these.
        for operator in _COMPARISONS & condition.keys():
            match condition[operator]:
                case {"property": [str() as space, str() as container, str()]}:
                    yield ContainerId(space, container)


def _referenced(reference: object, views: Views) -> Iterator[ContainerId]:
    match reference:
        case {"type": "container", "space": str() as space, "externalId": str() as external_id}:
            yield ContainerId(space, external_id)
        case {"space": str() as space, "externalId": str() as external_id, "version": str() as version}:
            shown = views.get(ViewId(space, external_id, version))
            yield from shown.mapped_containers if shown else ()


def _demanded_type(condition: object) -> NodeId | None:
    """The type that every node must have to meet a condition."""
    match condition:
        case {"and": [*parts]}:
            return next((found for found in map(_demanded_type, parts) if found), None)
        case {"equals": {"property": ["node", "type"], "value": value}} | {
            "in": {"property": ["node", "type"], "values": [value]}
        }:
            match value:
                case {"space": str() as space, "externalId": str() as external_id}:
                    return NodeId(space, external_id)
    return None
