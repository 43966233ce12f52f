"""Real data models of the shared folder, as schema that can be deployed.

::

    for name in shared_models.names():
        refusals = shared_models.deploy(emulator, name)
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pygen_client.schema import Container as AnsweredContainer
from pygen_client.schema import (
    ContainerId,
    ContainerWrite,
    DataModel,
    DataModelWrite,
    DirectRelationType,
    EdgeConnection,
    MappedPropertyWrite,
    RequiresConstraint,
    ReverseDirectRelation,
    SpaceWrite,
    View,
    ViewId,
    ViewPropertyWrite,
    ViewWrite,
)
from pygen_emulator import ApiError, Emulator

Part = TypeVar("Part")

FOLDER = Path(__file__).parents[3] / "shared" / "models"
"""The shared models beside the checkout; tests skip where it is absent."""

_SYSTEM = FOLDER / "toolkit" / "_system"
_FIRST = ("CogniteCore",)
"""Files whose form of a view or container counts where several files have it."""


@dataclass(frozen=True)
class Bundle:
    """Everything that one data model needs in a project, in the form in which it is written."""

    spaces: list[SpaceWrite]
    containers: list[ContainerWrite]
    views: list[ViewWrite]
    """With their own properties only."""
    data_model: DataModelWrite


@dataclass(frozen=True)
class Refusal:
    """Something of a bundle that the emulator did not take.

    ``place`` is a view (``space:View(version)``), a property of a view or a container (``space:Container.property``),
    an index (``space:Container.indexes.name``) or an entry of the data model (``data model: space:View(version)``).
    """

    place: str
    status: int
    message: str


def names() -> list[str]:
    """The names of the models, sorted; none where the shared folder is absent."""
    return sorted(path.stem for path in (FOLDER / "responses").glob("*.json"))


def response(name: str) -> dict[str, Any]:
    """The file as it is: ``{"dataModel": ..., "containers": [...], "spaces": [...]}``."""
    content: dict[str, Any] = json.loads((FOLDER / "responses" / f"{name}.json").read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=64)
def load(name: str) -> Bundle:
    """The model of that name, with what it needs from the system's schema and from the files beside it."""
    content = response(name)
    library = _library()
    data_model = DataModel.load(content["dataModel"])
    whole = {view.as_id(): view for view in data_model.views if isinstance(view, View)}
    known = {**library.views, **{view_id: view.as_write() for view_id, view in whole.items()}}
    own = {view_id: _without_inherited(view, known) for view_id, view in known.items() if view_id in whole}
    views = _closure(own, library.views)
    given = [_container(item) for item in content["containers"]]
    containers = _with_needed(
        {container.as_id(): container for container in given}, _mapped(views.values()), library.containers
    )
    spaces = {item["space"]: _space(item) for item in content["spaces"]}
    used = {*(view_id.space for view_id in views), *(id_.space for id_ in containers), data_model.space}
    for space in sorted(used):
        spaces.setdefault(space, SpaceWrite(space=space))
    return Bundle(list(spaces.values()), list(containers.values()), list(views.values()), data_model.as_write())


def deploy(emulator: Emulator, name: str) -> list[Refusal]:
    """Deploy the model. What the emulator refuses is left out, together with what cannot stand without it."""
    bundle = load(name)
    refusals: list[Refusal] = []
    while True:
        try:
            emulator.deploy(
                spaces=bundle.spaces,
                containers=bundle.containers,
                views=bundle.views,
                data_models=[bundle.data_model],
                as_system=True,
            )
        except ApiError as error:
            found = list(_at_fault(error, bundle))
            if not found:
                raise
            refusals += found
            bundle = _without({refusal.place for refusal in refusals}, bundle)
        else:
            return refusals


@dataclass(frozen=True)
class _Library:
    views: dict[ViewId, ViewWrite] = field(default_factory=dict)
    containers: dict[ContainerId, ContainerWrite] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _library() -> _Library:
    """Every view and container of all files, views with inherited properties where their file has them so."""
    library = _Library()
    for name in (*_FIRST, *(name for name in names() if name not in _FIRST)):
        content = response(name)
        for view in content["dataModel"]["views"]:
            written = View.load(view).as_write()
            library.views.setdefault(written.as_id(), written)
        for item in content["containers"]:
            container = _container(item)
            library.containers.setdefault(container.as_id(), container)
    for item in _yaml("cdf_idm.View.yaml"):
        view_write = ViewWrite.load(item)
        library.views.setdefault(view_write.as_id(), view_write)
    for item in _yaml("cdf_idm.Container.yaml"):
        container = ContainerWrite.load(item)
        library.containers.setdefault(container.as_id(), container)
    for view_id, found in list(library.views.items()):
        library.views[view_id] = _without_inherited(found, library.views)
    return library


def read_yaml(path: Path) -> Any:
    """What a file says, ten times as fast as ``yaml.safe_load`` where PyYAML has been built with libyaml."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both loaders are safe


def _yaml(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read_yaml(_SYSTEM / name)
    return items


def _space(item: Mapping[str, Any]) -> SpaceWrite:
    return SpaceWrite.load({key: item[key] for key in ("space", "name", "description") if key in item})


def _container(item: dict[str, Any]) -> ContainerWrite:
    return AnsweredContainer.load(item).as_write()


def _without_inherited(view: ViewWrite, known: Mapping[ViewId, ViewWrite]) -> ViewWrite:
    """The view without the properties that it has from its parents in just the same form."""
    inherited = _inherited(view, known)
    own = {
        name: prop
        for name, prop in (view.properties or {}).items()
        if name not in inherited or inherited[name].dump() != prop.dump()
    }
    return view.model_copy(update={"properties": own})


def _inherited(view: ViewWrite, known: Mapping[ViewId, ViewWrite]) -> dict[str, ViewPropertyWrite]:
    inherited: dict[str, ViewPropertyWrite] = {}
    for parent_id in view.implements or []:
        parent = known.get(parent_id)
        if parent is not None:
            inherited |= {**_inherited(parent, known), **(parent.properties or {})}
    return inherited


def _closure(own: Mapping[ViewId, ViewWrite], library: Mapping[ViewId, ViewWrite]) -> dict[ViewId, ViewWrite]:
    """The views and all that they refer to, as far as any file has it."""
    views = dict(own)
    open_ = list(own.values())
    while open_:
        for view_id in _referenced(open_.pop()):
            if view_id not in views and view_id in library:
                views[view_id] = library[view_id]
                open_.append(library[view_id])
    return views


def _referenced(view: ViewWrite) -> Iterator[ViewId]:
    yield from view.implements or []
    for prop in (view.properties or {}).values():
        yield from _views_of(prop)


def _views_of(prop: ViewPropertyWrite) -> Iterator[ViewId]:
    if isinstance(prop, (MappedPropertyWrite, EdgeConnection, ReverseDirectRelation)) and prop.source is not None:
        yield prop.source
    if isinstance(prop, EdgeConnection) and prop.edge_source is not None:
        yield prop.edge_source
    if isinstance(prop, ReverseDirectRelation) and isinstance(prop.through.source, ViewId):
        yield prop.through.source


def _container_of(prop: ViewPropertyWrite) -> ContainerId | None:
    if isinstance(prop, MappedPropertyWrite):
        return prop.container
    if isinstance(prop, ReverseDirectRelation) and isinstance(prop.through.source, ContainerId):
        return prop.through.source
    return None


def _mapped(views: Iterable[ViewWrite]) -> set[ContainerId]:
    found = (_container_of(prop) for view in views for prop in (view.properties or {}).values())
    return {container_id for container_id in found if container_id is not None}


def _with_needed(
    containers: Mapping[ContainerId, ContainerWrite],
    mapped: Iterable[ContainerId],
    library: Mapping[ContainerId, ContainerWrite],
) -> dict[ContainerId, ContainerWrite]:
    """The containers, those that views map and those that all of these refer to, as far as any file has them."""
    found = dict(containers)
    open_ = [
        *containers.values(),
        *(library[id_] for id_ in sorted(mapped) if id_ in library and id_ not in containers),
    ]
    while open_:
        container = open_.pop()
        found.setdefault(container.as_id(), container)
        open_ += [library[id_] for id_ in _containers_of(container) if id_ not in found and id_ in library]
    return found


def _containers_of(container: ContainerWrite) -> Iterator[ContainerId]:
    for prop in container.properties.values():
        if isinstance(prop.type, DirectRelationType) and prop.type.container is not None:
            yield prop.type.container
    for constraint in (container.constraints or {}).values():
        if isinstance(constraint, RequiresConstraint):
            yield constraint.require


_PLACE = re.compile(
    r"(?P<place>[\w-]+:\w+\([^)]+\)\.[\w-]+) (?:goes through|maps)|(?P<index>[\w-]+:\w+\.indexes\.\w+)\.properties"
)


def _at_fault(error: ApiError, bundle: Bundle) -> Iterator[Refusal]:
    """The parts of the bundle that the error is about."""
    refusal = Refusal("", error.status, error.message)
    for match in _PLACE.finditer(error.message):
        yield replace(refusal, place=match["place"] or match["index"])
    missing = {_parts(item) for item in error.missing or []}
    for container in bundle.containers:
        for name, prop in container.properties.items():
            if isinstance(prop.type, DirectRelationType) and _is_one_of(missing, prop.type.container):
                yield replace(refusal, place=f"{container.as_id()}.{name}")
    for view in bundle.views:
        if _is_one_of(missing, *(view.implements or [])):
            yield replace(refusal, place=str(view.as_id()))
        for name, shown in (view.properties or {}).items():
            if _is_one_of(missing, *_views_of(shown), _container_of(shown)):
                yield replace(refusal, place=f"{view.as_id()}.{name}")
    for view_id in bundle.data_model.views:
        if isinstance(view_id, ViewId) and _is_one_of(missing, view_id):
            yield replace(refusal, place=f"data model: {view_id}")


def _parts(reference: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(reference[key] for key in ("space", "externalId", "version") if key in reference)


def _is_one_of(missing: Container[tuple[str, ...]], *references: ViewId | ContainerId | None) -> bool:
    return any(_parts(reference.dump()) in missing for reference in references if reference is not None)


def _without(places: Container[str], bundle: Bundle) -> Bundle:
    """The bundle without the refused places."""
    return Bundle(
        bundle.spaces,
        [
            container.model_copy(
                update={
                    "properties": _kept(container.properties, str(container.as_id()), places),
                    "indexes": _kept(container.indexes or {}, f"{container.as_id()}.indexes", places),
                }
            )
            for container in bundle.containers
        ],
        [
            view.model_copy(update={"properties": _kept(view.properties or {}, str(view.as_id()), places)})
            for view in bundle.views
            if str(view.as_id()) not in places
        ],
        bundle.data_model.model_copy(
            update={"views": [id_ for id_ in bundle.data_model.views if f"data model: {id_}" not in places]}
        ),
    )


def _kept(parts: Mapping[str, Part], owner: str, places: Container[str]) -> dict[str, Part]:
    return {name: part for name, part in parts.items() if f"{owner}.{name}" not in places}
