"""Retries, concurrency and broken connections, through both drivers over scripted answers."""

import asyncio
import threading
import time

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    OperationClass,
    PygenAPIError,
    PygenClient,
    PygenClientConfig,
    PygenConnectionError,
    PygenError,
    PygenTimeoutError,
    ServerError,
    TokenCredentials,
    TooManyRequestsError,
)
from pygen_client.core import Failed, NotStarted, Operation, gather, sleep
from scripted_transport import Service, api, ok, post


def test_a_request_says_who_calls_and_what_it_sends(run):
    service = Service(ok())
    run(service, api().get("/models/x", operation_class=OperationClass.READ, params={"a": True, "b": None, "c": 3}))
    request = service.requests[0]
    assert str(request.url) == "https://x.test/api/v1/projects/p/models/x?a=true&c=3"
    assert request.headers["authorization"] == "Bearer tok"
    assert request.headers["x-cdp-app"] == "tests"


def test_a_path_beside_the_project_is_reached_too(run):
    service = Service(ok())
    run(service, api().get("/token/inspect", operation_class=OperationClass.AUTH, in_project=False))
    assert str(service.requests[0].url) == "https://x.test/api/v1/token/inspect"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_fault_is_tried_again_with_growing_waits(run, status):
    service = Service(httpx.Response(status), httpx.Response(status), ok())
    run(service, post())
    assert len(service.requests) == 3
    assert service.waits == [0.5, 1.0]


def test_retry_after_is_waited_for_and_capped(run):
    service = Service(
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(429, headers={"Retry-After": "7200"}),
        httpx.Response(429, headers={"Retry-After": "tomorrow"}),
        ok(),
    )
    run(service, post())
    assert service.waits == [7.5, 60, 2.0]


def test_a_fault_that_stays_becomes_an_error_with_all_that_the_service_said(run):
    body = {"error": {"code": 429, "message": "too fast", "missing": [{"externalId": "a"}]}}
    service = Service(*[httpx.Response(429, json=body, headers={"x-request-id": "r1"})] * 4)
    with pytest.raises(TooManyRequestsError) as caught:
        run(service, post())
    error = caught.value
    assert (error.status, error.code, error.message, error.request_id) == (429, 429, "too fast", "r1")
    assert error.missing == [{"externalId": "a"}]
    assert len(service.requests) == 4
    assert "too fast (status 429, request r1)" in str(error)


@pytest.mark.parametrize("status", [400, 404, 408, 409, 500])
def test_a_final_answer_is_not_tried_again(run, status):
    service = Service(httpx.Response(status, json={"error": {"code": status, "message": "no"}}))
    with pytest.raises(PygenAPIError, match="no") as caught:
        run(service, post())
    assert caught.value.status == status
    assert service.waits == []


def test_the_service_can_mark_any_answer_as_safe_to_repeat(run):
    service = Service(httpx.Response(409, headers={"cdf-is-auto-retryable": "true"}), ok())
    run(service, post(idempotent=False))
    assert len(service.requests) == 2


def test_a_request_that_must_not_be_repeated_is_repeated_only_when_it_was_refused_unseen(run):
    service = Service(httpx.Response(429), httpx.Response(503))
    with pytest.raises(ServerError):
        run(service, post(idempotent=False))
    assert len(service.requests) == 2


def test_a_connection_that_cannot_be_made_is_tried_again_whatever_the_request(run):
    service = Service(httpx.ConnectError("refused"), httpx.ConnectError("refused"), ok())
    run(service, post(idempotent=False))
    assert len(service.requests) == 3


def test_a_host_that_stays_away_is_an_error_that_says_so(run):
    service = Service(*[httpx.ConnectError("refused")] * 3)
    with pytest.raises(PygenConnectionError, match="cannot connect") as caught:
        run(service, post())
    assert not caught.value.may_have_arrived


def test_a_write_whose_answer_is_lost_is_repeated_only_if_that_does_no_harm(run):
    harmless = Service(httpx.ReadError("reset"), ok())
    run(harmless, post())
    assert len(harmless.requests) == 2
    harmful = Service(httpx.ReadTimeout("slow"))
    with pytest.raises(PygenTimeoutError) as caught:
        run(harmful, post(idempotent=False))
    assert caught.value.may_have_arrived


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"error": "just text"}', "just text"),
        (b"<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        (b"[]", "\\[\\]"),
        (b"", "without a message"),
        (b'{"error": {"code": 400}}', "without a message"),
        (b'{"error": {"code": "400", "message": "m", "missing": "none"}}', "m"),
    ],
)
def test_bodies_of_any_form_become_an_error(run, content, message):
    with pytest.raises(PygenAPIError, match=message):
        run(Service(httpx.Response(400, content=content)), post())


def test_gathered_operations_give_one_outcome_each_in_order(run):
    service = Service(ok({"n": 1}), ok({"n": 1}), ok({"n": 1}))

    def fail() -> Operation[None]:
        yield from sleep(0)
        raise ValueError("mine")

    outcomes = run(service, gather([post(), fail(), post()], OperationClass.WRITE))
    assert isinstance(outcomes, list)
    assert [type(one).__name__ for one in outcomes] == ["Done", "Failed", "Done"]


def test_after_a_failure_nothing_more_starts_if_so_asked(run):
    def fail() -> Operation[None]:
        yield from sleep(0)
        raise ValueError("mine")

    outcomes = run(Service(), gather([fail() for _ in range(20)], OperationClass.WRITE, stop_on_error=True))
    assert isinstance(outcomes, list)
    assert isinstance(outcomes[0], Failed)
    assert sum(isinstance(one, NotStarted) for one in outcomes) >= 18


def test_gathering_nothing_gives_nothing(run):
    assert run(Service(), gather([], OperationClass.WRITE)) == []


def test_no_more_requests_run_at_once_than_the_limit_allows():
    running, most, lock = 0, 0, threading.Lock()

    def handle(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return ok()

    config = PygenClientConfig(
        "https://x.test", "p", TokenCredentials("t"), concurrency={OperationClass.READ: 3, OperationClass.WRITE: 1}
    )
    with PygenClient(config, transport=httpx.MockTransport(handle)) as client:
        started = [
            client.start(gather([client.api.get("/x", operation_class=OperationClass.READ)] * 1, OperationClass.READ))
            for _ in range(12)
        ]
        for one in started:
            one.result()
    assert 1 < most <= 3


def test_gathering_inside_gathering_does_not_lock_up(run):
    def inner() -> Operation[object]:
        return (yield from gather([post(), post()], OperationClass.WRITE))

    service = Service(*[ok()] * 12)
    run(service, gather([inner() for _ in range(6)], OperationClass.WRITE))
    assert len(service.requests) == 12


def test_a_cancelled_task_leaves_no_request_running():
    started, ended = [], []

    async def handle(request: httpx.Request) -> httpx.Response:
        started.append(request)
        try:
            await asyncio.sleep(30)
        finally:
            ended.append(request)
        return ok()

    async def main() -> None:
        config = PygenClientConfig("https://x.test", "p", TokenCredentials("t"))
        client = AsyncPygenClient(config, transport=httpx.MockTransport(handle))
        reads = [client.api.get("/x", operation_class=OperationClass.READ) for _ in range(8)]
        task = client.start(gather(reads, OperationClass.READ))
        while len(started) < 4:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.close()

    asyncio.run(main())
    assert len(started) == len(ended) == 4


def test_closing_an_async_client_cancels_what_it_started():
    async def handle(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return ok()

    async def main() -> bool:
        config = PygenClientConfig("https://x.test", "p", TokenCredentials("t"))
        async with AsyncPygenClient(config, transport=httpx.MockTransport(handle)) as client:
            task = client.start(client.api.get("/x", operation_class=OperationClass.READ))
            await asyncio.sleep(0)
        return task.cancelled()

    assert asyncio.run(main())


def test_a_pending_operation_can_be_dropped_and_the_client_closed():
    release = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        release.wait(5)
        return ok()

    config = PygenClientConfig("https://x.test", "p", TokenCredentials("t"))
    with PygenClient(config, transport=httpx.MockTransport(handle)) as client:
        pending = client.start(client.api.get("/x", operation_class=OperationClass.READ))
        pending.cancel()
        release.set()
    assert repr(client) == "PygenClient('p' at https://x.test)"


def test_a_closed_client_says_so():
    config = PygenClientConfig("https://x.test", "p", TokenCredentials("t"))

    def reading(client: PygenClient | AsyncPygenClient) -> Operation[object]:
        return client.api.get("/x", operation_class=OperationClass.READ)

    with PygenClient(config, transport=httpx.MockTransport(lambda _: ok())) as client:
        pass
    with pytest.raises(PygenError, match="The client is closed: make a new one"):
        client.run(reading(client))
    with pytest.raises(PygenError, match="The client is closed"):
        client.start(reading(client))

    async def main() -> None:
        async with AsyncPygenClient(config, transport=httpx.MockTransport(lambda _: ok())) as client:
            pass
        with pytest.raises(PygenError, match="The client is closed"):
            await client.run(reading(client))

    asyncio.run(main())
