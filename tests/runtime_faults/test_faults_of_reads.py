"""Reads of a generated SDK from a service that fails: the right answer or the right error, and in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from failing_service import (
    HANGING,
    HELD_UP,
    LINKED,
    PASSING,
    PATIENT,
    PRODUCTS,
    READS,
    STAYING,
    Service,
    all_async,
    all_of,
    names,
    shop_sdk,
)
from pygen_client import (
    AsyncPygenClient,
    BadRequestError,
    ClientCredentials,
    PygenAPIError,
    PygenClient,
    PygenClientConfig,
    PygenTimeoutError,
    RetryPolicy,
    ServerError,
    TokenCredentials,
)
from pygen_emulator import Emulator
from pygen_runtime import CursorExpiredError, Max, Sum

P, C = shop_sdk.Product.relations, shop_sdk.Category.relations


def with_relations(found: Any) -> list[Any]:
    return [
        (one.external_id, one.category.value.external_id, sorted(link.node.external_id for link in one.relates_to))
        for one in found
    ]


def changes(found: Any) -> list[str]:
    return sorted(one.external_id for batch in found for one in batch.upserted)


DEADLINES = (0.15, 0.6, 2.4)
"""Seconds. A machine that has much else to do, or a first call, can need the shorter ones before a request leaves."""

RELATED = [(one, "tools", LINKED if one == "p0" else []) for one in PRODUCTS]


@dataclass
class Read:
    """An operation that changes nothing: how it is called, how its answer is shown, and what that is."""

    call: Callable[[Any], Any]
    show: Callable[[Any], Any]
    expected: Any


OPERATIONS: dict[str, Read] = {
    "list": Read(lambda shop: shop.product.list(limit=None), names, PRODUCTS),
    "list of a few": Read(lambda shop: shop.product.list(sort_by="price", limit=2), names, PRODUCTS[:2]),
    "iterate": Read(lambda shop: shop.product.iterate(chunk_size=4), names, PRODUCTS),
    "retrieve": Read(lambda shop: shop.product.retrieve(["p4", "nothing", "p1"]), names, ["p4", "p1"]),
    "query with include": Read(
        lambda shop: shop.product.query().include(P.category, P.relates_to).sort("price").list(),
        with_relations,
        RELATED,
    ),
    "query page by page": Read(
        lambda shop: shop.product.query().include(P.category, P.relates_to).sort("price").iterate(chunk_size=4),
        with_relations,
        RELATED,
    ),
    "search": Read(lambda shop: shop.product.search("p2", properties="name"), names, ["p2"]),
    "count": Read(lambda shop: shop.product.count(min_price=2), int, 4),
    "aggregate": Read(
        lambda shop: shop.product.aggregate([Sum("price"), Max("price")]),
        lambda rows: [(row.values.sum_price, row.values.max_price) for row in rows],
        [(15, 5)],
    ),
    "histogram": Read(
        lambda shop: shop.product.histogram("price", interval=4), lambda found: [one.count for one in found], [4, 2]
    ),
    "count of a query": Read(lambda shop: shop.product.query().where(min_price=2).count(), int, 4),
    "follow": Read(lambda shop: shop.category.follow(C.products, of="tools"), lambda one: sorted(names(one)), PRODUCTS),
    "sync": Read(lambda shop: shop.product.sync(), changes, PRODUCTS),
}


class TestReads:
    @pytest.mark.parametrize("fault", PASSING)
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_do_not_notice_a_fault_that_passes(self, service: Service, name: str, fault: str) -> None:
        operation = OPERATIONS[name]

        with service.cdf.fault(f"{READS} {fault}") as set_fault:
            answer = service.run(operation.call)

        assert operation.show(answer) == operation.expected
        assert set_fault.hits == (2 if fault.endswith("x2") else 1)

    @pytest.mark.parametrize("fault", STAYING)
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_say_what_a_fault_is_that_stays(self, service: Service, name: str, fault: str) -> None:
        with service.cdf.fault(f"{READS} {fault}") as set_fault, pytest.raises(STAYING[fault]) as caught:
            service.run(OPERATIONS[name].call)

        error = caught.value
        if isinstance(error, PygenAPIError):
            assert error.request_id
        tries = {"429": 4, "502": 4, "503": 4, "504": 4, "drop-before": 3, "drop-after": 3, "truncate": 3}
        if fault != "408":  # then pages are asked for in halves, down to the smallest
            assert set_fault.hits == tries.get(fault, 1)

    @pytest.mark.parametrize("fault", HANGING)
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_keep_a_deadline(self, service: Service, name: str, fault: str) -> None:
        retry = RetryPolicy(max_retries=1000) if "retry-after" in fault else PATIENT
        for deadline in DEADLINES:
            began = time.monotonic()
            with service.cdf.fault(f"{READS} {fault}"), pytest.raises(PygenTimeoutError) as caught:
                service.run(OPERATIONS[name].call, deadline=deadline, retry=retry, timeout=60.0)
            assert time.monotonic() - began < HELD_UP
            if caught.value.tried:
                return
        pytest.fail("None of the deadlines left the time for a request, so none told what was tried")

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_get_a_new_token_for_one_that_ended(self, service: Service, name: str) -> None:
        login = ClientCredentials(service.cdf.client_id, service.cdf.client_secret, token_url=service.cdf.token_url)

        with service.cdf.fault(f"{READS} token-expired x1") as fault:
            answer = service.run(OPERATIONS[name].call, credentials=login)

        assert OPERATIONS[name].show(answer) == OPERATIONS[name].expected
        assert fault.hits == 1

    @pytest.mark.parametrize("name", ["iterate", "query page by page"])
    def test_that_break_in_the_middle_gave_what_came_before(self, service: Service, name: str) -> None:
        given: list[str] = []

        def use(shop: Any) -> Any:
            found = OPERATIONS[name].call(shop)
            return _kept_async(found, given) if service.is_async else _kept(found, given)

        with service.cdf.fault(f"{READS} 500 after=1"), pytest.raises(ServerError):
            service.run(use)
        assert given == PRODUCTS[:4]

    @pytest.mark.parametrize("name", ["iterate", "query page by page"])
    def test_say_that_a_cursor_has_expired(self, service: Service, name: str) -> None:
        with service.cdf.fault(f"{READS} cursor-expired"), pytest.raises(BadRequestError, match="expired"):
            service.run(OPERATIONS[name].call)

    @pytest.mark.parametrize(
        ("name", "few", "refused"),
        [
            ("list", 3, 9),
            ("list of a few", 1, 1),
            ("iterate", 3, 1),
            ("retrieve", 1, 2),
            ("query with include", 3, 2),
            ("sync", 3, 2),
        ],
    )
    def test_ask_for_less_where_it_was_too_much(self, service: Service, name: str, few: int, refused: int) -> None:
        with service.cdf.fault(f"{READS} 408 over={few}") as fault:
            answer = service.run(OPERATIONS[name].call)

        assert OPERATIONS[name].show(answer) == OPERATIONS[name].expected
        assert fault.hits >= refused

    def test_survive_a_bad_time_at_once(self, service: Service) -> None:
        for fault in ("503 after=3 x5", "drop-before after=6 x2", "429 x3", "truncate after=10 x2", "drop-after x1"):
            service.cdf.faults.add(f"{READS} {fault}")
        patient = RetryPolicy(max_retries=20, max_connection_retries=20, base=0.002, longest=0.02)
        ids = PRODUCTS + [f"nothing {number}" for number in range(4000)]

        found = service.run(lambda shop: shop.product.retrieve(ids), retry=patient)

        assert names(found) == PRODUCTS


def _kept(found: Any, given: list[str]) -> Any:
    for one in found:
        given.append(one.external_id)
        yield one


async def _kept_async(found: Any, given: list[str]) -> Any:
    async for one in found:
        given.append(one.external_id)
        yield one


class TestSyncCursors:
    def test_that_expired_are_an_error_or_a_new_beginning(self, service: Service) -> None:
        (*_, last) = service.run(lambda shop: shop.product.sync())

        with service.cdf.fault(f"{READS} cursor-expired x1"), pytest.raises(CursorExpiredError):
            service.run(lambda shop: shop.product.sync(last.cursor))
        with service.cdf.fault(f"{READS} cursor-expired x1"):
            batches = service.run(lambda shop: shop.product.sync(last.cursor, on_expired="restart"))

        assert changes(batches) == PRODUCTS
        assert batches[0].restarted


TROUBLE = (
    "503 after=3 x9",
    "429 after=1 x5",
    "drop-before after=5 x4",
    "drop-after after=9 x4",
    "truncate after=12 x3",
)


def test_one_client_serves_many_threads_in_a_bad_time(emulator: Emulator) -> None:
    patient = RetryPolicy(max_retries=50, max_connection_retries=50, base=0.002, longest=0.02)
    config = PygenClientConfig(emulator.base_url, emulator.project, TokenCredentials(emulator.token), retry=patient)
    for fault in TROUBLE:
        emulator.faults.add(f"{READS} {fault}")

    with PygenClient(config) as client, ThreadPoolExecutor(8) as threads:
        shop = shop_sdk.ShopClient(client)
        expected = [*OPERATIONS.values()] * 4
        answers = list(threads.map(lambda one: all_of(one.call(shop)), expected))
    emulator.faults.clear()

    shown = [one.show(answer) for one, answer in zip(expected, answers, strict=True)]
    assert shown == [one.expected for one in expected]


def test_one_client_serves_many_tasks_in_a_bad_time(emulator: Emulator) -> None:
    patient = RetryPolicy(max_retries=50, max_connection_retries=50, base=0.002, longest=0.02)
    config = PygenClientConfig(emulator.base_url, emulator.project, TokenCredentials(emulator.token), retry=patient)
    for fault in TROUBLE:
        emulator.faults.add(f"{READS} {fault}")

    async def main() -> list[Any]:
        async with AsyncPygenClient(config) as client:
            shop = shop_sdk.AsyncShopClient(client)
            return await asyncio.gather(*(all_async(one.call(shop)) for one in [*OPERATIONS.values()] * 4))

    answers = asyncio.run(main())
    emulator.faults.clear()

    expected = [*OPERATIONS.values()] * 4
    shown = [one.show(answer) for one, answer in zip(expected, answers, strict=True)]
    assert shown == [one.expected for one in expected]


def test_a_cancelled_read_leaves_nothing_behind(emulator: Emulator) -> None:
    async def main() -> None:
        config = PygenClientConfig(emulator.base_url, emulator.project, TokenCredentials(emulator.token))
        async with AsyncPygenClient(config) as client:
            shop = shop_sdk.AsyncShopClient(client)
            for operation in OPERATIONS.values():
                with emulator.fault(f"{READS} latency=20s"):
                    task = asyncio.ensure_future(all_async(operation.call(shop)))
                    await asyncio.sleep(0.05)
                    assert not task.done()
                    task.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await task
                answer = await all_async(operation.call(shop))
                assert operation.show(answer) == operation.expected

    asyncio.run(main())
    emulator.faults.clear()
