"""The two clients: one for blocking code, one for asyncio."""

from __future__ import annotations

from asyncio import Task
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from pygen_client.config import PygenClientConfig
from pygen_client.core import Api, Operation
from pygen_client.drivers import (
    AsyncDriver,
    AsyncHttpxSender,
    AsyncTransport,
    HttpxSender,
    Pending,
    SyncDriver,
    SyncTransport,
)
from pygen_client.resources import (
    AsyncContainersAPI,
    AsyncDataModelsAPI,
    AsyncSpacesAPI,
    AsyncViewsAPI,
    ContainersAPI,
    DataModelsAPI,
    SpacesAPI,
    ViewsAPI,
)

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T")


class PygenClient:
    """Talks to one project with blocking calls. Safe to share among threads; close it, or use ``with``.

    Args:
        config: Where the project is and who calls.
        transport: How requests travel, instead of a pool of connections of its own: an ``httpx.BaseTransport``.
    """

    def __init__(self, config: PygenClientConfig, *, transport: SyncTransport | None = None) -> None:
        self.config = config
        self._api = _api(config)
        sender = HttpxSender(config.timeout, sum(config.concurrency.values()), transport)
        self._driver = SyncDriver(sender, config.concurrency)
        self.spaces = SpacesAPI(self)
        self.containers = ContainersAPI(self)
        self.views = ViewsAPI(self)
        self.data_models = DataModelsAPI(self)

    @property
    def api(self) -> Api:
        """Makes operations: authorised, retried requests to this project."""
        return self._api

    def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; give its value or raise its error."""
        return self._driver.run(operation)

    def start(self, operation: Operation[T]) -> Pending[T]:
        """Run an operation in another thread; ``result()`` waits for it."""
        return self._driver.start(operation)

    def close(self) -> None:
        """Wait for what runs, then give up threads and connections. May be called twice."""
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
    """

    def __init__(self, config: PygenClientConfig, *, transport: AsyncTransport | None = None) -> None:
        self.config = config
        self._api = _api(config)
        sender = AsyncHttpxSender(config.timeout, sum(config.concurrency.values()), transport)
        self._driver = AsyncDriver(sender, config.concurrency)
        self.spaces = AsyncSpacesAPI(self)
        self.containers = AsyncContainersAPI(self)
        self.views = AsyncViewsAPI(self)
        self.data_models = AsyncDataModelsAPI(self)

    @property
    def api(self) -> Api:
        """Makes operations: authorised, retried requests to this project."""
        return self._api

    async def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; give its value or raise its error."""
        return await self._driver.run(operation)

    def start(self, operation: Operation[T]) -> Task[T]:
        """Run an operation as a task of the running loop; closing the client cancels it."""
        return self._driver.start(operation)

    async def close(self) -> None:
        """Cancel what was started, then give up the connections. May be called twice."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.config.project!r} at {self.config.base_url})"


def _api(config: PygenClientConfig) -> Api:
    return Api(config.base_url, config.project, config.credentials, config.client_name, config.retry)
