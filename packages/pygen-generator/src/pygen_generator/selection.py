"""Which views of a schema an SDK is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from pygen_client.schema import DirectRelationType, EdgeConnection, MappedProperty, ReverseDirectRelation, View, ViewId

from pygen_generator.config import GeneratorConfig
from pygen_generator.errors import ConfigError
from pygen_generator.issue import Issue, Severity, place
from pygen_generator.schema import Schema, whole_views


def matches(pattern: str, view_id: ViewId) -> bool:
    """Whether a pattern such as ``Pump*``, ``space:Pump`` or ``space:Pump(v1)`` names a view."""
    spellings = (view_id.external_id, f"{view_id.space}:{view_id.external_id}", str(view_id))
    return any(fnmatchcase(spelling, pattern) for spelling in (*spellings, f"{view_id.external_id}({view_id.version})"))


def select_views(schema: Schema, config: GeneratorConfig) -> tuple[Schema, list[Issue]]:
    """The schema without the views that the configuration leaves out, and a line for each of them.

    Views that stay keep what they inherit from those that go. What else changes for them stands in the lines.

    Raises:
        ConfigError: no view is left.
    """
    views = {view.as_id(): view for model in schema.data_models for view in whole_views(model)}
    why = {view_id: reason for view_id in sorted(views) if (reason := _reason(view_id, config))}
    if views and len(why) == len(views):
        raise ConfigError(
            "The configuration leaves out every view of the data model.",
            "Correct include_views, exclude_views and exclude_spaces.",
        )
    issues = [*_unused(views, config), *(_left_out(view_id, reason, views, why) for view_id, reason in why.items())]
    if not why:
        return schema, issues
    models = tuple(
        model.model_copy(update={"views": [view for view in whole_views(model) if view.as_id() not in why]})
        for model in schema.data_models
    )
    return replace(schema, data_models=models), issues


def _reason(view_id: ViewId, config: GeneratorConfig) -> str:
    """Which setting leaves a view out; empty if none does."""
    if config.include_views and not any(matches(pattern, view_id) for pattern in config.include_views):
        return "no pattern of include_views names it"
    for pattern in config.exclude_views:
        if matches(pattern, view_id):
            return f"exclude_views has {pattern}"
    for pattern in config.exclude_spaces:
        if fnmatchcase(view_id.space, pattern):
            return f"exclude_spaces has {pattern}"
    return ""


def _left_out(view_id: ViewId, reason: str, views: Mapping[ViewId, View], gone: Iterable[ViewId]) -> Issue:
    staying = {other: view for other, view in views.items() if other not in gone}
    users = [f"{other}.{name}" for other, view in staying.items() for name in _pointing_at(view_id, view)]
    children = [str(other) for other, view in staying.items() if view_id in view.implements]
    parts = ["No classes are generated for it."]
    if users:
        parts.append(f"What leads to it is a plain reference or left out: {', '.join(users)}.")
    if children:
        parts.append(f"What it declares becomes their own: {', '.join(children)}.")
    message = f"The configuration leaves out this view: {reason}."
    return Issue(Severity.INFO, "view-excluded", place(view_id), message, " ".join(parts))


def _pointing_at(target: ViewId, view: View) -> Iterator[str]:
    for name, value in sorted(view.properties.items()):
        if isinstance(value, MappedProperty):
            if isinstance(value.type, DirectRelationType) and value.type.source == target:
                yield name
        elif isinstance(value, EdgeConnection):
            if target in (value.source, value.edge_source):
                yield name
        elif isinstance(value, ReverseDirectRelation) and target in (value.source, value.through.source):
            yield name


def _unused(views: Mapping[ViewId, View], config: GeneratorConfig) -> Iterator[Issue]:
    """Patterns that name nothing: most likely they are misspelt."""
    names = {spelling for view_id in views for spelling in (view_id.external_id, str(view_id))}
    for setting in ("include_views", "exclude_views"):
        for pattern in getattr(config, setting):
            if not any(matches(pattern, view_id) for view_id in views):
                yield _nothing(setting, pattern, names)
    for pattern in config.exclude_spaces:
        if not any(fnmatchcase(view_id.space, pattern) for view_id in views):
            yield _nothing("exclude_spaces", pattern, {view_id.space for view_id in views})


def _nothing(setting: str, pattern: str, known: Iterable[str]) -> Issue:
    near = get_close_matches(pattern, sorted(known), n=1)
    return Issue(
        Severity.WARNING,
        "pattern-names-nothing",
        f"{setting}: {pattern}",
        "No view of the data model fits this setting.",
        "It changes nothing.",
        f"Did you mean {near[0]}?" if near else "Correct it, or take it out.",
    )
