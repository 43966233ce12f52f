"""Numbers in other units than those in which they are stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pygen_client import PygenValidationError
from pygen_runtime import Avg, Max
from shop_by_hand import AsyncShopClient, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_by_hand.data_classes.everything import Everything, EverythingWrite
from shop_project import asynchronous, blocking, emulated

E = Everything.props
FAHRENHEIT = {"float64": "temperature:deg_f"}


@pytest.fixture(scope="module")
def shop() -> Iterator[ShopClient]:
    with emulated() as emulator, blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(
            [
                EverythingWrite(external_id="ice", float64=0, text="cold"),
                EverythingWrite(external_id="steam", float64=100, text="hot"),
                RelatesToWrite(
                    external_id="e",
                    edge_type=("shop_model", "relatesTo"),
                    start_node=ProductWrite(external_id="a", name="A", price=1),
                    end_node=ProductWrite(external_id="b", name="B", price=1),
                    relation_type="x",
                    strength=2500,
                ),
            ]
        )
        yield shop


def test_lists_and_their_filters(shop: ShopClient) -> None:
    found = shop.everything.list(target_units=FAHRENHEIT, min_float64=200)

    assert [round(one.float64 or 0, 6) for one in found] == [212]
    assert [one.external_id for one in shop.everything.list(min_float64=200)] == []
    assert [one.external_id for one in shop.everything.list(filter=E.float64 > 200, target_units=FAHRENHEIT)] == [
        "steam"
    ]


def test_long_reads_keep_to_the_unit(shop: ShopClient) -> None:
    api = shop.everything
    shop.upsert(EverythingWrite(external_id=f"warm{number:04}", float64=50, text="warm") for number in range(2100))
    try:
        options: dict[str, Any] = {"text": "warm", "min_float64": 120, "target_units": FAHRENHEIT}
        assert len(api.list(limit=None, **options)) == 2100
        assert {round(one.float64 or 0) for one in api.iterate(chunk_size=2000, **options)} == {122}
    finally:
        shop.delete(api.list(text="warm", limit=None))


def test_a_read_that_began_without_units_goes_on_without(shop: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="a read without target_units"):
        shop.everything.iterate(cursor="query:place", target_units=FAHRENHEIT)


def test_systems_of_units(shop: ShopClient) -> None:
    def steam(system: str) -> float:
        (one,) = shop.everything.iterate(target_units={"float64": system}, text="hot")
        return round(one.float64 or 0, 6)

    assert (steam("Imperial"), steam("SI"), steam("Default")) == (212, 373.15, 100)


def test_retrieve(shop: ShopClient) -> None:
    ice = shop.everything.retrieve("ice", target_units=FAHRENHEIT)
    (steam,) = shop.everything.retrieve(["steam"], target_units={"float64": "temperature:k"})

    assert ice is not None
    assert ice.float64 == pytest.approx(32)
    assert steam.float64 == pytest.approx(373.15)


def test_search_and_aggregates(shop: ShopClient) -> None:
    (steam,) = shop.everything.search("hot", target_units=FAHRENHEIT)
    (row,) = shop.everything.aggregate([Avg("float64"), Max("float64")], target_units=FAHRENHEIT)

    assert steam.float64 == pytest.approx(212)
    assert (row.values.avg_float64, row.values.max_float64) == (pytest.approx(122), pytest.approx(212))
    assert shop.everything.count(min_float64=200, target_units=FAHRENHEIT) == 1
    assert [one.start for one in shop.everything.histogram("float64", interval=100, target_units=FAHRENHEIT)] == [
        0,
        200,
    ]


def test_queries(shop: ShopClient) -> None:
    # Units belong to what is selected; conditions stay in the stored unit.
    query = shop.everything.query().units(float64="temperature:deg_f").where(E.float64 > 99)

    (steam,) = query.list()
    assert steam.float64 == pytest.approx(212)
    assert query.count() == 1
    assert query.plan.dump()["select"]["root"]["sources"][0]["targetUnits"] == [
        {"property": "float64", "unit": {"externalId": "temperature:deg_f"}}
    ]
    (kelvin,) = query.units(float64="SI").iterate()
    assert kelvin.float64 == pytest.approx(373.15)


def test_relations(shop: ShopClient) -> None:
    relates_to = Product.relations.relates_to.units(strength="force:kilon")

    (product,) = shop.product.query().where(name="A").include(relates_to).list()
    assert [link.edge.strength for link in product.relates_to] == [2.5]


@pytest.mark.parametrize("read", ["list", "search", "iterate"])
def test_an_unknown_attribute_gets_the_nearest_right_name(shop: ShopClient, read: str) -> None:
    with pytest.raises(PygenValidationError, match="Everything has no attribute 'float46'; did you mean 'float64'"):
        getattr(shop.everything, read)(target_units={"float46": "SI"})
    with pytest.raises(PygenValidationError, match="did you mean 'float64'"):
        shop.everything.query().units(float46="SI")


def test_a_query_takes_units_by_a_method_of_its_own(shop: ShopClient) -> None:
    with pytest.raises(TypeError, match=r"target_units is no condition; see units\(\.\.\.\)"):
        shop.everything.query().where(target_units=FAHRENHEIT)


def test_asynchronously_too() -> None:
    async def use() -> float | None:
        with emulated() as emulator:
            async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
                await shop.upsert(EverythingWrite(external_id="ice", float64=0))
                ice = await shop.everything.retrieve("ice", target_units=FAHRENHEIT)
                return None if ice is None else ice.float64

    assert asyncio.run(use()) == pytest.approx(32)
