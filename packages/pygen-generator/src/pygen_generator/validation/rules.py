"""The rules that a data model is looked at with: one function each, all listed in ``RULES``.

A rule yields issues and changes nothing; what it says was done is done by the model's builder or by the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pygen_client import schema as wire
from pygen_client.schema import ContainerId, ViewId

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.model.connections import LeftOut, connection
from pygen_generator.model.view import ReverseRelation
from pygen_generator.schema import Schema, circular_parents, whole_views

Views = dict[ViewId, wire.View]
Rule = Callable[[Schema, Views], Iterable[Issue]]

# behaviour.md section 3
_EXTERNAL_ID = re.compile(r"[a-zA-Z]([a-zA-Z0-9_]{0,253}[a-zA-Z0-9])?")
_PROPERTY = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,253}[a-zA-Z0-9]?")
_VERSION = re.compile(r"[a-zA-Z0-9]([.a-zA-Z0-9_-]{0,41}[a-zA-Z0-9])?")


def validate(schema: Schema) -> list[Issue]:
    """Everything that the rules find, in the order of rules and places."""
    views = {view.as_id(): view for model in schema.data_models for view in whole_views(model)}
    views = {view_id: views[view_id] for view_id in sorted(views)}
    return [issue for rule in RULES for issue in rule(schema, views)]


def _properties(views: Views) -> Iterator[tuple[ViewId, str, wire.ViewProperty]]:
    for view_id, view in views.items():
        for name, prop in sorted(view.properties.items()):
            yield view_id, name, prop


def no_views(schema: Schema, views: Views) -> Iterable[Issue]:
    """A data model without views gives a client that can do nothing of its own."""
    for model in schema.data_models:
        if not model.views:
            yield Issue(
                Severity.WARNING,
                "no-views",
                str(model.as_id()),
                "The data model has no views.",
                "No classes are generated for it.",
                "Add views to the model, or name another one.",
            )


def different_views(schema: Schema, views: Views) -> Iterable[Issue]:
    """Two data models of one SDK that were fetched at different times may hold the same view in two states."""
    for model in schema.data_models:
        for view in whole_views(model):
            if view.properties != views[view.as_id()].properties:
                yield Issue(
                    Severity.WARNING,
                    "view-differs",
                    place(view.as_id()),
                    "The data models hold this view with different properties.",
                    "The last one in the order of data models is used.",
                    "Fetch all data models at the same time.",
                )


def name_rules(schema: Schema, views: Views) -> Iterable[Issue]:
    """Names that the service would refuse (behaviour.md section 3): only files can hold them."""

    def issue(where: str, what: str) -> Issue:
        return Issue(
            Severity.WARNING,
            "name-refused",
            where,
            f"The service does not allow this {what}.",
            "It is generated under a name made from it.",
            "Rename it before it is created in CDF.",
        )

    for view_id, view in views.items():
        if not _EXTERNAL_ID.fullmatch(view_id.external_id):
            yield issue(place(view_id), "external id")
        if not _VERSION.fullmatch(view_id.version):
            yield issue(place(view_id), "version")
        yield from (
            issue(place(view_id, name), "property name")
            for name in sorted(view.properties)
            if not _PROPERTY.fullmatch(name)
        )


def parents(schema: Schema, views: Views) -> Iterable[Issue]:
    """Parents that are not part of the model, and parents in a circle."""
    implements = {view_id: view.implements for view_id, view in views.items()}
    for view_id, view in views.items():
        circular = circular_parents(view_id, implements)
        for parent in view.implements:
            if parent in circular:
                yield Issue(
                    Severity.ERROR,
                    "parent-in-circle",
                    place(view_id),
                    f"The view implements {parent}, which implements it in turn.",
                    "The parent is left out; its properties stay.",
                    "Take one of them out of 'implements'.",
                )
            elif parent not in views:
                yield Issue(
                    Severity.INFO,
                    "parent-outside-model",
                    place(view_id),
                    f"The parent {parent} is not part of the data model.",
                    "Its properties are generated as the view's own.",
                )


def property_types(schema: Schema, views: Views) -> Iterable[Issue]:
    """Types that this version does not know, and enums without values."""
    for view_id, name, prop in _properties(views):
        if not isinstance(prop, wire.MappedProperty):
            continue
        if isinstance(prop.type, wire.UnknownType):
            yield Issue(
                Severity.WARNING,
                "type-unknown",
                place(view_id, name),
                f"This version of the generator does not know the type {prop.type.type!r}.",
                "No attribute is generated for it.",
                "Update the generator.",
            )
        elif isinstance(prop.type, wire.EnumType) and not prop.type.values:
            yield Issue(
                Severity.WARNING,
                "enum-empty",
                place(view_id, name),
                "The enum has no values.",
                "It is generated as text.",
                "Add values to the container property.",
            )


def connections(schema: Schema, views: Views) -> Iterable[Issue]:
    """Connections that this version does not know, and those that cannot be followed."""
    for view_id, name, value in _properties(views):
        if isinstance(value, wire.UnknownConnection):
            yield Issue(
                Severity.WARNING,
                "connection-unknown",
                place(view_id, name),
                f"This version of the generator does not know the connection {value.connection_type!r}.",
                "No attribute is generated for it.",
                "Update the generator.",
            )
        elif not isinstance(value, wire.MappedProperty):
            found = connection(views[view_id], name, value, views)
            if isinstance(found, LeftOut):
                yield Issue(
                    Severity.WARNING,
                    found.code,
                    place(view_id, name),
                    found.reason,
                    "No attribute is generated for it.",
                    found.suggestion,
                )


def targets(schema: Schema, views: Views) -> Iterable[Issue]:
    """Relations and connections whose nodes cannot be read as a class of the SDK."""
    for view_id, name, what, source in _targets(views):
        if source not in views:
            yield Issue(
                Severity.INFO,
                "target-outside-model",
                place(view_id, name),
                f"The {what} leads to {source}, which is not part of the data model.",
                "It is generated as one to plain nodes.",
                "Add the view to the data model to read its properties.",
            )
        elif views[source].used_for == "edge":
            yield Issue(
                Severity.WARNING,
                "target-not-node",
                place(view_id, name),
                f"The {what} leads to {source}, which shows edges only; at its end are nodes.",
                "It is generated as one to plain nodes.",
                "Name a view for nodes as its source.",
            )


def _targets(views: Views) -> Iterator[tuple[ViewId, str, str, ViewId]]:
    for view_id, name, value in _properties(views):
        if isinstance(value, wire.MappedProperty):
            if isinstance(value.type, wire.DirectRelationType) and value.type.source is not None:
                yield view_id, name, "relation", value.type.source
        elif not isinstance(value, wire.UnknownConnection):
            found = connection(views[view_id], name, value, views)
            if not isinstance(found, LeftOut):
                yield view_id, name, "connection", found.target


def edge_views(schema: Schema, views: Views) -> Iterable[Issue]:
    """Connections whose edges cannot be read as a class of the SDK."""
    for view_id, name, value in _properties(views):
        source = value.edge_source if isinstance(value, wire.EdgeConnection) else None
        if source is None or views[view_id].used_for == "edge":
            continue
        if source not in views:
            yield Issue(
                Severity.INFO,
                "edge-view-outside-model",
                place(view_id, name),
                f"The properties of its edges are in {source}, which is not part of the data model.",
                "Its edges are read as plain ones, and not written along with nodes.",
                "Add the view to the data model to read its properties.",
            )
        elif views[source].used_for == "node":
            yield Issue(
                Severity.WARNING,
                "edge-view-not-edge",
                place(view_id, name),
                f"The properties of its edges are said to be in {source}, which shows nodes only.",
                "Its edges are read as plain ones, and not written along with nodes.",
                "Name a view for edges as its edge source.",
            )
        elif not views[source].writable:
            yield Issue(
                Severity.INFO,
                "edge-view-not-writable",
                place(view_id, name),
                f"The properties of its edges are in {source}, which cannot be written.",
                "Its edges are read, and not written along with nodes.",
                "Map all required properties of its containers in the view.",
            )


def containers_of_both_kinds(schema: Schema, views: Views) -> Iterable[Issue]:
    """Views of which no instance can have all: they map containers for nodes only and others for edges only."""
    used_for = {container.as_id(): container.used_for for container in schema.containers}
    for view_id, view in views.items():
        if {"node", "edge"} <= {used_for.get(container) for container in view.mapped_containers}:
            yield Issue(
                Severity.WARNING,
                "nodes-and-edges",
                place(view_id),
                "The view maps containers for nodes only and others for edges only; no instance can have data in both.",
                "Its classes are generated, but nothing can be written or found through them as a whole.",
                "Map containers of one kind, or of those that take both.",
            )


def not_writable(schema: Schema, views: Views) -> Iterable[Issue]:
    """Views that cannot be written, each with the reason, as far as the containers are known."""
    containers = {container.as_id(): container for container in schema.containers}
    for view_id, view in views.items():
        if view.writable:
            continue
        yield Issue(
            Severity.INFO,
            "view-not-writable",
            place(view_id),
            f"The view cannot be written: {_why_not(view, containers)}.",
            "There is a class to read it with, and none to write it with."
            if view.queryable
            else "There is a class for what leads to it; nothing lists it: the service cannot say what is in it.",
            "Map all required properties of its containers in the view, if it is meant to be written.",
        )


def _why_not(view: wire.View, containers: Mapping[ContainerId, wire.Container]) -> str:
    mapped = [prop for prop in view.properties.values() if isinstance(prop, wire.MappedProperty)]
    if not mapped:
        return "it has no property that is stored"
    shown = {(prop.container, prop.container_property_identifier) for prop in mapped}
    # behaviour.md section 8: what has a default need not be given.
    missing = [
        f"{container_id}.{name}"
        for container_id in sorted({prop.container for prop in mapped} & containers.keys())
        for name, prop in sorted(containers[container_id].properties.items())
        if not prop.nullable and prop.default_value is None and (container_id, name) not in shown
    ]
    return f"it does not show {', '.join(missing)}, which must be given" if missing else "the service says so"


def missing_indexes(schema: Schema, views: Views) -> Iterable[Issue]:
    """Reverse direct relations that take long to follow where there are many instances.

    The service wants a cursorable btree index on the direct relation (docs.cognite.com, NEAT-DMS-PERFORMANCE-004). It
    does not help with lists, and nobody but the service gives indexes to its own containers.
    """
    containers = {container.as_id(): container for container in schema.containers if not container.is_global}
    for view_id, name, value in _properties(views):
        if not isinstance(value, wire.ReverseDirectRelation):
            continue
        found = connection(views[view_id], name, value, views)
        if not isinstance(found, ReverseRelation) or found.through_list or found.through not in views:
            continue
        relation = views[found.through].properties[found.identifier]
        if isinstance(relation, wire.MappedProperty) and relation.container in containers:
            stored = relation.container_property_identifier
            indexes = (containers[relation.container].indexes or {}).values()
            if not any(
                isinstance(one, wire.BtreeIndex) and one.cursorable and one.properties[0] == stored for one in indexes
            ):
                yield Issue(
                    Severity.INFO,
                    "index-missing",
                    place(view_id, name),
                    f"It goes through {found.identifier} of {found.through}, which has no btree index with cursors.",
                    "It is generated like any other.",
                    f"Give the container {relation.container} one over {stored}, if it will hold many instances.",
                )


RULES: tuple[Rule, ...] = (
    no_views,
    different_views,
    name_rules,
    parents,
    property_types,
    connections,
    targets,
    edge_views,
    containers_of_both_kinds,
    not_writable,
    missing_indexes,
)
"""Every rule, in the order of the report."""
