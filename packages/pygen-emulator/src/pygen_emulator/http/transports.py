"""httpx transports that call the application without a socket. The only module of the emulator that knows httpx."""

from __future__ import annotations

from contextlib import ExitStack

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.types import ASGIApp


def async_transport(app: ASGIApp) -> httpx.AsyncBaseTransport:
    """For ``httpx.AsyncClient``: requests run on the client's own event loop."""
    return httpx.ASGITransport(app)


class SyncTransport(httpx.BaseTransport):
    """For ``httpx.Client``: requests run on an event loop in a thread of its own, which ends with ``close``."""

    def __init__(self, app: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(app)
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if self._portal is None:
            self._portal = self._stack.enter_context(start_blocking_portal())
        return self._portal.call(self._answer, request)

    def close(self) -> None:
        self._portal = None
        self._stack.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise AssertionError("the ASGI transport answers with an asynchronous stream")
        content = b"".join([chunk async for chunk in response.stream])
        return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(content))
