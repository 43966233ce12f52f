"""Schema as its authors write it: containers, views and data models before the service has put them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pygen_client.schema import (
    Container,
    ContainerId,
    ContainerWrite,
    DataModelId,
    DataModelWrite,
    DirectRelationType,
    RequiresConstraint,
    Space,
    SpaceWrite,
    ViewId,
    ViewWrite,
)


@dataclass
class Definitions:
    """Everything that some sources define, by id."""

    spaces: dict[str, SpaceWrite] = field(default_factory=dict)
    containers: dict[ContainerId, ContainerWrite] = field(default_factory=dict)
    views: dict[ViewId, ViewWrite] = field(default_factory=dict)
    data_models: dict[DataModelId, DataModelWrite] = field(default_factory=dict)

    def fill_in(self, other: Definitions) -> None:
        """Take over what is not defined here, data models excepted."""
        self.spaces = {**other.spaces, **self.spaces}
        self.containers = {**other.containers, **self.containers}
        self.views = {**other.views, **self.views}


def container_answer(container: ContainerWrite) -> Container:
    """A container as the service answers it once it is created: with all defaults (behaviour.md section 7).

    Times are 0, for nobody has created it yet.
    """
    data = without_nulls(container.dump())
    data["properties"] = {name: property_answer(value) for name, value in data["properties"].items()}
    data["constraints"] = {
        name: {**({"bySpace": False} if value["constraintType"] == "uniqueness" else {}), **value, "state": "current"}
        for name, value in data.get("constraints", {}).items()
    }
    data["indexes"] = {
        name: {
            **({"bySpace": False, "cursorable": False} if value["indexType"] == "btree" else {}),
            **value,
            "state": "current",
        }
        for name, value in data.get("indexes", {}).items()
    }
    times = {"createdTime": 0, "lastUpdatedTime": 0}
    return Container.load({"usedFor": "node", **data, **times, "isGlobal": is_global(container.space)})


def property_answer(declared: Mapping[str, Any]) -> dict[str, Any]:
    """A container property as the service answers it: with all defaults (behaviour.md section 5)."""
    data: dict[str, Any] = without_nulls(declared)
    type_ = {"list": False, **data["type"]}
    if type_["type"] == "text":
        type_.setdefault("collation", "ucs_basic")
    data = {"nullable": True, "immutable": False, "autoIncrement": False, **data, "type": type_}
    states = {key: "current" for key in ("maxListSize", "maxTextSize") if key in type_}
    data["constraintState"] = {**({} if data["nullable"] else {"nullability": "current"}), **states}
    return data


def space_answer(space: SpaceWrite) -> Space:
    """A space as the service answers it once it is created."""
    times = {"createdTime": 0, "lastUpdatedTime": 0}
    return Space.load({**without_nulls(space.dump()), **times, "isGlobal": is_global(space.space)})


def without_nulls(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same without keys that have no value: definitions may spell them out, answers leave them away.

    In filters and default values null is a value.
    """
    return {
        key: without_nulls(value) if isinstance(value, dict) and key not in ("filter", "defaultValue") else value
        for key, value in data.items()
        if value is not None
    }


def is_global(space: str) -> bool:
    """Whether the service owns a space: its own begin with ``cdf_``."""
    return space.startswith("cdf_")


def needed_containers(mapped: set[ContainerId], known: Mapping[ContainerId, ContainerWrite]) -> list[ContainerWrite]:
    """These containers and all that they refer to, as far as they are known, sorted by id."""
    found: dict[ContainerId, ContainerWrite] = {}
    waiting = sorted(mapped)
    while waiting:
        container_id = waiting.pop()
        if container_id not in found and container_id in known:
            found[container_id] = known[container_id]
            waiting.extend(_references(known[container_id]))
    return [found[container_id] for container_id in sorted(found)]


def _references(container: ContainerWrite) -> Iterator[ContainerId]:
    for constraint in (container.constraints or {}).values():
        if isinstance(constraint, RequiresConstraint):
            yield constraint.require
    for prop in container.properties.values():
        if isinstance(prop.type, DirectRelationType) and prop.type.container:
            yield prop.type.container
