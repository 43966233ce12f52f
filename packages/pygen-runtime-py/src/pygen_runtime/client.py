"""The client of a generated SDK, with blocking calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Union

from pygen_client import PygenClient, PygenClientConfig, PygenValidationError
from pygen_client.schema import DataModelId, EdgeId, NodeId
from typing_extensions import Self

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import Instance, InstanceWrite, Ref
from pygen_runtime.operations.delete import delete
from pygen_runtime.operations.expectation import WriteMode
from pygen_runtime.operations.results import DeleteResult, UpsertResult
from pygen_runtime.operations.upsert import OnRejected, UpsertOptions, upsert, write_objects
from pygen_runtime.progress import SILENT, Progress
from pygen_runtime.view_api import is_one_id

if TYPE_CHECKING:
    from pygen_runtime.verification import Verification

Identified = Union[str, tuple[str, str], NodeId, EdgeId, Ref[Any], Instance, InstanceWrite]
"""An instance by its id: text (a node in the default instance space), a pair (a node), an id, a Ref or an object."""


class InstanceClient:
    """Reads and writes instances of one SDK. Generated classes add one attribute for each view.

    Safe to share among threads; close it, or use ``with``.

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
        config: PygenClientConfig | PygenClient,
        *,
        default_instance_space: str | None = None,
        progress: Progress = SILENT,
    ) -> None:
        self._owns_client = isinstance(config, PygenClientConfig)
        self._client = PygenClient(config) if isinstance(config, PygenClientConfig) else config
        if not isinstance(self._client, PygenClient):
            name = type(self).__name__
            raise PygenValidationError(
                f"{name} takes a PygenClientConfig or a PygenClient, not {type(config).__name__}; "
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
    def client(self) -> PygenClient:
        """The client below: schema, and operations of your own."""
        return self._client

    def upsert(
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
        """Create or change instances, with all write objects that are nested in them, and the edges of connections.

        Up to 1,000 instances are written in one transaction; more in several requests, some of them at once: nodes
        before the edges that need them, and first what relations lead to. Objects must not change until this is done.

        A generator is read, planned and written in windows of 10,000 objects, so that it may give more than fits in
        memory; only within a window is the order made and are ids compared.

        Args:
            items: One or many write objects.
            mode: What happens to what is stored. ``apply`` changes the properties that are set and leaves the others
                alone. ``replace`` clears the others, also those of the same containers that the view does not have.
                ``update`` is ``apply``, but for lists and JSON objects: what is stored stays in them, and what is new
                is added (a list keeps its order and has each value once, an object is merged at every depth). It reads
                first, and again what others change in between, up to 5 times; it is not one transaction.
            skip_on_version_conflict: Leave out what has a newer version stored than ``existing_version``, instead of
                failing.
            auto_create_direct_relations: Make the nodes that relations lead to, where they do not exist.
            auto_create_start_nodes: Make the nodes at which edges start, where they do not exist.
            auto_create_end_nodes: Make the nodes at which edges end, where they do not exist.
            on_rejected: What to do when the service refuses what is written. ``raise`` stops. ``isolate`` divides the
                request until what is wrong is alone, so that all the rest is written; then look at ``result.failed``.
                It can take up to twice as many requests as there are instances in what was refused.
            dry_run: Only read, and tell what would become of each instance, as far as what is stored tells, and the
                requests that would be sent. Whether the service takes the values, it does not tell.
            resume: The result of an earlier call, which is gone on with: only what is not settled in it is written.
                What was sent and never answered is looked up where sending it again would be a conflict. It is kept up
                to date, and tells what was sent even if this call is interrupted; an empty ``UpsertResult()`` does,
                too.

        Raises:
            PygenValidationError: Two objects with one id differ, an object has no space, or an edge lacks an end.
                Nothing of the window was sent.
            PygenAPIError: The service refused the only request. Nothing was written.
            PygenConnectionError: The only request got no answer; ``may_have_arrived`` tells whether it may be written.
            PartialUpsertError: One of several requests failed; its ``result`` tells what became of every instance.
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
        # What gives one object after the other is code of the caller.
        with collector_paused() if isinstance(many, Collection) else nullcontext():
            return self._client.run(operation)

    def delete(
        self,
        items: Identified | Iterable[Identified],
        *,
        dry_run: bool = False,
        resume: DeleteResult | None = None,
    ) -> DeleteResult:
        """Delete instances, by id or object. Edges go with their nodes; what does not exist is passed over.

        More than 1,000 are deleted in several requests, some of them at once, edges first.

        Args:
            items: One or many instances.
            dry_run: Only read, and tell what would be deleted. Edges that would go with their nodes are not named.
            resume: The result of an earlier call, which is gone on with and kept up to date; see ``upsert``.

        Raises:
            PygenValidationError: Something does not name an instance. Nothing was sent.
            PygenAPIError: The service refused the only request. Nothing was deleted.
            PartialDeleteError: One of several requests failed; its ``result`` tells what became of every instance.
        """
        many: Iterable[Any] = [items] if is_one_id(items) else items  # type: ignore[assignment]  # told apart at run time
        operation = delete(
            self._client.api, many, self._instance_space, dry_run=dry_run, resume=resume, progress=self._progress
        )
        return self._client.run(operation)

    def verify(self) -> Verification:
        """Compare the schema in the service with what this SDK expects of it: views, properties, types, connections.

        Takes one request for each 100 views. Looks at what the generated classes know: not at filters, units, or the
        values of enums, which ``pygen diff`` compares. Views without queries are passed over.

        Raises:
            PygenAPIError: The views cannot be read.
        """
        from pygen_runtime.verification import compare, used_classes  # noqa: PLC0415 - most programs never verify

        used = used_classes(self)
        return compare(used, self._client.views.retrieve([one.view for one in used]))

    def close(self) -> None:
        """Give up threads and connections, unless the client was given. May be called twice."""
        if self._owns_client:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._client.config.project!r} at {self._client.config.base_url})"

    def _repr_html_(self) -> str:
        from pygen_runtime.overview import overview  # noqa: PLC0415 - only notebooks show clients this way

        return overview(self)
