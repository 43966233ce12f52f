"""What the service says of a read, where that is asked for."""

from __future__ import annotations

import asyncio

import pytest
from pygen_client import PygenValidationError
from pygen_emulator import Emulator
from shop_by_hand import AsyncShopClient, ProductWrite, ShopClient
from shop_project import asynchronous, widen


def test_a_list_tells_types_and_notices(shop: ShopClient) -> None:
    shop.upsert(ProductWrite(external_id=f"p{number:04}", name="Part", price=number) for number in range(1001))

    found = shop.product.list(sort_by="price", limit=None, debug=True)

    assert len(found) == 1001
    assert found.typing is not None
    assert found.typing["created_date"]["type"]["type"] == "date"
    assert found.notices is not None
    assert {notice["code"] for notice in found.notices} == {"sortNotBackedByIndex"}


def test_without_debug_nothing_is_told(shop: ShopClient) -> None:
    found = shop.product.list(sort_by="price")

    assert (found.typing, found.notices) == (None, None)


def test_a_search_tells_types(shop: ShopClient, emulator: Emulator) -> None:
    widen(emulator)

    found = shop.product.search(debug=True)

    assert found.typing is not None
    assert found.typing["updated_timestamp"]["type"]["type"] == "timestamp"
    assert found.typing["weight"]["type"]["type"] == "int32"
    assert found.notices == []


def test_iterating_has_no_place_for_it(shop: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="debug=True works with list and search"):
        shop.product.iterate(debug=True)
    with pytest.raises(TypeError, match=r"debug is no condition; see units\(\.\.\.\) and explain\(\)"):
        shop.product.query().where(debug=True)


def test_asynchronously_too(emulator: Emulator) -> None:
    async def use() -> tuple[object, object]:
        async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
            found = await shop.product.list(debug=True)
            with pytest.raises(PygenValidationError, match="works with list and search"):
                shop.product.iterate(debug=True)
            return found.typing is not None, found.notices

    assert asyncio.run(use()) == (True, [])
