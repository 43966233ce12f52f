"""What travels: compression, rates, raw requests, and what marks an answer as safe to repeat."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import httpx
import pytest
from pygen_client import (
    BadRequestError,
    OperationClass,
    PygenAPIError,
    PygenClient,
    PygenConnectionError,
    PygenTimeoutError,
    PygenValidationError,
    UnreadableAnswerError,
)
from pygen_client.core import Operation, until
from scripted_transport import config, get, scripted

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:09 GMT", "Date": DATE}, 9.5),
        ({"Retry-After": "Wed, 21 Oct 2026 07:27:00 GMT", "Date": DATE}, 0.5),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:09 -0000", "Date": DATE}, 9.5),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:09 GMT"}, 0.5),
        ({"Retry-After": "-5"}, 0.5),
    ],
)
def test_retry_after_may_be_a_time(bench, api, headers, wait):
    bench.run(scripted(httpx.Response(429, headers=headers), httpx.Response(200)), get(api))
    assert bench.waits == [wait]


@pytest.mark.parametrize(
    ("body", "is_retried"),
    [
        ({"error": {"code": 409, "isAutoRetryable": True}}, True),
        ({"error": {"code": 409, "isAutoRetryable": False}}, False),
        ({"error": "isAutoRetryable"}, False),
        (["isAutoRetryable"], False),
    ],
)
def test_a_body_can_mark_an_answer_as_safe_to_repeat(bench, api, body, is_retried):
    post = api.post("/x", {}, operation_class=OperationClass.WRITE, idempotent=False)
    handle = scripted(httpx.Response(409, json=body), httpx.Response(200, json={"done": 1}))
    if is_retried:
        assert bench.run(handle, post).json() == {"done": 1}
    else:
        with pytest.raises(PygenAPIError):
            bench.run(handle, post)


def test_an_error_tells_whether_any_try_may_have_arrived(bench, api):
    errors = iter([httpx.ReadTimeout("slow"), httpx.ConnectError("gone"), httpx.ConnectError("gone")])

    def handle(request: httpx.Request) -> httpx.Response:
        raise next(errors)

    with pytest.raises(PygenConnectionError, match="cannot connect") as caught:
        bench.run(handle, get(api))
    assert caught.value.may_have_arrived
    assert caught.value.tried == ("PygenTimeoutError", "PygenConnectionError", "PygenConnectionError")


@pytest.mark.parametrize("body", [{"name": "half of a pair: \ud800"}, {"value": object()}])
def test_a_body_that_is_no_json_is_refused_before_anything_is_sent(bench, api, body):
    with pytest.raises(PygenValidationError, match="cannot be sent as JSON"):
        bench.run(scripted(), api.post("/x", body, operation_class=OperationClass.READ))


def test_a_redirect_is_an_error_and_takes_the_token_nowhere(bench, api):
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"location": "https://elsewhere.test/"})

    with pytest.raises(PygenAPIError, match=r"redirects elsewhere.*status 302"):
        bench.run(handle, get(api))
    assert asked == ["x.test"]


def test_bodies_from_a_size_on_are_sent_compressed(bench, api):
    seen: list[tuple[str | None, bytes]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers.get("content-encoding"), request.content))
        return httpx.Response(200)

    small, large = {"a": 1}, {"a": "b" * 2000}
    for mine in (replace(api, gzip_from=1000), api):
        for body in (small, large):
            bench.run(handle, mine.post("/x", body, operation_class=OperationClass.WRITE))
    assert [encoding for encoding, _ in seen] == [None, "gzip", None, None]
    assert json.loads(gzip.decompress(seen[1][1])) == large
    assert len(seen[1][1]) < 100


@pytest.mark.parametrize(
    ("url", "mode", "size"),
    [
        ("https://x.test", "on", 1024),
        ("https://x.test", "off", None),
        ("https://x.test", "auto", 32 * 1024),
        ("http://127.0.0.1:1", "auto", None),
        ("http://127.0.0.1:1", "on", 1024),
    ],
)
def test_when_bodies_are_compressed_is_in_the_configuration(url, mode, size):
    made = config(base_url=url, gzip=mode)
    assert made.gzip_from == size
    with PygenClient(made) as client:
        assert client.api.gzip_from == size


def test_requests_are_spread_over_time_but_for_a_first_burst(bench, api):
    times: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        times.append(bench.time)
        return httpx.Response(200)

    def many() -> Operation[None]:
        for _ in range(6):
            yield from get(api)

    bench.run(handle, many(), rate=2)
    assert [round(one - times[0], 6) for one in times] == [0, 0, 0.5, 1.0, 1.5, 2.0]


def test_a_rate_limit_does_not_make_anyone_late(bench, api):
    def two() -> Operation[None]:
        for _ in range(2):
            yield from get(api)

    with pytest.raises(PygenTimeoutError, match="rate limit"):
        bench.run(lambda request: httpx.Response(200), until(bench.time + 5, two()), rate=0.1)
    assert sum(bench.waits) <= 5


def test_any_request_can_be_made_and_its_answer_read(bench):
    def handle(request: httpx.Request) -> httpx.Response:
        body = {"method": request.method, "url": str(request.url), "sent": json.loads(request.content or "null")}
        return httpx.Response(200, json=body, headers={"x-request-id": "r1"})

    transport = httpx.MockTransport(handle)
    answer = bench.call(
        config(),
        lambda client: client.request("post", "/models/x", json={"a": 1}, params={"b": True, "c": None}),
        transport=transport,
    )
    assert (answer.status, answer.request_id, answer.headers["content-type"]) == (200, "r1", "application/json")
    assert answer.json() == {
        "method": "POST",
        "url": "https://x.test/api/v1/projects/p/models/x?b=true",
        "sent": {"a": 1},
    }
    beside = bench.call(config(), lambda client: client.request("GET", "/api/v1/token/inspect"), transport=transport)
    assert beside.json()["url"] == "https://x.test/api/v1/token/inspect"


def test_a_refused_request_is_an_error_unless_told_otherwise(bench):
    error = {"error": {"code": 400, "message": "no"}}
    transport = httpx.MockTransport(lambda request: httpx.Response(400, json=error))
    with pytest.raises(BadRequestError, match="no"):
        bench.call(config(), lambda client: client.request("GET", "/x"), transport=transport)
    answer = bench.call(
        config(), lambda client: client.request("GET", "/x", raise_for_status=False), transport=transport
    )
    assert (answer.status, answer.json()) == (400, error)


@pytest.mark.parametrize("path", ["models", "//elsewhere.test/x", "/models/../../other", "https://elsewhere.test"])
def test_a_path_that_could_lead_the_token_elsewhere_is_refused(bench, api, path):
    with pytest.raises(PygenValidationError, match="one slash"):
        api.request("GET", path)


def test_an_answer_that_is_not_json_says_what_came(bench):
    transport = httpx.MockTransport(lambda request: httpx.Response(200, html="<p>Sign in</p>"))
    with pytest.raises(UnreadableAnswerError, match="not JSON but text/html"):
        bench.call(config(), lambda client: client.spaces.list(), transport=transport)
