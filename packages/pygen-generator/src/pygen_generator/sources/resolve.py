"""From definitions to the form in which the service answers: types from containers, inherited properties, defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

from pygen_client.schema import (
    ContainerId,
    ContainerWrite,
    DataModel,
    DataModelId,
    DataModelWrite,
    DirectRelationType,
    EdgeConnection,
    MappedPropertyWrite,
    ReverseDirectRelation,
    View,
    ViewId,
    ViewPropertyWrite,
    ViewWrite,
)

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.schema import Schema, circular_parents
from pygen_generator.sources.definitions import (
    Definitions,
    container_answer,
    is_global,
    needed_containers,
    property_answer,
    space_answer,
    without_nulls,
)

Properties = Mapping[str, ViewPropertyWrite]


def resolve(definitions: Definitions, wanted: Iterable[DataModelId]) -> Schema:
    """The named data models with whole views, as the service would answer for them once all is created.

    What is not defined anywhere (views, parents, container properties) is left out, with an issue for each.
    Sources: behaviour.md sections 5, 7, 8. Of two parents with one property the last listed wins (section 25, question
    21).
    """
    resolver = _Resolver(definitions)
    models = tuple(resolver.data_model(definitions.data_models[model_id]) for model_id in sorted(wanted))
    views = [view for model in models for view in model.views if isinstance(view, View)]
    mapped = {container for view in views for container in view.mapped_containers}
    containers = needed_containers(mapped, definitions.containers)
    used = {model.space for model in models} | {view.space for view in views} | {item.space for item in containers}
    return Schema(
        data_models=models,
        containers=tuple(container_answer(container) for container in containers),
        spaces=tuple(space_answer(definitions.spaces[space]) for space in sorted(used & definitions.spaces.keys())),
        issues=tuple(dict.fromkeys(resolver.issues)),
    )


class _Resolver:
    def __init__(self, definitions: Definitions) -> None:
        self.issues: list[Issue] = []
        self._containers = definitions.containers
        self._views = definitions.views
        self._properties: dict[ViewId, Properties] = {}
        self._collect()

    def data_model(self, model: DataModelWrite) -> DataModel:
        views: list[dict[str, Any]] = []
        for listed in model.views:
            view_id = listed if isinstance(listed, ViewId) else listed.as_id()
            if view_id in self._views:
                views.append(self._view(self._views[view_id]).dump())
            else:
                message = f"The data model lists view {view_id}, which is not defined."
                self._left_out("view-unknown", str(model.as_id()), message, view_id.space)
        data = without_nulls(model.dump())
        times = {"createdTime": 0, "lastUpdatedTime": 0}
        return DataModel.load({**data, "views": views, **times, "isGlobal": is_global(model.space)})

    def _view(self, view: ViewWrite) -> View:
        written = self._properties[view.as_id()]
        self._report_parents(view)
        read = {name: self._read(view.as_id(), name, prop) for name, prop in written.items()}
        mapped = {
            prop.container: self._containers[prop.container]
            for name, prop in written.items()
            if isinstance(prop, MappedPropertyWrite) and read[name] is not None
        }
        data = without_nulls(view.dump())
        return View.load(
            {
                **data,
                "implements": [parent.dump() for parent in view.implements or []],
                "properties": {name: value for name, value in read.items() if value is not None},
                "createdTime": 0,
                "lastUpdatedTime": 0,
                "writable": _is_writable(written.values(), mapped),
                "queryable": view.filter is not None or bool(mapped),
                "usedFor": _used_for(mapped.values()),
                "isGlobal": is_global(view.space),
                "mappedContainers": [container.dump() for container in sorted(mapped)],
            }
        )

    def _collect(self) -> None:
        """The properties of all views with the inherited ones, parents first; parents in a circle give nothing."""
        implements = {view_id: view.implements or [] for view_id, view in self._views.items()}
        parents: dict[ViewId, list[ViewId]] = {}
        for view_id, named in implements.items():
            circular = circular_parents(view_id, implements)
            parents[view_id] = [parent for parent in named if parent not in circular]
        for view_id in TopologicalSorter(parents).static_order():
            found: dict[str, ViewPropertyWrite] = {}
            for parent in parents.get(view_id, []):
                found.update(self._properties[parent])
            if view_id in self._views:
                found.update(self._views[view_id].properties or {})
            self._properties[view_id] = found

    def _report_parents(self, view: ViewWrite) -> None:
        waiting, seen = [view], set[ViewId]()
        while waiting:
            for parent in waiting.pop().implements or []:
                if parent in self._views and parent not in seen:
                    seen.add(parent)
                    waiting.append(self._views[parent])
                elif parent not in self._views:
                    message = f"Its parent {parent} is not defined."
                    self._left_out("parent-unknown", place(view.as_id()), message, parent.space)

    def _read(self, view_id: ViewId, name: str, prop: ViewPropertyWrite) -> dict[str, Any] | None:
        if isinstance(prop, MappedPropertyWrite):
            return self._mapped(view_id, name, prop)
        data = without_nulls(prop.dump())
        if isinstance(prop, EdgeConnection):
            data = {"connectionType": prop.connection_type, "direction": "outwards", **data}
        elif isinstance(prop, ReverseDirectRelation):
            relation = self._relation(prop.through.source, prop.through.identifier)
            data["targetsList"] = relation is not None and relation.is_list
        return data

    def _mapped(self, view_id: ViewId, name: str, prop: MappedPropertyWrite) -> dict[str, Any] | None:
        container = self._containers.get(prop.container)
        declared = container.properties.get(prop.container_property_identifier) if container else None
        if declared is None:
            self._left_out(
                "container-property-unknown",
                place(view_id, name),
                f"Container property {prop.container}.{prop.container_property_identifier} is not defined.",
                prop.container.space,
            )
            return None
        data = property_answer(declared.dump())
        texts = {key: getattr(prop, key) for key in ("name", "description") if getattr(prop, key) is not None}
        data = {key: value for key, value in data.items() if key not in ("name", "description")} | texts
        if prop.source is not None:
            data["type"] = {**data["type"], "source": prop.source.dump()}
        return {
            **data,
            "container": prop.container.dump(),
            "containerPropertyIdentifier": prop.container_property_identifier,
        }

    def _relation(self, source: ViewId | ContainerId, identifier: str) -> DirectRelationType | None:
        if isinstance(source, ViewId):
            prop = self._properties.get(source, {}).get(identifier)
            if not isinstance(prop, MappedPropertyWrite):
                return None
            source, identifier = prop.container, prop.container_property_identifier
        container = self._containers.get(source)
        declared = container.properties.get(identifier) if container else None
        return declared.type if declared and isinstance(declared.type, DirectRelationType) else None

    def _left_out(self, code: str, where: str, message: str, space: str) -> None:
        suggestion = "Put the file that defines it into the folder, or correct the reference."
        if is_global(space):
            # Folders rarely have what the service itself defines.
            suggestion = (
                f"The service defines {space}: generate from a project, or put what it answers for that space into the "
                "folder (see 'is not defined' in the page on troubleshooting)."
            )
        self.issues.append(Issue(Severity.WARNING, code, where, message, "It is left out.", suggestion))


def _is_writable(properties: Iterable[ViewPropertyWrite], mapped: Mapping[ContainerId, ContainerWrite]) -> bool:
    """Whether every required property without default of the mapped containers is mapped, and there is one."""
    shown = {
        (prop.container, prop.container_property_identifier)
        for prop in properties
        if isinstance(prop, MappedPropertyWrite)
    }
    return bool(mapped) and all(
        (container_id, name) in shown
        for container_id, container in mapped.items()
        for name, prop in container.properties.items()
        if prop.nullable is False and prop.default_value is None
    )


def _used_for(containers: Iterable[ContainerWrite]) -> str:
    """What all of them allow. A view over containers for nodes and for edges shows nothing, and counts as for nodes."""
    kinds = {container.used_for or "node" for container in containers}
    return "node" if "node" in kinds else "edge" if "edge" in kinds else "all"
