"""The bodies of the instance endpoints, as the service's document describes them.

A null stands for a field that is not given: clients send it for cursors and limits.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Discriminator, Field
from pydantic.alias_generators import to_camel
from pygen_client.schema import ContainerId, ViewId

InstanceType = Literal["node", "edge"]
SpaceId = Annotated[str, Field(min_length=1, max_length=43, pattern=r"^[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?$")]
ExternalId = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\x00]*$")]

DEFAULT_LIMIT = 1000


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class Reference(_Body):
    """A node or edge, named without its kind."""

    space: SpaceId
    external_id: ExternalId


class ViewReference(_Body):
    type: Literal["view"]
    space: str
    external_id: str
    version: str

    def as_id(self) -> ViewId:
        return ViewId(self.space, self.external_id, self.version)


class ContainerReference(_Body):
    type: Literal["container"]
    space: str
    external_id: str

    def as_id(self) -> ContainerId:
        return ContainerId(self.space, self.external_id)


SourceReference = Annotated[Union[ViewReference, ContainerReference], Discriminator("type")]


class SourceData(_Body):
    """Values for the properties of one view or container."""

    source: SourceReference
    properties: dict[str, Any] | None = None


class NodeWrite(_Body):
    instance_type: Literal["node"]
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None
    type: Reference | None = None
    sources: Annotated[list[SourceData], Field(min_length=1, max_length=100)] | None = None


class EdgeWrite(_Body):
    instance_type: Literal["edge"]
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None
    type: Reference
    start_node: Reference
    end_node: Reference
    sources: Annotated[list[SourceData], Field(min_length=1, max_length=100)] | None = None


InstanceWrite = Annotated[Union[NodeWrite, EdgeWrite], Discriminator("instance_type")]


class InstanceDelete(_Body):
    instance_type: InstanceType
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None


class ApplyRequest(_Body):
    """``POST /models/instances``."""

    items: Annotated[list[InstanceWrite], Field(max_length=1000)]
    delete: Annotated[list[InstanceDelete], Field(max_length=1000)] | None = None
    auto_create_direct_relations: bool | None = None
    auto_create_start_nodes: bool | None = None
    auto_create_end_nodes: bool | None = None
    skip_on_version_conflict: bool | None = None
    replace: bool | None = None


class DeleteRequest(_Body):
    """``POST /models/instances/delete``."""

    items: Annotated[list[InstanceDelete], Field(min_length=1, max_length=1000)]


class SourceSelector(_Body):
    """A view whose properties are to be read."""

    source: ViewReference
    target_units: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=10)] | None = None


class Identifier(_Body):
    instance_type: InstanceType
    space: SpaceId
    external_id: ExternalId


class ByIdsRequest(_Body):
    """``POST /models/instances/byids``."""

    items: Annotated[list[Identifier], Field(min_length=1, max_length=1000)]
    sources: Annotated[list[SourceSelector], Field(max_length=10)] | None = None
    include_typing: bool | None = None


class Sort(_Body):
    property: Annotated[list[str], Field(min_length=1)]
    direction: Literal["ascending", "descending"] | None = None
    nulls_first: bool | None = None


class Debug(_Body):
    emit_results: bool | None = None
    timeout: int | None = None
    profile: bool | None = None


class ListRequest(_Body):
    """``POST /models/instances/list``. The filter is parsed where it is compiled."""

    instance_type: InstanceType | None = None
    sources: Annotated[list[SourceSelector], Field(max_length=10)] | None = None
    filter: dict[str, Any] | None = None
    sort: Annotated[list[Sort], Field(max_length=5)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    cursor: str | None = None
    include_typing: bool | None = None
    debug: Debug | None = None
