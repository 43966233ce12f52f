"""Following one relation from ids: lazily, and all that is at its other end."""

from __future__ import annotations

import asyncio

import pytest
from pygen_client import PygenValidationError
from pygen_emulator import Emulator
from pygen_runtime.filters import Equals
from shop_by_hand import AsyncShopClient, Category, CategoryWrite, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_project import asynchronous

P, C = Product.relations, Category.relations


@pytest.fixture
def stocked(shop: ShopClient) -> ShopClient:
    shop.upsert(
        [
            CategoryWrite(external_id="tools", category_name="Tools"),
            CategoryWrite(external_id="parts", category_name="Parts"),
            ProductWrite(external_id="saw", name="Saw", price=12, category="tools", similar=["drill", "blade"]),
            ProductWrite(external_id="drill", name="Drill", price=50, category="tools", similar=["blade"]),
            ProductWrite(external_id="blade", name="Blade", price=4, category="parts"),
        ]
    )
    shop.upsert(
        RelatesToWrite(
            external_id=f"{start}-{end}",
            edge_type=("shop_model", "relatesTo"),
            start_node=start,
            end_node=end,
            relation_type="fits",
        )
        for start, end in [("saw", "drill"), ("saw", "blade"), ("drill", "blade")]
    )
    return shop


def names(products: object) -> list[str]:
    return [one.name for one in products]  # type: ignore[attr-defined]  # any iterator of products


def test_direct_relations_are_followed_to_each_target_once(stocked: ShopClient) -> None:
    assert [one.category_name for one in stocked.product.follow(P.category, of=["saw", "drill"])] == ["Tools"]
    assert sorted(names(stocked.product.follow(P.similar, of=["saw", "drill"]))) == ["Blade", "Drill"]


def test_edges_are_followed_to_the_nodes_behind_them(stocked: ShopClient) -> None:
    assert sorted(names(stocked.product.follow(P.relates_to, of="saw"))) == ["Blade", "Drill"]
    assert sorted(names(stocked.product.follow(P.related_from, of=("shop", "blade")))) == ["Drill", "Saw"]


def test_reverse_relations_are_followed_in_order(stocked: ShopClient) -> None:
    assert names(stocked.category.follow(C.products.sort("price"), of=["tools", "parts"])) == ["Blade", "Saw", "Drill"]
    assert names(stocked.category.follow(C.owner, of="parts")) == ["Blade"]


def test_nodes_that_lack_the_relation_are_those_that_were_read(stocked: ShopClient) -> None:
    (blade,) = stocked.category.follow(C.names, of="parts")

    assert blade == stocked.category.query().where(category_name="Parts").include(C.names).list()[0].names[0]


def test_lists_are_followed_back(stocked: ShopClient) -> None:
    assert sorted(names(stocked.product.follow(P.similar_to, of=["blade", "drill"]))) == ["Drill", "Saw"]


def test_conditions_and_includes_go_along(stocked: ShopClient) -> None:
    named = P.relates_to.where(Equals(("shop_model", "Product/v1", "name"), "Blade")).include(P.category)

    (blade,) = stocked.product.follow(named, of=["saw", "drill"])

    assert blade.category is not None
    assert blade.category.value.category_name == "Parts"


def test_nothing_is_asked_without_ids(stocked: ShopClient) -> None:
    assert list(stocked.category.follow(C.products, of=[])) == []


def test_more_ids_than_one_request_takes(stocked: ShopClient) -> None:
    stocked.upsert(
        ProductWrite(external_id=f"p{number}", name="P", price=1, category="parts") for number in range(1500)
    )
    every = [f"p{number}" for number in range(1500)]

    assert [one.category_name for one in stocked.product.follow(P.category, of=every)] == ["Parts"]
    assert len(list(stocked.category.follow(C.products, of=["parts", *every]))) == 1501


def test_what_cannot_be_followed_is_told(stocked: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="follow gives all that products leads to"):
        stocked.category.follow(C.products.limit(3), of="tools")
    with pytest.raises(PygenValidationError, match="follow gives all that parent leads to"):
        stocked.category.follow(C.parent.depth(3), of="tools")
    with pytest.raises(PygenValidationError, match="Product has no relation 'products'"):
        stocked.product.follow(C.products, of="tools")


def test_without_blocking(stocked: ShopClient, emulator: Emulator) -> None:
    async def use() -> None:
        async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
            found = [one.name async for one in shop.category.follow(C.products.sort("name"), of="tools")]
            assert found == ["Drill", "Saw"]

    asyncio.run(use())
