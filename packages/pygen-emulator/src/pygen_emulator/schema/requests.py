"""The bodies that the schema endpoints take, and the query parameters of their lists."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pygen_client.schema import ContainerId, ContainerWrite, DataModelId, DataModelWrite, SpaceWrite, ViewId, ViewWrite

from pygen_emulator.errors import ApiError
from pygen_emulator.schema import limits
from pygen_emulator.validation import violations

UsedFor = Literal["node", "edge", "all", "record"]
Item = TypeVar("Item")


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class Items(_Body, Generic[Item]):
    """``{"items": [...]}`` with 1 to 100 items."""

    items: Annotated[list[Item], Field(min_length=1, max_length=limits.ITEMS_PER_REQUEST)]


class SpaceReference(_Body):
    space: str


class ContainerReference(_Body):
    space: str
    external_id: str

    def as_id(self) -> ContainerId:
        return ContainerId(self.space, self.external_id)


class VersionReference(_Body):
    """A view or a data model in one version, or in all where none is given."""

    space: str
    external_id: str
    version: str | None = None

    def as_view_id(self) -> ViewId:
        return ViewId(self.space, self.external_id, self.version or "")

    def as_data_model_id(self) -> DataModelId:
        return DataModelId(self.space, self.external_id, self.version or "")


class SubObjectReference(_Body):
    """A constraint or an index of a container."""

    space: str
    container_external_id: str
    identifier: str

    def container(self) -> ContainerId:
        return ContainerId(self.space, self.container_external_id)


class SubObjectItems(_Body):
    """``{"items": [...]}`` with 1 to 10 constraints or indexes."""

    items: Annotated[list[SubObjectReference], Field(min_length=1, max_length=limits.SUB_OBJECTS_PER_REQUEST)]


SpaceItems = Items[SpaceWrite]
ContainerItems = Items[ContainerWrite]
ViewItems = Items[ViewWrite]
DataModelItems = Items[DataModelWrite]
SpaceReferences = Items[SpaceReference]
ContainerReferences = Items[ContainerReference]
VersionReferences = Items[VersionReference]


@dataclass(frozen=True)
class ListParameters:
    """The query parameters of the four lists; each endpoint takes those that apply to it."""

    limit: int = limits.PAGE_DEFAULT
    cursor: str | None = None
    space: str | None = None
    include_global: bool = False
    all_versions: bool = False
    inline_views: bool = False
    include_inherited_properties: bool = True
    used_for: tuple[UsedFor, ...] = ("node", "edge", "all")


def check_versions(references: Sequence[VersionReference], *, required: bool) -> None:
    """Refuse items of which some have a version and others not, or, where it is required, any without."""
    without = sum(reference.version is None for reference in references)
    if required and without:
        raise violations(["version must not be null"] * without)
    if 0 < without < len(references):
        raise ApiError(400, "Either all items or none must have a version.")


def check_unique(ids: Iterable[Hashable], dumped: Iterable[dict[str, Any]]) -> None:
    """Refuse a batch that writes one thing twice."""
    seen: set[Hashable] = set()
    twice = []
    for id_, dump in zip(ids, dumped, strict=True):
        if id_ in seen:
            twice.append(dump)
        seen.add(id_)
    if twice:
        raise ApiError(400, "The request has the same item more than once.", duplicated=twice)
