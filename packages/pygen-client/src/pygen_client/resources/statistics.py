"""How much there is in a project, and how much there may be (behaviour.md section 18)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from pygen_client.core import Api, Operation, OperationClass, in_chunks
from pygen_client.resources.asynchronous import AsyncRunner
from pygen_client.resources.operations import MAX_ITEMS
from pygen_client.resources.sync import Runner
from pygen_client.schema._base import SchemaModel


class Usage(SchemaModel):
    """How many there are of something, and how many there may be."""

    count: int
    limit: int


class InstanceUsage(SchemaModel):
    """How many instances there are in a project. Those that were deleted count apart, and end some time later."""

    nodes: int
    edges: int
    instances: int
    instances_limit: int
    soft_deleted_nodes: int
    soft_deleted_edges: int
    soft_deleted_instances: int
    soft_deleted_instances_limit: int


class ProjectStatistics(SchemaModel):
    """Use and limits of a project. Views and data models count each version."""

    spaces: Usage
    containers: Usage
    views: Usage
    data_models: Usage
    container_properties: Usage
    instances: InstanceUsage
    concurrent_read_limit: int
    concurrent_write_limit: int
    concurrent_delete_limit: int


class SpaceStatistics(SchemaModel):
    """What there is in one space. Views and data models count each version."""

    space: str
    containers: int
    views: int
    data_models: int
    nodes: int
    edges: int
    soft_deleted_nodes: int
    soft_deleted_edges: int


_SPACES = TypeAdapter(list[SpaceStatistics])


def project_statistics(api: Api) -> Operation[ProjectStatistics]:
    response = yield from api.get("/models/statistics", operation_class=OperationClass.SCHEMA)
    return ProjectStatistics.load(response.json())


def space_statistics(api: Api, spaces: str | Sequence[str] | None) -> Operation[list[SpaceStatistics]]:
    def of_some(part: Sequence[str]) -> Operation[list[SpaceStatistics]]:
        body = {"items": [{"space": space} for space in part]}
        response = yield from api.post("/models/statistics/spaces/byids", body, operation_class=OperationClass.SCHEMA)
        return _SPACES.validate_python(response.json()["items"])

    if spaces is None:
        response = yield from api.get("/models/statistics/spaces", operation_class=OperationClass.SCHEMA)
        return _SPACES.validate_python(response.json()["items"])
    asked = [spaces] if isinstance(spaces, str) else spaces
    return (yield from in_chunks(asked, MAX_ITEMS, OperationClass.SCHEMA, of_some)) if asked else []


class StatisticsAPI:
    """How much there is in the project, and how much there may be."""

    def __init__(self, client: Runner) -> None:
        self._client = client

    def project(self) -> ProjectStatistics:
        """Use and limits of the project, limits on concurrent requests among them."""
        return self._client.run(project_statistics(self._client.api))

    def spaces(self, spaces: str | Sequence[str] | None = None) -> list[SpaceStatistics]:
        """What there is in each space: of all, or of those of the given ones that exist."""
        return self._client.run(space_statistics(self._client.api, spaces))


class AsyncStatisticsAPI:
    """How much there is in the project, and how much there may be."""

    def __init__(self, client: AsyncRunner) -> None:
        self._client = client

    async def project(self) -> ProjectStatistics:
        """Use and limits of the project, limits on concurrent requests among them."""
        return await self._client.run(project_statistics(self._client.api))

    async def spaces(self, spaces: str | Sequence[str] | None = None) -> list[SpaceStatistics]:
        """What there is in each space: of all, or of those of the given ones that exist."""
        return await self._client.run(space_statistics(self._client.api, spaces))
