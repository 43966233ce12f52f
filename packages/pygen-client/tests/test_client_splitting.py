"""Requests that are too heavy are cut until they work; what became of every item is told."""

from __future__ import annotations

import json
from collections.abc import Sequence

import httpx
import pytest
from pygen_client import (
    BadRequestError,
    MultiRequestError,
    OperationClass,
    PygenAPIError,
    RequestTimeoutError,
)
from pygen_client.core import Operation, halve_on_timeout, in_chunks, split_on_timeout


class Scale:
    """Takes requests for a few items only, and refuses those with a bad one."""

    def __init__(self, most: int, status: int = 408, bad: int | None = None, bad_status: int = 400) -> None:
        self.most, self.status, self.bad, self.bad_status = most, status, bad, bad_status
        self.sizes: list[int] = []
        self.applied: list[int] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        items = json.loads(request.content)["items"]
        self.sizes.append(len(items))
        if len(items) > self.most:
            return httpx.Response(self.status, json={"error": {"code": self.status, "message": "too much"}})
        if self.bad in items:
            return httpx.Response(self.bad_status, json={"error": {"code": self.bad_status, "message": "bad"}})
        self.applied += items
        return httpx.Response(200, json={"items": items})


def send(api):
    def start(part: Sequence[int]) -> Operation[list[int]]:
        body = {"items": list(part)}
        response = yield from api.post("/x", body, operation_class=OperationClass.WRITE, idempotent=False)
        return response.json()["items"]

    return start


@pytest.mark.parametrize("status", [408, 413])
def test_a_batch_is_halved_until_it_is_taken_and_keeps_its_order(bench, api, status):
    scale = Scale(30, status)
    assert bench.run(scale.handle, split_on_timeout(range(100), send(api))) == list(range(100))
    assert scale.sizes == [100, 50, 25, 25, 50, 25, 25]
    assert scale.applied == list(range(100))


def test_one_item_that_is_too_much_is_an_error(bench, api):
    with pytest.raises(RequestTimeoutError, match="too much"):
        bench.run(Scale(0).handle, split_on_timeout([1], send(api)))


def test_a_batch_of_which_each_item_is_too_much_is_an_error(bench, api):
    with pytest.raises(RequestTimeoutError, match="too much"):
        bench.run(Scale(0).handle, split_on_timeout(range(4), send(api)))


def test_an_error_of_the_whole_batch_is_given_as_it_is(bench, api):
    with pytest.raises(BadRequestError, match="bad"):
        bench.run(Scale(10, bad=3).handle, split_on_timeout(range(10), send(api)))


def test_what_became_of_each_item_is_told_when_a_part_fails(bench, api):
    with pytest.raises(MultiRequestError) as caught:
        bench.run(Scale(3, bad=7).handle, split_on_timeout(range(12), send(api)))
    error = caught.value
    assert error.succeeded == [0, 1, 2, 3, 4, 5]
    assert [one.items for one in error.failed] == [[6, 7, 8]]
    assert error.not_sent == [9, 10, 11]
    assert str(error).startswith("6 succeeded, 3 failed, 0 unknown, 3 not sent. First error: bad (status 400)")


def test_what_became_of_each_item_is_told_over_chunks_too(bench, api):
    start = send(api)
    operation = in_chunks(range(40), 20, OperationClass.WRITE, lambda part: split_on_timeout(part, start))
    with pytest.raises(MultiRequestError) as caught:
        bench.run(Scale(5, bad=7).handle, operation)
    error = caught.value
    lost = [item for one in error.failed for item in one.items]
    assert sorted([*error.succeeded, *lost, *error.not_sent]) == list(range(40))
    assert 7 in lost


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_part_whose_answer_does_not_say_is_unknown(bench, api, status):
    with pytest.raises(MultiRequestError) as caught:
        bench.run(Scale(3, bad=2, bad_status=status).handle, split_on_timeout(range(6), send(api)))
    assert [one.items for one in caught.value.unknown] == [[0, 1, 2]]
    assert caught.value.not_sent == [3, 4, 5]


def ask(api, asked: list[int], most: int, status: int = 408):
    def start(size: int) -> Operation[str]:
        asked.append(size)
        response = yield from api.get("/x", operation_class=OperationClass.QUERY, params={"limit": size})
        return response.content.decode()

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200 if int(request.url.params["limit"]) <= most else status, text="page")

    return handle, start


def test_a_page_is_halved_until_it_comes_and_its_size_is_told(bench, api):
    asked: list[int] = []
    handle, start = ask(api, asked, 300)
    assert bench.run(handle, halve_on_timeout(1000, start)) == ("page", 250)
    assert asked == [1000, 500, 250]


def test_a_page_is_not_halved_below_the_smallest_nor_for_other_reasons(bench, api):
    asked: list[int] = []
    handle, start = ask(api, asked, 0)
    with pytest.raises(RequestTimeoutError):
        bench.run(handle, halve_on_timeout(10, start, smallest=4))
    assert asked == [10, 5, 4]
    handle, start = ask(api, [], 0, status=400)
    with pytest.raises(PygenAPIError):
        bench.run(handle, halve_on_timeout(10, start))
