"""The emulator on a socket: in a thread of this process, or until the process is told to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from pygen_emulator.errors import DroppedConnectionError, TruncatedAnswerError

if TYPE_CHECKING:
    from pygen_emulator.emulator import Emulator

_POLL_SECONDS = 0.5
"""How often a waiting process looks up, so that Ctrl-C works on every platform."""


class ThreadServer:
    """Serves an ASGI application from a daemon thread.

    Args:
        app: What to serve.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.

    Raises:
        OSError: The address cannot be had.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # Connections inherit it. Without it an answer waits 40 ms for the client to confirm its head.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bound: int = self._socket.getsockname()[1]
        shown = _SEEN_FROM_HERE.get(host, host)
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{bound}"
        connections = _Connections(app)
        # No proxy stands before it, so the address of a client is the one that the connection comes from.
        config = uvicorn.Config(
            connections,
            loop="asyncio",
            http=connections.protocol(),
            ws="none",
            lifespan="off",
            proxy_headers=False,
            log_config=None,
            access_log=False,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="pygen-emulator", daemon=True
        )
        self._thread.start()
        self._server.ready.wait()

    def close(self) -> None:
        """Answer what was begun, then free the thread and the socket."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


_SEEN_FROM_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is only compared
"""Addresses that stand for all of this machine's are none to call; these are."""

_RESET = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""For SO_LINGER: closing throws away what waits to be sent, and the other side sees a reset connection."""


class _Connections:
    """An ASGI application around another one, which may end the connection of a request in the middle of it.

    The interface between server and application has no word for that, so the server's transports are noted here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._transports: dict[tuple[Any, Any], asyncio.Transport] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """What the server makes for each connection."""
        transports = self._transports

        class Protocol(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
                super().connection_made(transport)
                transports[self.client, self.server] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                transports.pop((self.client, self.server), None)
                super().connection_lost(exc)

        return Protocol

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except (DroppedConnectionError, TruncatedAnswerError) as error:
            transport = self._transports.get((scope["client"], scope["server"]))
            if transport is None:
                return  # its client was faster
            if isinstance(error, DroppedConnectionError):
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                transport.abort()
            else:
                transport.close()
            # The server takes the end of the application for a defect as long as the connection is there.
            while (await receive())["type"] != "http.disconnect":
                pass


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def serve(
    emulator: Emulator,
    ready: Callable[[Emulator], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Serve until Ctrl-C, SIGTERM or ``stop``; then close the emulator. Meant for a process that does nothing else:
    the garbage collector runs seldom meanwhile.

    Args:
        emulator: What to serve, not entered yet.
        ready: Called once it answers; it may read ``emulator.base_url``.
        stop: Ends the serving when set. Signals are handled only in the main thread.
    """
    stop = stop or threading.Event()
    with _rare_collections(), emulator, _SetOnTerminate(stop):
        if ready is not None:
            ready(emulator)
        try:
            while not stop.wait(_POLL_SECONDS):
                pass
        except KeyboardInterrupt:
            return


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the garbage collector run seldom: a page of instances is thousands of objects and no garbage.

    As often as by default it takes a quarter of the time of a page. The process does nothing but serve meanwhile.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class _SetOnTerminate:
    """Turns SIGTERM into an event, where signals can be handled at all."""

    def __init__(self, event: threading.Event) -> None:
        self._event = event
        self._before: Any = None

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGTERM, lambda *_: self._event.set())

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
