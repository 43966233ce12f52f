"""HTTP through httpx. The only module of this package that knows httpx."""

from __future__ import annotations

from typing import TypeAlias

import httpx

from pygen_client.core.effects import Request, Response
from pygen_client.errors import PygenConnectionError, PygenTimeoutError

SyncTransport: TypeAlias = httpx.BaseTransport
AsyncTransport: TypeAlias = httpx.AsyncBaseTransport

_NEVER_ARRIVED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)


class HttpxSender:
    """Sends requests over one pool of connections."""

    def __init__(self, timeout: float, connections: int, transport: SyncTransport | None) -> None:
        self._client = httpx.Client(timeout=timeout, limits=_limits(connections), transport=transport)

    def send(self, request: Request) -> Response:
        try:
            answer = self._client.request(
                request.method, request.url, headers=request.headers, params=request.params, content=request.content
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _connection_error(error, request) from error
        return Response(answer.status_code, _lower(answer.headers), answer.content)

    def close(self) -> None:
        self._client.close()


class AsyncHttpxSender:
    """Sends requests over one pool of connections, asynchronously."""

    def __init__(self, timeout: float, connections: int, transport: AsyncTransport | None) -> None:
        self._client = httpx.AsyncClient(timeout=timeout, limits=_limits(connections), transport=transport)

    async def send(self, request: Request) -> Response:
        try:
            answer = await self._client.request(
                request.method, request.url, headers=request.headers, params=request.params, content=request.content
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _connection_error(error, request) from error
        return Response(answer.status_code, _lower(answer.headers), answer.content)

    async def close(self) -> None:
        await self._client.aclose()


def _limits(connections: int) -> httpx.Limits:
    return httpx.Limits(max_connections=connections, max_keepalive_connections=connections)


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _connection_error(error: httpx.HTTPError | httpx.InvalidURL, request: Request) -> PygenConnectionError:
    where = f"{request.method} {request.url}"
    arrived = not isinstance(error, (*_NEVER_ARRIVED, httpx.InvalidURL))
    if isinstance(error, httpx.TimeoutException):
        return PygenTimeoutError(f"{where}: no answer in time ({type(error).__name__})", may_have_arrived=arrived)
    if arrived:
        return PygenConnectionError(
            f"{where}: the connection broke ({type(error).__name__}: {error})", may_have_arrived=True
        )
    return PygenConnectionError(f"{where}: cannot connect ({error}). Check the address and the network")
