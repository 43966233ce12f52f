"""Whether the service still has the schema that an SDK was generated from, as far as the SDK uses it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pygen_client.schema import EdgeConnection, MappedProperty, ReverseDirectRelation, View, ViewId, ViewProperty

from pygen_runtime.errors import SchemaChangedError
from pygen_runtime.instances import Edge, Instance, InstanceWrite, Node, Ref
from pygen_runtime.instances.properties import DataClass, property_names
from pygen_runtime.lazy import api_names
from pygen_runtime.relations import EdgeRelation, Relation, ReverseRelation
from pygen_runtime.relations.declarations import declared

Broken = Literal["reads", "writes"]


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """One thing that the service has otherwise than the SDK expects it."""

    view: ViewId
    property_name: str | None
    """The property of the view; None for the view itself."""
    message: str
    breaks: frozenset[Broken]
    """Whether the SDK can fail, or lack something, where it reads or where it writes; empty if neither."""

    def __str__(self) -> str:
        place = str(self.view) if self.property_name is None else f"{self.view}.{self.property_name}"
        broken = f" (breaks {' and '.join(sorted(self.breaks))})" if self.breaks else ""
        return f"{place}: {self.message}{broken}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``client.verify()`` found, view by view. ``str()`` gives one line for each difference."""

    differences: tuple[SchemaDifference, ...]
    views: int
    """How many views were compared."""

    @property
    def breaking(self) -> tuple[SchemaDifference, ...]:
        """The differences that can make the SDK fail."""
        return tuple(one for one in self.differences if one.breaks)

    def raise_if_breaking(self) -> None:
        """Fail at once, instead of somewhere on the way.

        Raises:
            SchemaChangedError: A difference breaks reads or writes; the message has them all.
        """
        if self.breaking:
            lines = "".join(f"\n  {one}" for one in self.breaking)
            raise SchemaChangedError(
                f"The schema is not the one that this SDK was generated from. Generate the SDK again.{lines}"
            )

    def __str__(self) -> str:
        if not self.differences:
            return f"All {self.views} views are as this SDK expects them."
        return "\n".join(str(one) for one in self.differences)

    def __repr__(self) -> str:
        return f"<Verification: {self}>"


@dataclass(frozen=True, slots=True)
class Used:
    """The classes of one view."""

    read: type[Instance]
    write: type[InstanceWrite] | None

    @property
    def view(self) -> ViewId:
        return self.read.view_id


def used_classes(client: object) -> list[Used]:
    """The classes of every view that a client reads, by the id of the view."""
    reads: Iterable[type[Instance]] = (getattr(client, name).item_class for name in api_names(type(client)))
    return sorted((Used(read, _write_class(read)) for read in reads), key=lambda used: used.view)


def _write_class(read: type[Instance]) -> type[InstanceWrite] | None:
    """The write class of a view; it stands in the module of the read class, and no other does."""
    beside = (found for found in vars(sys.modules[read.__module__]).values() if isinstance(found, type))
    own = (found for found in beside if found.__module__ == read.__module__ and issubclass(found, InstanceWrite))
    return next(own, None)


def compare(used: Iterable[Used], views: Iterable[View]) -> Verification:
    """Compare the classes of an SDK with the views that the service has now."""
    known = list(used)
    there = {view.as_id(): view for view in views}
    found = [one for each in known for one in _view(each, there.get(each.view))]
    return Verification(tuple(found), len({each.view for each in known}))


def _view(used: Used, view: View | None) -> Iterator[SchemaDifference]:
    def difference(name: str | None, message: str, *breaks: Broken) -> SchemaDifference:
        broken = frozenset(breaks) - (frozenset() if used.write else {"writes"})
        return SchemaDifference(used.view, name, message, broken)

    if view is None:
        yield difference(None, "the service has no such view, or does not show it", "reads", "writes")
        return
    if used.write is not None and not view.writable:
        yield difference(None, "it cannot be written any more", "writes")
    fields = {name: used.read.model_fields[attribute] for attribute, name in property_names(used.read).items()}
    written = _fields(used.write)
    for name, info in fields.items():
        for message, breaks in _value(info, written.get(name), view.properties.get(name)):
            yield difference(name, message, *breaks)
    relations = {one.name: one for one in _connections(used.read)}
    for name, relation in relations.items():
        if message := _connection(relation, view.properties.get(name)):
            yield difference(name, message, "reads", "writes")
    for name, prop in sorted(view.properties.items()):
        if name not in fields and name not in relations:
            must_be_given = _must_be_given(prop)
            message = "this SDK does not know it" + (", and it must be given in writes" if must_be_given else "")
            yield difference(name, message, *(("writes",) if must_be_given else ()))


def _fields(data_class: type[DataClass] | None) -> Mapping[str, FieldInfo]:
    if data_class is None:
        return {}
    return {name: data_class.model_fields[attribute] for attribute, name in property_names(data_class).items()}


Found = tuple[str, tuple[Broken, ...]]


def _value(read: FieldInfo, written: FieldInfo | None, prop: ViewProperty | None) -> Iterator[Found]:
    if prop is None:
        yield "it is gone", ("reads", "writes")
        return
    if not isinstance(prop, MappedProperty):
        yield "it was a value and is a connection", ("reads", "writes")
        return
    item, is_list = _item(read.annotation)
    if is_list != prop.type.is_list:
        words = ("a list", "a single value")
        yield "it was {} and is {}".format(*(words if is_list else words[::-1])), ("reads", "writes")
    if prop.type.type not in _SHOWN_AS[item]:
        expected = " or ".join(_SHOWN_AS[item])
        yield f"its type was {expected} and is {prop.type.type}", ("reads", "writes")
    elif prop.type.type == "enum" and item is str:
        yield "it takes the values of an enum only", ("writes",)
    if read.is_required() and prop.nullable:
        yield "it was never empty and can be empty", ("reads",)
    elif written is not None and not written.is_required() and _must_be_given(prop):
        yield "it could be left out and must be given", ("writes",)


def _item(annotation: Any) -> tuple[Any, bool]:
    """What a value of a field is, as a key of the table of types, and whether the field holds a list of them."""
    origin = get_origin(annotation)
    if origin is list:
        return _item(get_args(annotation)[0])[0], True
    if origin is Literal:
        return Literal, False
    if origin is dict:
        return dict, False
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if not parts:
        return annotation, False
    # A union: of a type with None, or of the values of an enum with text.
    return next((found for part in parts if (found := _item(part)) != (str, False)), (str, False))


_SHOWN_AS: Mapping[Any, tuple[str, ...]] = {
    str: ("text", "timeseries", "file", "sequence", "enum"),
    Literal: ("enum", "text"),
    bool: ("boolean",),
    int: ("int32", "int64"),
    float: ("float32", "float64"),
    datetime: ("timestamp",),
    date: ("date",),
    dict: ("json",),
    Ref: ("direct",),
}
"""The types of the service that a field of a type holds."""


def _connections(read: type[Instance]) -> Iterator[Relation[Any]]:
    if issubclass(read, (Node, Edge)):
        yield from (one for one in declared(read).values() if isinstance(one, (EdgeRelation, ReverseRelation)))


def _connection(relation: Relation[Any], prop: ViewProperty | None) -> str:
    """What is otherwise about a connection; empty if nothing is."""
    if prop is None:
        return "it is gone"
    if isinstance(relation, EdgeRelation):
        if not isinstance(prop, EdgeConnection):
            return "it was a connection over edges and is something else"
        if (relation.type, relation.direction) != (prop.type, prop.direction or "outwards"):
            return f"it followed edges {relation.direction} of type {relation.type} and follows other edges"
    if isinstance(relation, ReverseRelation) and not isinstance(prop, ReverseDirectRelation):
        return "it was a reverse direct relation and is something else"
    return ""


def _must_be_given(prop: ViewProperty) -> bool:
    return (
        isinstance(prop, MappedProperty)
        and not prop.nullable
        and not prop.auto_increment
        and prop.default_value is None
    )
