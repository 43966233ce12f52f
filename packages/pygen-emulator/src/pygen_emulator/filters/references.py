"""References in requests: to nodes and edges, to views and containers."""

from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import BaseModel, ConfigDict, Discriminator, Field
from pydantic.alias_generators import to_camel
from pygen_client.schema import ContainerId, ViewId

SpaceId = Annotated[str, Field(min_length=1, max_length=43, pattern=r"^[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?$")]
ExternalId = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\x00]*$")]


class Body(BaseModel):
    """A request, or a part of one. A null stands for a field that is not given."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class Reference(Body):
    """A node or edge, named without its kind."""

    space: SpaceId
    external_id: ExternalId


class ViewReference(Body):
    """A version of a view."""

    type: Literal["view"]
    space: str
    external_id: str
    version: str

    def as_id(self) -> ViewId:
        return ViewId(self.space, self.external_id, self.version)


class ContainerReference(Body):
    """A container."""

    type: Literal["container"]
    space: str
    external_id: str

    def as_id(self) -> ContainerId:
        return ContainerId(self.space, self.external_id)


SourceReference = Annotated[Union[ViewReference, ContainerReference], Discriminator("type")]


class HasData(Body):
    """The filter ``hasData``."""

    has_data: Annotated[list[SourceReference], Field(min_length=1, max_length=10)]


class InstanceReferences(Body):
    """The filter ``instanceReferences``."""

    instance_references: list[Reference]
