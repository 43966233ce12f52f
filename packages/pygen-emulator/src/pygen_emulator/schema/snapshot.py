"""The whole schema at one moment, immutable; views in it are expanded when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pygen_client.schema import (
    Container,
    ContainerId,
    DataModelId,
    Space,
    View,
    ViewId,
    ViewPropertyWrite,
    ViewWrite,
)
from typing_extensions import Self

from pygen_emulator.schema.expansion import expand, resolve_properties


@dataclass(frozen=True)
class StoredView:
    """A view as it was written, own properties only; everything else about it is derived when it is read."""

    definition: ViewWrite
    created_time: int
    last_updated_time: int
    is_global: bool

    @property
    def id(self) -> ViewId:
        return self.definition.as_id()

    @classmethod
    def load(cls, body: dict[str, Any]) -> Self:
        return cls(ViewWrite.load(body["definition"]), body["createdTime"], body["lastUpdatedTime"], body["isGlobal"])

    def dump(self) -> dict[str, Any]:
        return {
            "definition": self.definition.dump(),
            "createdTime": self.created_time,
            "lastUpdatedTime": self.last_updated_time,
            "isGlobal": self.is_global,
        }


@dataclass(frozen=True)
class StoredDataModel:
    """A data model as it was written, its views as references."""

    id: DataModelId
    name: str | None
    description: str | None
    views: tuple[ViewId, ...]
    created_time: int
    last_updated_time: int
    is_global: bool

    @classmethod
    def load(cls, body: dict[str, Any]) -> Self:
        return cls(
            DataModelId(body["space"], body["externalId"], body["version"]),
            body.get("name"),
            body.get("description"),
            tuple(ViewId(view["space"], view["externalId"], view["version"]) for view in body["views"]),
            body["createdTime"],
            body["lastUpdatedTime"],
            body["isGlobal"],
        )

    def dump(self) -> dict[str, Any]:
        """The answer of the service with its views as references."""
        texts = {"name": self.name, "description": self.description}
        return {
            **self.id.dump(),
            **{key: text for key, text in texts.items() if text is not None},
            "views": [view.dump() for view in self.views],
            "createdTime": self.created_time,
            "lastUpdatedTime": self.last_updated_time,
            "isGlobal": self.is_global,
        }


@dataclass(frozen=True)
class Snapshot:
    """Every schema object at one moment, in the order of creation."""

    spaces: Mapping[str, Space]
    containers: Mapping[ContainerId, Container]
    views: Mapping[ViewId, StoredView]
    data_models: Mapping[DataModelId, StoredDataModel]
    _resolved: dict[ViewId, Mapping[str, ViewPropertyWrite]] = field(default_factory=dict, repr=False)
    _expanded: dict[ViewId, View] = field(default_factory=dict, repr=False)

    def container(self, container_id: ContainerId) -> Container | None:
        return self.containers.get(container_id)

    def view(self, view_id: ViewId) -> View | None:
        """The view as it is answered, inherited properties included."""
        stored = self.views.get(view_id)
        if stored is None:
            return None
        if view_id not in self._expanded:
            self._expanded[view_id] = expand(stored, self)
        return self._expanded[view_id]

    def properties(self, view_id: ViewId) -> Mapping[str, ViewPropertyWrite]:
        """The properties of a view as they were written, inherited ones included; none if there is no such view."""
        if view_id not in self._resolved:
            self._resolved[view_id] = resolve_properties(view_id, self)
        return self._resolved[view_id]

    def last_time(self) -> int:
        """The newest ``lastUpdatedTime`` of all, 0 where there is nothing."""
        return max(
            (
                item.last_updated_time
                for items in (self.spaces, self.containers, self.views, self.data_models)
                for item in items.values()
            ),
            default=0,
        )
