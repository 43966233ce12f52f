"""What the schema knows of instances. Reading and writing them is for generated SDKs."""

from __future__ import annotations

from collections.abc import Sequence

from pygen_client.resources.asynchronous import AsyncRunner
from pygen_client.resources.inspection import InstanceInspection, inspect_instances, many_instances
from pygen_client.resources.sync import Runner
from pygen_client.schema import EdgeId, NodeId


class InstancesAPI:
    """Where instances of the project have data."""

    def __init__(self, client: Runner) -> None:
        self._client = client

    def inspect(
        self, ids: NodeId | EdgeId | Sequence[NodeId | EdgeId], *, all_versions: bool = False
    ) -> list[InstanceInspection]:
        """Which views instances belong to, and which containers they have data in; those that exist are answered.

        Args:
            ids: One id or many.
            all_versions: Whether every version of a view counts, or only the newest.
        """
        return self._client.run(inspect_instances(self._client.api, many_instances(ids), all_versions=all_versions))


class AsyncInstancesAPI:
    """Where instances of the project have data."""

    def __init__(self, client: AsyncRunner) -> None:
        self._client = client

    async def inspect(
        self, ids: NodeId | EdgeId | Sequence[NodeId | EdgeId], *, all_versions: bool = False
    ) -> list[InstanceInspection]:
        """Which views instances belong to, and which containers they have data in; those that exist are answered.

        Args:
            ids: One id or many.
            all_versions: Whether every version of a view counts, or only the newest.
        """
        return await self._client.run(
            inspect_instances(self._client.api, many_instances(ids), all_versions=all_versions)
        )
