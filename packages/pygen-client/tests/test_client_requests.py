"""What travels and what is told about it: compression, rates, hooks, logs, raw requests, clients of the caller."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import sys
import threading
from contextvars import ContextVar
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    BadRequestError,
    Hook,
    OpenTelemetryHook,
    OperationClass,
    PygenAPIError,
    PygenClient,
    PygenClientConfig,
    PygenConnectionError,
    PygenTimeoutError,
    PygenValidationError,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    RetryPolicy,
    Timeouts,
    TokenCredentials,
    UnreadableAnswerError,
)
from pygen_client.core import Operation, gather, until

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


def config(**options) -> PygenClientConfig:
    values = {"base_url": "https://x.test", "retry": RetryPolicy(max_retries=2, base=0.001), **options}
    return PygenClientConfig(project="p", credentials=TokenCredentials("t"), **values)


def scripted(*answers: httpx.Response):
    """A handler that gives the answers in order."""
    left = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        answer = left.pop(0)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return handle


def get(api, **options) -> Operation:
    return api.get("/x", operation_class=OperationClass.READ, **options)


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


class Recorder(Hook):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[RequestEvent | ResponseEvent | RetryEvent] = []
        self.contexts: list[str] = []

    def on_request(self, event: RequestEvent) -> None:
        self.events.append(event)
        self.contexts.append(WHO.get())

    def on_response(self, event: ResponseEvent) -> None:
        self.events.append(event)

    def on_retry(self, event: RetryEvent) -> None:
        self.events.append(event)


WHO: ContextVar[str] = ContextVar("who", default="nobody")


def test_hooks_are_told_of_requests_answers_and_retries(bench, api):
    recorder = Recorder()
    handle = scripted(
        httpx.Response(503, headers={"x-request-id": "r1"}),
        httpx.Response(200, content=b"{}", headers={"x-request-id": "r2"}),
    )
    bench.run(handle, api.post("/x", {"a": 1}, operation_class=OperationClass.WRITE), hooks=[recorder])
    first, answered, retry, second, done = recorder.events
    assert isinstance(first, RequestEvent)
    assert (first.method, first.url) == ("POST", "https://x.test/api/v1/projects/p/x")
    assert (first.operation_class, first.attempt, first.size) == (OperationClass.WRITE, 1, 7)
    assert isinstance(answered, ResponseEvent)
    assert answered.request is first
    assert (answered.status, answered.error, answered.request_id, answered.size) == (503, None, "r1", 0)
    assert isinstance(retry, RetryEvent)
    assert (retry.attempt, retry.reason, retry.wait, retry.request_id) == (1, "status 503", 0.5, "r1")
    assert isinstance(second, RequestEvent)
    assert second.attempt == 2
    assert isinstance(done, ResponseEvent)
    assert (done.status, done.size, done.duration) == (200, 2, 0)


def test_hooks_are_told_of_requests_without_an_answer(bench, api):
    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    recorder = Recorder()
    with pytest.raises(PygenTimeoutError):
        bench.run(handle, api.request("POST", "/orders"), hooks=[recorder])
    last = recorder.events[-1]
    assert isinstance(last, ResponseEvent)
    assert (last.status, last.error) == (None, "PygenTimeoutError")


def test_a_hook_that_fails_is_logged_and_does_not_touch_the_request(bench, api, caplog):
    class Broken(Hook):
        def on_response(self, event: ResponseEvent) -> None:
            raise RuntimeError("mine")

    bench.run(lambda request: httpx.Response(200), get(api), hooks=[Broken()])
    assert "A hook of the client failed" in caplog.text
    assert "RuntimeError: mine" in caplog.text


def test_hooks_see_the_context_of_the_caller(bench):
    recorder = Recorder()

    def use(client):
        WHO.set("me")
        read = [get(client.api) for _ in range(3)]
        return client.run(gather(read, OperationClass.READ)) if bench.is_async else start(client, read)

    def start(client, read):
        return client.start(gather(read, OperationClass.READ)).result()

    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    token = WHO.set("me")
    try:
        bench.call(config(hooks=[recorder]), use, transport=transport)
    finally:
        WHO.reset(token)
    assert recorder.contexts == ["me"] * 3


def test_requests_are_logged_for_those_who_debug_and_retries_for_all(bench, api, caplog):
    handle = scripted(httpx.Response(503, headers={"x-request-id": "r1"}), httpx.Response(200))
    with caplog.at_level(logging.DEBUG, logger="pygen_client"):
        bench.run(handle, get(api, params={"cursor": "secret-cursor"}))
    url = "https://x.test/api/v1/projects/p/x"
    assert [(one.levelname, one.getMessage()) for one in caplog.records if one.name == "pygen_client"] == [
        ("DEBUG", f"GET {url}: 503 in 0 ms (attempt 1, request r1)"),
        ("WARNING", f"GET {url}: status 503, trying again in 0.5 s (attempt 1, request r1)"),
        ("DEBUG", f"GET {url}: 200 in 0 ms (attempt 2, request without id)"),
    ]
    record = next(one for one in caplog.records if one.name == "pygen_client")
    assert (vars(record)["status"], vars(record)["request_id"], vars(record)["attempt"]) == (503, "r1", 1)


class Spans:
    """Stands where OpenTelemetry would: keeps the spans that are made."""

    def __init__(self) -> None:
        self.spans: list[SimpleNamespace] = []
        self.events: list[tuple[str, dict[str, object]]] = []

    def module(self) -> SimpleNamespace:
        return SimpleNamespace(
            get_tracer=lambda name, version: self,
            get_current_span=lambda: SimpleNamespace(add_event=lambda *event: self.events.append(event)),
            SpanKind=SimpleNamespace(CLIENT="client"),
            Status=lambda code: code,
            StatusCode=SimpleNamespace(ERROR="error"),
        )

    def start_span(self, name, *, kind, attributes, start_time):
        span = SimpleNamespace(name=name, kind=kind, attributes=attributes, start=start_time, status=None)
        span.set_status = lambda status: setattr(span, "status", status)
        span.end = lambda end_time: setattr(span, "stop", end_time)
        self.spans.append(span)
        return span


def test_opentelemetry_gets_a_span_for_each_request(bench, api, monkeypatch):
    spans = Spans()
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", spans.module())
    handle = scripted(httpx.Response(503, headers={"x-request-id": "r1"}), httpx.Response(200, content=b"{}"))
    bench.run(handle, get(api), hooks=[OpenTelemetryHook()])
    failed, done = spans.spans
    assert (failed.name, failed.kind, failed.status, done.status) == ("GET", "client", "error", None)
    assert failed.attributes["http.response.status_code"] == 503
    assert failed.attributes["error.type"] == "503"
    assert failed.attributes["cdf.request_id"] == "r1"
    assert done.attributes["http.request.resend_count"] == 1
    assert done.attributes["url.full"] == "https://x.test/api/v1/projects/p/x"
    assert failed.stop >= failed.start
    assert spans.events == [("pygen_client.retry", {"reason": "status 503", "attempt": 1, "wait": 0.5})]


def test_a_span_of_a_request_without_an_answer_names_the_error(bench, api, monkeypatch):
    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    spans = Spans()
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", spans.module())
    with pytest.raises(PygenTimeoutError):
        bench.run(handle, api.request("POST", "/orders"), hooks=[OpenTelemetryHook(spans)])
    assert spans.spans[0].attributes["error.type"] == "PygenTimeoutError"
    assert "http.response.status_code" not in spans.spans[0].attributes


@pytest.mark.parametrize(
    ("module", "make", "extra"),
    [
        ("opentelemetry.trace", OpenTelemetryHook, "otel"),
        ("h2", lambda: PygenClient(config(http2=True)), "http2"),
        ("h2", lambda: AsyncPygenClient(config(http2=True)), "http2"),
    ],
)
def test_what_is_not_installed_is_asked_for_by_name(monkeypatch, module, make, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PygenValidationError, match=rf"cognite-pygen-client\[{extra}\]"):
        make()


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


@pytest.mark.parametrize(
    ("method", "path", "operation_class", "is_repeated"),
    [
        ("GET", "/assets", OperationClass.READ, True),
        ("POST", "/assets", OperationClass.WRITE, False),
        ("POST", "/assets/list", OperationClass.READ, True),
        ("POST", "/assets/delete", OperationClass.DELETE, False),
        ("DELETE", "/functions/1", OperationClass.DELETE, True),
        ("POST", "/models/instances", OperationClass.WRITE, True),
        ("POST", "/models/instances/search", OperationClass.SEARCH, True),
        ("POST", "/models/instances/aggregate", OperationClass.AGGREGATE, True),
        ("POST", "/models/instances/sync", OperationClass.QUERY, True),
        ("POST", "/models/instances/delete", OperationClass.DELETE, True),
        ("POST", "/models/views", OperationClass.SCHEMA, True),
    ],
)
def test_a_path_tells_what_a_request_does(bench, api, *, method, path, operation_class, is_repeated):
    recorder = Recorder()
    handle = scripted(httpx.Response(503), httpx.Response(200))
    bench.run(handle, api.request(method, path, raise_for_status=False), hooks=[recorder])
    requests = [one for one in recorder.events if isinstance(one, RequestEvent)]
    assert requests[0].operation_class is operation_class
    assert len(requests) == (2 if is_repeated else 1)


def test_an_answer_that_is_not_json_says_what_came(bench):
    transport = httpx.MockTransport(lambda request: httpx.Response(200, html="<p>Sign in</p>"))
    with pytest.raises(UnreadableAnswerError, match="not JSON but text/html"):
        bench.call(config(), lambda client: client.spaces.list(), transport=transport)


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
