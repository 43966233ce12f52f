"""The rules that a data model is looked at with: one function each, all listed in ``RULES``.

A rule yields issues and changes nothing; what it says was done is done by the model's builder or by the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pygen_client import schema as wire
from pygen_client.schema import ViewId

from pygen_generator.issue import Issue, Severity, place
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


def _mapped(views: Views) -> Iterator[tuple[ViewId, str, wire.MappedProperty]]:
    for view_id, view in views.items():
        for name, prop in sorted(view.properties.items()):
            if isinstance(prop, wire.MappedProperty):
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
            "It is generated under a Python name made from it.",
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
    for view_id, name, prop in _mapped(views):
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
    """Kinds of connections that this version does not know."""
    for view_id, view in views.items():
        for name, prop in sorted(view.properties.items()):
            if isinstance(prop, wire.UnknownConnection):
                yield Issue(
                    Severity.WARNING,
                    "connection-unknown",
                    place(view_id, name),
                    f"This version of the generator does not know the connection {prop.connection_type!r}.",
                    "No attribute is generated for it.",
                    "Update the generator.",
                )


def relation_targets(schema: Schema, views: Views) -> Iterable[Issue]:
    """Direct relations whose target cannot be read as a class of the SDK."""
    for view_id, name, prop in _mapped(views):
        source = prop.type.source if isinstance(prop.type, wire.DirectRelationType) else None
        if source is None:
            continue
        if source not in views:
            yield Issue(
                Severity.INFO,
                "target-outside-model",
                place(view_id, name),
                f"The relation points to {source}, which is not part of the data model.",
                "It is generated as a reference to a plain node.",
                "Add the view to the data model to read its properties.",
            )
        elif views[source].used_for == "edge":
            yield Issue(
                Severity.WARNING,
                "target-not-node",
                place(view_id, name),
                f"The relation points to {source}, which shows edges only; relations point to nodes.",
                "It is generated as a reference to a plain node.",
                "Name a view for nodes as its source.",
            )


def reverse_relations(schema: Schema, views: Views) -> Iterable[Issue]:
    """Reverse direct relations that go through nothing."""
    for view_id, view in views.items():
        for name, prop in sorted(view.properties.items()):
            if not isinstance(prop, wire.ReverseDirectRelation) or not isinstance(prop.through.source, ViewId):
                continue
            through = views.get(prop.through.source)
            relation = through and through.properties.get(prop.through.identifier)
            is_relation = isinstance(relation, wire.MappedProperty) and isinstance(
                relation.type, wire.DirectRelationType
            )
            if through is not None and not is_relation:
                yield Issue(
                    Severity.WARNING,
                    "reverse-through-nothing",
                    place(view_id, name),
                    f"It goes through {prop.through.identifier} of {prop.through.source}, which is no direct relation.",
                    "No attribute is generated for it.",
                    "Let it go through a direct relation.",
                )


RULES: tuple[Rule, ...] = (
    no_views,
    different_views,
    name_rules,
    parents,
    property_types,
    connections,
    relation_targets,
    reverse_relations,
)
"""Every rule, in the order of the report."""
