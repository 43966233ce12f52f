"""The transport for Pyodide: what it hands to fetch, and what becomes of what fetch gives or raises.

Fetch itself is stood in for here; `tests/pyodide` uses the real one.
"""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from pygen_client import (
    AsyncPygenClient,
    PygenClientConfig,
    PygenConnectionError,
    PygenTimeoutError,
    PygenValidationError,
    RetryPolicy,
    TokenCredentials,
)
from pygen_client.drivers import FetchTransport

CONFIG = PygenClientConfig(
    "https://api.example.com", "p", TokenCredentials("t"), retry=RetryPolicy(max_connection_retries=0), timeout=0.05
)


class Platform:
    """What Pyodide offers: ``pyodide.http.pyfetch`` and ``js.AbortController``."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.aborted = 0
        self.headers = {"content-type": "application/json", "x-request-id": "r1"}
        self.error: Exception | None = None
        self.seconds = 0.0
        self.status = 200

    async def pyfetch(self, url: str, **options: Any) -> Any:
        self.asked.append((url, options))
        await asyncio.sleep(self.seconds)
        if self.error is not None:
            raise self.error

        async def content() -> bytes:
            return b'{"items": []}'

        return SimpleNamespace(status=self.status, headers=self.headers, bytes=content)

    def new(self) -> Any:
        return SimpleNamespace(signal="signal", abort=self.abort)

    def abort(self) -> None:
        self.aborted += 1


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    platform = Platform()
    http, js = ModuleType("pyodide.http"), ModuleType("js")
    vars(http)["pyfetch"], vars(js)["AbortController"] = platform.pyfetch, platform
    for module in (ModuleType("pyodide"), http, js):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return platform


def ask() -> Any:
    async def main() -> Any:
        async with AsyncPygenClient(CONFIG, transport=FetchTransport()) as client:
            return await client.request("POST", "/models/spaces/byids", json={"items": []})

    return asyncio.run(main())


def test_fetch_gets_the_request_without_the_headers_that_it_writes_itself(platform: Platform) -> None:
    assert ask().json() == {"items": []}

    ((url, options),) = platform.asked
    assert url == "https://api.example.com/api/v1/projects/p/models/spaces/byids"
    assert (options["method"], options["body"]) == ("POST", b'{"items":[]}')
    assert options["headers"]["authorization"] == "Bearer t"
    assert not {"host", "content-length", "connection", "accept-encoding"} & set(options["headers"])
    assert (options["redirect"], options["credentials"], options["signal"]) == ("manual", "omit", "signal")


def test_a_body_that_came_compressed_is_not_decompressed_again(platform: Platform) -> None:
    platform.headers = {**platform.headers, "Content-Encoding": "gzip", "Content-Length": "3"}

    answer = ask()

    assert answer.json() == {"items": []}
    assert answer.request_id == "r1"
    assert "content-encoding" not in answer.headers


def test_what_fetch_raises_is_a_broken_connection(platform: Platform) -> None:
    platform.error = OSError("fetch failed")

    with pytest.raises(PygenConnectionError, match="fetch failed") as caught:
        ask()

    assert caught.value.may_have_arrived


def test_what_takes_too_long_is_aborted(platform: Platform) -> None:
    platform.seconds = 5

    with pytest.raises(PygenTimeoutError, match="no answer in time"):
        ask()

    assert platform.aborted == 1


def test_what_is_cancelled_is_aborted(platform: Platform) -> None:
    platform.seconds = 0.04

    async def main() -> None:
        async with AsyncPygenClient(CONFIG, transport=FetchTransport()) as client:
            asking = asyncio.create_task(client.request("GET", "/models/spaces"))
            await asyncio.sleep(0.01)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking

    asyncio.run(main())

    assert platform.aborted == 1


def test_elsewhere_it_says_where_it_works() -> None:
    with pytest.raises(PygenValidationError, match="works in Pyodide only"):
        FetchTransport()


def test_a_redirect_that_a_browser_hides_is_an_error(platform: Platform) -> None:
    platform.status = 0

    with pytest.raises(PygenConnectionError, match="redirect"):
        ask()
