"""The bodies of the instance endpoints, as the service's document describes them.

A null stands for a field that is not given: clients send it for cursors and limits.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Field
from typing_extensions import NotRequired, TypedDict

from pygen_emulator.filters.references import Body, ExternalId, Reference, SpaceId, ViewReference
from pygen_emulator.filters.target_units import TargetUnit
from pygen_emulator.storage.instance_table import InstanceKind

DEFAULT_LIMIT = 1000


class WrittenView(TypedDict):
    type: Literal["view"]
    space: str
    externalId: str
    version: str


class WrittenContainer(TypedDict):
    type: Literal["container"]
    space: str
    externalId: str


class SourceData(TypedDict):
    """Values for the properties of one view or container. A dictionary, because writes have thousands of them."""

    source: Annotated[Union[WrittenView, WrittenContainer], Discriminator("type")]
    properties: NotRequired[dict[str, Any] | None]


class NodeWrite(Body):
    instance_type: Literal["node"]
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None
    type: Reference | None = None
    sources: Annotated[list[SourceData], Field(min_length=1, max_length=100)] | None = None


class EdgeWrite(Body):
    instance_type: Literal["edge"]
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None
    type: Reference
    start_node: Reference
    end_node: Reference
    sources: Annotated[list[SourceData], Field(min_length=1, max_length=100)] | None = None


InstanceWrite = Annotated[Union[NodeWrite, EdgeWrite], Discriminator("instance_type")]


class InstanceDelete(Body):
    instance_type: InstanceKind
    space: SpaceId
    external_id: ExternalId
    existing_version: int | None = None


class ApplyRequest(Body):
    """``POST /models/instances``."""

    items: Annotated[list[InstanceWrite], Field(max_length=1000)]
    delete: Annotated[list[InstanceDelete], Field(max_length=1000)] | None = None
    auto_create_direct_relations: bool | None = None
    auto_create_start_nodes: bool | None = None
    auto_create_end_nodes: bool | None = None
    skip_on_version_conflict: bool | None = None
    replace: bool | None = None


class DeleteRequest(Body):
    """``POST /models/instances/delete``."""

    items: Annotated[list[InstanceDelete], Field(min_length=1, max_length=1000)]


TargetUnits = Annotated[list[TargetUnit], Field(min_length=1, max_length=10)]


class SourceSelector(Body):
    """A view whose properties are to be read."""

    source: ViewReference
    target_units: TargetUnits | None = None


class Identifier(Body):
    instance_type: InstanceKind
    space: SpaceId
    external_id: ExternalId


class ByIdsRequest(Body):
    """``POST /models/instances/byids``."""

    items: Annotated[list[Identifier], Field(min_length=1, max_length=1000)]
    sources: Annotated[list[SourceSelector], Field(max_length=10)] | None = None
    include_typing: bool | None = None


class Sort(Body):
    property: Annotated[list[str], Field(min_length=1)]
    direction: Literal["ascending", "descending"] | None = None
    nulls_first: bool | None = None


class Debug(Body):
    """The last three need the alpha version of the service; the official Python SDK sends them as false."""

    emit_results: bool | None = None
    timeout: int | None = None
    profile: bool | None = None
    include_translated_query: bool | None = None
    include_plan: bool | None = None
    include_llm_prompt: bool | None = None


class ListRequest(Body):
    """``POST /models/instances/list``. The filter is parsed where it is compiled."""

    instance_type: InstanceKind | None = None
    sources: Annotated[list[SourceSelector], Field(max_length=10)] | None = None
    filter: dict[str, Any] | None = None
    sort: Annotated[list[Sort], Field(max_length=5)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    cursor: str | None = None
    include_typing: bool | None = None
    debug: Debug | None = None
