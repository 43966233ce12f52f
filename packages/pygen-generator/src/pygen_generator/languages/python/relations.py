"""How read classes show what their nodes are connected to: attributes for connections, declarations for queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Union

from pygen_client.schema import NodeId, ViewId

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.code import constant, string_literal
from pygen_generator.languages.python.inheritance import Inheritance
from pygen_generator.languages.python.layout import SQUARE, Group, Item, Style
from pygen_generator.languages.python.references import References
from pygen_generator.languages.source import Code, code
from pygen_generator.model.types import RelationType
from pygen_generator.model.view import Connection, EdgeConnection, Kind, ReverseRelation, View


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as a query names it, with the classes that it leads to."""

    of: Union[RelationType, EdgeConnection, ReverseRelation]
    name: str
    target: ClassKey | None
    edge: ClassKey | None = None

    @property
    def written(self) -> tuple[object, ...]:
        """What its declaration consists of."""
        if isinstance(self.of, EdgeConnection):
            return self.name, self.target, self.edge, self.of.type, self.of.direction, self.of.single
        if isinstance(self.of, ReverseRelation):
            return self.name, self.target, self.of.through, self.of.identifier, self.of.through_list, self.of.single
        return self.name, self.target


def relations(view: View, kind: Kind, attributes: Mapping[str, str], inheritance: Inheritance) -> dict[str, Relation]:
    """The relations of a class by attribute, inherited ones included; edges have none, for queries go on from nodes."""
    if kind is not Kind.NODE:
        return {}
    return {attributes[relation.name]: relation for relation in _relations(view, inheritance)}


def _relations(view: View, inheritance: Inheritance) -> Iterable[Relation]:
    for prop in view.properties:
        if isinstance(prop.type, RelationType):
            yield Relation(prop.type, prop.name, inheritance.target(prop.type.target))
    for connection in view.connections:
        edge = inheritance.edges(connection.edge_view) if isinstance(connection, EdgeConnection) else None
        yield Relation(connection, connection.name, inheritance.target(connection.target), edge)


def connection_type(connection: Connection, inheritance: Inheritance, references: References) -> Group:
    """The type of the attribute for a connection."""
    target = references.read(inheritance.target(connection.target), Kind.NODE)
    if isinstance(connection, EdgeConnection):
        edge = references.read(inheritance.edges(connection.edge_view), Kind.EDGE)
        return Group(references.seam("LinkTo" if connection.single else "Links"), [target, edge], brackets=SQUARE)
    return Group(references.seam("One" if connection.single else "Many"), [target], brackets=SQUARE)


def declaration(relation: Relation, references: References) -> Group:
    """The value that stands for a relation in the class ``relations``."""
    target = references.read(relation.target, Kind.NODE)
    arguments: list[Item] = [string_literal(relation.name), references.place(relation.target)]
    of = relation.of
    if isinstance(of, EdgeConnection):
        edge = references.read(relation.edge, Kind.EDGE)
        head = code("{}[{}, {}]", references.seam("EdgeRelation"), target, edge)
        arguments += [references.place(relation.edge), _type(of.type, references)]
        arguments += [code("direction={}", string_literal(of.direction))] if of.direction != "outwards" else []
    elif isinstance(of, ReverseRelation):
        head = code("{}[{}]", references.seam("ReverseRelation"), target)
        through: list[Item] = [_view(of.through, references), string_literal(of.identifier)]
        arguments.append(Group(Code("through="), through, style=Style.TUPLE))
        arguments += [code("through_list={}", constant(True))] if of.through_list else []
    else:
        head = code("{}[{}]", references.seam("DirectRelation"), target)
    if not isinstance(of, RelationType) and of.single:
        arguments.append(code("single={}", constant(True)))
    return Group(head, arguments)


def _type(type_: NodeId, references: References) -> Group:
    parts = [string_literal(part) for part in (type_.space, type_.external_id)]
    return Group(code("type={}", references.seam("NodeId")), parts)


def _view(view_id: ViewId, references: References) -> Group:
    parts = [string_literal(part) for part in (view_id.space, view_id.external_id, view_id.version)]
    return Group(references.seam("ViewId"), parts)
