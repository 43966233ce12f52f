"""Progress of long reads: who is told what, and when nobody is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from pygen_client import BadRequestError
from pygen_emulator import Emulator
from pygen_runtime import ProgressTask, TqdmProgress
from shop_by_hand import AsyncShopClient, Category, CategoryWrite, ProductWrite, ShopClient
from shop_project import asynchronous, blocking


@dataclass
class Shown:
    """One task, as somebody was shown it."""

    description: str
    total: int | None
    steps: list[int] = field(default_factory=list)
    closed: int = 0

    def advance(self, count: int) -> None:
        self.steps.append(count)

    def close(self) -> None:
        self.closed += 1


class Screen:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.tasks: list[Shown] = []

    def start(self, description: str, total: int | None) -> ProgressTask:
        self.tasks.append(Shown(description, total))
        return self.tasks[-1]


def stock(shop: ShopClient, count: int) -> None:
    tools = CategoryWrite(external_id="tools", category_name="Tools")
    shop.upsert(
        ProductWrite(external_id=f"p{number}", name="Part", price=number, category=tools) for number in range(count)
    )


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def shown(shop: ShopClient, screen: Screen) -> ShopClient:
    """A client of a stock of 2,300 that tells its progress."""
    stock(shop, 2_300)
    return ShopClient(shop.client, progress=screen)


def test_a_long_list_tells_how_far_it_is(shown: ShopClient, screen: Screen) -> None:
    shown.product.list(limit=None)

    (task,) = screen.tasks
    assert (task.description, task.total, sum(task.steps), task.closed) == ("Reading Product", None, 2_300, 1)


def test_a_limit_is_the_total(shown: ShopClient, screen: Screen) -> None:
    shown.product.list(limit=1_500)
    shown.product.query().limit(2_000).list()

    assert [(task.total, sum(task.steps)) for task in screen.tasks] == [(1_500, 1_500), (2_000, 2_000)]


def test_what_takes_one_request_is_not_worth_a_word(shown: ShopClient, screen: Screen) -> None:
    shown.product.list()
    shown.product.retrieve(["p1"])
    list(shown.product.iterate(max_price=10))

    assert screen.tasks == []


def test_iterators_tables_and_relations_tell_too(shown: ShopClient, screen: Screen) -> None:
    list(shown.product.iterate(chunk_size=900))
    shown.product.iterate(chunk_size=900).to_pandas()
    list(shown.category.follow(Category.relations.products, of="tools"))

    assert [(task.description, task.steps) for task in screen.tasks[:2]] == [("Reading Product", [1_800, 500])] * 2
    assert (screen.tasks[2].description, sum(screen.tasks[2].steps)) == ("Reading Product", 2_300)
    assert [task.closed for task in screen.tasks] == [1, 1, 1]


def test_whoever_stops_early_ends_the_task(shown: ShopClient, screen: Screen) -> None:
    products = shown.product.iterate(chunk_size=10)
    for _ in range(25):
        next(products)

    products.close()

    assert [(task.steps, task.closed) for task in screen.tasks] == [([20, 10], 1)]


def test_a_read_that_fails_ends_the_task(shown: ShopClient, screen: Screen, emulator: Emulator) -> None:
    with emulator.fault("POST /models/instances/list 400 after=2"), pytest.raises(BadRequestError):
        list(shown.product.iterate(chunk_size=500))

    assert [task.closed for task in screen.tasks] == [1]


def test_without_blocking_calls(emulator: Emulator, screen: Screen) -> None:
    with blocking(emulator) as client:
        stock(ShopClient(client), 2_300)

    async def read() -> None:
        async with asynchronous(emulator) as client:
            shop = AsyncShopClient(client, progress=screen)
            await shop.product.list(limit=None)
            await shop.product.iterate(chunk_size=1_000).to_pandas()
            await shop.product.query().list()

    asyncio.run(read())

    assert [(sum(task.steps), task.closed) for task in screen.tasks] == [(2_300, 1)] * 3


def test_bars_of_tqdm_can_be_given(shop: ShopClient) -> None:
    told: list[Any] = []

    class Bar:
        """What is used of ``tqdm.tqdm``."""

        def __init__(self, *, desc: str, total: int | None, unit: str) -> None:
            told.append((desc, total, unit))

        def update(self, count: int) -> None:
            told.append(count)

        def close(self) -> None:
            told.append("closed")

    stock(shop, 30)
    list(ShopClient(shop.client, progress=TqdmProgress(Bar)).product.iterate(chunk_size=20, limit=30))

    assert told == [("Reading Product", 30, " instances"), 30, "closed"]
