"""The items of a write, checked against the sources they name and converted to stored values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from pygen_client.schema import ContainerId, DirectRelationType, View, ViewId

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.references import Reference
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.instances.requests import EdgeWrite, NodeWrite, WrittenContainer, WrittenView
from pygen_emulator.instances.rows import Name
from pygen_emulator.storage.values import Converter, InvalidValueError, NodeReference, describe


class Relation(NamedTuple):
    """One value of a direct relation that a write sets."""

    target: NodeReference
    required_container: ContainerId | None
    """Where the target must have data."""
    label: str
    """The property as the request names it, for messages."""


@dataclass(slots=True)
class Item:
    """One node or edge to write."""

    request: NodeWrite | EdgeWrite
    name: Name = field(init=False)
    reference: NodeReference = field(init=False)
    ends: Mapping[str, NodeReference] = field(init=False)
    """The nodes that the instance itself names: its type, and for an edge its start and end."""
    values: dict[ContainerId, dict[str, Any]] = field(default_factory=dict)
    """Converted values by container property. A container without values is touched all the same."""
    labels: Mapping[ContainerId, str] = field(default_factory=dict)
    """The source through which each container is touched, for messages."""
    _relations: dict[str, list[Relation]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        request = self.request
        self.name = (request.instance_type, request.space, request.external_id)
        self.reference = NodeReference(request.space, request.external_id)
        self.ends = {} if request.type is None else {"type": _node(request.type)}
        # Asking for the class of a model is slow.
        if request.instance_type == "edge":
            self.ends = {**self.ends, "startNode": _node(request.start_node), "endNode": _node(request.end_node)}

    @property
    def relations(self) -> Iterator[Relation]:
        """Every value of a direct relation that the item sets."""
        return chain.from_iterable(self._relations.values())

    def set_relations(self, column: str, relations: list[Relation]) -> None:
        """Note the values of one direct relation, in place of those that an earlier source gave it."""
        self._relations[column] = relations

    def targets(self) -> Iterator[NodeReference]:
        """Every node that this item refers to."""
        yield from self.ends.values()
        for relation in self.relations:
            yield relation.target

    def __str__(self) -> str:
        return f"{self.request.instance_type} '{self.request.space}:{self.request.external_id}'"


def _node(reference: Reference) -> NodeReference:
    return NodeReference(reference.space, reference.external_id)


class _Target(NamedTuple):
    """Where a value of one property goes."""

    convert: Converter
    container: int
    """Which of the source's containers it is, by its place among them."""
    identifier: str
    relation: _RelationTarget | None


class _RelationTarget(NamedTuple):
    column: str
    """Names the container and the property in it."""
    required_container: ContainerId | None
    label: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """How items of one kind are written through one source."""

    source: Source
    labels: dict[ContainerId, str]
    targets: dict[str, _Target]


class Preparation:
    """Checks and converts the items of one request, which use few sources many times."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def prepare(self, request: NodeWrite | EdgeWrite) -> Item:
        """One item. Where two sources give a value to the same property, the later one counts.

        Raises:
            ApiError: 400. A source does not exist, may not be written, or is for the other kind of instance; a property
                is not in it; a value does not fit its type.
        """
        item = Item(request)
        for data in request.sources or ():
            plan = self._plan(item, data["source"])
            for container in plan.labels:
                item.values.setdefault(container, {})
            item.labels = {**plan.labels, **item.labels} if item.labels else plan.labels
            _take_values(item, plan, data.get("properties") or {})
        return item

    def _plan(self, item: Item, source: WrittenView | WrittenContainer) -> _Plan:
        key = (item.request.instance_type, *source.values())
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._made(item, self._sources.get(id_of(source)))
        return plan

    def _made(self, item: Item, source: Source) -> _Plan:
        _check_writable(item, source)
        for container in source.containers:
            _check_used_for(item, source, container, self._sources)
        targets = {
            name: _Target(
                stored.convert, source.containers.index(stored.container), stored.identifier, _relation(source, name)
            )
            for name, stored in source.properties.items()
        }
        return _Plan(source, dict.fromkeys(source.containers, str(source)), targets)


def id_of(source: WrittenView | WrittenContainer) -> ViewId | ContainerId:
    """The view or container that a write names."""
    if source["type"] == "view":
        return ViewId(source["space"], source["externalId"], source["version"])
    return ContainerId(source["space"], source["externalId"])


def _relation(source: Source, name: str) -> _RelationTarget | None:
    stored = source.properties[name]
    type_ = stored.definition.type
    if not isinstance(type_, DirectRelationType):
        return None
    return _RelationTarget(
        f"{stored.container} {stored.identifier}", type_.container, f"property '{name}' of the {source}"
    )


def _check_writable(item: Item, source: Source) -> None:
    if source.view is not None and not source.view.writable:
        raise ApiError(
            400,
            f"The {source} cannot be written to ({item}): it does not map every required property of its containers.",
        )


def _check_used_for(item: Item, source: Source, container: ContainerId, sources: Sources) -> None:
    used_for = sources.container(container).used_for
    if used_for not in ("all", item.request.instance_type):
        raise ApiError(
            400,
            f"The {item} cannot be written through the {source}: the container '{container}' is for {used_for}s only.",
        )


def _take_values(item: Item, plan: _Plan, properties: Mapping[str, Any]) -> None:
    containers = [item.values[container] for container in plan.labels]
    targets = plan.targets
    for name, value in properties.items():
        if name not in targets:
            raise ApiError(400, _unknown_property(item, plan.source, name))
        convert, container, identifier, relation = targets[name]
        try:
            converted = None if value is None else convert(value)
        except InvalidValueError as error:
            raise ApiError(
                400,
                f"Invalid value {describe(value)} of the {item}: the property '{name}' of the {plan.source} {error}.",
            ) from None
        containers[container][identifier] = converted
        if relation is not None:
            nodes = converted if isinstance(converted, list) else [] if converted is None else [converted]
            column, required, label = relation
            item.set_relations(column, [Relation(node, required, label) for node in nodes])


def _unknown_property(item: Item, source: Source, name: str) -> str:
    view: View | None = source.view
    if view is not None and name in view.properties:
        return (
            f"The property '{name}' of the {source} is a connection and holds no data; it cannot be written ({item})."
        )
    return f"Unknown property '{name}' of the {item}: the {source} has no property of that name."
