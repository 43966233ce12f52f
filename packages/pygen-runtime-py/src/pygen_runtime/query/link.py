"""Joining the objects of the result sets of one page by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pygen_runtime.instances.read import Edge
from pygen_runtime.instances.ref import Absent, Ref
from pygen_runtime.query.plan import Hop, Step, far_end, near_end
from pygen_runtime.relations.attributes import Link

Key = tuple[str, str]


class Sets:
    """The objects of one page of the root with all that belongs to it, each instance once in each result set."""

    def __init__(self, root: Step) -> None:
        self._root = root
        self._objects: dict[str, dict[Key, Any]] = {step.name: {} for step in root.all()}

    def add(self, sets: Mapping[str, list[Any]]) -> None:
        """Take what an answer holds. What was there stays: pages of different parents can have the same children."""
        for name, objects in sets.items():
            known = self._objects[name]
            for one in objects:
                known.setdefault((one.space, one.external_id), one)

    def objects(self, step: Step) -> dict[Key, Any]:
        """The objects of one result set by space and external id."""
        return self._objects[step.name]

    def join(self) -> None:
        """Put what is there in its place."""
        self._join(self._root)

    def _join(self, before: Step) -> None:
        owners = self._objects[before.name]
        for step in before.steps:
            # Behind edges first, so that links are made of complete nodes.
            self._join(step)
            self._place(owners, step)

    def _place(self, owners: Mapping[Key, Any], step: Step) -> None:
        found = self._objects[step.name]
        match step.hop:
            case Hop(kind="direct") as hop:
                reason = (
                    f"it has no data in view {getattr(step.item_class, 'view_id', '')}, or does not meet the condition"
                )
                _point(owners.values(), hop.attribute, found, Absent(reason))
            case Hop(kind="reverse") as hop:
                _gather(owners, hop, _pointing_back(found.values(), hop.back))
            case Hop(kind="edges") as hop:
                (ends,) = step.steps
                _gather(owners, hop, _links(found.values(), self._objects[ends.name], ends.hop))


def prepare_listed(owners: Mapping[Key, Any], step: Step) -> None:
    """Make place for what is read apart."""
    if step.hop is not None:
        for owner in owners.values():
            owner.__dict__[step.hop.attribute] = None if step.hop.single else []


def place_listed(owners: Mapping[Key, Any], step: Step, known: dict[Key, Any], nodes: Iterable[Any]) -> None:
    """Give nodes that were read apart to the objects that they point to, in their order.

    ``known`` holds each node once, for those that point to objects of several requests.
    """
    hop = step.hop
    if hop is None:
        return
    for one in nodes:
        references = one.__dict__.get(hop.back)
        if hop.back == "_via":
            del one.__dict__[hop.back]
        node = known.setdefault((one.space, one.external_id), one)
        for key in dict.fromkeys((reference.space, reference.external_id) for reference in references or ()):
            if key in owners:
                _give(owners[key], hop, node)


def _give(owner: Any, hop: Hop, node: Any) -> None:
    if hop.single:
        if owner.__dict__[hop.attribute] is None:
            owner.__dict__[hop.attribute] = node
        return
    held = owner.__dict__[hop.attribute]
    if hop.most is None or len(held) < hop.most:
        held.append(node)


def _point(owners: Iterable[Any], attribute: str, found: Mapping[Key, Any], absent: Absent) -> None:
    for owner in owners:
        references = owner.__dict__.get(attribute)
        for one in references if isinstance(references, list) else (references,):
            if isinstance(one, Ref):
                one._value = found.get((one.space, one.external_id), absent)


def _pointing_back(nodes: Iterable[Any], back: str) -> Iterable[tuple[Key, Any]]:
    for node in nodes:
        reference = node.__dict__.get(back)
        if back == "_via":
            del node.__dict__[back]
        if reference is not None:
            yield (reference.space, reference.external_id), node


def _links(edges: Iterable[Edge], nodes: Mapping[Key, Any], ends: Hop | None) -> Iterable[tuple[Key, Any]]:
    inwards = ends is not None and ends.inwards
    filtered = ends is not None and ends.filtered
    for edge in edges:
        far = far_end(edge, inwards=inwards)
        node = nodes.get((far.space, far.external_id))
        if node is not None or not filtered:
            near = near_end(edge, inwards=inwards)
            yield (near.space, near.external_id), Link(edge, node, far=far)


def _gather(owners: Mapping[Key, Any], hop: Hop, pairs: Iterable[tuple[Key, Any]]) -> None:
    """Give each object what belongs to it, in the order of the service."""
    for owner in owners.values():
        owner.__dict__[hop.attribute] = []
    for key, one in pairs:
        owner = owners.get(key)
        if owner is not None:
            held = owner.__dict__[hop.attribute]
            if hop.most is None or len(held) < hop.most:
                held.append(one)
    if hop.single:
        for owner in owners.values():
            held = owner.__dict__[hop.attribute]
            owner.__dict__[hop.attribute] = held[0] if held else None
