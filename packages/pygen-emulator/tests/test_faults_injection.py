"""Faults on demand, as a client meets them: on a real socket and in process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from pygen_emulator import Emulator, Fault

pytestmark = pytest.mark.evidence("21")


@pytest.fixture(params=["socket", "in process"])
def cdf(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    make = Emulator if request.param == "socket" else Emulator.in_process
    with make() as emulator:
        emulator.deploy(spaces=[{"space": "shop"}])
        yield emulator


@pytest.fixture
def http(cdf: Emulator) -> Iterator[httpx.Client]:
    """A client below the project."""
    in_process = cdf.base_url.endswith(".localhost")
    with httpx.Client(
        transport=cdf.transport() if in_process else None,
        base_url=f"{cdf.base_url}/api/v1/projects/{cdf.project}",
        headers={"Authorization": f"Bearer {cdf.token}"},
        timeout=10,
    ) as client:
        yield client


def apply(http: httpx.Client, external_id: str) -> httpx.Response:
    items = [{"instanceType": "node", "space": "shop", "externalId": external_id}]
    return http.post("/models/instances", json={"items": items})


def is_there(http: httpx.Client, external_id: str) -> bool:
    items = [{"instanceType": "node", "space": "shop", "externalId": external_id}]
    return bool(http.post("/models/instances/byids", json={"items": items}).json()["items"])


def error_of(response: httpx.Response) -> tuple[int, str]:
    error = response.json()["error"]
    assert error["code"] == response.status_code
    return response.status_code, error["message"]


def test_a_status_comes_as_often_as_was_said_and_names_its_fault(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("POST /models/instances 503 x2") as fault:
        answers = [apply(http, "a") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert error_of(answers[0]) == (503, "Fault on demand: POST /models/instances 503 x2")
    assert answers[0].headers["x-pygen-fault"] == "POST /models/instances 503 x2"
    assert "x-request-id" in answers[0].headers
    assert "x-pygen-fault" not in answers[2].headers
    assert (fault.seen, fault.hits) == (3, 2)


def test_only_the_requests_that_it_concerns_meet_a_fault(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add(Fault(500, method="POST", path="/models/instances/*"))

    assert http.get("/models/spaces").status_code == 200
    assert apply(http, "a").status_code == 200
    assert http.post("/models/instances/list/", json={}).status_code == 500


def test_requests_pass_before_a_fault_begins(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add("GET 502 after=2 x1")

    assert [http.get("/models/spaces").status_code for _ in range(4)] == [200, 200, 502, 200]


@pytest.mark.evidence("21")
@pytest.mark.parametrize(("rule", "seconds"), [("429", None), ("429 retry-after=7", "7")])
def test_throttling_says_when_to_come_back_only_where_asked(
    cdf: Emulator, http: httpx.Client, rule: str, seconds: str | None
) -> None:
    cdf.faults.add(rule)

    answer = http.get("/models/spaces")

    assert (answer.status_code, answer.headers.get("retry-after")) == (429, seconds)


def test_the_block_ends_its_fault_whatever_happens_in_it(cdf: Emulator, http: httpx.Client) -> None:
    with pytest.raises(RuntimeError, match="the test"), cdf.fault("500"):
        raise RuntimeError("the test")

    assert http.get("/models/spaces").status_code == 200


def test_latency_adds_up_and_the_request_is_carried_out(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add("latency=100ms")
    cdf.faults.add(Fault("latency", seconds=0.1))
    began = time.monotonic()

    answer = apply(http, "a")

    assert time.monotonic() - began > 0.2
    assert answer.status_code == 200
    assert answer.headers["x-pygen-fault"] == "latency=100ms, latency=100ms"


def test_latency_beyond_the_clients_timeout_is_a_timeout(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("latency=30s x1"), pytest.raises(httpx.ReadTimeout):
        http.get("/models/spaces", timeout=0.1)

    assert http.get("/models/spaces").status_code == 200


def test_an_emulator_that_ends_holds_no_request_up_any_longer() -> None:
    with ThreadPoolExecutor(1) as pool:
        with Emulator(faults=["latency=120s"]) as cdf:
            held_up = pool.submit(httpx.get, cdf.base_url, timeout=60)
            (fault,) = cdf.faults.all()
            while not fault.hits and not held_up.done():
                time.sleep(0.01)  # nothing else tells that a request has come
        answer = held_up.result()  # and no timeout

    assert answer.headers["x-pygen-fault"] == "latency=120s"


def test_a_connection_dropped_before_the_write_leaves_nothing(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("POST /models/instances drop-before"), pytest.raises(httpx.ReadError):
        apply(http, "a")

    assert not is_there(http, "a")


def test_a_connection_dropped_after_the_write_leaves_it_done(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("POST /models/instances drop-after"), pytest.raises(httpx.ReadError):
        apply(http, "a")

    assert is_there(http, "a")


def test_a_truncated_body_ends_too_early_though_the_write_is_done(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("POST /models/instances truncate"), pytest.raises(httpx.RemoteProtocolError, match="closed"):
        apply(http, "a")

    assert is_there(http, "a")


def test_a_slow_body_comes_whole(cdf: Emulator, http: httpx.Client) -> None:
    began = time.monotonic()

    with cdf.fault("slow=300ms"):
        answer = http.get("/models/spaces")

    assert time.monotonic() - began > 0.3
    assert [space["space"] for space in answer.json()["items"]] == ["shop"]


def test_a_slow_body_is_a_timeout_when_its_parts_are_too_far_apart(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("slow=20s"), pytest.raises(httpx.ReadTimeout):
        http.get("/models/spaces", timeout=0.2)


def test_a_compressed_answer_can_be_truncated(cdf: Emulator, http: httpx.Client) -> None:
    cdf.deploy(spaces=[{"space": f"space{number}"} for number in range(30)])

    with cdf.fault("truncate"), pytest.raises(httpx.RemoteProtocolError):
        http.get("/models/spaces", params={"limit": 100})


@pytest.mark.evidence("20")
def test_heavy_queries_time_out_until_they_ask_for_less(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add("/models/instances/query 408 over=500")

    def ask(**limit: int) -> httpx.Response:
        body = {"with": {"all": {"nodes": {}, **limit}}, "select": {"all": {}}}
        return http.post("/models/instances/query", json=body)

    heavy = ask(limit=1000)

    text = "Graph query timed out. Reduce load or contention, or optimise your query."
    assert error_of(heavy) == (408, text)
    assert ask(limit=500).status_code == 200
    assert ask().status_code == 200


def test_what_is_heavy_counts_pages_and_items(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add("504 over=1")
    two = [{"space": "a"}, {"space": "b"}]

    assert http.post("/models/instances/list", json={}).status_code == 504
    assert http.post("/models/instances/list", json={"limit": 1}).status_code == 200
    assert http.post("/models/spaces/byids", json={"items": two}).status_code == 504
    assert http.post("/models/spaces/byids", json={"items": two[:1]}).status_code == 200
    assert http.post("/models/instances/list", content=b"no JSON").status_code == 400


@pytest.mark.evidence("20")
def test_an_expired_cursor_hits_requests_with_one(cdf: Emulator, http: httpx.Client) -> None:
    for name in ("a", "b", "c"):
        apply(http, name)
    cursor = http.post("/models/instances/list", json={"limit": 1}).json()["nextCursor"]

    with cdf.fault("cursor-expired"):
        first = http.post("/models/instances/list", json={"limit": 1, "cursor": None})
        second = http.post("/models/instances/list", json={"limit": 1, "cursor": cursor})
        third = http.get("/models/spaces", params={"cursor": "x"})

    assert first.status_code == 200
    assert error_of(second) == (400, "Cursor has expired. Try again with a new cursor.")
    assert third.status_code == 400


@pytest.mark.evidence("20")
def test_a_version_conflict_writes_nothing(cdf: Emulator, http: httpx.Client) -> None:
    with cdf.fault("POST /models/instances version-conflict"):
        answer = apply(http, "a")

    assert error_of(answer) == (409, "A version conflict caused the ingest to fail.")
    assert not is_there(http, "a")


@pytest.mark.evidence("2")
def test_a_token_that_expired_is_worth_nothing_until_there_is_another(cdf: Emulator, http: httpx.Client) -> None:
    def token() -> dict[str, str]:
        form = {"grant_type": "client_credentials", "client_id": cdf.client_id, "client_secret": cdf.client_secret}
        return {"Authorization": f"Bearer {http.post(cdf.token_url, data=form).json()['access_token']}"}

    old = token()
    cdf.faults.add("GET token-expired x1")

    assert error_of(http.get("/models/spaces", headers=old)) == (401, "Unauthorized")
    assert http.get("/models/spaces", headers=old).status_code == 401
    assert http.get("/models/spaces", headers=token()).status_code == 200


def test_the_token_endpoint_can_fail(cdf: Emulator, http: httpx.Client) -> None:
    cdf.faults.add("/oauth2/token 500")
    cdf.faults.add("/token/inspect 503")

    assert http.post(cdf.token_url, data={}).status_code == 500
    assert http.get(f"{cdf.base_url}/api/v1/token/inspect").status_code == 503


def test_faults_can_be_there_from_the_beginning() -> None:
    with Emulator.in_process(faults=["GET 500", Fault(503)]) as cdf:
        assert [str(each.fault) for each in cdf.faults.all()] == ["GET 500", "503"]


def test_asynchronous_clients_meet_faults_in_process() -> None:
    async def call(cdf: Emulator) -> None:
        async with httpx.AsyncClient(transport=cdf.async_transport(), base_url=cdf.base_url) as client:
            with cdf.fault("drop-before x1"), pytest.raises(httpx.ReadError):
                await client.get("/api/v1/token/inspect")
            with cdf.fault("latency=30s"), pytest.raises(httpx.ReadTimeout):
                await client.get("/api/v1/token/inspect", timeout=0.05)

    with Emulator.in_process() as cdf:
        asyncio.run(call(cdf))


def test_an_application_on_another_server_raises_what_it_cannot_do() -> None:
    async def call(app: Any) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            await client.get("/api/v1/token/inspect")

    with Emulator.in_process() as cdf, cdf.fault("drop-before"), pytest.raises(ConnectionError, match="drop-before"):
        asyncio.run(call(cdf.asgi_app))


def test_a_client_that_retries_gets_through(cdf: Emulator) -> None:
    cdf.faults.add("429 retry-after=0 x1")
    cdf.faults.add("GET 503 x1")

    with cdf.client() as client:
        assert [space.space for space in client.spaces.list()] == ["shop"]
    assert [each.hits for each in cdf.faults.all()] == [1, 1]


def test_the_log_of_the_server_stays_empty(capfd: pytest.CaptureFixture[str]) -> None:
    with Emulator() as cdf:
        for rule in ("drop-before", "drop-after", "truncate"):
            with cdf.fault(rule), pytest.raises(httpx.TransportError):
                httpx.get(f"{cdf.base_url}/api/v1/token/inspect")

    assert capfd.readouterr() == ("", "")
