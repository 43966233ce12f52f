"""The client of a generated SDK, asynchronously."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

from pygen_client import AsyncPygenClient, PygenClientConfig, PygenValidationError
from pygen_client.schema import DataModelId
from typing_extensions import Self

from pygen_runtime.client import Identified
from pygen_runtime.instances import InstanceWrite
from pygen_runtime.operations.delete import delete
from pygen_runtime.operations.expectation import WriteMode
from pygen_runtime.operations.results import DeleteResult, UpsertResult
from pygen_runtime.operations.upsert import OnRejected, UpsertOptions, upsert, write_objects
from pygen_runtime.progress import SILENT, Progress
from pygen_runtime.view_api import is_one_id

if TYPE_CHECKING:
    from pygen_runtime.verification import Verification


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
        if not isinstance(self._client, AsyncPygenClient):
            name = type(self).__name__
            raise PygenValidationError(
                f"{name} takes a PygenClientConfig or an AsyncPygenClient, not {type(config).__name__}; "
                f"{name}.from_env() reads the environment"
            )
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
        mode: WriteMode = "apply",
        skip_on_version_conflict: bool = False,
        auto_create_direct_relations: bool = True,
        auto_create_start_nodes: bool = False,
        auto_create_end_nodes: bool = False,
        on_rejected: OnRejected = "raise",
        dry_run: bool = False,
        resume: UpsertResult | None = None,
    ) -> UpsertResult:
        """Create or change instances. Arguments, result and errors are those of ``InstanceClient.upsert``.

        If the task is cancelled, the result that was given as ``resume`` tells what was sent.
        """
        many = write_objects(items)
        options = UpsertOptions(
            mode=mode,
            skip_on_version_conflict=skip_on_version_conflict,
            auto_create_direct_relations=auto_create_direct_relations,
            auto_create_start_nodes=auto_create_start_nodes,
            auto_create_end_nodes=auto_create_end_nodes,
            on_rejected=on_rejected,
            dry_run=dry_run,
        )
        operation = upsert(
            self._client.api, many, self._instance_space, options, resume=resume, progress=self._progress
        )
        return await self._client.run(operation)

    async def delete(
        self,
        items: Identified | Iterable[Identified],
        *,
        dry_run: bool = False,
        resume: DeleteResult | None = None,
    ) -> DeleteResult:
        """Delete instances. Arguments, result and errors are those of ``InstanceClient.delete``.

        If the task is cancelled, the result that was given as ``resume`` tells what was sent.
        """
        many: Iterable[Any] = [items] if is_one_id(items) else items  # type: ignore[assignment]  # told apart at run time
        operation = delete(
            self._client.api, many, self._instance_space, dry_run=dry_run, resume=resume, progress=self._progress
        )
        return await self._client.run(operation)

    async def verify(self) -> Verification:
        """Compare the schema in the service with what this SDK expects of it: views, properties, types, connections.

        Takes one request for each 100 views. Looks at what the generated classes know: not at filters, units, or the
        values of enums, which ``pygen diff`` compares. Views without queries are passed over.

        Raises:
            PygenAPIError: The views cannot be read.
        """
        from pygen_runtime.verification import compare, used_classes  # noqa: PLC0415 - most programs never verify

        used = used_classes(self)
        return compare(used, await self._client.views.retrieve([one.view for one in used]))

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

    def _repr_html_(self) -> str:
        from pygen_runtime.overview import overview  # noqa: PLC0415 - only notebooks show clients this way

        return overview(self)
