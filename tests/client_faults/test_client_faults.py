"""The client against a service that fails: the right answer or the right error, in time, and nothing left open."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    AuthenticationError,
    BadRequestError,
    ClientCredentials,
    ConflictError,
    DeadlineExceededError,
    Hook,
    OperationClass,
    PygenAPIError,
    PygenClient,
    PygenClientConfig,
    PygenConnectionError,
    PygenError,
    PygenTimeoutError,
    RequestTimeoutError,
    ResponseEvent,
    RetryPolicy,
    ServerError,
    TokenCredentials,
    TooManyRequestsError,
)
from pygen_client.core import gather
from pygen_client.schema import Space, SpaceWrite
from pygen_emulator import Emulator

SPACES = "/models/spaces"
ONCE = [
    "429 x2",
    "429 x1 retry-after=0",
    "502 x2",
    "503 x1",
    "504 x2",
    "drop-before x1",
    "drop-after x1",
    "truncate x1",
    "latency=50ms x1",
    "slow=50ms x1",
]
"""Faults that pass: the call gets its answer all the same."""

FOR_EVER = {
    "400": BadRequestError,
    "408": RequestTimeoutError,
    "409": ConflictError,
    "429": TooManyRequestsError,
    "500": ServerError,
    "502": ServerError,
    "503": ServerError,
    "504": ServerError,
    "drop-before": PygenConnectionError,
    "drop-after": PygenConnectionError,
    "truncate": PygenConnectionError,
    "version-conflict": ConflictError,
    "token-expired": AuthenticationError,
}
"""Faults that stay, and the errors that they become."""

HANGING = ["429 retry-after=30", "503 retry-after=30", "latency=20s", "slow=20s", "drop-before", "drop-after"]
"""Faults that would hold a call up for long, or for ever with patience enough."""
HELD_UP = 20
"""Seconds for which the shortest of these does."""


class Service:
    """The service, and a client of either kind for each call."""

    def __init__(self, cdf: Emulator, is_async: bool) -> None:
        self.cdf = cdf
        self.is_async = is_async

    def call(self, use: Callable[[Any], Any], **options: Any) -> Any:
        retry = RetryPolicy(max_retries=3, max_connection_retries=2, base=0.005)
        values = {"credentials": TokenCredentials(self.cdf.token), "retry": retry, "timeout": 5.0, **options}
        config = PygenClientConfig(self.cdf.base_url, self.cdf.project, **values)

        async def main() -> Any:
            async with AsyncPygenClient(config) as client:
                return await use(client)

        if self.is_async:
            return asyncio.run(main())
        with PygenClient(config) as client:
            return use(client)

    def spaces(self) -> set[str]:
        return {space.space for space in self.call(lambda client: client.spaces.list())}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        # What is there by now stays: the collections between the tests need not look at it each time.
        gc.freeze()
        yield cdf
        gc.unfreeze()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def service(emulator: Emulator, request: pytest.FixtureRequest) -> Iterator[Service]:
    service = Service(emulator, request.param)
    service.call(lambda client: client.spaces.create(SpaceWrite(space="kept", name="Kept")))
    yield service
    emulator.faults.clear()
    left = sorted(service.spaces())
    service.call(lambda client: client.spaces.delete(left))


@pytest.fixture(autouse=True)
def nothing_is_left(emulator: Emulator) -> Iterator[None]:
    """Every thread that a client began has ended, and no connection is left to be found by the collector."""
    yield
    # A connection or transport that nobody closed warns when it is collected, and warnings are errors here.
    gc.collect()
    assert not [one.name for one in threading.enumerate() if one.name.startswith("pygen_") or one.name == "pygen"]


def create(client: Any) -> Any:
    return client.spaces.create(SpaceWrite(space="made", name="Made"))


def retrieve(client: Any) -> Any:
    return client.spaces.retrieve("kept")


def read_all(client: Any) -> Any:
    return client.spaces.list()


def delete(client: Any) -> Any:
    return client.spaces.delete(["kept"])


CALLS = {
    "create": (create, f"POST {SPACES}"),
    "retrieve": (retrieve, f"POST {SPACES}/byids"),
    "list": (read_all, f"GET {SPACES}"),
    "delete": (delete, f"POST {SPACES}/delete"),
}


@pytest.mark.parametrize("fault", ONCE)
@pytest.mark.parametrize("name", CALLS)
def test_a_fault_that_passes_is_not_noticed(service: Service, name: str, fault: str) -> None:
    use, where = CALLS[name]
    with service.cdf.fault(f"{where} {fault}") as set_fault:
        answer = service.call(use)
    assert set_fault.hits == (2 if fault.endswith("x2") else 1)
    if name == "create":
        assert [one.space for one in answer] == ["made"]
        assert service.spaces() == {"kept", "made"}
    elif name == "retrieve":
        assert isinstance(answer, Space)
        assert answer.name == "Kept"
    elif name == "list":
        assert [one.space for one in answer] == ["kept"]
    else:
        # A delete whose answer was lost is sent again, and then there is nothing left to name.
        assert answer == ([] if fault.startswith(("drop-after", "truncate")) else ["kept"])
        assert service.spaces() == set()


@pytest.mark.parametrize("fault", FOR_EVER)
@pytest.mark.parametrize("name", CALLS)
def test_a_fault_that_stays_is_an_error_of_its_kind(service: Service, name: str, fault: str) -> None:
    use, where = CALLS[name]
    with service.cdf.fault(f"{where} {fault}") as set_fault, pytest.raises(FOR_EVER[fault]) as caught:
        service.call(use)
    error = caught.value
    if isinstance(error, PygenAPIError):
        assert error.request_id
    else:
        assert isinstance(error, PygenConnectionError)
        # A connection that breaks without an answer may have brought the request all the same.
        assert error.may_have_arrived
        assert error.tried == ("PygenConnectionError",) * 3
    is_retried = fault in ("429", "502", "503", "504")
    assert set_fault.hits == (4 if is_retried else 3 if isinstance(error, PygenConnectionError) else 1)
    was_applied = fault in ("drop-after", "truncate")
    expected = {"create": {"kept", "made"}, "delete": set()}.get(name, {"kept"}) if was_applied else {"kept"}
    assert service.spaces() == expected


@pytest.mark.parametrize("fault", HANGING)
@pytest.mark.parametrize("name", CALLS)
def test_a_deadline_is_kept_whatever_happens(service: Service, name: str, fault: str) -> None:
    use, where = CALLS[name]
    patient = RetryPolicy(max_retries=1000, max_connection_retries=1000, base=0.05, longest=0.1)
    if "retry-after" in fault:
        patient = RetryPolicy(max_retries=1000)
    with service.cdf.fault(f"{where} {fault}"):
        began = time.monotonic()
        with pytest.raises(PygenTimeoutError) as caught:
            service.call(lambda client: use(client.with_deadline(0.25)), retry=patient, timeout=60.0)
        took = time.monotonic() - began
    assert took < HELD_UP
    assert caught.value.tried
    if "retry-after" in fault:
        assert isinstance(caught.value, DeadlineExceededError)
        assert caught.value.may_have_arrived == fault.startswith("503")


def test_a_slow_answer_is_an_error_after_the_timeout(service: Service) -> None:
    with service.cdf.fault(f"GET {SPACES} latency=20s"), pytest.raises(PygenTimeoutError, match="ReadTimeout"):
        service.call(read_all, timeout=0.2, retry=RetryPolicy(max_connection_retries=0))
    service.cdf.faults.clear()


def test_a_service_that_is_not_there_is_an_error_that_says_so(service: Service) -> None:
    with Emulator() as gone:
        url = gone.base_url
    config = PygenClientConfig(url, "p", TokenCredentials("t"), retry=RetryPolicy(max_connection_retries=1, base=0.005))
    with PygenClient(config) as client, pytest.raises(PygenConnectionError, match="cannot connect") as caught:
        client.spaces.list()
    assert not caught.value.may_have_arrived


def test_an_expired_token_is_replaced(service: Service) -> None:
    login = ClientCredentials(service.cdf.client_id, service.cdf.client_secret, token_url=service.cdf.token_url)
    with service.cdf.fault(f"GET {SPACES} token-expired x1") as fault:
        assert [one.space for one in service.call(read_all, credentials=login)] == ["kept"]
    assert fault.hits == 1


def test_an_expired_cursor_is_an_error(service: Service) -> None:
    service.call(lambda client: client.spaces.create([SpaceWrite(space=f"s{number}") for number in range(3)]))
    with service.cdf.fault(f"GET {SPACES} cursor-expired"), pytest.raises(BadRequestError):
        service.call(_through_pages if service.is_async else lambda client: list(client.spaces.iterate(chunk_size=2)))


async def _through_pages(client: AsyncPygenClient) -> list[Space]:
    return [space async for space in client.spaces.iterate(chunk_size=2)]


def test_a_login_that_fails_for_a_while_is_tried_again(service: Service) -> None:
    login = ClientCredentials(service.cdf.client_id, service.cdf.client_secret, token_url=service.cdf.token_url)
    with service.cdf.fault("/oauth2/token 503 x2") as fault:
        service.call(read_all, credentials=login)
    assert fault.hits == 2


def test_a_raw_write_is_not_repeated_when_its_answer_is_lost(service: Service) -> None:
    body = {"items": [{"space": "made"}]}
    operation: dict[str, Any] = {"json": body, "idempotent": False}
    with service.cdf.fault(f"POST {SPACES} drop-after") as fault, pytest.raises(PygenConnectionError) as caught:
        service.call(lambda client: client.run(client.api.request("POST", SPACES, **operation)))
    assert (fault.hits, caught.value.may_have_arrived) == (1, True)
    assert "made" in service.spaces()


def test_many_requests_at_once_survive_a_bad_time(service: Service) -> None:
    for fault in ("503 after=3 x5", "drop-before after=6 x2", "429 x3", "truncate after=10 x2"):
        service.cdf.faults.add(f"GET {SPACES} {fault}")

    def many(client: Any) -> Any:
        reads = [client.api.get(SPACES, operation_class=OperationClass.READ) for _ in range(40)]
        return client.run(gather(reads, OperationClass.READ))

    patient = RetryPolicy(max_retries=20, max_connection_retries=20, base=0.005, longest=0.05)
    outcomes = service.call(many, retry=patient)
    assert [one.value.status for one in outcomes] == [200] * 40


def test_connections_are_used_again_after_faults(service: Service) -> None:
    opened = 0

    class Counting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal opened

            def trace(event: str, info: Any) -> None:
                nonlocal opened
                opened += event == "connection.connect_tcp.started"

            request.extensions["trace"] = trace
            return super().handle_request(request)

    config = PygenClientConfig(
        service.cdf.base_url, service.cdf.project, TokenCredentials(service.cdf.token), retry=RetryPolicy(base=0.001)
    )
    with service.cdf.fault(f"GET {SPACES} 503 x5"), PygenClient(config, transport=Counting()) as client:
        for _ in range(10):
            client.spaces.list()
    assert opened == 1


def test_a_cancelled_call_leaves_nothing_behind(emulator: Emulator) -> None:
    async def main() -> None:
        config = PygenClientConfig(emulator.base_url, emulator.project, TokenCredentials(emulator.token))
        async with AsyncPygenClient(config) as client:
            with emulator.fault(f"GET {SPACES} latency=20s"):
                task = client.start(client.api.get(SPACES, operation_class=OperationClass.READ))
                await asyncio.wait_for(task.sent.wait(), 5)
                assert not task.done()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert await client.spaces.list() == []

    asyncio.run(main())
    emulator.faults.clear()


def test_sent_is_set_when_the_request_has_left_and_before_its_answer(emulator: Emulator) -> None:
    answers: list[ResponseEvent] = []

    class Answers(Hook):
        def on_response(self, event: ResponseEvent) -> None:
            answers.append(event)

    token = TokenCredentials(emulator.token)
    config = PygenClientConfig(emulator.base_url, emulator.project, token, hooks=(Answers(),))
    with emulator.fault("latency=1s"), PygenClient(config) as client:
        pending = client.start(client.api.post(f"{SPACES}/byids", {"items": []}, operation_class=OperationClass.READ))
        assert pending.sent.wait(5)
        before = list(answers)
        with pytest.raises(PygenError):
            pending.result()
    assert (before, len(answers)) == ([], 1)


def test_a_login_does_not_count_as_sent(emulator: Emulator) -> None:
    login = ClientCredentials(emulator.client_id, emulator.client_secret, token_url=emulator.token_url)
    config = PygenClientConfig(emulator.base_url, emulator.project, login)
    with emulator.fault("/oauth2/token latency=200ms"), PygenClient(config) as client:
        pending = client.start(client.api.get(SPACES, operation_class=OperationClass.READ))
        assert not pending.sent.wait(0.1)
        assert pending.sent.wait(5)
        assert pending.result().status == 200
