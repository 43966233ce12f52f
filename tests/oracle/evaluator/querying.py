"""Graph queries (behaviour.md section 16): every result set by loops over all instances.

Instead of cursors it takes, for each result set, how many instances of it were read before. That says the same as a
cursor as long as every result set that is not read in one piece has a sort that leaves no two instances equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluator.filters import Filters
from evaluator.reading import in_order
from evaluator.schema import Json
from evaluator.state import Instance, Name, Reference, State, shown

DEFAULT_LIMIT = 100
_ENDS = {"outwards": ("startNode", "endNode"), "inwards": ("endNode", "startNode")}
"""The near and the far end of an edge, by the direction in which it is followed."""


@dataclass
class Page:
    """What a result set has on its current page."""

    instances: list[Instance]
    more: bool
    ways: dict[Name, set[str]] = field(default_factory=dict)
    """The directions in which each of its edges was followed."""


class Query:
    """One query.

    Args:
        offsets: How many instances were read before, by result set; 0 where it is not named.
    """

    def __init__(self, state: State, request: Json, offsets: Mapping[str, int]) -> None:
        self._state = state
        self._request = request
        self._offsets = offsets
        self._filters = Filters(state, request.get("parameters"))
        self._pages: dict[str, Page] = {}

    def answer(self) -> dict[str, list[Json]]:
        """The items of every selected result set, in their order."""
        return {name: self._selected(name, select) for name, select in self._request["select"].items()}

    def page(self, name: str) -> Page:
        if name not in self._pages:
            body = self._request["with"][name]
            if "nodes" in body:
                page = self._sorted(name, self._nodes(body["nodes"]))
            elif "edges" in body:
                page = self._edges_page(name, body)
            else:
                page = self._cut(name, list(self._combined(body)))
                for part in _names(body):
                    for edge, ways in self.page(part).ways.items():
                        page.ways.setdefault(edge, set()).update(ways)
            self._pages[name] = page
        return self._pages[name]

    def _sorted(self, name: str, instances: list[Instance]) -> Page:
        return self._cut(name, in_order(self._state, instances, self._request["with"][name].get("sort", [])))

    def _cut(self, name: str, instances: list[Instance]) -> Page:
        start = self._offsets.get(name, 0)
        end = start + self._request["with"][name].get("limit", DEFAULT_LIMIT)
        return Page(instances[start:end], len(instances) > end)

    def _selected(self, name: str, select: Json) -> list[Json]:
        post_sort = self._request["with"][name].get("postSort", [])
        instances = in_order(self._state, self.page(name).instances, [*select.get("sort", []), *post_sort])
        return [
            shown(self._state, instance, select.get("sources", [])) for instance in instances[: select.get("limit")]
        ]

    def _nodes(self, body: Json) -> list[Instance]:
        nodes = [node for node in self._state.all_alive("node") if self._filters.matches(node, body.get("filter"))]
        if "from" not in body:
            return nodes
        if "through" not in body:
            reached = self._nodes_of(body["from"], body)
            return [node for node in nodes if node.reference in reached]
        origin = self.page(body["from"]).instances
        if body.get("direction", "inwards") == "outwards":
            reached = {target for node in origin for target in self._targets(node, body["through"])}
            return [node for node in nodes if node.reference in reached]
        wanted = {node.reference for node in origin}
        return [node for node in nodes if wanted.intersection(self._targets(node, body["through"]))]

    def _nodes_of(self, name: str, body: Json) -> set[Reference]:
        """The nodes of a result set, or those that ``chainTo`` selects of its edges."""
        page = self.page(name)
        near = body.get("chainTo", "destination") == "source"
        reached: set[Reference] = set()
        for instance in page.instances:
            if instance.kind == "node":
                reached.add(instance.reference)
            for way in page.ways.get(instance.name, ()):
                reached.add(instance.ends[_ENDS[way][0 if near else 1]])
        return reached

    def _targets(self, node: Instance, through: Json) -> set[Reference]:
        source = through["source"]
        version = f"/{source['version']}" if source["type"] == "view" else ""
        path = [source["space"], f"{source['externalId']}{version}", through["identifier"]]
        property_, value = self._state.lookup(node, path)
        return set() if value is None else set(value) if property_.is_list else {value}

    def _edges_page(self, name: str, body: Json) -> Page:
        edges = body["edges"]
        direction = edges.get("direction", "outwards")
        found = self._edges(edges, direction)
        if "limitEach" in edges:
            found = self._limited_each(found, edges["limitEach"], direction, body.get("sort", []))
        page = self._sorted(name, found)
        page.ways = {edge.name: {direction} for edge in page.instances}
        return page

    def _edges(self, body: Json, direction: str) -> list[Instance]:
        near, far = _ENDS[direction]
        edges = [edge for edge in self._state.all_alive("edge") if self._filters.matches(edge, body.get("filter"))]
        edges = [edge for edge in edges if self._node_matches(edge.ends[far], body.get("nodeFilter"))]
        if "from" not in body:
            return edges
        found: dict[Name, Instance] = {}
        nodes = self._nodes_of(body["from"], body)
        level = 0
        while nodes and level != body.get("maxDistance"):
            level += 1
            reached = [edge for edge in edges if edge.ends[near] in nodes and edge.name not in found]
            found |= {edge.name: edge for edge in reached}
            end = body.get("terminationFilter")
            nodes = {edge.ends[far] for edge in reached if end is None or not self._node_matches(edge.ends[far], end)}
        return list(found.values())

    def _node_matches(self, reference: Reference, filter_: Json | None) -> bool:
        node = self._state.node(reference)
        return node is not None and self._filters.matches(node, filter_)

    def _limited_each(self, edges: list[Instance], limit: int, direction: str, sort: list[Json]) -> list[Instance]:
        """The first edges of every node that they are followed from."""
        kept: dict[Reference, list[Instance]] = {}
        for edge in in_order(self._state, edges, sort):
            kept.setdefault(edge.ends[_ENDS[direction][0]], []).append(edge)
        return [edge for of_node in kept.values() for edge in of_node[:limit]]

    def _combined(self, body: Json) -> Iterator[Instance]:
        """The operation on its operands in their order, without what ``except`` names."""
        excluded = {instance.name for name in body.get("except", []) for instance in self.page(name).instances}
        ((kind, operands),) = [(kind, operands) for kind, operands in body.items() if kind not in ("except", "limit")]
        parts = [self._operand(operand) for operand in operands]
        together = [instance for part in parts for instance in part]
        if kind == "intersection":
            together = [instance for instance in parts[0] if all(_contains(part, instance) for part in parts[1:])]
        seen: set[Name] = set()
        for instance in together:
            if instance.name in excluded or (kind != "unionAll" and instance.name in seen):
                continue
            seen.add(instance.name)
            yield instance

    def _operand(self, operand: Any) -> list[Instance]:
        if isinstance(operand, str):
            return self.page(operand).instances
        return list(self._combined(operand))[: operand.get("limit", DEFAULT_LIMIT)]


def _contains(instances: list[Instance], wanted: Instance) -> bool:
    return any(instance.name == wanted.name for instance in instances)


def _names(body: Any) -> Iterator[str]:
    """The result sets that a set operation takes, directly or within another one."""
    if isinstance(body, str):
        yield body
        return
    for kind, operands in body.items():
        if kind not in ("except", "limit"):
            for operand in operands:
                yield from _names(operand)


def used(body: Json) -> set[str]:
    """The result sets that one is directly made from."""
    if "nodes" in body or "edges" in body:
        step = body["nodes"] if "nodes" in body else body["edges"]
        return {step["from"]} if "from" in step else set()
    return {*_names(body), *body.get("except", [])}
