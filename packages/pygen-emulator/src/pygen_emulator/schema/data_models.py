"""Data models: created, extended and deleted (behaviour.md sections 9 and 22)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pygen_client.schema import DataModelId, DataModelWrite, ViewId

from pygen_emulator.schema import identifiers, limits, views
from pygen_emulator.schema.access import check_limit, check_spaces, check_views, check_writable, refuse_violations
from pygen_emulator.schema.draft import Draft
from pygen_emulator.schema.identifiers import SYSTEM_SPACES
from pygen_emulator.schema.requests import check_unique
from pygen_emulator.schema.snapshot import Snapshot, StoredDataModel


def upsert(draft: Draft, items: Sequence[DataModelWrite], *, as_system: bool) -> list[StoredDataModel]:
    """Create, or add views to a version that exists; a view that an item does not name stays.

    Views that are given whole are upserted first. An unchanged data model keeps its ``lastUpdatedTime``.
    """
    check_unique((item.as_id() for item in items), (item.as_id().dump() for item in items))
    refuse_violations(text for item in items for text in _violations(item))
    check_writable((item.space for item in items), as_system=as_system)
    check_spaces(draft, (item.space for item in items))
    whole = [view for item in items for view in item.views if not isinstance(view, ViewId)]
    if whole:
        views.upsert(draft, whole, as_system=as_system)
    for item in items:
        before = draft.data_models.get(item.as_id())
        after = _merge(item, before, draft.now)
        if before is None or before != replace(after, last_updated_time=before.last_updated_time):
            refuse_violations(_forbidden(before.views, after) if before else ())
            check_views(draft, after.views)
            check_limit(f"views in data model {after.id}", len(after.views), limits.VIEWS_PER_DATA_MODEL)
            draft.data_models[after.id] = after
    _check_limits(draft)
    return [draft.data_models[item.as_id()] for item in items]


def delete(draft: Draft, ids: Sequence[DataModelId]) -> list[DataModelId]:
    """Delete those that exist and return them. Their views stay."""
    found = [id_ for id_ in dict.fromkeys(ids) if id_ in draft.data_models]
    check_writable((id_.space for id_ in found), as_system=False)
    for id_ in found:
        del draft.data_models[id_]
    return found


def answer(model: StoredDataModel, schema: Snapshot, *, inline_views: bool) -> dict[str, Any]:
    """The data model as JSON, its views as references or whole; whole, those that were deleted are left out."""
    data = model.dump()
    if inline_views:
        data["views"] = [views.answer(view, schema) for id_ in model.views if (view := schema.view(id_)) is not None]
    return data


def _violations(item: DataModelWrite) -> Iterator[str]:
    yield from identifiers.external_id(item.external_id)
    yield from identifiers.version(item.version)
    yield from identifiers.texts(item.name, item.description)
    named = [view if isinstance(view, ViewId) else view.as_id() for view in item.views]
    if len(set(named)) < len(named):
        yield "views names a view twice"


def _merge(item: DataModelWrite, before: StoredDataModel | None, now: int) -> StoredDataModel:
    named = [view if isinstance(view, ViewId) else view.as_id() for view in item.views]
    return StoredDataModel(
        id=item.as_id(),
        name=item.name,
        description=item.description,
        views=tuple(dict.fromkeys((*(before.views if before else ()), *named))),
        created_time=before.created_time if before else now,
        last_updated_time=now,
        is_global=item.space in SYSTEM_SPACES,
    )


def _forbidden(before: Iterable[ViewId], after: StoredDataModel) -> Iterator[str]:
    """A view of the model cannot get another version; that needs a new version of the model."""
    versions = defaultdict(set)
    for view in before:
        versions[view.space, view.external_id].add(view.version)
    for view in after.views:
        existing = versions.get((view.space, view.external_id))
        if existing is not None and view.version not in existing:
            yield f"views of data model {after.id} cannot change to another version of {view.space}:{view.external_id}"


def _check_limits(draft: Draft) -> None:
    own = [id_ for id_, model in draft.data_models.items() if not model.is_global]
    check_limit("data models in the project", len(own), limits.DATA_MODELS)
    versions = Counter((id_.space, id_.external_id) for id_ in own)
    check_limit("versions of a data model", max(versions.values(), default=0), limits.VERSIONS_PER_DATA_MODEL)
