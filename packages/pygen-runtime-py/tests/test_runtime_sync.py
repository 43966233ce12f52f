"""Following what changes, with a cursor that can be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, TypeVar

import httpx
import pytest
from pygen_client import PygenAPIError, PygenClient, PygenValidationError
from pygen_client.schema import EdgeId, NodeId
from pygen_emulator import Emulator
from pygen_runtime import CursorExpiredError, SyncBatch, UnexpectedAnswerError
from pygen_runtime.filters import Range
from pygen_runtime.instances import Instance
from shop_by_hand import AsyncShopClient, ProductList, ProductWrite, RelatesToWrite, ShopClient
from shop_project import asynchronous, config, deploy, widen

T = TypeVar("T", bound=Instance)
PRICE = ("shop_model", "Product/v1", "price")
EXPIRED = "POST /models/instances/sync cursor-expired"


def product(name: str, price: float = 1) -> ProductWrite:
    return ProductWrite(external_id=name, name=name.title(), price=price)


def only(batches: Iterable[SyncBatch[T]]) -> SyncBatch[T]:
    (batch,) = batches
    return batch


def test_tells_what_is_there_and_then_what_changes(shop: ShopClient) -> None:
    shop.upsert([product("saw"), product("blade")])

    first = only(shop.product.sync())
    shop.upsert(product("saw", 2))
    shop.delete("blade")
    second = only(shop.product.sync(cursor=first.cursor))
    third = only(shop.product.sync(cursor=second.cursor))

    assert sorted(one.name for one in first.upserted) == ["Blade", "Saw"]
    assert first.deleted == []
    assert [(one.name, one.price) for one in second.upserted] == [("Saw", 2)]
    assert second.deleted == [NodeId("shop", "blade")]
    assert third.upserted == []
    assert third.deleted == []
    assert third.cursor


def test_what_changed_is_a_list_of_the_view(shop: ShopClient) -> None:
    shop.upsert(product("saw", 10))

    first = only(shop.product.sync())
    second = only(shop.product.sync(first.cursor))

    assert isinstance(first.upserted, ProductList)
    assert first.upserted.to_pandas()["price"].tolist() == [10]
    assert [*second.upserted.to_pandas().columns] == [*first.upserted.to_pandas().columns]


def test_what_came_back_is_in_both_lists(shop: ShopClient) -> None:
    shop.upsert(product("saw"))
    first = only(shop.product.sync())

    shop.delete("saw")
    shop.upsert(product("saw", 5))
    second = only(shop.product.sync(first.cursor))

    assert second.deleted == [NodeId("shop", "saw")]
    assert [one.price for one in second.upserted] == [5]


def test_goes_on_until_nothing_is_left(shop: ShopClient, emulator: Emulator) -> None:
    shop.upsert(product(f"p{number}") for number in range(25))

    batches = list(shop.product.sync(chunk_size=10))
    with emulator.fault("POST /models/instances/sync 408 over=5"):
        small = list(shop.product.sync(chunk_size=10))

    assert [len(batch.upserted) for batch in batches] == [10, 10, 5]
    assert sum(len(batch.upserted) for batch in small) == 25
    rest = only(shop.product.sync(batches[0].cursor))
    assert len(rest.upserted) == 15


def test_can_begin_with_what_changes_from_now_on(shop: ShopClient) -> None:
    shop.upsert(product("saw"))

    now = only(shop.product.sync(backfill=False))
    shop.upsert(product("blade"))

    assert now.upserted == []
    assert [one.name for one in only(shop.product.sync(now.cursor)).upserted] == ["Blade"]


def test_tells_only_what_meets_a_condition(shop: ShopClient) -> None:
    shop.upsert([product("saw", 10), product("blade", 1)])

    assert [one.name for one in only(shop.product.sync(where=Range(PRICE, gt=5))).upserted] == ["Saw"]


def test_follows_edges(shop: ShopClient) -> None:
    shop.upsert([product("saw"), product("blade")])
    shop.upsert(
        RelatesToWrite(
            external_id="e",
            edge_type=("shop_model", "relatesTo"),
            start_node="saw",
            end_node="blade",
            relation_type="fits",
        )
    )
    first = only(shop.relates_to.sync())
    shop.delete("saw")

    assert [one.relation_type for one in first.upserted] == ["fits"]
    assert only(shop.relates_to.sync(first.cursor)).deleted == [EdgeId("shop", "e")]


def test_keeps_what_the_view_has_gained(shop: ShopClient, emulator: Emulator) -> None:
    widen(emulator)
    emulator.load(
        [
            {
                "space": "shop",
                "externalId": "saw",
                "sources": [
                    {
                        "source": {"type": "view", "space": "shop_model", "externalId": "Product", "version": "v1"},
                        "properties": {"name": "Saw", "price": 1, "weight": 3},
                    }
                ],
            }
        ]
    )

    assert only(shop.product.sync()).upserted[0].other_properties == {"weight": 3}
    assert shop.product.query().list()[0].other_properties == {"weight": 3}


def test_an_answer_without_cursor_is_an_error(emulator: Emulator) -> None:
    answer: dict[str, Any] = {"items": {"changes": []}, "nextCursor": {}}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer))

    with (
        PygenClient(config(emulator), transport=transport) as client,
        pytest.raises(UnexpectedAnswerError, match="cursor"),
    ):
        list(ShopClient(client).product.sync("stored"))


class TestExpiredCursor:
    def test_is_told(self, shop: ShopClient, emulator: Emulator) -> None:
        cursor = only(shop.product.sync()).cursor

        with emulator.fault(EXPIRED), pytest.raises(CursorExpiredError, match="on_expired='restart'"):
            list(shop.product.sync(cursor))

    def test_lets_the_sync_begin_anew(self, shop: ShopClient, emulator: Emulator) -> None:
        shop.upsert(product("saw"))
        cursor = only(shop.product.sync()).cursor

        with emulator.fault(EXPIRED):
            batch = only(shop.product.sync(cursor, on_expired="restart"))

        assert batch.restarted
        assert [one.name for one in batch.upserted] == ["Saw"]

    def test_tells_everything_anew_also_where_only_changes_were_wanted(
        self, shop: ShopClient, emulator: Emulator
    ) -> None:
        cursor = only(shop.product.sync(backfill=False)).cursor
        shop.upsert(product("saw"))

        with emulator.fault(EXPIRED):
            batch = only(shop.product.sync(cursor, backfill=False, on_expired="restart"))

        assert batch.restarted
        assert [one.name for one in batch.upserted] == ["Saw"]

    def test_can_go_on_without_deletions(self) -> None:
        days = [20_000.0]
        with Emulator.in_process(clock=lambda: days[0] * 86_400) as emulator:
            deploy(emulator)
            with emulator.client() as client:
                shop = ShopClient(client)
                shop.upsert(product("saw"))
                cursor = only(shop.product.sync()).cursor
                shop.upsert(product("blade"))
                days[0] += 4

                with pytest.raises(CursorExpiredError):
                    list(shop.product.sync(cursor))
                late = only(shop.product.sync(cursor, on_expired="miss_deletions"))

        assert [one.name for one in late.upserted] == ["Blade"]

    def test_other_refusals_are_told_as_they_are(self, shop: ShopClient) -> None:
        with pytest.raises(PygenAPIError, match="Invalid cursor provided"):
            list(shop.product.sync("nonsense", on_expired="restart"))


def test_refuses_what_cannot_be_used(shop: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="chunk_size must be 1 to 2000"):
        shop.product.sync(chunk_size=3000)
    with pytest.raises(PygenValidationError, match="on_expired is 'raise'"):
        shop.product.sync(on_expired="ignore")  # type: ignore[arg-type]  # the checker knows it, too


def test_without_blocking(shop: ShopClient, emulator: Emulator) -> None:
    shop.upsert([product("saw"), product("blade")])

    async def use() -> None:
        async with asynchronous(emulator) as client, AsyncShopClient(client) as other:
            batches = [batch async for batch in other.product.sync(chunk_size=1)]
            assert [len(batch.upserted) for batch in batches] == [1, 1, 0]

    asyncio.run(use())
