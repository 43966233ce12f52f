"""Going on with a write that did not get through, was cancelled, or gives more than fits in memory."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import httpx
import pytest
from pygen_client import (
    AsyncPygenClient,
    BadRequestError,
    ConflictError,
    OAuth2Error,
    PygenConnectionError,
    PygenError,
    PygenValidationError,
)
from pygen_client.schema import EdgeId, NodeId
from pygen_emulator import Emulator
from pygen_runtime import EdgeWrite, FailedItem, NodeWrite, PartialUpsertError, UpsertResult
from scripted_service import LoseAnswerError, nothing, refusal, scripted
from shop_by_hand import AsyncShopClient, ProductWrite, ShopClient
from shop_project import config


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def parts(count: int, **values: Any) -> list[ProductWrite]:
    return [part(f"p{number}", **values) for number in range(count)]


def ids(found: Any) -> list[str]:
    return [one.external_id for one in found]


def lose_small(number: int, body: dict[str, Any]) -> None:
    if len(body["items"]) < 1000:
        raise LoseAnswerError


class TestResume:
    def test_only_what_is_not_settled_is_sent(self, emulator: Emulator) -> None:
        def refuse(number: int, body: dict[str, Any]) -> httpx.Response | None:
            return refusal(400) if body["items"][0]["externalId"] == "p1000" else None

        with scripted(emulator, refuse) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert(parts(1500))

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert([*parts(1500), part("more")], resume=caught.value.result)

        assert [len(body["items"]) for body in bodies] == [501]
        assert result is caught.value.result
        assert (len(result.created), result.failed, result.not_sent) == (1501, [], [])

    def test_an_edge_may_be_all_that_is_left(self, emulator: Emulator) -> None:
        edge = EdgeWrite(edge_type="t", start_node="p0", end_node="p1")

        def refuse(number: int, body: dict[str, Any]) -> httpx.Response | None:
            return refusal(400) if body["items"][0]["instanceType"] == "edge" else None

        with scripted(emulator, refuse) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert([*parts(1000), edge])
        with scripted(emulator, nothing) as (shop, _):
            result = shop.upsert([*parts(1000), edge], resume=caught.value.result)

        assert len(result.created) == 1001

    def test_with_nothing_left_sends_nothing(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            done = shop.upsert(parts(2))
            bodies.clear()

            assert shop.upsert(parts(2), resume=done).created == done.created
        assert bodies == []

    def test_a_guarded_write_whose_answer_was_lost_is_looked_up(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, _):
            shop.upsert([part("old"), part("other")])
        writes = [
            part("old", price=2, existing_version=1),
            part("new", existing_version=0),
            part("other", price=2, existing_version=1),
        ]

        result = UpsertResult()
        with scripted(emulator, lose_small) as (shop, _), pytest.raises(PygenConnectionError):
            shop.upsert(writes, resume=result)
        assert len(result.unknown) == 3
        with scripted(emulator, nothing) as (shop, bodies):
            shop.upsert(part("other", price=3))
            bodies.clear()
            with pytest.raises(ConflictError):
                shop.upsert([*writes, part("never", existing_version=0)], resume=result)

        assert (ids(result.updated), ids(result.created)) == (["old"], ["new"])
        assert ids(result.failed) == ["other", "never"]
        assert [[item["externalId"] for item in body["items"]] for body in bodies] == [["other", "never"]]

    def test_a_guarded_write_that_never_arrived_is_sent(self, emulator: Emulator) -> None:
        def lose(number: int, body: dict[str, Any]) -> None:
            raise httpx.ReadError("reset")

        result, writes = UpsertResult(), [part("new", existing_version=0)]
        with scripted(emulator, lose) as (shop, _), pytest.raises(PygenConnectionError):
            shop.upsert(writes, resume=result)
        with scripted(emulator, nothing) as (shop, _):
            shop.upsert(writes, resume=result)

        assert (ids(result.created), result.unknown) == (["new"], [])


class TestLines:
    def test_hold_all_but_values(self, emulator: Emulator, tmp_path: Path) -> None:
        def act(number: int, body: dict[str, Any]) -> httpx.Response | None:
            first = body["items"][0]["externalId"]
            if first == "p1000":
                return refusal(400, "The node 'p1001' is wrong.")
            return None

        with scripted(emulator, act) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert([*parts(1010), EdgeWrite(edge_type="t", start_node="p0", end_node="p1")])
        path = tmp_path / "result.jsonl"
        caught.value.result.write_jsonl(path)

        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert lines[0] == {"instanceType": "node", "space": "shop", "externalId": "p0", "outcome": "created"}
        assert lines[1001] == {
            "instanceType": "node",
            "space": "shop",
            "externalId": "p1001",
            "outcome": "failed",
            "error": {
                "type": "BadRequestError",
                "message": "The node 'p1001' is wrong.",
                "status": 400,
                "requestId": None,
                "atFault": True,
                "isConflict": False,
            },
        }
        read = UpsertResult.read_jsonl(path)
        assert read.outcomes() == caught.value.result.outcomes()
        assert ids(read.rejected) == ["p1001"]
        assert isinstance(read.failed[0].error, BadRequestError)

    @pytest.mark.parametrize(
        "error",
        [PygenConnectionError("gone", may_have_arrived=True), PygenConnectionError("down"), OAuth2Error("no token")],
    )
    def test_bring_back_every_error(self, tmp_path: Path, error: PygenError, emulator: Emulator) -> None:
        def fail(number: int, body: dict[str, Any]) -> None:
            raise error

        result = UpsertResult()
        with scripted(emulator, fail) as (shop, _), pytest.raises(PygenError):
            shop.upsert(part("a"), resume=result)
        result.write_jsonl(tmp_path / "lines")

        read = UpsertResult.read_jsonl(str(tmp_path / "lines"))

        (item,) = [*read.failed, *read.unknown]
        assert read.outcomes() == result.outcomes()
        assert isinstance(item, FailedItem)
        assert str(item.error) == str(error)
        assert getattr(item.error, "may_have_arrived", None) == getattr(error, "may_have_arrived", None)

    @pytest.mark.parametrize(
        "line",
        [
            "no json",
            "[]",
            "{}",
            '{"instanceType":"view","space":"s","externalId":"a","outcome":"created"}',
            '{"instanceType":"node","space":"s","externalId":"a","outcome":"deleted"}',
            '{"instanceType":"node","space":"s","externalId":"a","outcome":"failed","error":{}}',
        ],
    )
    def test_of_another_kind_are_refused(self, tmp_path: Path, line: str) -> None:
        path = tmp_path / "lines"
        path.write_text(f'{{"instanceType":"node","space":"s","externalId":"a","outcome":"created"}}\n{line}\n')

        with pytest.raises(PygenValidationError, match=r"Line 2 of .* is not that of a result with created, updated"):
            UpsertResult.read_jsonl(path)


class TestInterruptions:
    def test_a_cancelled_call_tells_what_was_sent(self, emulator: Emulator) -> None:
        result = UpsertResult()

        async def main() -> None:
            started = asyncio.Event()
            inner = emulator.async_transport()

            class Hanging(httpx.AsyncBaseTransport):
                async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                    body = json.loads(await request.aread())
                    if body["items"][0]["externalId"] == "p0":
                        return await inner.handle_async_request(request)
                    started.set()
                    await asyncio.Event().wait()
                    raise AssertionError

            async with AsyncPygenClient(config(emulator), transport=Hanging()) as client:
                edges = [EdgeWrite(edge_type="t", start_node=f"p{n}", end_node="p0") for n in range(1500)]
                work = asyncio.ensure_future(AsyncShopClient(client).upsert([*parts(1000), *edges], resume=result))
                await started.wait()
                await asyncio.sleep(0.05)
                work.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await work

        asyncio.run(main())
        assert len(result.created) == 1000
        assert len(result.unknown) == 1500
        assert "Interrupted" in str(result.unknown[0].error)

    def test_an_interrupted_program_knows_what_was_sent(self, emulator: Emulator) -> None:
        def interrupt(number: int, body: dict[str, Any]) -> None:
            if number == 2:
                raise KeyboardInterrupt

        result = UpsertResult()
        chain = [part(f"p{number}", similar=[f"p{number + 1}"]) for number in range(2499)]
        with scripted(emulator, interrupt) as (shop, _), pytest.raises(KeyboardInterrupt):
            shop.upsert([*chain, part("p2499")], auto_create_direct_relations=False, resume=result)

        assert (len(result.created), len(result.unknown), len(result.not_sent)) == (1000, 1000, 500)


def accept(number: int, body: dict[str, Any]) -> httpx.Response:
    """Say that all was created."""
    answer = {"version": 1, "wasModified": True, "createdTime": 1, "lastUpdatedTime": 1}
    ids_of = ({key: one[key] for key in ("instanceType", "space", "externalId")} for one in body["items"])
    return httpx.Response(200, json={"items": [{**one, **answer} for one in ids_of], "deleted": []})


class TestGenerators:
    def test_are_written_window_by_window(self, emulator: Emulator) -> None:
        alive: WeakValueDictionary[int, NodeWrite] = WeakValueDictionary()
        seen: list[int] = []

        def many() -> Iterator[NodeWrite]:
            for number in range(35_000):
                node = NodeWrite(external_id=f"n{number}")
                alive[number] = node
                yield node

        def count(number: int, body: dict[str, Any]) -> httpx.Response:
            seen.append(len(alive))
            return accept(number, body)

        with scripted(emulator, count) as (shop, bodies):
            result = shop.upsert(many())

        assert len(result.created) == 35_000
        assert [len(body["items"]) for body in bodies] == [1000] * 35
        # One is written while the next one is there already.
        assert max(seen) <= 20_001

    def test_that_fail_leave_what_was_before(self, emulator: Emulator) -> None:
        def broken() -> Iterator[NodeWrite]:
            yield from (NodeWrite(external_id=f"n{number}") for number in range(20_000))
            raise RuntimeError("no more")

        result = UpsertResult()
        with scripted(emulator, accept) as (shop, _), pytest.raises(RuntimeError, match="no more"):
            shop.upsert(broken(), resume=result)

        assert len(result.created) == 20_000


class _Bar:
    def __init__(self) -> None:
        self.told: list[Any] = []

    def start(self, description: str, total: int | None) -> "_Bar":
        self.told.append((description, total))
        return self

    def advance(self, count: int) -> None:
        self.told.append(count)

    def close(self) -> None:
        self.told.append("closed")


class TestProgress:
    def test_is_told_of_every_request(self, emulator: Emulator) -> None:
        bar = _Bar()
        with scripted(emulator, accept, progress=bar) as (shop, _):
            shop.upsert(parts(2100))
            shop.upsert(parts(2100), dry_run=True)
            shop.upsert(NodeWrite(external_id=f"n{number}") for number in range(11_000))
        with scripted(emulator, nothing, progress=bar) as (shop, _):
            shop.delete(NodeId("shop", f"p{number}") for number in range(1500))

        assert bar.told[:5] == [("Writing", 2100), *bar.told[1:4], "closed"]
        assert sorted(bar.told[1:4]) == [100, 1000, 1000]
        assert ("Checking", 2100) in bar.told
        assert ("Writing", None) in bar.told
        assert bar.told[-4] == ("Deleting", 1500)

    def test_is_silent_for_one_request_and_ends_with_an_error(self, emulator: Emulator) -> None:
        bar = _Bar()
        with scripted(emulator, lambda number, body: refusal(403), progress=bar) as (shop, _):
            with pytest.raises(PygenError):
                shop.upsert(part("a"))
            assert bar.told == []
            with pytest.raises(PartialUpsertError):
                shop.upsert(parts(1500))
        assert bar.told == [("Writing", 1500), "closed"]


def test_the_result_of_edges_names_edges(shop: ShopClient) -> None:
    result = shop.upsert(EdgeWrite(edge_type="t", start_node=part("a"), end_node=part("b")))

    assert result.created[-1] == EdgeId("shop", "a:t:b")
    assert result.outcome_of(EdgeId("shop", "a:t:b")) == "created"
    assert result.outcome_of(NodeId("shop", "a:t:b")) is None
