"""Which connections of a data model can be followed, and what keeps the others from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from pygen_client import schema as wire
from pygen_client.schema import ContainerId, ViewId

from pygen_generator.model.text import SchemaText
from pygen_generator.model.view import Connection, EdgeConnection, ReverseRelation

WireConnection = Union[wire.EdgeConnection, wire.ReverseDirectRelation]
Views = Mapping[ViewId, wire.View]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a connection cannot be followed."""

    code: str
    reason: str
    suggestion: str


def connection(view: wire.View, name: str, value: WireConnection, views: Views) -> Connection | LeftOut:
    """The connection of a view, or why it is left out."""
    if view.used_for == "edge":
        return LeftOut(
            "connection-of-edges",
            "The view shows edges only, and connections start at nodes.",
            "Declare it in a view for nodes.",
        )
    if isinstance(value, wire.EdgeConnection):
        return EdgeConnection(
            name=name,
            type=value.type,
            target=value.source,
            edge_view=value.edge_source,
            direction=value.direction or "outwards",
            single=value.connection_type == "single_edge_connection",
            display_name=text(value.name),
            description=text(value.description),
        )
    return _reverse(name, value, views)


def _reverse(name: str, value: wire.ReverseDirectRelation, views: Views) -> ReverseRelation | LeftOut:
    through, identifier = value.through.source, value.through.identifier
    target = views.get(value.source)
    if target is not None and target.used_for == "edge":
        return LeftOut(
            "reverse-from-edges",
            f"Its nodes are read through {value.source}, which shows edges only.",
            "Name a view for nodes as its source.",
        )
    if isinstance(through, ContainerId):
        shown_as = None if target is None else _shown_as(target, through, identifier)
        if shown_as is None:
            return LeftOut(
                "reverse-through-container",
                f"It goes through {identifier} of the container {through}, which {value.source} does not show.",
                "Let it go through a view that is part of the data model.",
            )
        through, identifier = value.source, shown_as
    there = views.get(through)
    is_list = bool(value.targets_list)
    if there is not None:
        relation = there.properties.get(identifier)
        if not isinstance(relation, wire.MappedProperty) or not isinstance(relation.type, wire.DirectRelationType):
            return LeftOut(
                "reverse-through-nothing",
                f"It goes through {identifier} of {through}, which is no direct relation.",
                "Let it go through a direct relation.",
            )
        is_list = relation.type.is_list
    return ReverseRelation(
        name=name,
        target=value.source,
        through=through,
        identifier=identifier,
        through_list=is_list,
        single=value.connection_type == "single_reverse_direct_relation",
        display_name=text(value.name),
        description=text(value.description),
    )


def _shown_as(view: wire.View, container: ContainerId, identifier: str) -> str | None:
    """The property of a view that shows a property of a container; the first in order where several do."""
    shown = (
        name
        for name, prop in sorted(view.properties.items())
        if isinstance(prop, wire.MappedProperty)
        and (prop.container, prop.container_property_identifier) == (container, identifier)
    )
    return next(shown, None)


def text(value: str | None) -> SchemaText | None:
    """Text of the schema; None if it says nothing."""
    return SchemaText(value) if value and value.strip() else None
