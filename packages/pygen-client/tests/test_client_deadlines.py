"""Deadlines: nothing that is asked through ``with_deadline`` takes longer, and the error tells what was tried."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    ClientCredentials,
    DeadlineExceededError,
    OAuth2Error,
    OperationClass,
    PygenClient,
    PygenClientConfig,
    PygenTimeoutError,
    PygenValidationError,
    RetryPolicy,
    TokenCredentials,
)
from pygen_client.core import Operation, Request, gather, send, until


def get(api) -> Operation[object]:
    return api.get("/x", operation_class=OperationClass.READ)


def test_a_retry_that_would_come_too_late_is_not_waited_for(bench, api):
    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, headers={"Retry-After": "4"})

    with pytest.raises(DeadlineExceededError) as caught:
        bench.run(handle, until(bench.time + 15, get(api)))
    assert bench.waits == [4.5, 5.0]
    assert caught.value.tried == ("status 503",) * 3
    assert caught.value.may_have_arrived
    assert str(caught.value) == (
        "The deadline is in 5.5 s, too soon to wait 6.0 s for the next try. "
        "Tried 3 times: status 503, status 503, status 503"
    )


def test_a_request_that_the_service_did_not_carry_out_has_not_arrived(bench, api):
    with pytest.raises(PygenTimeoutError) as caught:
        bench.run(lambda request: httpx.Response(429, headers={"Retry-After": "60"}), until(bench.time + 10, get(api)))
    assert not caught.value.may_have_arrived
    assert str(caught.value).endswith("Tried once: status 429")


def test_what_is_in_time_is_not_touched(bench, api):
    answers: Iterator[httpx.Response | Exception] = iter(
        [httpx.ReadError("reset"), httpx.Response(503), httpx.Response(200, json={"a": 1})]
    )

    def handle(request: httpx.Request) -> httpx.Response:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, content=answer.content)

    assert bench.run(handle, until(bench.time + 60, get(api))).json() == {"a": 1}


def test_a_deadline_that_has_passed_sends_nothing(bench, api):
    def work() -> Operation[None]:
        bench.time += 5
        yield from get(api)

    with pytest.raises(PygenTimeoutError, match="has passed"):
        bench.run(lambda request: pytest.fail("sent"), until(bench.time + 5, work()))


def test_what_is_gathered_and_logins_have_the_same_deadline(bench, api):
    outcomes = bench.run(
        lambda request: httpx.Response(503, headers={"Retry-After": "50"}),
        until(bench.time + 10, gather([get(api), get(api)], OperationClass.READ)),
    )
    assert [type(one.error) for one in outcomes] == [DeadlineExceededError] * 2
    login = ClientCredentials("a", "b", token_url="https://idp.test/token")
    with pytest.raises(OAuth2Error, match="Tried once: status 503"):
        bench.run(
            lambda request: httpx.Response(503, headers={"Retry-After": "50"}),
            until(bench.time + 10, get(replace(api, credentials=login))),
        )


def test_the_timeouts_of_a_request_shrink_to_what_is_left(bench, api):
    seen: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"]["connect"])
        return httpx.Response(200)

    bench.run(handle, until(bench.time + 2, get(api)))
    bench.run(handle, until(bench.time + 60, get(api)))
    assert seen == [2, 5]


def test_an_operation_can_take_a_deadline_as_an_answer(bench, api):
    def patient() -> Operation[str]:
        try:
            yield from get(api)
        except PygenTimeoutError:
            return "later"
        return "now"

    assert bench.run(lambda request: httpx.Response(503), until(bench.time + 0.1, patient())) == "later"


class Trickle(BaseHTTPRequestHandler):
    """Answers at once, with a body that comes byte by byte, and is whole after ten seconds."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        for _ in range(500):
            try:
                self.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.02)  # slower than anyone reads, so that each byte comes by itself

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the class above
        """Says nothing."""


@pytest.fixture
def trickle() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trickle)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def config(url: str, **options) -> PygenClientConfig:
    return PygenClientConfig(url, "p", TokenCredentials("t"), retry=RetryPolicy(base=0.01), **options)


def test_a_body_that_trickles_in_does_not_outlive_the_deadline(bench, trickle):
    with pytest.raises(PygenTimeoutError) as caught:
        bench.call(config(trickle), lambda client: client.with_deadline(0.3).request("GET", "/x"))
    assert caught.value.may_have_arrived


def test_an_answer_in_time_is_whole(bench):
    body = b"x" * 100_000

    def use(client):
        return client.with_deadline(5).request("GET", "/x")

    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=body))
    assert bench.call(config("https://x.test"), use, transport=transport).content == body


def test_waiting_for_a_turn_ends_at_the_deadline():
    release = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        release.wait(5)
        return httpx.Response(200)

    one_at_once = config("https://x.test", concurrency={OperationClass.READ: 1})
    with PygenClient(one_at_once, transport=httpx.MockTransport(handle)) as client:
        first = client.start(get(client.api))
        first.sent.wait(5)
        with pytest.raises(PygenTimeoutError, match="other requests of this client"):
            client.with_deadline(0.05).run(get(client.api))
        release.set()
        first.result()


def test_waiting_for_a_turn_ends_at_the_deadline_from_asyncio():
    async def main() -> None:
        release = asyncio.Event()

        async def handle(request: httpx.Request) -> httpx.Response:
            await release.wait()
            return httpx.Response(200)

        one_at_once = config("https://x.test", concurrency={OperationClass.READ: 1})
        async with AsyncPygenClient(one_at_once, transport=httpx.MockTransport(handle)) as client:
            first = client.start(get(client.api))
            await first.sent.wait()
            with pytest.raises(PygenTimeoutError, match="other requests of this client"):
                await client.with_deadline(0.05).run(get(client.api))
            release.set()
            await first

    asyncio.run(main())


def test_a_request_whose_deadline_has_passed_does_not_wait_for_a_turn(bench):
    late = Request("GET", "https://cdf.example/x", OperationClass.READ, deadline=bench.time - 1)

    # A wait that is prepared and not begun would warn, and warnings are errors here.
    with pytest.raises(DeadlineExceededError):
        bench.run(lambda request: httpx.Response(200), send(late))


def test_the_earlier_of_two_deadlines_counts(bench):
    transport = httpx.MockTransport(lambda request: httpx.Response(503, headers={"Retry-After": "20"}))

    def use(client):
        return client.with_deadline(10).with_deadline(100).request("GET", "/models/x")

    with pytest.raises(DeadlineExceededError, match=r"too soon to wait 2.* Tried once: status 503"):
        bench.call(config("https://x.test"), use, transport=transport)


def test_a_client_with_a_deadline_leaves_the_other_as_it_is():
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"items": []}))
    with PygenClient(config("https://x.test"), transport=transport) as client:
        assert client.spaces.list() == []
        with client.with_deadline(0.01) as soon:
            time.sleep(0.02)  # a deadline is a moment, and nothing tells that it has passed
            with pytest.raises(PygenTimeoutError):
                soon.spaces.list()
            with pytest.raises(PygenTimeoutError):
                soon.start(get(soon.api)).result()
        assert client.spaces.list() == []
        with pytest.raises(PygenValidationError, match="more than 0 seconds"):
            client.with_deadline(0)


def test_an_asynchronous_client_with_a_deadline_leaves_the_other_as_it_is():
    async def main() -> None:
        transport = httpx.MockTransport(lambda request: httpx.Response(200, json={"items": []}))
        async with AsyncPygenClient(config("https://x.test"), transport=transport) as client:
            async with client.with_deadline(5) as soon:
                assert await soon.spaces.list() == []
            assert await client.spaces.list() == []

    asyncio.run(main())
