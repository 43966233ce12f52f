"""What is to be written: every instance once, in an order in which what others need comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from pygen_client import PygenValidationError
from pygen_client.core import chunks
from pygen_client.schema import ViewId

from pygen_runtime.instances import EdgeWrite, InstanceWrite
from pygen_runtime.instances.encode_write import (
    Form,
    bare_form_of,
    form_of,
    item_json,
    nested_edges,
    properties_json,
)
from pygen_runtime.instances.properties import DataClass, EdgeConnection
from pygen_runtime.instances.relation import Ends, edge_ends, edge_id, is_write, node_id, write_id
from pygen_runtime.operations.account import Id, Key, as_id, key_of

_BARE = bare_form_of(DataClass)

_NOT_PLACED, _WAITING, _PLACED = -1, -2, -3
"""In place of the number of a chunk, while the order is made."""


@dataclass(slots=True, eq=False)
class Write:
    """One instance that is to be written.

    Attributes:
        key: Which instance.
        instance: What is written. None for an edge of which only the node at the other end was given.
        form: How it is encoded; it knows the view.
        existing_version: The newest version that may be stored; None for any.
        ends: The type and the ends of an edge.
        targets: The nodes to which its direct relations lead, types included. The service makes those that are missing.
        chunk: The number of its chunk.
    """

    key: Key
    instance: InstanceWrite | None
    form: Form
    existing_version: int | None
    ends: Ends | None
    targets: Sequence[Key]
    chunk: int = _NOT_PLACED

    @property
    def id(self) -> Id:
        """Which instance."""
        return as_id(self.key)

    @property
    def view(self) -> ViewId | None:
        """The view that is written; None for what has no properties."""
        return self.form.source.view

    @property
    def end_keys(self) -> tuple[Key, ...]:
        """The ends of an edge, which must exist."""
        return () if self.ends is None else (key_of(self.ends.start), key_of(self.ends.end))

    def properties(self, default_space: str | None) -> dict[str, Any]:
        """What is written of its properties, as decoded JSON."""
        if self.instance is None or self.view is None:
            return {}
        found: dict[str, Any] = from_json(properties_json(self.instance, self.form, default_space))
        return found

    def encode(self, default_space: str | None) -> bytes:
        """The instance in the form of the service."""
        return item_json(
            self.key,
            self.instance,
            self.ends,
            self.form,
            existing_version=self.existing_version,
            default_space=default_space,
        )

    def encode_as(self, default_space: str | None, existing_version: int, properties: bytes | None) -> bytes:
        """The instance in the form of the service, with another version and, where given, other properties."""
        return item_json(
            self.key,
            self.instance,
            self.ends,
            self.form,
            existing_version=existing_version,
            default_space=default_space,
            properties=properties,
        )


def plan(items: Iterable[InstanceWrite], default_space: str | None) -> dict[Key, Write]:
    """Every instance once: the objects that were given, what is nested in them, and the edges of their connections.

    Raises:
        PygenValidationError: Two objects with one id differ, an object has no space, or an edge lacks an end.
    """
    return _Planner(default_space).run(items)


class _Planner:
    def __init__(self, default_space: str | None) -> None:
        self._default_space = default_space
        self._planned: dict[Key, Write] = {}
        self._forms: dict[type[InstanceWrite], Form] = {}
        # Not recursive: nesting may be deeper than the interpreter's stack, and go round in circles.
        self._waiting: list[InstanceWrite] = []

    def run(self, items: Iterable[InstanceWrite]) -> dict[Key, Write]:
        waiting, forms = self._waiting, self._forms
        waiting.extend(items)
        waiting.reverse()
        while waiting:
            instance = waiting.pop()
            form = forms.get(type(instance))
            if form is None:
                form = forms[type(instance)] = self._form(instance)
            if isinstance(instance, EdgeWrite):
                self._add_edge(instance, edge_ends(instance, self._default_space))
            else:
                self._add_node(instance, form)
        return self._planned

    def _form(self, instance: Any) -> Form:
        if isinstance(instance, InstanceWrite):
            return form_of(type(instance))
        hint = "; use as_write()" if hasattr(instance, "as_write") else ""
        raise PygenValidationError(f"{type(instance).__name__} is no write object{hint}")

    def _add_node(self, node: InstanceWrite, form: Form) -> None:
        raw, default = node.__dict__, self._default_space
        space = raw["space"] or default
        key = key_of(write_id(node, default)) if space is None else ("node", space, raw["external_id"])
        known = self._planned.get(key)
        if known is not None and known.instance is node:
            return
        nested: list[Any] = []
        write = Write(key, node, form, raw["existing_version"], None, self._targets(raw, form, nested))
        if known is None:
            self._planned[key] = write
        else:
            self._check_same(known, write)
        if form.connections:
            for relation, given in nested_edges(node, form):
                nested.append(self._add_nested_edge(write.id, relation, given))
        if nested:
            self._follow(nested)

    def _add_edge(self, edge: EdgeWrite, ends: Ends) -> None:
        key = key_of(edge_id(ends, edge.space, edge.external_id))
        form = form_of(type(edge))
        nested = [edge.edge_type, edge.start_node, edge.end_node]
        targets = [*self._targets(edge.__dict__, form, nested), key_of(ends.type)]
        self._add(Write(key, edge, form, edge.existing_version, ends, targets))
        self._follow(nested)

    def _targets(self, raw: Mapping[str, Any], form: Form, nested: list[Any]) -> Sequence[Key]:
        """The nodes to which the relations lead; those that are given by more than text are added to ``nested``."""
        found: list[Key] = []
        default = self._default_space
        for name in form.relations:
            value = raw.get(name)
            if value is None:
                continue
            for target in value if type(value) is list else (value,):
                if type(target) is str and default is not None:
                    found.append(("node", default, target))
                else:
                    found.append(key_of(node_id(target, default)))
                    nested.append(target)
        return found

    def _follow(self, nested: list[Any]) -> None:
        self._waiting.extend(reversed([one for one in nested if is_write(one)]))

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
        form = _BARE if relation.edge is None else bare_form_of(relation.edge_class)
        self._add(Write(key_of(edge_id(ends)), None, form, None, ends, [key_of(ends.type)]))
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
        known = self._planned.setdefault(write.key, write)
        if known is not write:
            self._check_same(known, write)

    def _check_same(self, known: Write, write: Write) -> None:
        if known.encode(self._default_space) != write.encode(self._default_space):
            raise PygenValidationError(
                f"{type(write.id).__name__} {write.id} was given twice with different content: give it once, with "
                "all that is to be written"
            )


def in_waves(planned: dict[Key, Write], size: int, *, targets_first: bool) -> list[list[Sequence[Write]]]:
    """Chunks such that what an instance needs comes in the same chunk or in an earlier wave, but for circles.

    Args:
        planned: What is written.
        size: Instances in one chunk.
        targets_first: Whether nodes to which direct relations lead are needed. If not, they come first all the same,
            but nobody waits for them: the service makes those that are missing.
    """
    parts = chunks(_needed_first(planned), size)
    if parts and parts[-1][-1].ends is None and not targets_first:
        # Without edges, which come last, nobody waits for anybody.
        return [parts]
    for number, part in enumerate(parts):
        for write in part:
            write.chunk = number
    depth: list[int] = []
    for number, part in enumerate(parts):
        needed = {
            planned[key].chunk
            for write in part
            if targets_first or write.ends is not None
            for key in ((*write.end_keys, *write.targets) if targets_first else write.end_keys)
            if key in planned
        }
        depth.append(1 + max((depth[other] for other in needed if other < number), default=-1))
    return [
        [part for part, level in zip(parts, depth, strict=True) if level == wave]
        for wave in range(max(depth, default=-1) + 1)
    ]


def _needed_first(planned: dict[Key, Write]) -> list[Write]:
    """Nodes before edges, and each node behind those that it refers to."""
    ordered: list[Write] = []
    nodes = [write for write in planned.values() if write.ends is None]
    edges = [write for write in planned.values() if write.ends is not None]
    for root in (*nodes, *edges):
        if root.chunk != _NOT_PLACED:
            continue
        waiting = [root]
        while waiting:
            write = waiting[-1]
            if write.chunk == _NOT_PLACED:
                write.chunk = _WAITING
                before = len(waiting)
                for key in write.targets if write.ends is None else (*write.targets, *write.end_keys):
                    need = planned.get(key)
                    if need is not None and need.chunk == _NOT_PLACED:
                        waiting.append(need)
                if len(waiting) > before:
                    # The first of them is to be placed first.
                    waiting[before:] = reversed(waiting[before:])
                    continue
            waiting.pop()
            if write.chunk == _WAITING:
                write.chunk = _PLACED
                ordered.append(write)
    return ordered
