"""What has to be deployed so that a service holds the data models of a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pygen_client.schema import (
    ContainerId,
    ContainerWrite,
    DataModelWrite,
    DirectRelationType,
    EdgeConnection,
    MappedProperty,
    ReverseDirectRelation,
    SpaceWrite,
    Through,
    View,
    ViewId,
    ViewWrite,
)
from pygen_generator.schema import Schema, whole_views

_OF_THE_CONTAINER = ("type", "nullable", "immutable", "autoIncrement", "defaultValue")
"""What a mapped property tells of the container property behind it."""


@dataclass(frozen=True)
class Deployment:
    """Schema in the form that creates it, complete in itself: whatever it refers to is part of it.

    A source may be incomplete: a plain data model says nothing of spaces and containers, and its views may refer to
    views that it does not list. Containers are then made from the properties that views map; references that lead out
    of the source are left out, and ``left_out`` names each.
    """

    spaces: list[SpaceWrite]
    containers: list[ContainerWrite]
    views: list[ViewWrite]
    data_models: list[DataModelWrite]
    left_out: list[str]


def deployment_of(schema: Schema, instance_spaces: Iterable[str] = ()) -> Deployment:
    """The deployment of everything that a source holds, and of spaces for instances, in the order of ids."""
    views = {view.as_id(): view for model in schema.data_models for view in whole_views(model)}
    containers = {container.as_id(): container.as_write().dump() for container in schema.containers}
    for view_id in sorted(views):
        _add_containers(containers, views[view_id], known={container.as_id() for container in schema.containers})
    left_out: list[str] = []
    scope = _Scope(views, containers, left_out)
    ordered = [scope.container(containers[container_id]) for container_id in sorted(containers)]
    view_writes = [scope.view(views[view_id]) for view_id in sorted(views)]
    models = [model.as_write() for model in schema.data_models]
    named = {space.space: space.as_write() for space in schema.spaces}
    used = {*instance_spaces, *(one.space for one in ordered), *(one.space for one in view_writes)}
    for space in used | {model.space for model in models}:
        named.setdefault(space, SpaceWrite(space=space))
    return Deployment([named[space] for space in sorted(named)], ordered, view_writes, models, left_out)


def _add_containers(containers: dict[ContainerId, dict[str, Any]], view: View, known: set[ContainerId]) -> None:
    """Make the containers that the source does not hold from what the view's properties tell of them."""
    for value in view.properties.values():
        if not isinstance(value, MappedProperty) or value.container in known:
            continue
        container = containers.setdefault(
            value.container,
            {
                "space": value.container.space,
                "externalId": value.container.external_id,
                "usedFor": view.used_for,
                "properties": {},
            },
        )
        if container["usedFor"] != view.used_for:
            container["usedFor"] = "all"
        data = value.dump()
        kept = {key: data[key] for key in _OF_THE_CONTAINER if key in data}
        kept["type"].pop("source", None)
        container["properties"][value.container_property_identifier] = kept


class _Scope:
    """What a source holds, and what of its objects refers to something else."""

    def __init__(
        self,
        views: Mapping[ViewId, View],
        containers: Mapping[ContainerId, Mapping[str, Any]],
        left_out: list[str],
    ) -> None:
        self._views, self._containers = views, containers
        self._known: set[ViewId | ContainerId] = {*views, *containers}
        self._left_out = left_out

    def container(self, data: dict[str, Any]) -> ContainerWrite:
        write = ContainerWrite.load(data)
        for name, value in write.properties.items():
            target = value.type.container if isinstance(value.type, DirectRelationType) else None
            if self._leads_out(f"{write.as_id()}.{name}", "required container", target):
                del data["properties"][name]["type"]["container"]
        for name, constraint in (write.constraints or {}).items():
            if self._leads_out(f"{write.as_id()}.{name}", "required container", getattr(constraint, "require", None)):
                del data["constraints"][name]
        return ContainerWrite.load(data)

    def view(self, view: View) -> ViewWrite:
        data = view.as_write().dump()
        if "implements" in data:
            data["implements"] = [
                parent.dump() for parent in view.implements if not self._leads_out(str(view.as_id()), "parent", parent)
            ]
        for target in _named_in(view.filter):
            if self._leads_out(str(view.as_id()), "filter's", target):
                data.pop("filter", None)
        for name, value in view.properties.items():
            place = f"{view.as_id()}.{name}"
            if isinstance(value, MappedProperty):
                source = value.type.source if isinstance(value.type, DirectRelationType) else None
                if self._leads_out(place, "target view", source):
                    del data["properties"][name]["source"]
            elif isinstance(value, (EdgeConnection, ReverseDirectRelation)):
                through = value.through.source if isinstance(value, ReverseDirectRelation) else None
                edge_view = value.edge_source if isinstance(value, EdgeConnection) else None
                if (
                    self._leads_out(place, "target view", value.source)
                    or self._leads_out(place, "source of the direct relation", through)
                    or self._leads_out(place, "edge view", edge_view)
                    or (isinstance(value, ReverseDirectRelation) and self._follows_nothing(place, value.through))
                ):
                    del data["properties"][name]
        return ViewWrite.load(data)

    def _follows_nothing(self, place: str, through: Through) -> bool:
        """Whether there is no such direct relation: it may be one of a parent that is not in the source."""
        if isinstance(through.source, ViewId):
            prop = self._views[through.source].properties.get(through.identifier)
            found = isinstance(prop, MappedProperty) and isinstance(prop.type, DirectRelationType)
        else:
            declared = self._containers[through.source]["properties"].get(through.identifier)
            found = declared is not None and declared["type"]["type"] == "direct"
        if not found:
            self._left_out.append(
                f"{place}: the source has no direct relation {through.identifier} of {through.source}"
            )
        return not found

    def _leads_out(self, place: str, role: str, target: ViewId | ContainerId | None) -> bool:
        if target is None or target in self._known:
            return False
        self._left_out.append(f"{place}: the {role} {target} is not in the source")
        return True


def _named_in(part: object) -> Iterator[ViewId | ContainerId]:
    """The views and containers that a filter names."""
    match part:
        case {"type": "container", "space": str() as space, "externalId": str() as external_id}:
            yield ContainerId(space, external_id)
        case {"type": "view", "space": str() as space, "externalId": str() as external_id, "version": str() as version}:
            yield ViewId(space, external_id, version)
        case Mapping():
            for value in part.values():
                yield from _named_in(value)
        case list():
            for value in part:
                yield from _named_in(value)
