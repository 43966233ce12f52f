"""What is to be written: every instance once, with all that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pygen_client import PygenValidationError
from pygen_client.core import chunks
from pygen_client.schema import NodeId

from pygen_runtime.instances import EdgeWrite, InstanceWrite
from pygen_runtime.instances.encode_write import encode_write, nested_edges, relation_targets, source_of
from pygen_runtime.instances.properties import EdgeConnection
from pygen_runtime.instances.relation import Ends, edge_ends, edge_id, is_write, node_id, write_id
from pygen_runtime.operations.results import Id


@dataclass(slots=True, eq=False)
class Write:
    """One instance that is to be written."""

    id: Id
    instance: InstanceWrite | None
    """None for an edge of which only the node at the other end was given."""
    source: dict[str, Any] | None
    ends: Ends | None = None
    needs: list[NodeId] = field(default_factory=list[NodeId])
    """The nodes that it names."""

    def encode(self, default_space: str | None) -> dict[str, Any]:
        """In the form of the service, for pydantic's serializer."""
        return encode_write(self.instance, self.id, self.ends, self.source, default_space)


def plan(items: Iterable[InstanceWrite], default_space: str | None) -> dict[Id, Write]:
    """Every instance once: the objects that were given, what is nested in them, and the edges of their connections.

    Raises:
        PygenValidationError: Two objects with one id differ, an object has no space, or an edge lacks an end.
    """
    return _Planner(default_space).run(items)


class _Planner:
    def __init__(self, default_space: str | None) -> None:
        self._default_space = default_space
        self._planned: dict[Id, Write] = {}
        # Not recursive: nesting may be deeper than the interpreter's stack, and go round in circles.
        self._waiting: list[InstanceWrite] = []

    def run(self, items: Iterable[InstanceWrite]) -> dict[Id, Write]:
        waiting = self._waiting
        waiting.extend(items)
        waiting.reverse()
        seen: set[int] = set()
        while waiting:
            instance = waiting.pop()
            if id(instance) in seen:
                continue
            seen.add(id(instance))
            if isinstance(instance, EdgeWrite):
                self._add_edge(instance, edge_ends(instance, self._default_space))
            elif isinstance(instance, InstanceWrite):
                self._add_node(instance)
            else:
                hint = "; use as_write()" if hasattr(instance, "as_write") else ""
                raise PygenValidationError(f"{type(instance).__name__} is no write object{hint}")
        return self._planned

    def _add_node(self, node: InstanceWrite) -> None:
        write = Write(write_id(node, self._default_space), node, source_of(type(node)))
        nested = self._targets(node, write)
        self._add(write)
        for relation, given in nested_edges(node):
            nested.append(self._add_nested_edge(write.id, relation, given))
        self._waiting.extend(reversed([one for one in nested if is_write(one)]))

    def _add_edge(self, edge: EdgeWrite, ends: Ends) -> None:
        write = Write(edge_id(ends, edge.space, edge.external_id), edge, source_of(type(edge)), ends)
        nested = self._targets(edge, write)
        write.needs = [*dict.fromkeys((*write.needs, ends.start, ends.end))]
        self._add(write)
        self._waiting.extend(reversed([one for one in nested if is_write(one)]))

    def _targets(self, instance: InstanceWrite, write: Write) -> list[Any]:
        targets = [*relation_targets(instance)]
        write.needs = [node_id(one, self._default_space) for one in targets]
        return targets

    def _add_nested_edge(self, near: Id, relation: EdgeConnection, given: Any) -> Any:
        """Add the edge of a connection; give the node at its other end, in the form in which it was given."""
        outwards = relation.direction == "outwards"
        if isinstance(given, EdgeWrite):
            far = given.end_node if outwards else given.start_node
            if far is None:
                lacking = "end_node" if outwards else "start_node"
                raise PygenValidationError(f"{type(given).__name__} in a connection of {near} has no {lacking}")
            self._check(near, given.start_node if outwards else given.end_node, "end of the edge", given)
            self._check(relation.type, given.edge_type, "type of the edge", given)
            self._add_edge(given, self._ends(near, relation, far))
            return far
        ends = self._ends(near, relation, given)
        source = None if relation.edge is None else source_of(relation.edge_class)
        self._add(Write(edge_id(ends), None, source, ends, [ends.type, ends.start, ends.end]))
        return given

    def _ends(self, near: Id, relation: EdgeConnection, far: Any) -> Ends:
        here, there = node_id(near, self._default_space), node_id(far, self._default_space)
        return (
            Ends(relation.type, here, there) if relation.direction == "outwards" else Ends(relation.type, there, here)
        )

    def _check(self, expected: Id, given: Any, what: str, edge: EdgeWrite) -> None:
        if given is not None and node_id(given, self._default_space) != expected:
            raise PygenValidationError(
                f"{type(edge).__name__} is written in a connection that gives the {what} {expected}, but names "
                f"{node_id(given, self._default_space)}: leave it out, or write the edge by itself"
            )

    def _add(self, write: Write) -> None:
        known = self._planned.setdefault(write.id, write)
        if known is not write and known.encode(self._default_space) != write.encode(self._default_space):
            raise PygenValidationError(
                f"{type(write.id).__name__} {write.id} was given twice with different content: give it once, with "
                "all that is to be written"
            )


def in_waves_of(planned: dict[Id, Write], size: int) -> list[list[Sequence[Id]]]:
    """Chunks such that what an instance needs comes in the same chunk or in an earlier wave, but for circles."""
    parts = chunks(_needed_first(planned), size)
    place = {one: number for number, part in enumerate(parts) for one in part}
    depth: list[int] = []
    for number, part in enumerate(parts):
        needed = {place[need] for one in part for need in planned[one].needs if need in place}
        depth.append(1 + max((depth[other] for other in needed if other < number), default=-1))
    return [
        [part for part, level in zip(parts, depth, strict=True) if level == wave]
        for wave in range(max(depth, default=-1) + 1)
    ]


def _needed_first(planned: dict[Id, Write]) -> list[Id]:
    """Nodes before edges, and each node behind those that it refers to."""
    ordered: dict[Id, None] = {}
    entered: set[Id] = set()
    roots = sorted(planned, key=lambda one: not isinstance(one, NodeId))
    waiting: list[tuple[Id, bool]] = [(one, False) for one in reversed(roots)]
    while waiting:
        one, needs_done = waiting.pop()
        if needs_done:
            ordered[one] = None
        elif one not in entered:
            entered.add(one)
            waiting.append((one, True))
            waiting.extend((need, False) for need in reversed(planned[one].needs) if need in planned)
    return list(ordered)
