"""What an SDK offers of each view, in words that no language has: said of a data model, and of a Python SDK.

The same of a TypeScript SDK is in ``offers_typescript.py``. Types of values are those of the service; where a language
reads several of them as one, that one is named (``int``, ``float``, ``reference``).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pygen_generator.model.types import EnumType, RelationType, ScalarType, ValueType
from pygen_generator.model.view import EdgeConnection, Kind, Model, Property, View
from pygen_runtime import codegen as seam
from pygen_runtime.instances.properties import NestedEdges, property_names
from pygen_runtime.instances.properties import Property as Mark
from pygen_runtime.keywords import Keyword
from pygen_runtime.relations.declarations import EdgeRelation, ReverseRelation, declared

Key = tuple[str, str]
"""A view, and whether as nodes or as edges."""

READ_AS: dict[str, str] = {
    **dict.fromkeys(("int32", "int64"), "int"),
    **dict.fromkeys(("float32", "float64"), "float"),
    **dict.fromkeys(("timeseries", "file", "sequence"), "reference"),
}
WRITTEN_AS: dict[str, str] = dict.fromkeys(("timeseries", "file", "sequence"), "reference")


@dataclass
class Offer:
    """What can be done with one view. Everything is called as the service calls it."""

    read: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Property to type, and whether it may be absent."""
    relations: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Relation to its kind, what it leads to, and how."""
    keywords: set[tuple[str, str]] = field(default_factory=set)
    """Property and operator of each keyword filter."""
    written: dict[str, tuple[str, bool]] | None = None
    """Property or connection to type, and whether it must be given; None where nothing is written."""
    node_type: tuple[str, str] | None = None
    filter: Any = None
    """The filter that queries repeat."""
    has_api: bool = False


# ---- of a data model


def of_model(model: Model) -> dict[Key, Offer]:
    """What there is to offer."""
    return {
        (str(view.id), kind.value): _of_view(view, kind, {one.id: one for one in model.views})
        for view in model.views
        for kind in view.kinds
    }


def _of_view(view: View, kind: Kind, views: dict[Any, View]) -> Offer:
    offer = Offer(has_api=view.queryable, filter=view.filter)
    offer.read = {prop.name: (_type(prop, READ_AS), prop.absent) for prop in view.properties}
    if view.queryable:
        offer.keywords = {(prop.name, operator) for prop in view.properties for operator in _operators(prop)}
    if view.writable:
        offer.written = {prop.name: (_type(prop, WRITTEN_AS), prop.must_be_given) for prop in view.properties}
    if kind is Kind.EDGE:
        return offer
    if view.writable and view.demanded_type:
        offer.node_type = (view.demanded_type.space, view.demanded_type.external_id)

    def seen(view_id: Any, as_kind: Kind) -> str | None:
        return str(view_id) if view_id in views and as_kind in views[view_id].kinds else None

    for prop in view.properties:
        if isinstance(prop.type, RelationType):
            offer.relations[prop.name] = ("direct", seen(prop.type.target, Kind.NODE))
    for one in view.connections:
        target = seen(one.target, Kind.NODE)
        if isinstance(one, EdgeConnection):
            edge, type_ = seen(one.edge_view, Kind.EDGE), (one.type.space, one.type.external_id)
            offer.relations[one.name] = ("edges", target, edge, type_, one.direction, one.single)
            edge_view = views.get(one.edge_view) if edge else None
            if offer.written is not None and (edge_view.writable if edge_view else one.edge_view is None):
                offer.written[one.name] = ("edge" if one.single else "edges", False)
        else:
            through = (str(one.through), one.identifier)
            offer.relations[one.name] = ("reverse", target, through, one.through_list, one.single)
    return offer


def _type(prop: Property, names: dict[str, str]) -> str:
    return _name(prop.type, names) + "[]" * prop.is_list


def _name(value_type: ValueType, names: dict[str, str]) -> str:
    if isinstance(value_type, EnumType):
        return f"enum({'|'.join(sorted(one.raw for one in value_type.ids))})"
    if isinstance(value_type, ScalarType):
        return names.get(value_type.scalar.value, value_type.scalar.value)
    return "direct"


def _operators(prop: Property) -> tuple[str, ...]:
    name = _name(prop.type, READ_AS).partition("(")[0]
    if name == "json":
        return ()
    if prop.is_list:
        return ("contains_any",)
    if name in ("direct", "enum", "reference", "boolean"):
        return ("equals",)
    return ("equals", "prefix") if name == "text" else ("at_least", "at_most")


# ---- of a Python SDK


def of_python(package: ModuleType) -> dict[Key, Offer]:
    """What a generated Python package offers, as its classes say."""
    things = [getattr(package, name) for name in dir(package) if not name.startswith("_")]
    classes = [one for one in things if isinstance(one, type)]
    offers: dict[Key, Offer] = {}
    for one in classes:
        if issubclass(one, (seam.Node, seam.Edge)):
            offer = offers[_key(one)] = Offer()
            offer.read, offer.relations = dict(_read(one)), dict(_relations(one))
            offer.filter = one.view_filter
    for one in classes:
        if issubclass(one, (seam.NodeWrite, seam.EdgeWrite)):
            offer = offers[_key(one)]
            offer.written = dict(_written(one, offer))
            node_type = one.model_fields["node_type"].default if issubclass(one, seam.NodeWrite) else None
            offer.node_type = node_type and (node_type.space, node_type.external_id)
        elif issubclass(one, seam.InstanceAPI):
            api: Any = one
            offer = offers[_key(api.item_class)]
            offer.has_api, offer.keywords = True, set(_keywords(one))
    return offers


def _key(data_class: Any) -> Key:
    of_nodes = issubclass(data_class, (seam.Node, seam.NodeWrite))
    return str(data_class.view_id), "node" if of_nodes else "edge"


def _read(read: Any) -> Iterator[tuple[str, tuple[str, bool]]]:
    for attribute, name in property_names(read).items():
        found = getattr(read.props, attribute)
        kind = type(found).__name__.removesuffix("Property").lower()
        many = kind.endswith("list")
        kind = {"relation": "direct"}.get(kind.removesuffix("list"), kind.removesuffix("list"))
        if kind == "enum":
            kind = _enum(_plain(_annotations(read)[attribute]))
        assert found.name == name
        yield name, (kind + "[]" * many, not read.model_fields[attribute].is_required())


def _relations(read: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for one in declared(read).values():
        target = str(one.target_class.view_id) if one.target else None
        if isinstance(one, EdgeRelation):
            edge = str(one.edge_class.view_id) if one.edge else None
            type_ = (one.type.space, one.type.external_id)
            yield one.name, ("edges", target, edge, type_, one.direction, one.single)
        elif isinstance(one, ReverseRelation):
            through = (str(one.through[0]), one.through[1])
            yield one.name, ("reverse", target, through, one.through_list, one.single)
        else:
            yield one.name, ("direct", target)


def _written(write: Any, offer: Offer) -> Iterator[tuple[str, tuple[str, bool]]]:
    annotations = _annotations(write)
    for attribute, found in write.model_fields.items():
        marks = [mark for mark in found.metadata if isinstance(mark, NestedEdges)]
        for mark in marks:
            relation: Any = mark.relation
            yield relation.name, ("edge" if relation.single else "edges", found.is_required())
        if not marks and attribute in property_names(write):
            name = property_names(write)[attribute]
            is_relation = offer.read[name][0].startswith("direct")
            kind = offer.read[name][0] if is_relation else _scalar(_plain(annotations[attribute]))
            yield name, (kind, found.is_required())


_SCALARS: list[tuple[Any, str]] = [
    (seam.Text, "text"),
    (seam.Int32, "int32"),
    (seam.Int64, "int64"),
    (seam.Float32, "float32"),
    (seam.Float64, "float64"),
    (seam.Timestamp, "timestamp"),
    (seam.Date, "date"),
    (seam.JsonObject, "json"),
    (seam.ExternalId, "reference"),
    (bool, "boolean"),
]


def _scalar(annotation: Any) -> str:
    if get_origin(annotation) is list:
        return f"{_scalar(get_args(annotation)[0])}[]"
    known = [name for type_, name in _SCALARS if type_ == annotation]
    return known[0] if known else _enum(annotation)


def _enum(annotation: Any) -> str:
    literals = [part for part in (annotation, *get_args(annotation)) if get_origin(part) is Literal]
    assert literals, annotation
    return f"enum({'|'.join(sorted(value for part in literals for value in get_args(part)))})"


def _annotations(data_class: Any) -> dict[str, Any]:
    return {
        name: hint for owner in reversed(data_class.__mro__) for name, hint in inspect.get_annotations(owner).items()
    }


def _plain(annotation: Any) -> Any:
    """Without the mark of its name, and without None."""
    if get_origin(annotation) is Annotated:
        # The mark of the name stands last, among those of the type where that has some itself.
        plain, *marks = get_args(annotation)
        own = (plain, *(mark for mark in marks if not isinstance(mark, Mark)))
        annotation = Annotated[own] if len(own) > 1 else plain
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return parts[0] if len(parts) == 1 else Union[tuple(parts)]
    return annotation


def _keywords(api: Any) -> Iterator[tuple[str, str]]:
    (filters,) = get_args(inspect.get_annotations(api.list)["filters"])
    # Those of all bases are among them.
    for hint in inspect.get_annotations(filters).values():
        for mark in getattr(hint, "__metadata__", ()):
            if isinstance(mark, Keyword) and mark.property and not mark.of_instance:
                yield mark.property, mark.operator
