"""Views with a filter of their own: every way of reading finds the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from pygen_client.schema import ViewId
from pygen_emulator import Emulator
from pygen_runtime import InstanceAPI, InstanceList
from shop_by_hand import Product, ProductWrite, ShopClient
from shop_project import SCHEMA, blocking, emulated

CHEAP = {"range": {"property": [SCHEMA, "Product", "price"], "lt": 10}}


class CheapProduct(Product):
    """A product that costs less than 10."""

    view_id: ClassVar[ViewId] = ViewId(SCHEMA, "CheapProduct", "v1")
    view_filter: ClassVar[Any] = CHEAP


class DearProduct(CheapProduct):
    """A product of a view without filter: what a class inherits is not the filter of another view."""

    view_id: ClassVar[ViewId] = ViewId(SCHEMA, "Product", "v1")


class CheapAPI(InstanceAPI[CheapProduct, InstanceList[CheapProduct]]):
    item_class = CheapProduct
    list_class = InstanceList[CheapProduct]


class DearAPI(InstanceAPI[DearProduct, InstanceList[DearProduct]]):
    item_class = DearProduct
    list_class = InstanceList[DearProduct]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with emulated() as emulator:
        properties = {
            name: {
                "container": {"type": "container", "space": SCHEMA, "externalId": "Product"},
                "containerPropertyIdentifier": name,
            }
            for name in ("name", "price", "category")
        }
        view = {"space": SCHEMA, "externalId": "CheapProduct", "version": "v1", "properties": properties}
        emulator.deploy(views=[{**view, "filter": CHEAP}])
        yield emulator


@pytest.fixture
def shop(emulator: Emulator) -> Iterator[ShopClient]:
    with blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(
            [
                ProductWrite(external_id="tea", name="Tea", price=3),
                ProductWrite(external_id="salt", name="Salt", price=1),
                ProductWrite(external_id="saw", name="Saw", price=30),
            ]
        )
        yield shop


def names(found: Any) -> set[str]:
    return {one.name for one in found}


def test_every_way_of_reading_finds_the_same(shop: ShopClient) -> None:
    cheap = CheapAPI(shop)

    assert names(cheap._list(None, "ascending", None, {})) == {"Tea", "Salt"}
    assert names(cheap.query().list()) == {"Tea", "Salt"}
    assert names(cheap.query().where(CheapProduct.props.name.startswith("S")).list()) == {"Salt"}
    assert cheap.query().count() == cheap._count(None, {}) == 2
    assert names(one for batch in cheap.sync() for one in batch.upserted) == {"Tea", "Salt"}


def test_the_plan_shows_the_filter_of_the_view(shop: ShopClient) -> None:
    query = CheapAPI(shop).query()

    assert query.plan.dump()["with"]["root"]["nodes"]["filter"] == CHEAP
    assert "price < 10" in query.explain()


def test_a_filter_is_not_inherited_by_classes_of_other_views(shop: ShopClient) -> None:
    assert names(DearAPI(shop).query().list()) == {"Tea", "Salt", "Saw"}
