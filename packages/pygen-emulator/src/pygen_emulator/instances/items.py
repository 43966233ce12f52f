"""The items of a write, checked against the sources they name and converted to stored values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pygen_client.schema import ContainerId, DirectRelationType, View

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.sources import Source, Sources, StoredProperty
from pygen_emulator.instances.requests import EdgeWrite, NodeWrite, SourceData
from pygen_emulator.instances.rows import Name
from pygen_emulator.storage.values import InvalidValueError, NodeReference, describe


@dataclass(frozen=True, slots=True)
class Relation:
    """One value of a direct relation that a write sets."""

    target: NodeReference
    stored_in: StoredProperty
    label: str
    """The property as the request names it, for messages."""

    @property
    def required_container(self) -> ContainerId | None:
        type_ = self.stored_in.definition.type
        return type_.container if isinstance(type_, DirectRelationType) else None


@dataclass(slots=True)
class Item:
    """One node or edge to write."""

    request: NodeWrite | EdgeWrite
    values: dict[ContainerId, dict[str, Any]] = field(default_factory=dict)
    """Converted values by container property. A container without values is touched all the same."""
    labels: dict[ContainerId, str] = field(default_factory=dict)
    """The source through which each container is touched, for messages."""
    _relations: dict[tuple[ContainerId, str], list[Relation]] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        return self.request.instance_type, self.request.space, self.request.external_id

    @property
    def reference(self) -> NodeReference:
        return NodeReference(self.request.space, self.request.external_id)

    def ends(self) -> Mapping[str, NodeReference]:
        """The nodes that the instance itself names: its type, and for an edge its start and end."""
        request = self.request
        named = {"type": request.type}
        if isinstance(request, EdgeWrite):
            named |= {"startNode": request.start_node, "endNode": request.end_node}
        return {role: NodeReference(node.space, node.external_id) for role, node in named.items() if node is not None}

    @property
    def relations(self) -> Iterator[Relation]:
        """Every value of a direct relation that the item sets."""
        for relations in self._relations.values():
            yield from relations

    def set_relations(self, stored: StoredProperty, relations: list[Relation]) -> None:
        """Note the values of one direct relation, in place of those that an earlier source gave it."""
        self._relations[stored.container, stored.identifier] = relations

    def targets(self) -> Iterator[NodeReference]:
        """Every node that this item refers to."""
        yield from self.ends().values()
        for relation in self.relations:
            yield relation.target

    def __str__(self) -> str:
        return f"{self.request.instance_type} '{self.request.space}:{self.request.external_id}'"


def prepare(request: NodeWrite | EdgeWrite, sources: Sources) -> Item:
    """Check and convert one item. Where two sources give a value to the same property, the later one counts.

    Raises:
        ApiError: 400. A source does not exist, may not be written, or is for the other kind of instance; a property is
            not in it; a value does not fit its type.
    """
    item = Item(request)
    for data in request.sources or ():
        source = sources.get(data.source.as_id())
        _check_writable(item, source)
        for container in source.containers:
            _check_used_for(item, source, container, sources)
            item.values.setdefault(container, {})
            item.labels.setdefault(container, str(source))
        _take_values(item, source, data)
    return item


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


def _take_values(item: Item, source: Source, data: SourceData) -> None:
    for name, value in (data.properties or {}).items():
        stored = source.properties.get(name)
        if stored is None:
            raise ApiError(400, _unknown_property(item, source, name))
        try:
            converted = None if value is None else stored.convert(value)
        except InvalidValueError as error:
            raise ApiError(
                400, f"Invalid value {describe(value)} of the {item}: the property '{name}' of the {source} {error}."
            ) from None
        item.values[stored.container][stored.identifier] = converted
        if stored.definition.type.type == "direct":
            targets = converted if isinstance(converted, list) else [] if converted is None else [converted]
            label = f"property '{name}' of the {source}"
            item.set_relations(stored, [Relation(target, stored, label) for target in targets])


def _unknown_property(item: Item, source: Source, name: str) -> str:
    view: View | None = source.view
    if view is not None and name in view.properties:
        return (
            f"The property '{name}' of the {source} is a connection and holds no data; it cannot be written ({item})."
        )
    return f"Unknown property '{name}' of the {item}: the {source} has no property of that name."
