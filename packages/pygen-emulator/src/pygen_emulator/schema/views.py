"""Views: created, extended and deleted (behaviour.md sections 8 and 22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pygen_client.schema import EdgeConnection, View, ViewId, ViewPropertyWrite, ViewWrite

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import FilterCompiler
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.schema import invalid_filters, limits, view_rules
from pygen_emulator.schema.access import (
    check_containers,
    check_limit,
    check_spaces,
    check_views,
    check_writable,
    refuse_fields,
    refuse_violations,
)
from pygen_emulator.schema.cycles import find_cycle
from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.schema.requests import check_unique
from pygen_emulator.schema.snapshot import Snapshot, StoredView


def upsert(draft: Draft, items: Sequence[ViewWrite], *, as_system: bool) -> list[ViewId]:
    """Create, or add properties to a version that exists; a property that an item does not name stays.

    References may lead to what exists or what is in the same batch. An unchanged view keeps its ``lastUpdatedTime``.
    """
    check_unique((item.as_id() for item in items), (item.as_id().dump() for item in items))
    refuse_fields(path for item in items for path in view_rules.read_only_fields(item))
    refuse_violations(text for item in items for text in view_rules.violations_of_request(item))
    check_writable((item.space for item in items), as_system=as_system)
    check_spaces(draft, (item.space for item in items))
    changed = []
    for item in items:
        before = draft.views.get(item.as_id())
        after = _merge(item, before, draft.now)
        if before is None or before.definition != after.definition:
            refuse_violations(_forbidden(before.definition, after.definition) if before else ())
            draft.views[after.id] = after
            changed.append(after.definition)
    check_views(draft, (view for item in changed for view in view_rules.referenced_views(item)))
    check_containers(draft, (container for item in changed for container in view_rules.referenced_containers(item)))
    cycle = find_cycle({id_: view.definition.implements or [] for id_, view in draft.views.items()})
    if cycle:
        raise ApiError(400, f"The views implement each other in a cycle: {' -> '.join(map(str, cycle))}")
    schema = draft.snapshot()
    refuse_violations(text for item in changed for text in view_rules.violations_of_references(item, schema))
    for item in changed:
        _check_filter(item, schema)
    _check_limits(draft)
    return [item.as_id() for item in items]


def delete(draft: Draft, ids: Sequence[ViewId]) -> list[ViewId]:
    """Delete those that exist and return them. What refers to them keeps the reference, which then leads nowhere."""
    found = [id_ for id_ in dict.fromkeys(ids) if id_ in draft.views]
    check_writable((id_.space for id_ in found), as_system=False)
    for id_ in found:
        del draft.views[id_]
    return found


def answer(view: View, schema: Snapshot, *, include_inherited: bool = True) -> dict[str, Any]:
    """The view as JSON, with or without the properties that it has from its parents only."""
    data = view.dump()
    if view.filter is not None:
        data["filter"] = invalid_filters.shown(view.filter, schema)
    if not include_inherited:
        own = schema.views[view.as_id()].definition.properties or {}
        data["properties"] = {name: prop for name, prop in data["properties"].items() if name in own}
    return data


def _merge(item: ViewWrite, before: StoredView | None, now: int) -> StoredView:
    written = {name: _complete(prop) for name, prop in (item.properties or {}).items()}
    kept = dict(before.definition.properties or {}) if before else {}
    optional = {"name": item.name, "description": item.description, "filter": item.filter}
    definition = ViewWrite.load(
        {
            "space": item.space,
            "externalId": item.external_id,
            "version": item.version,
            **{key: value for key, value in optional.items() if value is not None},
            "implements": item.implements or [],
            "properties": {**kept, **written},
        }
    )
    return StoredView(definition, before.created_time if before else now, now, item.space in SYSTEM_SPACES)


def _complete(prop: ViewPropertyWrite) -> ViewPropertyWrite:
    """The property with defaults set and explicit nulls left out, so that equal specifications are equal."""
    data = {key: value for key, value in prop.dump().items() if value is not None}
    if isinstance(prop, EdgeConnection):
        data = {"connectionType": prop.connection_type, "direction": "outwards", **data}
    return type(prop).load(data)


def _forbidden(before: ViewWrite, after: ViewWrite) -> Iterator[str]:
    """The changes of a version that need a new version instead (behaviour.md section 8)."""
    if before.implements != after.implements:
        yield f"implements of {before.as_id()} cannot change without a new version"
    properties = after.properties or {}
    for name, prop in (before.properties or {}).items():
        if _meaning(prop) != _meaning(properties[name]):
            yield f"properties.{name} of {before.as_id()} cannot change without a new version"


def _meaning(prop: ViewPropertyWrite) -> dict[str, Any]:
    """What a property is, without its texts."""
    return {key: value for key, value in prop.dump().items() if key not in ("name", "description")}


def _check_filter(item: ViewWrite, schema: Snapshot) -> None:
    """The filter must be one that lists take, over properties that exist."""
    view = schema.view(item.as_id())
    if item.filter is not None and view is not None:
        scope = Scope("edge" if view.used_for == "edge" else "node")
        FilterCompiler(Sources(schema)).compile(item.filter, scope)


def _check_limits(draft: Draft) -> None:
    own = [id_ for id_, view in draft.views.items() if not view.is_global]
    check_limit("views in the project", len(own), limits.VIEWS)
    versions = Counter((id_.space, id_.external_id) for id_ in own)
    check_limit("versions of a view", max(versions.values(), default=0), limits.VERSIONS_PER_VIEW)
