"""The members of the interfaces of a view: what is read, written, filtered by and followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pygen_generator.languages.documentation import connection_text, property_text
from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.targets import EdgeWriting
from pygen_generator.languages.typescript.layout import ArrayType, GenericType, Node, union
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.languages.typescript.types import Types
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, RelationType, ValueType
from pygen_generator.model.view import Connection, EdgeConnection, Kind, Property, ReverseRelation


@dataclass(frozen=True)
class Member:
    """A member of an interface."""

    name: str
    is_optional: bool
    shape: object
    """What its type is made of; types of equal shape are the same, in whichever module."""
    type: Callable[[Types], Node]
    text: SchemaText | None = None


class Members:
    """The members of each interface of one family, inherited ones included, in their order."""

    def __init__(self, sdk: Sdk, family: Family) -> None:
        self._sdk = sdk
        self._family = family
        self._names = sdk.names.members[family.view.id]
        self._properties = sorted(family.view.properties, key=self._name)
        has_connections = family.kind is Kind.NODE
        self._connections = sorted(family.view.connections, key=self._name) if has_connections else []

    def _name(self, part: Property | Connection) -> str:
        return self._names[part.name]

    def read(self) -> Iterator[Member]:
        for prop in self._properties:
            shape = "id" if isinstance(prop.type, RelationType) else _shape(prop.type)
            text = property_text(prop)
            yield Member(self._name(prop), prop.absent, (shape, prop.is_list), partial(_read_type, prop), text)

    def write(self) -> Iterator[Member]:
        if not self._family.view.writable:
            return
        for prop in self._properties:
            target = self._sdk.targets.write_target(prop.type.target) if isinstance(prop.type, RelationType) else None
            yield Member(
                self._name(prop),
                not prop.must_be_given,
                (_shape(prop.type), prop.is_list, prop.nullable, target),
                partial(_write_type, prop, target),
                property_text(prop, with_default=True),
            )
        for connection in self._connections:
            writing = self._sdk.targets.edge_writing(connection)
            if writing is not None:
                yield Member(
                    self._name(connection),
                    True,
                    writing,
                    partial(_edge_type, writing),
                    connection_text(connection),
                )

    def filters(self) -> Iterator[Member]:
        for name, one in self._sdk.filters[self._family.key].items():
            shape = _shape(one.prop.type) if not isinstance(one.prop.type, RelationType) else "id"
            yield Member(name, True, (shape, one.takes_many), one.type)

    def relations(self) -> Iterator[Member]:
        if self._family.kind is not Kind.NODE:
            return
        found = {self._name(part): part for part in self._properties if isinstance(part.type, RelationType)}
        for name, part in sorted([*found.items(), *((self._name(one), one) for one in self._connections)]):
            form, keys = self._relation(part)
            text = connection_text(part) if not isinstance(part, Property) else None
            yield Member(name, False, (form, keys), partial(_relation_type, form, keys), text)

    def _relation(self, part: Property | Connection) -> tuple[str, tuple[ClassKey | None, ...]]:
        if isinstance(part, EdgeConnection):
            target = self._sdk.targets.target(part.target)
            return "Link" if part.single else "Links", (target, self._sdk.targets.edges(part.edge_view))
        if isinstance(part, ReverseRelation):
            return "ToOne" if part.single else "ToMany", (self._sdk.targets.target(part.target),)
        view_id = part.type.target if isinstance(part.type, RelationType) else None
        return "ToMany" if part.is_list else "ToOne", (self._sdk.targets.target(view_id),)


def _read_type(prop: Property, types: Types) -> Node:
    return types.read(prop)


def _write_type(prop: Property, target: ClassKey | None, types: Types) -> Node:
    return types.write(prop, target)


def _edge_type(writing: EdgeWriting, types: Types) -> Node:
    nodes = [types.write_node(writing.node)] if writing.takes_nodes else []
    item = union(*nodes, types.write_edge(writing.edge))
    return item if writing.single else ArrayType(item)


def _relation_type(form: str, keys: tuple[ClassKey | None, ...], types: Types) -> Node:
    arguments: list[Node] = [types.imports.seam("PlainNode") if keys[0] is None else types.types_of(keys[0])]
    if len(keys) > 1 and keys[1] is not None:
        arguments.append(types.types_of(keys[1]))
    return GenericType(types.imports.seam(form), arguments)


def _shape(value_type: ValueType) -> object:
    if isinstance(value_type, EnumType):
        return value_type.ids
    return "relation" if isinstance(value_type, RelationType) else value_type.scalar
