"""Requests at the same time: each sees one state, is whole, and gives every instance a version of its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest
from emulated_project import SCHEMA, STOCK, Json, container, containers, data, name_of, node, view, views
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("21")

WRITERS, WRITES = 4, 15
_NAMES = [f"n{number}" for number in range(60)]


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with Emulator() as cdf:
        cdf.deploy(spaces=[{"space": SCHEMA}, {"space": STOCK}], containers=containers(), views=views())
        base_url = f"{cdf.base_url}/api/v1/projects/{cdf.project}/models"
        with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {cdf.token}"}, timeout=60) as client:
            yield client


def _send(http: httpx.Client, path: str, body: Json) -> httpx.Response:
    return http.post(f"/{path}", json=body)


def _post(http: httpx.Client, path: str, body: Json) -> Json:
    response = _send(http, path, body)
    assert response.status_code == 200, response.text
    answer: Json = response.json()
    return answer


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results of calls that begin together, each in a thread of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _prices(http: httpx.Client, path: str, body: Json) -> list[float]:
    items = _post(http, path, {**body, "sources": [{"source": view("Tool")}]})["items"]
    return [item["properties"][SCHEMA]["Tool/v1"]["price"] for item in items]


def _write_all(http: httpx.Client, price: float) -> None:
    _post(http, "instances", {"items": [node(name, data("Tool", name=name, price=price)) for name in _NAMES]})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("instances/list", {}),
        ("instances/list", {"sort": [{"property": [SCHEMA, "Tool/v1", "name"]}]}),
        ("instances/byids", {"items": [name_of(name) for name in _NAMES]}),
    ],
    ids=["list", "sorted", "byids"],
)
def test_a_read_during_writes_sees_whole_requests_only(http: httpx.Client, path: str, body: Json) -> None:
    _write_all(http, 0)

    def write() -> None:
        for number in range(1, WRITES):
            _write_all(http, number)

    def read() -> list[list[float]]:
        return [_prices(http, path, body) for _ in range(WRITES)]

    for pages in _at_once(write, read, read)[1:]:
        assert [len(page) for page in pages] == [len(_NAMES)] * WRITES
        assert all(len(set(page)) == 1 for page in pages)
        assert pages == sorted(pages), "a later read saw an earlier state"


def test_parallel_writes_of_one_instance_give_each_a_version_of_its_own(http: httpx.Client) -> None:
    def write(writer: int) -> list[int]:
        results = [
            _post(http, "instances", {"items": [node("a", data("Tool", name=f"{writer} {number}"))]})
            for number in range(WRITES)
        ]
        return [result["items"][0]["version"] for result in results]

    versions = _at_once(*(partial(write, writer) for writer in range(WRITERS)))
    assert all(own == sorted(own) for own in versions)
    assert sorted(version for own in versions for version in own) == list(range(1, WRITERS * WRITES + 1))


def test_of_writers_that_read_the_same_version_one_wins(http: httpx.Client) -> None:
    _post(http, "instances", {"items": [node("a", data("Tool", name="a", price=0))]})

    def count_up() -> Counter[int]:
        statuses: Counter[int] = Counter()
        for _ in range(WRITES):
            (found,) = _post(http, "instances/byids", {"items": [name_of("a")], "sources": [{"source": view("Tool")}]})[
                "items"
            ]
            price = found["properties"][SCHEMA]["Tool/v1"]["price"] + 1
            item = node("a", data("Tool", price=price), existingVersion=found["version"])
            statuses[_send(http, "instances", {"items": [item]}).status_code] += 1
        return statuses

    outcomes: Counter[int] = sum(_at_once(*[count_up] * WRITERS), Counter())
    assert set(outcomes) <= {200, 409}
    assert outcomes[200] + outcomes[409] == WRITERS * WRITES
    assert _prices(http, "instances/byids", {"items": [name_of("a")]}) == [outcomes[200]]


def test_parallel_inserts_only_let_one_through(http: httpx.Client) -> None:
    def insert(writer: int) -> int:
        item = node("a", data("Tool", name=f"{writer}"), existingVersion=0)
        return _send(http, "instances", {"items": [item]}).status_code

    statuses = _at_once(*(partial(insert, writer) for writer in range(WRITERS)))
    assert sorted(statuses) == [200, *[409] * (WRITERS - 1)]


def test_a_read_sees_schema_and_data_of_the_same_state(http: httpx.Client) -> None:
    """A container goes and comes back while its view is read; its data must be there whenever it is."""
    written = [node(name, data(container("Place"), row=number)) for number, name in enumerate(_NAMES)]
    place = next(each for each in containers() if each["externalId"] == "Place")
    tool = next(each for each in containers() if each["externalId"] == "Tool")

    def change() -> None:
        for _ in range(WRITES):
            _post(http, "containers/delete", {"items": [_id(tool), _id(place)]})
            _post(http, "containers", {"items": [place, tool]})
            _post(http, "instances", {"items": written})

    def read() -> list[httpx.Response]:
        body = {"sources": [{"source": view("Place")}], "limit": 1000}
        return [_send(http, "instances/list", body) for _ in range(3 * WRITES)]

    for answers in _at_once(change, read, read)[1:]:
        assert {answer.status_code for answer in answers} <= {200, 400}
        assert {len(answer.json()["items"]) for answer in answers if answer.status_code == 200} <= {0, len(_NAMES)}


def _id(definition: Json) -> Json:
    return {"space": definition["space"], "externalId": definition["externalId"]}
