"""Identifiers: of containers, views and data models, and of nodes and edges.

All are immutable, hashable and ordered, and take their parts by position: ``ViewId("my_space", "Pump", "v1")``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

_WIRE = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)


@dataclass(frozen=True, slots=True, order=True)
class ContainerId:
    """Names a container: the typed table that stores properties."""

    __pydantic_config__: ClassVar[ConfigDict] = _WIRE

    space: str
    external_id: str
    type: Literal["container"] = field(default="container", repr=False, compare=False, kw_only=True)

    def dump(self) -> dict[str, Any]:
        return {"type": "container", "space": self.space, "externalId": self.external_id}

    def as_path(self) -> tuple[str, str]:
        """How filters name the container, before the name of a property."""
        return (self.space, self.external_id)

    def __str__(self) -> str:
        return f"{self.space}:{self.external_id}"


@dataclass(frozen=True, slots=True, order=True)
class ViewId:
    """Names one version of a view: the class through which instances are read and written."""

    __pydantic_config__: ClassVar[ConfigDict] = _WIRE

    space: str
    external_id: str
    version: str
    type: Literal["view"] = field(default="view", repr=False, compare=False, kw_only=True)

    def dump(self) -> dict[str, Any]:
        return {"type": "view", "space": self.space, "externalId": self.external_id, "version": self.version}

    def as_path(self) -> tuple[str, str]:
        """How filters, sorts and answers name the view, before the name of a property: space, and ``View/version``."""
        return (self.space, f"{self.external_id}/{self.version}")

    def __str__(self) -> str:
        return f"{self.space}:{self.external_id}({self.version})"


@dataclass(frozen=True, slots=True, order=True)
class DataModelId:
    """Names one version of a data model: a set of views."""

    __pydantic_config__: ClassVar[ConfigDict] = _WIRE

    space: str
    external_id: str
    version: str

    def dump(self) -> dict[str, Any]:
        return {"space": self.space, "externalId": self.external_id, "version": self.version}

    def __str__(self) -> str:
        return f"{self.space}:{self.external_id}({self.version})"


@dataclass(frozen=True, slots=True, order=True)
class InstanceId:
    """Names an instance within its kind. Use :class:`NodeId` or :class:`EdgeId`, which know their kind."""

    __pydantic_config__: ClassVar[ConfigDict] = _WIRE
    instance_type: ClassVar[Literal["node", "edge"]]

    space: str
    external_id: str

    def dump(self, *, with_type: bool = False) -> dict[str, Any]:
        """``{"space", "externalId"}``, with ``instanceType`` first where the endpoint asks for it."""
        reference: dict[str, Any] = {"space": self.space, "externalId": self.external_id}
        return {"instanceType": self.instance_type, **reference} if with_type else reference

    def __str__(self) -> str:
        return f"{self.space}:{self.external_id}"


@dataclass(frozen=True, slots=True, order=True)
class NodeId(InstanceId):
    """Names a node."""

    instance_type: ClassVar[Literal["node", "edge"]] = "node"


@dataclass(frozen=True, slots=True, order=True)
class EdgeId(InstanceId):
    """Names an edge."""

    instance_type: ClassVar[Literal["node", "edge"]] = "edge"
