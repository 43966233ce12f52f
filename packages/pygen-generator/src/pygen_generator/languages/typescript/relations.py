"""How the constants of views say what their nodes are connected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pygen_client.schema import NodeId, ViewId

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.source import Code
from pygen_generator.languages.typescript.code import key, string_literal
from pygen_generator.languages.typescript.layout import ArrayValue, Node, ObjectValue
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.model.types import RelationType
from pygen_generator.model.view import Connection, EdgeConnection, Kind, Property

_TRUE = Code("true")
Ref = Callable[[ClassKey], Code]


def relations(sdk: Sdk, family: Family, ref: Ref) -> list[tuple[Code, Node]]:
    """The relations of a family by member; edges have none, for queries go on from nodes."""
    if family.kind is not Kind.NODE:
        return []
    names = sdk.names.members[family.view.id]
    parts: list[Property | Connection] = [one for one in family.view.properties if isinstance(one.type, RelationType)]
    parts += family.view.connections
    return [
        (key(names[part.name]), ObjectValue([(key(name), value) for name, value in _entries(sdk, part, ref)]))
        for part in sorted(parts, key=lambda part: names[part.name])
    ]


def _entries(sdk: Sdk, part: Property | Connection, ref: Ref) -> Iterator[tuple[str, Node]]:
    view_id = _target(part)
    target = sdk.targets.target(view_id)
    kind = "direct" if isinstance(part, Property) else "edges" if isinstance(part, EdgeConnection) else "reverse"
    yield "kind", string_literal(kind)
    if target is not None:
        yield "target", ref(target)
    if isinstance(part, Property):
        return
    if isinstance(part, EdgeConnection):
        edge = sdk.targets.edges(part.edge_view)
        if edge is not None:
            yield "edge", ref(edge)
        yield "type", ArrayValue([string_literal(part.type.space), string_literal(part.type.external_id)])
        if part.direction == "inwards":
            yield "inwards", _TRUE
    else:
        through = sdk.targets.target(part.through)
        place = view_literal(part.through) if through is None else ref(through)
        yield "through", ArrayValue([place, string_literal(part.identifier)])
        if target is not None and not _has_relation(sdk, target, part.identifier):
            yield "via", _TRUE
        if part.through_list:
            yield "list", _TRUE
    if part.single:
        yield "single", _TRUE


def _target(part: Property | Connection) -> ViewId | None:
    if isinstance(part, Property):
        return part.type.target if isinstance(part.type, RelationType) else None
    return part.target


def _has_relation(sdk: Sdk, target: ClassKey, identifier: str) -> bool:
    return any(prop.name == identifier and isinstance(prop.type, RelationType) for prop in sdk.view(target).properties)


def view_literal(view_id: ViewId) -> ObjectValue:
    """The id of a view."""
    parts = {"space": view_id.space, "externalId": view_id.external_id, "version": view_id.version}
    return ObjectValue([(key(name), string_literal(value)) for name, value in parts.items()])


def node_literal(node_id: NodeId) -> ObjectValue:
    """The id of a node."""
    parts = {"space": node_id.space, "externalId": node_id.external_id}
    return ObjectValue([(key(name), string_literal(value)) for name, value in parts.items()])
