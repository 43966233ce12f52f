"""What is told about requests: hooks, logs, spans of OpenTelemetry."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from types import SimpleNamespace

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    Hook,
    OpenTelemetryHook,
    OperationClass,
    PygenClient,
    PygenTimeoutError,
    PygenValidationError,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
)
from pygen_client.core import gather
from scripted_transport import config, get, scripted


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
