"""Clients over HTTP/2, against a server of another make: hypercorn, with TLS, before the emulator."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config
from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator

SPACES = 60
REQUESTS = 60


@dataclass
class Front:
    """The emulator behind hypercorn, and the version of HTTP that each request came with."""

    url: str
    versions: list[str] = field(default_factory=list[str])

    def config(self) -> PygenClientConfig:
        return PygenClientConfig(self.url, "test", TokenCredentials("secret"), http2=True)


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Front]]:
    """Starts a server; its settings are those of hypercorn."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    # Both what httpx trusts by default and what everybody's OpenSSL looks at.
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    stops: list[Callable[[], None]] = []

    def start(**settings: Any) -> Front:
        config = Config()
        config.certfile = config.keyfile = str(tmp_path / "server.pem")
        config.loglevel = "ERROR"
        config.graceful_timeout = 0.1
        for name, value in settings.items():
            setattr(config, name, value)
        listening = socket.create_server(("127.0.0.1", 0))
        found = Front(f"https://localhost:{listening.getsockname()[1]}")
        config.bind = [f"fd://{listening.detach()}"]
        emulator = Emulator.in_process("test", "secret")

        async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                found.versions.append(scope["http_version"])
                await emulator.asgi_app(scope, receive, send)

        loop, ended = asyncio.new_event_loop(), asyncio.Event()

        def run() -> None:
            loop.run_until_complete(serve(app, config, shutdown_trigger=ended.wait))  # type: ignore[arg-type]  # narrower types of ASGI
            loop.close()

        thread = threading.Thread(target=run)
        thread.start()

        def stop() -> None:
            loop.call_soon_threadsafe(ended.set)
            thread.join()
            emulator.close()

        stops.append(stop)
        return found

    yield start
    for stop in stops:
        stop()


def test_a_client_speaks_http2_where_it_is_offered(front: Callable[..., Front]) -> None:
    server = front()
    with PygenClient(server.config()) as client:
        client.spaces.create([SpaceWrite(space=f"space_{number}") for number in range(SPACES)])
        assert len(client.spaces.list()) == SPACES
    assert set(server.versions) == {"2"}


def test_threads_share_a_connection_that_the_server_ends_now_and_then(front: Callable[..., Front]) -> None:
    server = front(keep_alive_max_requests=7)
    with PygenClient(server.config()) as client, ThreadPoolExecutor(8) as pool:
        client.spaces.create(SpaceWrite(space="shop"))
        found = list(pool.map(lambda _: client.spaces.list(), range(REQUESTS)))
    assert [[one.space for one in spaces] for spaces in found] == [["shop"]] * REQUESTS
    assert set(server.versions) == {"2"}


def test_tasks_share_a_connection_that_the_server_ends_now_and_then(front: Callable[..., Front]) -> None:
    server = front(keep_alive_max_requests=7)

    async def main() -> list[int]:
        async with AsyncPygenClient(server.config()) as client:
            await client.spaces.create(SpaceWrite(space="shop"))
            return [len(one) for one in await asyncio.gather(*(client.spaces.list() for _ in range(REQUESTS)))]

    assert asyncio.run(main()) == [1] * REQUESTS
    assert set(server.versions) == {"2"}
