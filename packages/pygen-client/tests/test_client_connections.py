"""What carries requests: clients of the caller, timeouts, certificates, and when a request counts as sent."""

from __future__ import annotations

import asyncio
import gc
import ssl
import threading
import weakref

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    OperationClass,
    PygenClient,
    PygenValidationError,
    Timeouts,
)
from pygen_client.core import Operation
from scripted_transport import config, get


def test_each_part_of_a_request_can_have_its_timeout(bench):
    seen: list[dict[str, float]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    for timeout in (7.0, Timeouts(connect=1, read=2, write=3, pool=4)):
        bench.call(
            config(timeout=timeout),
            lambda client: client.request("GET", "/x"),
            transport=httpx.MockTransport(handle),
        )
    assert seen == [
        dict.fromkeys(("connect", "read", "write", "pool"), 7.0),
        {"connect": 1, "read": 2, "write": 3, "pool": 4},
    ]


def test_a_client_of_the_caller_is_used_and_stays_open():
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(handle), headers={"x-mine": "1"}, auth=("me", "mine")) as mine:
        with PygenClient(config(), http_client=mine) as client:
            client.request("GET", "/x")
        assert not mine.is_closed
    assert (asked[0].headers["x-mine"], asked[0].headers["authorization"]) == ("1", "Bearer t")
    with pytest.raises(PygenValidationError, match="not both"):
        PygenClient(config(), http_client=mine, transport=httpx.MockTransport(handle))


def test_an_asynchronous_client_of_the_caller_is_used_and_stays_open():
    async def main() -> None:
        transport = httpx.MockTransport(lambda request: httpx.Response(200))
        async with httpx.AsyncClient(transport=transport) as mine:
            async with AsyncPygenClient(config(), http_client=mine) as client:
                assert (await client.request("GET", "/x")).status == 200
            assert not mine.is_closed

    asyncio.run(main())


@pytest.mark.parametrize("deadline", [None, 10.0])
def test_an_answer_that_was_read_is_given_up_without_the_collector(bench, deadline):
    given: list[weakref.ref[httpx.Response]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        answer = httpx.Response(200, content=b"much")
        given.append(weakref.ref(answer))
        return answer

    gc.disable()
    try:
        found = bench.call(
            config(),
            lambda client: (client if deadline is None else client.with_deadline(deadline)).request("GET", "/x"),
            transport=httpx.MockTransport(handle),
        )
        assert found.content == b"much"
        assert [one() for one in given] == [None]
    finally:
        gc.enable()


def test_sent_is_set_before_the_answer_for_a_transport_that_cannot_tell():
    release = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        release.wait(5)
        return httpx.Response(200)

    with PygenClient(config(), transport=httpx.MockTransport(handle)) as client:
        pending = client.start(get(client.api))
        assert pending.sent.wait(5)
        release.set()
        pending.result()


def test_sent_is_set_when_nothing_is_sent():
    def nothing() -> Operation[int]:
        yield from ()
        return 1

    with PygenClient(config()) as client:
        pending = client.start(nothing())
        assert pending.sent.wait(5)
        assert pending.result() == 1

    async def main() -> None:
        async with AsyncPygenClient(config()) as client:
            task = client.start(nothing())
            await task.sent.wait()
            assert await task == 1

    asyncio.run(main())


def test_an_operation_that_is_dropped_before_it_starts_counts_as_sent():
    release = threading.Event()

    def wait() -> Operation[None]:
        release.wait(5)
        yield from ()

    one = config(concurrency=dict.fromkeys(OperationClass, 1))
    with PygenClient(one) as client:
        running = [client.start(wait()) for _ in OperationClass]
        waiting = client.start(wait())
        waiting.cancel()
        assert waiting.sent.is_set()
        release.set()
        for each in running:
            each.result()


def test_clients_share_the_certificates_that_they_trust(monkeypatch):
    loaded = []
    load = ssl.create_default_context

    def counted(**options):
        loaded.append(options)
        return load(**options)

    monkeypatch.setattr(ssl, "create_default_context", counted)
    for _ in range(3):
        PygenClient(config()).close()
    assert len(loaded) <= 1
