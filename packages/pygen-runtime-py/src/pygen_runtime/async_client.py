"""The client of a generated SDK, asynchronously."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, ClassVar

from pygen_client import AsyncPygenClient, PygenClientConfig
from pygen_client.schema import DataModelId
from typing_extensions import Self

from pygen_runtime.client import Identified
from pygen_runtime.instances import InstanceWrite
from pygen_runtime.operations.delete import delete
from pygen_runtime.operations.results import DeleteResult, UpsertResult
from pygen_runtime.operations.upsert import upsert
from pygen_runtime.progress import SILENT, Progress
from pygen_runtime.view_api import is_one_id


class AsyncInstanceClient:
    """Reads and writes instances of one SDK asynchronously. Generated classes add one attribute for each view.

    Belongs to one event loop; close it, or use ``async with``.

    Args:
        config: Where the project is and who calls; or a client, which is shared and stays open.
        default_instance_space: Where instances are whose space is not given. None for the one that the SDK was
            generated with, if any.
        progress: Told how far long reads and writes have come.
    """

    data_model_ids: ClassVar[tuple[DataModelId, ...]] = ()
    """The data models that the SDK was generated from."""
    default_instance_space: ClassVar[str | None] = None
    """The default instance space that the SDK was generated with."""

    def __init__(
        self,
        config: PygenClientConfig | AsyncPygenClient,
        *,
        default_instance_space: str | None = None,
        progress: Progress = SILENT,
    ) -> None:
        self._owns_client = isinstance(config, PygenClientConfig)
        self._client = AsyncPygenClient(config) if isinstance(config, PygenClientConfig) else config
        self._instance_space = default_instance_space or type(self).default_instance_space
        self._progress = progress

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] | None = None,
        *,
        default_instance_space: str | None = None,
        progress: Progress = SILENT,
    ) -> Self:
        """Make a client from environment variables; see ``PygenClientConfig.from_env`` for their names.

        Raises:
            PygenValidationError: A variable is missing or cannot be used; the message names it.
        """
        config = PygenClientConfig.from_env(environ)
        return cls(config, default_instance_space=default_instance_space, progress=progress)

    @property
    def client(self) -> AsyncPygenClient:
        """The client below: schema, and operations of your own."""
        return self._client

    async def upsert(
        self,
        items: InstanceWrite | Iterable[InstanceWrite],
        *,
        replace: bool = False,
        skip_on_version_conflict: bool = False,
    ) -> UpsertResult:
        """Create or change instances, with all write objects that are nested in them.

        Up to 1,000 instances are written in one transaction; more in several requests, what others need first.
        Nodes that relations name by id are created if they do not exist; the ends of edges must exist or be written
        along.

        Args:
            items: One or many write objects.
            replace: Clear the properties that are not set, instead of leaving them alone.
            skip_on_version_conflict: Leave out what has a newer version stored than ``existing_version``, instead of
                failing.

        Raises:
            PygenValidationError: Two objects with one id differ, or an object has no space. Nothing was sent.
            PygenAPIError: The service refused the only request. Nothing was written.
            PartialUpsertError: One of several requests failed; its ``result`` tells what became of every instance.
        """
        many = [items] if isinstance(items, InstanceWrite) else items
        operation = upsert(
            self._client.api,
            many,
            self._instance_space,
            replace=replace,
            skip_on_version_conflict=skip_on_version_conflict,
        )
        return await self._client.run(operation)

    async def delete(self, items: Identified | Iterable[Identified]) -> DeleteResult:
        """Delete instances, by id or object. Edges go with their nodes; what does not exist is passed over.

        More than 1,000 are deleted in several requests, edges first.

        Raises:
            PygenValidationError: Something does not name an instance. Nothing was sent.
            PygenAPIError: The service refused the only request. Nothing was deleted.
            PartialDeleteError: One of several requests failed; its ``result`` tells what became of every instance.
        """
        many: Iterable[Any] = [items] if is_one_id(items) else items  # type: ignore[assignment]  # told apart at run time
        return await self._client.run(delete(self._client.api, many, self._instance_space))

    async def close(self) -> None:
        """Give up threads and connections, unless the client was given. May be called twice."""
        if self._owns_client:
            await self._client.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._client.config.project!r} at {self._client.config.base_url})"
