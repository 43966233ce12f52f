"""The two clients: one for blocking code, one for asyncio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar, Union

from pygen_client.config import PygenClientConfig
from pygen_client.core import Api, Operation, RawResponse, until
from pygen_client.core.api import ParamValue
from pygen_client.drivers import (
    AsyncDriver,
    AsyncHttpClient,
    AsyncHttpxSender,
    AsyncPending,
    AsyncTransport,
    HttpxSender,
    Pending,
    SyncDriver,
    SyncHttpClient,
    SyncTransport,
)
from pygen_client.errors import PygenValidationError

if TYPE_CHECKING:
    from typing_extensions import Self

    from pygen_client.resources import (
        AsyncContainersAPI,
        AsyncDataModelsAPI,
        AsyncInstancesAPI,
        AsyncSpacesAPI,
        AsyncStatisticsAPI,
        AsyncTokenAPI,
        AsyncViewsAPI,
        ContainersAPI,
        DataModelsAPI,
        InstancesAPI,
        SpacesAPI,
        StatisticsAPI,
        TokenAPI,
        ViewsAPI,
    )

# The models of the schema are imported with the first resource that is used: a generated SDK needs few of them, and who
# only reads instances none.
# ruff: noqa: PLC0415

T = TypeVar("T")


class PygenClient:
    """Talks to one project with blocking calls. Safe to share among threads; close it, or use ``with``.

    Args:
        config: Where the project is and who calls.
        transport: How requests travel, instead of a pool of connections of its own: an ``httpx.BaseTransport``.
        http_client: An ``httpx.Client`` of the caller, with its proxies, certificates and limits. It stays open when
            this client is closed. Headers and timeouts of each request are those of this client.

    Raises:
        PygenValidationError: ``transport`` and ``http_client`` are both given, or ``http2`` is not installed.
    """

    def __init__(
        self,
        config: PygenClientConfig,
        *,
        transport: SyncTransport | None = None,
        http_client: SyncHttpClient | None = None,
    ) -> None:
        _check_one(transport, http_client)
        self.config = config
        self._api = _api(config)
        connections = sum(config.concurrency.values())
        sender = HttpxSender(config.timeout, connections, transport, http2=config.http2, http_client=http_client)
        self._driver = SyncDriver(sender, config.concurrency, hooks=config.hooks, rate=config.requests_per_second)
        self._deadline: float | None = None

    @cached_property
    def spaces(self) -> SpacesAPI:
        """Spaces of the project."""
        from pygen_client.resources import SpacesAPI

        return SpacesAPI(self)

    @cached_property
    def containers(self) -> ContainersAPI:
        """Containers of the project."""
        from pygen_client.resources import ContainersAPI

        return ContainersAPI(self)

    @cached_property
    def views(self) -> ViewsAPI:
        """Views of the project."""
        from pygen_client.resources import ViewsAPI

        return ViewsAPI(self)

    @cached_property
    def data_models(self) -> DataModelsAPI:
        """Data models of the project."""
        from pygen_client.resources import DataModelsAPI

        return DataModelsAPI(self)

    @cached_property
    def instances(self) -> InstancesAPI:
        """What the schema knows of instances. A generated SDK reads and writes them."""
        from pygen_client.resources import InstancesAPI

        return InstancesAPI(self)

    @cached_property
    def statistics(self) -> StatisticsAPI:
        """How much there is in the project, and how much there may be."""
        from pygen_client.resources import StatisticsAPI

        return StatisticsAPI(self)

    @cached_property
    def token(self) -> TokenAPI:
        """Who the token stands for, and what that one may do."""
        from pygen_client.resources import TokenAPI

        return TokenAPI(self)

    @property
    def api(self) -> Api:
        """Makes operations: authorised, retried requests to this project."""
        return self._api

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, ParamValue] | None = None,
        raise_for_status: bool = True,
    ) -> RawResponse:
        """Any request to the service, authorised, limited and retried like all others.

        Args:
            method: HTTP method.
            path: Below the project, such as ``/models/spaces``; or ``/api/v1/...`` for what stands beside projects.
            json: Body, as data or as bytes of JSON.
            params: Query parameters; None is left out, booleans become ``true`` and ``false``.
            raise_for_status: Whether an answer of 300 or above is an error.

        Returns:
            ``status``, ``headers`` (names in lower case), ``content``, ``json()`` and ``request_id``.

        Raises:
            PygenAPIError: The service refused.
            PygenConnectionError: No answer came.
        """
        return self.run(self._api.request(method, path, json=json, params=params, raise_for_status=raise_for_status))

    def with_deadline(self, seconds: float) -> Self:
        """This client, for work that must be done within some seconds from now.

        It shares connections, limits and login with this one, and need not be closed. Requests, retries and waits end
        in time; what is late raises ``DeadlineExceededError`` or another ``PygenTimeoutError``, which tells what was
        tried. A deadline of this client still counts if it is earlier.

            client.with_deadline(5).views.list()
        """
        other = _shared(self, seconds)
        other._deadline = _earlier(self._deadline, self._driver.now() + seconds)
        return other

    def run(self, operation: Operation[T], meanwhile: Callable[[], None] | None = None) -> T:
        """Run an operation to its end; give its value or raise its error.

        Args:
            operation: The operation.
            meanwhile: Work for the time that the answer takes to come, such as decoding the answer before it. It is
                done once and in any case, in this thread where the operation sends one request at a time: when the
                first has left, or else when the operation has ended. What it raises is raised then.
        """
        return self._driver.run(_in_time(operation, self._deadline), meanwhile)

    def start(self, operation: Operation[T]) -> Pending[T]:
        """Run an operation in another thread; ``result()`` waits for it, ``sent`` tells when its request has left."""
        return self._driver.start(_in_time(operation, self._deadline))

    def close(self) -> None:
        """Wait for what runs, then give up threads and connections. May be called twice."""
        if self._deadline is None:
            self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.config.project!r} at {self.config.base_url})"


class AsyncPygenClient:
    """Talks to one project from asyncio. Belongs to one event loop; close it, or use ``async with``.

    Args:
        config: Where the project is and who calls.
        transport: How requests travel, instead of a pool of connections of its own: an ``httpx.AsyncBaseTransport``.
        http_client: An ``httpx.AsyncClient`` of the caller, with its proxies, certificates and limits. It stays open
            when this client is closed. Headers and timeouts of each request are those of this client.

    Raises:
        PygenValidationError: ``transport`` and ``http_client`` are both given, or ``http2`` is not installed.
    """

    def __init__(
        self,
        config: PygenClientConfig,
        *,
        transport: AsyncTransport | None = None,
        http_client: AsyncHttpClient | None = None,
    ) -> None:
        _check_one(transport, http_client)
        self.config = config
        self._api = _api(config)
        connections = sum(config.concurrency.values())
        sender = AsyncHttpxSender(config.timeout, connections, transport, http2=config.http2, http_client=http_client)
        self._driver = AsyncDriver(sender, config.concurrency, hooks=config.hooks, rate=config.requests_per_second)
        self._deadline: float | None = None

    @cached_property
    def spaces(self) -> AsyncSpacesAPI:
        """Spaces of the project."""
        from pygen_client.resources import AsyncSpacesAPI

        return AsyncSpacesAPI(self)

    @cached_property
    def containers(self) -> AsyncContainersAPI:
        """Containers of the project."""
        from pygen_client.resources import AsyncContainersAPI

        return AsyncContainersAPI(self)

    @cached_property
    def views(self) -> AsyncViewsAPI:
        """Views of the project."""
        from pygen_client.resources import AsyncViewsAPI

        return AsyncViewsAPI(self)

    @cached_property
    def data_models(self) -> AsyncDataModelsAPI:
        """Data models of the project."""
        from pygen_client.resources import AsyncDataModelsAPI

        return AsyncDataModelsAPI(self)

    @cached_property
    def instances(self) -> AsyncInstancesAPI:
        """What the schema knows of instances. A generated SDK reads and writes them."""
        from pygen_client.resources import AsyncInstancesAPI

        return AsyncInstancesAPI(self)

    @cached_property
    def statistics(self) -> AsyncStatisticsAPI:
        """How much there is in the project, and how much there may be."""
        from pygen_client.resources import AsyncStatisticsAPI

        return AsyncStatisticsAPI(self)

    @cached_property
    def token(self) -> AsyncTokenAPI:
        """Who the token stands for, and what that one may do."""
        from pygen_client.resources import AsyncTokenAPI

        return AsyncTokenAPI(self)

    @property
    def api(self) -> Api:
        """Makes operations: authorised, retried requests to this project."""
        return self._api

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, ParamValue] | None = None,
        raise_for_status: bool = True,
    ) -> RawResponse:
        """Any request to the service. Arguments, result and errors are those of ``PygenClient.request``."""
        return await self.run(
            self._api.request(method, path, json=json, params=params, raise_for_status=raise_for_status)
        )

    def with_deadline(self, seconds: float) -> Self:
        """This client, for work that must be done within some seconds from now; see ``PygenClient.with_deadline``."""
        other = _shared(self, seconds)
        other._deadline = _earlier(self._deadline, self._driver.now() + seconds)
        return other

    async def run(self, operation: Operation[T], meanwhile: Callable[[], None] | None = None) -> T:
        """Run an operation to its end. Arguments, value and errors are those of ``PygenClient.run``."""
        return await self._driver.run(_in_time(operation, self._deadline), meanwhile)

    def start(self, operation: Operation[T]) -> AsyncPending[T]:
        """Run an operation as a task of the running loop; closing the client cancels it.

        ``sent`` of the task tells when its request has left.
        """
        return self._driver.start(_in_time(operation, self._deadline))

    async def close(self) -> None:
        """Cancel what was started, then give up the connections. May be called twice."""
        if self._deadline is None:
            await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.config.project!r} at {self.config.base_url})"


_RESOURCES = ("spaces", "containers", "views", "data_models", "instances", "statistics", "token")

C = TypeVar("C", bound=Union[PygenClient, AsyncPygenClient])


def _shared(client: C, seconds: float) -> C:
    """A copy that has the same driver, but resources of its own."""
    if not seconds > 0:
        raise PygenValidationError(f"a deadline must be more than 0 seconds away, not {seconds}")
    other = copy(client)
    for name in _RESOURCES:
        vars(other).pop(name, None)
    return other


def _earlier(one: float | None, other: float) -> float:
    return other if one is None else min(one, other)


def _in_time(operation: Operation[T], deadline: float | None) -> Operation[T]:
    return operation if deadline is None else until(deadline, operation)


def _check_one(transport: object, http_client: object) -> None:
    if transport is not None and http_client is not None:
        raise PygenValidationError("Give transport or http_client, not both: a client has its own transport")


def _api(config: PygenClientConfig) -> Api:
    return Api(config.base_url, config.project, config.credentials, config.client_name, config.retry, config.gzip_from)
