"""Methods that are signed once: the asynchronous API has those of the blocking one, awaited."""

import asyncio
import inspect

import pytest
from pygen_runtime import AsyncInstanceAPI, AsyncInstanceIterator
from pygen_runtime.codegen import awaited, iterated
from shop_by_hand import AsyncShopClient, Product, ProductAPI, ProductWrite
from shop_by_hand.data_classes.product import ProductList
from shop_project import asynchronous, emulated
from typing_extensions import assert_type


class Products(AsyncInstanceAPI[Product, ProductList]):
    item_class = Product
    list_class = ProductList

    list = awaited(ProductAPI.list)
    iterate = iterated(ProductAPI.iterate)
    count = awaited(ProductAPI.count)


def test_they_do_the_same_and_checkers_know_them() -> None:
    async def main() -> None:
        with emulated() as emulator:
            async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
                await shop.upsert([ProductWrite(external_id=f"p{price}", name="P", price=price) for price in range(5)])
                products = Products(shop)

                found = await products.list(min_price=3, sort_by="price")
                assert_type(found, ProductList)
                assert [product.price for product in found] == [3, 4]
                every = products.iterate(chunk_size=2)
                assert_type(every, AsyncInstanceIterator[Product])
                assert [product.name async for product in every] == ["P"] * 5
                assert_type(await products.count("price", max_price=1), int)
                assert await products.count("price", max_price=1) == 2

    asyncio.run(main())


@pytest.mark.parametrize("wrong", ["min_prize", "sort"])
def test_a_misspelt_keyword_is_refused(wrong: str) -> None:
    async def main() -> None:
        with emulated() as emulator:
            async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
                with pytest.raises(TypeError, match=f"There is no keyword filter '{wrong}'"):
                    await Products(shop).list(**{wrong: 1})  # type: ignore[arg-type]  # the mistake under test

    asyncio.run(main())


def test_they_say_that_they_are_awaited_and_show_their_keywords() -> None:
    assert inspect.iscoroutinefunction(Products.list)
    assert not inspect.iscoroutinefunction(Products.iterate)
    assert Products.list.__doc__ == ProductAPI.list.__doc__
    assert [*inspect.signature(Products.list).parameters] == [*inspect.signature(ProductAPI.list).parameters]
    assert "min_price" in inspect.signature(Products.iterate).parameters
    assert "filters" not in inspect.signature(Products.count).parameters
