"""All instances of a project, and what has happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evaluator.schema import BASE, ContainerId, Json, Property, Schema, identifier
from evaluator.values import json_of

Reference = tuple[str, str]
"""Space and external id."""
Name = tuple[str, str, str]
"""``node`` or ``edge``, space and external id."""
ROLES = ("type", "startNode", "endNode")


@dataclass
class Instance:
    """A node or edge, or what is left of a deleted one."""

    name: Name
    version: int = 0
    created: int = 0
    updated: int = 0
    deleted: int | None = None
    ends: dict[str, Reference] = field(default_factory=dict)
    """``type``, ``startNode`` and ``endNode``, as far as there are any."""
    data: dict[ContainerId, dict[str, Any]] = field(default_factory=dict)
    """Values by container and property. A container that was written is there, even without values (stance 16)."""
    changed_in: int = 0
    """The request, counted from 1, that changed it last."""

    @property
    def kind(self) -> str:
        return self.name[0]

    @property
    def reference(self) -> Reference:
        return self.name[1:]

    def copy(self) -> Instance:
        data = {container: dict(values) for container, values in self.data.items()}
        times = (self.version, self.created, self.updated, self.deleted)
        return Instance(self.name, *times, dict(self.ends), data, self.changed_in)


class State:
    """The instances of a project with one schema and a few spaces."""

    def __init__(self, schema: Schema, spaces: list[str]) -> None:
        self.schema = schema
        self.spaces = spaces
        self.instances: dict[Name, Instance] = {}
        self.deletions: list[Instance] = []
        """What was deleted, as it was but for its version and times, in the order of the deletions."""
        self.requests = 0
        """How many requests have written."""

    def alive(self, name: Name) -> Instance | None:
        found = self.instances.get(name)
        return found if found is not None and found.deleted is None else None

    def node(self, reference: Reference) -> Instance | None:
        return self.alive(("node", *reference))

    def all_alive(self, kind: str) -> Iterator[Instance]:
        return (instance for instance in self.instances.values() if instance.kind == kind and instance.deleted is None)

    def lookup(self, instance: Instance, path: list[str]) -> tuple[Property, Any]:
        """A property by its path in filters and sorts, and its value; None where there is none."""
        if path[0] in ("node", "edge") and len(path) == 2:
            return BASE[path[1]], _base(instance, path[1])
        container, name = self.schema.place(path)
        return self.schema.property((container, name)), instance.data.get(container, {}).get(name)


def _base(instance: Instance, name: str) -> Any:
    kind, space, external_id = instance.name
    values = {
        "space": space,
        "externalId": external_id,
        "instanceType": kind,
        "version": instance.version,
        "createdTime": instance.created,
        "lastUpdatedTime": instance.updated,
        "deletedTime": instance.deleted,
    }
    return values[name] if name in values else instance.ends.get(name)


def shown(state: State, instance: Instance, sources: list[Json]) -> Json:
    """The instance as answers show it, with the properties it has in the sources (section 10).

    Args:
        sources: As in a request; ``properties`` narrows a source down, unless it has ``*``.
    """
    kind, space, external_id = instance.name
    item: Json = {
        "instanceType": kind,
        "space": space,
        "externalId": external_id,
        "version": instance.version,
        "createdTime": instance.created,
        "lastUpdatedTime": instance.updated,
        "properties": {},
    }
    if instance.deleted is not None:
        item["deletedTime"] = instance.deleted
    for role, (end_space, end_id) in instance.ends.items():
        item[role] = {"space": end_space, "externalId": end_id}
    for source in sources:
        view = source["source"]
        wanted = source.get("properties", ["*"])
        values = {}
        for name, (container, identifier_) in state.schema.stored(view).items():
            value = instance.data.get(container, {}).get(identifier_)
            if value is not None and (name in wanted or "*" in wanted):
                values[name] = json_of(state.schema.property((container, identifier_)), value)
        item["properties"].setdefault(view["space"], {})[f"{view['externalId']}/{view['version']}"] = values
    return item


def name_of(item: Json) -> Name:
    return (item["instanceType"], *identifier(item))
