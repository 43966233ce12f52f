"""What includes should give, worked out in plain Python from the raw instances of a project.

It knows views as the service describes them, and instances as lists of containers show them: neither queries nor
generated code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

import httpx
from pygen_client.schema import (
    Container,
    ContainerId,
    DirectRelationType,
    EdgeConnection,
    MappedProperty,
    ReverseDirectRelation,
    View,
    ViewId,
)
from pygen_emulator import Emulator

Json = dict[str, Any]
_SPACE = "evaluation"
Key = tuple[str, str]
"""Space and external id."""


def key(reference: Mapping[str, Any]) -> Key:
    return reference["space"], reference["externalId"]


class Graph:
    """All nodes and edges of an emulator.

    Args:
        cdf: The emulator; its instances must not change.
        views: All views that matter, as answered.
        containers: All containers that matter, as answered.
        inside: Those of the views that relations lead to. What leads to another view leads to any node.
    """

    def __init__(
        self,
        cdf: Emulator,
        views: Mapping[ViewId, View],
        containers: Mapping[ContainerId, Container],
        inside: Collection[ViewId],
    ) -> None:
        self.views = views
        self._cdf = cdf
        self._containers = containers
        self._inside = inside
        self._seen: dict[tuple[str, ContainerId], dict[Key, Json]] = {}
        self._members: dict[tuple[ViewId, str], dict[Key, Json]] = {}

    @cached_property
    def nodes(self) -> dict[Key, Json]:
        """Every node that there is."""
        return {key(one): one for one in self._list("node", None)}

    @cached_property
    def edges(self) -> list[Json]:
        """Every edge that there is."""
        return list(self._list("edge", None))

    def members(self, view_id: ViewId, kind: str = "node") -> dict[Key, Json]:
        """What a view shows, with its values there: what meets its own filter or, without one, has data in all of its
        containers."""
        if (view_id, kind) not in self._members:
            self._members[view_id, kind] = self._found(self.views[view_id], kind)
        return self._members[view_id, kind]

    def _found(self, view: View, kind: str) -> dict[Key, Json]:
        condition = view.filter or {"hasData": [one.dump() for one in view.mapped_containers]}
        mapped = [(name, prop) for name, prop in view.properties.items() if isinstance(prop, MappedProperty)]
        return {
            one: {
                name: self._data(prop.container, kind).get(one, {}).get(prop.container_property_identifier)
                for name, prop in mapped
            }
            for one, item in self._instances(kind).items()
            if self._meets(condition, one, item, kind)
        }

    def _meets(self, condition: Mapping[str, Any], one: Key, item: Json, kind: str) -> bool:
        ((name, body),) = condition.items()
        match name:
            case "and":
                return all(self._meets(part, one, item, kind) for part in body)
            case "hasData":
                return all(one in self._data(ContainerId(*key(part)), kind) for part in body)
            case "equals":
                return bool(self._value(body["property"], one, item, kind) == body["value"])
            case "in":
                return self._value(body["property"], one, item, kind) in body["values"]
        raise AssertionError(f"no view of these models had the filter {name}")

    def _value(self, path: list[str], one: Key, item: Json, kind: str) -> Any:
        if len(path) == 2:
            return item.get(path[1])
        space, container, name = path
        return self._data(ContainerId(space, container), kind).get(one, {}).get(name)

    def _instances(self, kind: str) -> dict[Key, Json]:
        return self.nodes if kind == "node" else {key(one): one for one in self.edges}

    def _data(self, container_id: ContainerId, kind: str) -> dict[Key, Json]:
        """What has data in a container, with that."""
        if (kind, container_id) not in self._seen:
            view_id = self._shown_by(container_id)
            place = f"{view_id.external_id}/{view_id.version}"
            found = self._list(kind, view_id)
            self._seen[kind, container_id] = {key(one): one["properties"][_SPACE][place] for one in found}
        return self._seen[kind, container_id]

    def reached(self, view_id: ViewId, name: str) -> dict[Key, list[Any]] | None:
        """Where a property leads to from each member of its view; None if it is no relation.

        A direct relation gives ``(node, is it in the target's view)``, edges give ``(edge, node or None)``, reverse
        relations nodes; each list is sorted.
        """
        prop = self.views[view_id].properties[name]
        roots = self.members(view_id)
        match prop:
            case MappedProperty(type=DirectRelationType() as type_):
                inside = self._targets(type_.source)
                values = {root: _several(values.get(name), type_.is_list) for root, values in roots.items()}
                return {root: sorted((one, one in inside) for one in found) for root, found in values.items()}
            case EdgeConnection():
                return self._by_edges(roots, prop)
            case ReverseDirectRelation():
                return self._reverse(roots, prop)
        return None

    def _by_edges(self, roots: Mapping[Key, Json], prop: EdgeConnection) -> dict[Key, list[Any]]:
        near, far = ("startNode", "endNode") if prop.direction == "outwards" else ("endNode", "startNode")
        targets = self._targets(prop.source)
        edge_view = prop.edge_source
        shown = None if edge_view is None or edge_view not in self._inside else self.members(edge_view, "edge")
        found: dict[Key, list[Any]] = {root: [] for root in roots}
        for edge in self.edges:
            if key(edge["type"]) != (prop.type.space, prop.type.external_id) or key(edge[near]) not in found:
                continue
            if shown is None or key(edge) in shown:
                end = key(edge[far])
                found[key(edge[near])].append((key(edge), end if end in targets else None))
        return {root: sorted(links, key=str) for root, links in found.items()}

    def _reverse(self, roots: Mapping[Key, Json], prop: ReverseDirectRelation) -> dict[Key, list[Any]]:
        targets = self._targets(prop.source)
        found: dict[Key, list[Any]] = {root: [] for root in roots}
        source = prop.through.source
        through = self._data(source, "node") if isinstance(source, ContainerId) else self.members(source)
        for node, values in through.items():
            value = values.get(prop.through.identifier)
            for end in dict.fromkeys(_several(value, isinstance(value, list))):
                if end in found and node in targets:
                    found[end].append(node)
        return {root: sorted(nodes) for root, nodes in found.items()}

    def _shown_by(self, container_id: ContainerId) -> ViewId:
        """A view that shows one container and nothing else: the service lists by views only."""
        view_id = ViewId(_SPACE, f"{container_id.space}_{container_id.external_id}", "v1")
        properties = {
            name: {"container": container_id.dump(), "containerPropertyIdentifier": name}
            for name in self._containers[container_id].properties
        }
        as_written = {"space": _SPACE, "externalId": view_id.external_id, "version": view_id.version}
        self._cdf.deploy(spaces=[{"space": _SPACE}], views=[{**as_written, "properties": properties}])
        return view_id

    def _targets(self, view_id: ViewId | None) -> Collection[Key]:
        """The nodes that a relation can lead to: those in its view, or all where the view is none of these."""
        return self.nodes if view_id is None or view_id not in self._inside else self.members(view_id)

    def _list(self, kind: str, source: ViewId | None) -> Iterator[Json]:
        body: Json = {"instanceType": kind, "limit": 1000}
        if source is not None:
            body["sources"] = [{"source": source.dump()}]
        headers = {"Authorization": f"Bearer {self._cdf.token}"}
        with httpx.Client(transport=self._cdf.transport(), base_url=self._cdf.base_url, headers=headers) as client:
            while True:
                answer = client.post(f"/api/v1/projects/{self._cdf.project}/models/instances/list", json=body)
                assert answer.status_code == 200, answer.text
                page = answer.json()
                yield from page["items"]
                if page.get("nextCursor") is None:
                    return
                body["cursor"] = page["nextCursor"]


def _several(value: Any, is_list: bool) -> list[Key]:
    if value is None:
        return []
    return [key(one) for one in value] if is_list else [key(value)]
