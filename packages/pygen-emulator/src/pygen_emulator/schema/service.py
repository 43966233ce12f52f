"""The schema endpoints: from a decoded request body, or the parameters of a list, to a JSON answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from pygen_client.schema import ContainerWrite, DataModelWrite, SpaceWrite, ViewWrite

from pygen_emulator.schema import containers, data_models, spaces, views
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.schema.default_kinds import with_default_kinds
from pygen_emulator.schema.paging import page
from pygen_emulator.schema.reference_types import check_reference_types
from pygen_emulator.schema.requests import (
    ContainerItems,
    ContainerReferences,
    DataModelItems,
    ListParameters,
    SpaceItems,
    SpaceReferences,
    SubObjectItems,
    VersionReference,
    VersionReferences,
    ViewItems,
    check_versions,
)
from pygen_emulator.schema.versions import Id, newest
from pygen_emulator.validation import parse

SpaceInUse = Callable[[sqlite3.Connection, str], bool]
Json = dict[str, Any]


class SchemaService:
    """Spaces, containers, views and data models: upsert, list, byids, delete.

    Every method takes what a request carries, not yet validated, and returns the JSON of the answer.

    Args:
        catalog: Where the schema is.
        space_in_use: Whether any instance lives in a space; such a space cannot be deleted.

    Raises:
        ApiError: The request ends with the service's error body; nothing of it was stored.
    """

    def __init__(self, catalog: Catalog, space_in_use: SpaceInUse) -> None:
        self._catalog = catalog
        self._space_in_use = space_in_use

    def deploy(
        self,
        *,
        spaces_: Sequence[SpaceWrite] = (),
        containers_: Sequence[ContainerWrite] = (),
        views_: Sequence[ViewWrite] = (),
        data_models_: Sequence[DataModelWrite] = (),
        views_of_data_models: Sequence[ViewWrite] = (),
        as_system: bool = False,
    ) -> None:
        """Upsert all of it in one transaction, without the limit of 100 items; views of data models only if missing."""
        with self._catalog.change() as draft:
            spaces.upsert(draft, spaces_, as_system=as_system)
            containers.upsert(draft, containers_, as_system=as_system)
            known = {*draft.views, *(view.as_id() for view in views_)}
            missing = {view.as_id(): view for view in views_of_data_models if view.as_id() not in known}
            views.upsert(draft, [*views_, *missing.values()], as_system=as_system)
            data_models.upsert(draft, data_models_, as_system=as_system)

    def apply_spaces(self, body: Any) -> Json:
        """``POST /models/spaces``."""
        items = parse(SpaceItems, body).items
        with self._catalog.change() as draft:
            return _items(space.dump() for space in spaces.upsert(draft, items, as_system=False))

    def list_spaces(self, parameters: ListParameters) -> Json:
        """``GET /models/spaces``."""
        found = {
            space.space: space
            for space in self._catalog.snapshot.spaces.values()
            if parameters.include_global or not space.is_global
        }
        shown, cursor = page("spaces", found, parameters)
        return {**_items(space.dump() for space in shown), **cursor}

    def spaces_by_ids(self, body: Any) -> Json:
        """``POST /models/spaces/byids``: those that exist, in the order asked for."""
        asked = dict.fromkeys(item.space for item in parse(SpaceReferences, body).items)
        found = self._catalog.snapshot.spaces
        return _items(found[space].dump() for space in asked if space in found)

    def delete_spaces(self, body: Any) -> Json:
        """``POST /models/spaces/delete``."""
        asked = [item.space for item in parse(SpaceReferences, body).items]
        with self._catalog.change() as draft:
            deleted = spaces.delete(draft, asked, lambda space: self._space_in_use(draft.connection, space))
        return _items({"space": space} for space in deleted)

    def apply_containers(self, body: Any) -> Json:
        """``POST /models/containers``."""
        items = parse(ContainerItems, with_default_kinds(body)).items
        check_reference_types("container", body)
        with self._catalog.change() as draft:
            return _items(container.dump() for container in containers.upsert(draft, items, as_system=False))

    def list_containers(self, parameters: ListParameters) -> Json:
        """``GET /models/containers``."""
        found = {
            _key(id_.space, id_.external_id): container
            for id_, container in self._catalog.snapshot.containers.items()
            if _is_listed(id_.space, container.is_global, parameters) and container.used_for in parameters.used_for
        }
        shown, cursor = page("containers", found, parameters)
        return {**_items(container.dump() for container in shown), **cursor}

    def containers_by_ids(self, body: Any) -> Json:
        """``POST /models/containers/byids``: those that exist, in the order asked for."""
        asked = dict.fromkeys(item.as_id() for item in parse(ContainerReferences, body).items)
        found = self._catalog.snapshot.containers
        return _items(found[id_].dump() for id_ in asked if id_ in found)

    def delete_containers(self, body: Any) -> Json:
        """``POST /models/containers/delete``."""
        asked = [item.as_id() for item in parse(ContainerReferences, body).items]
        with self._catalog.change() as draft:
            deleted = containers.delete(draft, asked)
        return _items({"space": id_.space, "externalId": id_.external_id} for id_ in deleted)

    def delete_container_parts(self, kind: Literal["constraints", "indexes"], body: Any) -> Json:
        """``POST /models/containers/constraints/delete`` and ``POST /models/containers/indexes/delete``."""
        asked = parse(SubObjectItems, body).items
        with self._catalog.change() as draft:
            deleted = containers.delete_parts(draft, asked, kind)
        return _items(reference.model_dump(by_alias=True) for reference in deleted)

    def retry_container_parts(self, kind: containers.Part, body: Any) -> Json:
        """``POST /models/containers/{constraints, indexes, properties}/retry``.

        Nothing here ever waits or fails, so nothing is done; those that exist are answered.
        """
        asked = parse(SubObjectItems, body).items
        found = containers.existing_parts(self._catalog.snapshot, asked, kind)
        return _items(reference.model_dump(by_alias=True) for reference in found)

    def apply_views(self, body: Any) -> Json:
        """``POST /models/views``."""
        items = parse(ViewItems, body).items
        check_reference_types("view", body)
        with self._catalog.change() as draft:
            ids = views.upsert(draft, items, as_system=False)
            schema = draft.snapshot()
        return _items(views.answer(view, schema) for id_ in ids if (view := schema.view(id_)) is not None)

    def list_views(self, parameters: ListParameters) -> Json:
        """``GET /models/views``."""
        schema = self._catalog.snapshot
        listed = {id_: view for id_, view in schema.views.items() if _is_listed(id_.space, view.is_global, parameters)}
        chosen = listed if parameters.all_versions else newest(listed)
        found = {_key(id_.space, id_.external_id, id_.version): id_ for id_ in chosen}
        shown, cursor = page("views", found, parameters)
        return {
            **_items(
                views.answer(view, schema, include_inherited=parameters.include_inherited_properties)
                for id_ in shown
                if (view := schema.view(id_)) is not None
            ),
            **cursor,
        }

    def views_by_ids(self, body: Any, parameters: ListParameters) -> Json:
        """``POST /models/views/byids``: those that exist; all versions of an item without version."""
        asked = parse(VersionReferences, body).items
        check_versions(asked, required=False)
        schema = self._catalog.snapshot
        return _items(
            views.answer(view, schema, include_inherited=parameters.include_inherited_properties)
            for id_ in _selected(schema.views, asked)
            if (view := schema.view(id_)) is not None
        )

    def delete_views(self, body: Any) -> Json:
        """``POST /models/views/delete``."""
        asked = parse(VersionReferences, body).items
        check_versions(asked, required=True)
        with self._catalog.change() as draft:
            deleted = views.delete(draft, [item.as_view_id() for item in asked])
        return _items({"space": id_.space, "externalId": id_.external_id, "version": id_.version} for id_ in deleted)

    def apply_data_models(self, body: Any) -> Json:
        """``POST /models/datamodels``."""
        items = parse(DataModelItems, body).items
        check_reference_types("data model", body)
        with self._catalog.change() as draft:
            return _items(model.dump() for model in data_models.upsert(draft, items, as_system=False))

    def list_data_models(self, parameters: ListParameters) -> Json:
        """``GET /models/datamodels``."""
        schema = self._catalog.snapshot
        listed = {
            id_: model
            for id_, model in schema.data_models.items()
            if _is_listed(id_.space, model.is_global, parameters)
        }
        chosen = listed if parameters.all_versions else newest(listed)
        found = {_key(id_.space, id_.external_id, id_.version): model for id_, model in chosen.items()}
        shown, cursor = page("datamodels", found, parameters)
        return {
            **_items(data_models.answer(model, schema, inline_views=parameters.inline_views) for model in shown),
            **cursor,
        }

    def data_models_by_ids(self, body: Any, parameters: ListParameters) -> Json:
        """``POST /models/datamodels/byids``: those that exist; all versions of an item without version."""
        asked = parse(VersionReferences, body).items
        check_versions(asked, required=False)
        schema = self._catalog.snapshot
        return _items(
            data_models.answer(schema.data_models[id_], schema, inline_views=parameters.inline_views)
            for id_ in _selected(schema.data_models, asked)
        )

    def delete_data_models(self, body: Any) -> Json:
        """``POST /models/datamodels/delete``."""
        asked = parse(VersionReferences, body).items
        check_versions(asked, required=True)
        with self._catalog.change() as draft:
            deleted = data_models.delete(draft, [item.as_data_model_id() for item in asked])
        return _items(id_.dump() for id_ in deleted)


def _items(items: Iterable[Json]) -> Json:
    return {"items": list(items)}


def _key(*parts: str) -> str:
    """A text that sorts as the parts do one after the other; NUL occurs in no identifier."""
    return "\0".join(parts)


def _is_listed(space: str, is_global: bool, parameters: ListParameters) -> bool:
    return (parameters.include_global or not is_global) and parameters.space in (None, space)


def _selected(stored: Mapping[Id, Any], asked: Sequence[VersionReference]) -> list[Id]:
    """The ids that the references mean, in their order, each once."""
    by_name: dict[tuple[str, str], list[Id]] = {}
    for id_ in stored:
        by_name.setdefault((id_.space, id_.external_id), []).append(id_)
    return list(
        dict.fromkeys(
            id_
            for item in asked
            for id_ in by_name.get((item.space, item.external_id), ())
            if item.version is None or getattr(id_, "version", None) == item.version
        )
    )
