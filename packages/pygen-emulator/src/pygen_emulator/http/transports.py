"""httpx transports that call the application without a socket. The only module of the emulator that knows httpx.

What goes wrong on a connection goes wrong here too: a dropped connection is ``httpx.ReadError``, a body that ends too
early ``httpx.RemoteProtocolError``, and an answer that takes longer than the client's timeout ``httpx.ReadTimeout``.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.types import ASGIApp, Message

from pygen_emulator.errors import DroppedConnectionError, TruncatedAnswerError
from pygen_emulator.http.app import INLINE

_CLIENT = ("127.0.0.1", 123)
"""Whom the application takes a client without a socket for."""


class AsyncTransport(httpx.AsyncBaseTransport):
    """For ``httpx.AsyncClient``: requests run on the client's own event loop, which must be one of asyncio.

    A request that the client gave up goes on, as it does at a service, until the transport is closed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._running: set[asyncio.Task[None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(request, await request.aread())
        task = asyncio.create_task(exchange.run(self._app))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await exchange.answer(task)

    async def aclose(self) -> None:
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


class SyncTransport(httpx.BaseTransport):
    """For ``httpx.Client``. Requests run in the thread that calls, where nothing goes wrong on purpose: so they take
    half the time. Others run on an event loop in a thread of its own, which ends with ``close``.

    Args:
        app: The whole application.
        inline: The application without faults, if there are none at the moment; it never waits.
    """

    def __init__(self, app: ASGIApp, inline: Callable[[], ASGIApp | None]) -> None:
        self._transport = AsyncTransport(app)
        self._inline = inline
        self._inline_requests = _Running()
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        with self._inline_requests.one():
            app = self._inline()
            if app is not None:
                return _Exchange(request, content).answer_inline(app)
        if self._portal is None:
            self._portal = self._stack.enter_context(start_blocking_portal())
        return self._portal.call(self._transport.handle_async_request, request)

    def close(self) -> None:
        portal, self._portal = self._portal, None
        if portal is not None:
            portal.call(self._transport.aclose)
        self._stack.close()
        self._inline_requests.wait()


class _Running:
    """What runs at the moment, in any threads."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more within the block."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait(self) -> None:
        """Wait until nothing runs."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0)


class _Exchange:
    """One request on its way through the application, and its answer on the way back."""

    def __init__(self, request: httpx.Request, content: bytes) -> None:
        self._request = request
        self._unread: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]
        self._sent: asyncio.Queue[Message | None] = asyncio.Queue()
        timeout: dict[str, float | None] = request.extensions.get("timeout", {})
        self._timeout = timeout.get("read")

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(self._scope(), self._receive, self._send)
        finally:
            self._sent.put_nowait(None)

    async def answer(self, task: asyncio.Task[None]) -> httpx.Response:
        """The whole answer, once it is there.

        Raises:
            httpx.TransportError: The answer did not come, or not all of it.
        """
        start: Message = {}
        body: list[bytes] = []
        try:
            while (message := await self._next()) is not None:
                if message["type"] == "http.response.start":
                    start = message
                else:
                    body.append(message.get("body", b""))
            task.result()
        except asyncio.TimeoutError:
            raise self._took_too_long() from None
        except DroppedConnectionError:
            raise httpx.ReadError("The connection was reset by the service.", request=self._request) from None
        except TruncatedAnswerError:
            received = len(b"".join(body))
            message_ = f"The service closed the connection after {received} bytes of the body, before its end."
            raise httpx.RemoteProtocolError(message_, request=self._request) from None
        return self._response(start, body)

    def answer_inline(self, app: ASGIApp) -> httpx.Response:
        """The whole answer of an application that never waits, worked out here and without an event loop.

        Raises:
            httpx.ReadTimeout: It took longer than the client wants to wait.
        """
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {**self._scope(), "extensions": {INLINE: {}}}
        # To compress is to wait: starlette lets a thread do it.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        begin = time.monotonic()
        for _ in app(scope, self._receive, send).__await__():
            raise AssertionError("without faults nothing has to wait")
        if self._timeout is not None and time.monotonic() - begin > self._timeout:
            raise self._took_too_long()
        start, *rest = sent
        return self._response(start, [message.get("body", b"") for message in rest])

    async def _next(self) -> Message | None:
        """What was sent next, and None at the end."""
        if self._sent.empty():
            return await asyncio.wait_for(self._sent.get(), self._timeout)
        return self._sent.get_nowait()

    def _response(self, start: Message, body: Sequence[bytes]) -> httpx.Response:
        headers: Iterable[tuple[bytes, bytes]] = start["headers"]
        content = b"" if self._request.method == "HEAD" else b"".join(body)
        return httpx.Response(start["status"], headers=list(headers), stream=httpx.ByteStream(content))

    def _took_too_long(self) -> httpx.ReadTimeout:
        return httpx.ReadTimeout("The answer took longer than the timeout.", request=self._request)

    async def _receive(self) -> Message:
        if self._unread:
            return self._unread.pop()
        disconnect: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await disconnect

    async def _send(self, message: Message) -> None:
        self._sent.put_nowait(message)

    def _scope(self) -> dict[str, Any]:
        url = self._request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "server": (url.host, url.port),
            "client": _CLIENT,
        }
