"""The asynchronous client does what the blocking one does, under the same names."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pygen_client import PygenValidationError
from pygen_runtime import (
    AsyncInstanceAPI,
    AsyncInstanceClient,
    AsyncInstanceIterator,
    AsyncQuery,
    InstanceAPI,
    InstanceClient,
    InstanceIterator,
    Query,
)
from shop_by_hand import AsyncShopClient, CategoryWrite, ProductWrite, RelatesToWrite
from shop_project import asynchronous, emulated


def run(use: Callable[[AsyncShopClient], Awaitable[None]]) -> None:
    async def main() -> None:
        with emulated() as emulator:
            async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
                await use(shop)

    asyncio.run(main())


def part(number: int) -> ProductWrite:
    return ProductWrite(external_id=f"p{number:04}", name="Part", price=number)


def test_write_read_change_delete() -> None:
    async def use(shop: AsyncShopClient) -> None:
        tools = CategoryWrite(external_id="tools", category_name="Tools")
        written = await shop.upsert(ProductWrite(external_id="saw", name="Saw", price=1, category=tools))
        assert [one.external_id for one in written.created] == ["tools", "saw"]

        saw = await shop.product.retrieve("saw")
        assert saw is not None
        assert saw.category is not None
        assert saw.category.external_id == "tools"
        assert (await shop.upsert(saw.as_write())).unchanged == [saw.as_id()]

        several = await shop.product.retrieve(["saw", "nothing"])
        assert [one.name for one in several] == ["Saw"]
        assert (await shop.delete(["saw", "nothing"])).deleted == [saw.as_id()]
        assert await shop.product.retrieve("saw") is None

    run(use)


def test_edges() -> None:
    async def use(shop: AsyncShopClient) -> None:
        await shop.upsert(
            RelatesToWrite(external_id="e", edge_type="t", start_node=part(0), end_node=part(1), relation_type="x")
        )
        (edge,) = await shop.relates_to.list(start_node="p0000")
        assert (await shop.delete(edge)).deleted == [edge.as_id()]

    run(use)


def test_lists_page_behind_the_scenes() -> None:
    async def use(shop: AsyncShopClient) -> None:
        assert len((await shop.upsert(part(number) for number in range(1200))).created) == 1200

        first = await shop.product.list()
        everything = await shop.product.list(limit=None, sort_by="price")

        assert (len(first), first.next_cursor is None) == (25, False)
        assert [one.price for one in everything] == list(range(1200))
        assert len(await shop.product.list(min_price=1190, name_prefix="P")) == 10

    run(use)


def test_iterate_by_items_and_pages() -> None:
    async def use(shop: AsyncShopClient) -> None:
        await shop.upsert(part(number) for number in range(25))

        items = [one.external_id async for one in shop.product.iterate(chunk_size=10)]
        pages = [page async for page in shop.product.iterate(chunk_size=10, limit=22).pages()]
        rest = [one async for one in shop.product.iterate(chunk_size=10, cursor=pages[0].next_cursor)]

        assert len(set(items)) == 25
        assert [len(page.items) for page in pages] == [10, 10, 2]
        assert len(rest) == 15

    run(use)


def test_an_abandoned_iterator_leaves_no_task() -> None:
    async def use(shop: AsyncShopClient) -> None:
        await shop.upsert(part(number) for number in range(50))
        before = asyncio.all_tasks()

        parts = shop.product.iterate(chunk_size=10)
        async for _ in parts:
            break
        await parts.close()
        assert [one async for one in parts] == []
        async for page in shop.product.iterate(chunk_size=10).pages():
            assert len(page.items) == 10
            break
        for _ in range(200):
            if asyncio.all_tasks() == before:
                break
            # The emulator's side of an abandoned request ends in a thread of its own.
            await asyncio.sleep(0.01)

        assert asyncio.all_tasks() == before

    run(use)


def test_mistakes_are_refused_at_once() -> None:
    async def use(shop: AsyncShopClient) -> None:
        with pytest.raises(TypeError, match="did you mean 'name_prefix'"):
            await shop.product.list(name_prefx="S")  # type: ignore[call-arg]  # the mistake under test
        with pytest.raises(PygenValidationError):
            shop.product.iterate(chunk_size=0)

    run(use)


KINDS = pytest.mark.parametrize(
    ("blocking", "asynchronous"),
    [
        (InstanceClient, AsyncInstanceClient),
        (InstanceAPI, AsyncInstanceAPI),
        (InstanceIterator, AsyncInstanceIterator),
        (Query, AsyncQuery),
    ],
)


@KINDS
def test_both_kinds_have_the_same_methods(blocking: type, asynchronous: type) -> None:
    def methods(of: type) -> dict[str, Any]:
        found = inspect.getmembers(of, inspect.isroutine)
        return {
            name: [(one.name, one.kind, one.default) for one in inspect.signature(method).parameters.values()]
            for name, method in found
            if not name.startswith("__") or name == "__init__"
        }

    assert methods(blocking) == methods(asynchronous)
    assert methods(blocking)


@KINDS
def test_both_kinds_are_described_in_the_same_words(blocking: type, asynchronous: type) -> None:
    """Or the asynchronous method says where it is described."""
    public = [name for name in dir(blocking) if not name.startswith("_")]
    said = {
        name: (inspect.getdoc(getattr(blocking, name)), inspect.getdoc(getattr(asynchronous, name))) for name in public
    }

    otherwise = {name: its for name, (known, its) in said.items() if its != known}

    assert all(f"``{blocking.__name__}.{name}``" in str(its) for name, its in otherwise.items()), otherwise
