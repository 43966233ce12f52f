"""Searching the texts of a view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pygen_client import PygenValidationError
from shop_by_hand import AsyncShopClient, CategoryWrite, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_by_hand.data_classes.product import ProductList
from shop_project import asynchronous, blocking, emulated

P = Product.props


@pytest.fixture(scope="module")
def shop() -> Iterator[ShopClient]:
    with emulated() as emulator, blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(
            [
                ProductWrite(external_id="hand", name="Hand saw", description="cuts wood", price=10, category="tools"),
                ProductWrite(external_id="band", name="Band saw", description="cuts metal", price=90, category="tools"),
                ProductWrite(external_id="table", name="Table", description="of wood, by hand", price=50),
                ProductWrite(external_id="tea", name="Tea", price=3, tags=["wood"]),
                CategoryWrite(external_id="tools", category_name="Saw and more"),
                RelatesToWrite(
                    external_id="e", edge_type="t", start_node="hand", end_node="band", relation_type="nearly same"
                ),
            ]
        )
        yield shop


def ids(found: ProductList) -> set[str]:
    return {one.external_id for one in found}


def test_all_words_are_found_in_all_texts(shop: ShopClient) -> None:
    assert ids(shop.product.search("saw")) == {"hand", "band"}
    assert ids(shop.product.search("saw wood")) == {"hand"}
    assert ids(shop.product.search("SAW")) == {"hand", "band"}
    assert ids(shop.product.search("nothing")) == set()


def test_any_word_is_enough_where_the_operator_says_so(shop: ShopClient) -> None:
    assert ids(shop.product.search("metal table", operator="OR")) == {"band", "table"}
    assert ids(shop.product.search("metal table")) == set()


def test_properties_narrow_the_search(shop: ShopClient) -> None:
    assert ids(shop.product.search("hand")) == {"hand", "table"}
    assert ids(shop.product.search("hand", properties="name")) == {"hand"}
    assert ids(shop.product.search("hand", properties=P.description)) == {"table"}
    assert ids(shop.product.search("hand", properties=["description", P.name])) == {"hand", "table"}


def test_filters_must_hold_too(shop: ShopClient) -> None:
    assert ids(shop.product.search("saw", max_price=50)) == {"hand"}
    assert ids(shop.product.search("wood", category="tools")) == {"hand"}
    assert ids(shop.product.search("wood", filter=P.category.is_missing())) == {"table", "tea"}
    assert ids(shop.product.search("saw", name=[])) == set()


def test_without_a_text_it_is_a_sorted_list(shop: ShopClient) -> None:
    dear_first = shop.product.search(sort_by="price", sort_direction="descending", limit=3)

    assert [one.external_id for one in dear_first] == ["band", "table", "hand"]
    assert ids(shop.product.search("", min_price=50)) == {"band", "table"}


def test_what_is_found_is_complete_and_typed(shop: ShopClient) -> None:
    (found,) = shop.product.search("metal")

    assert found == shop.product.retrieve("band")
    assert isinstance(shop.product.search("metal"), ProductList)
    (edge,) = shop.relates_to.search("same", start_node="hand")
    assert edge.relation_type == "nearly same"


@pytest.mark.parametrize(
    ("search", "message"),
    [
        (lambda shop: shop.product.search("x", limit=0), r"gives 1 to 1000 instances, not 0; list, iterate and query"),
        (lambda shop: shop.product.search("x", limit=1001), "gives 1 to 1000 instances, not 1001"),
        (lambda shop: shop.product.search("x", operator="and"), "operator is 'AND' or 'OR', not 'and'"),
        (
            lambda shop: shop.product.search("x", properties=["nam"]),
            "Product has no attribute 'nam'; did you mean 'name'",
        ),
        (lambda shop: shop.category.search("x", properties=P.name), r"Product\.props\.name is no property of Category"),
        (lambda shop: shop.product.search("x", properties=[]), "leaves nothing to search in"),
        (lambda shop: shop.product.search("x", sort_by="nam"), "Cannot sort by 'nam'; did you mean 'name'"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(
    shop: ShopClient, search: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(PygenValidationError, match=message):
        search(shop)


def test_asynchronously_too() -> None:
    async def use() -> set[str]:
        with emulated() as emulator:
            async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
                await shop.upsert(ProductWrite(external_id="hand", name="Hand saw", price=1))
                return ids(await shop.product.search("saw", max_price=1))

    assert asyncio.run(use()) == {"hand"}
