"""Where typed properties can stand: in queries, relations, lists and syncs, also those of other views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pygen_client import PygenValidationError
from pygen_runtime import Node, NotIncludedError
from pygen_runtime.filters import HasData
from shop_by_hand import Category, CategoryWrite, Product, ProductWrite, RelatesTo, RelatesToWrite, ShopClient
from shop_by_hand.data_classes.tool import Tool, ToolWrite
from shop_project import blocking, emulated

P, C, R = Product.props, Category.props, RelatesTo.props


@pytest.fixture(scope="module")
def shop() -> Iterator[ShopClient]:
    with emulated() as emulator, blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(
            [
                CategoryWrite(external_id="tools", category_name="Tools"),
                ToolWrite(external_id="saw", name="Saw", price=10, power=5, category="tools"),
                ToolWrite(external_id="drill", name="Drill", price=30, power=500, category="tools"),
                ProductWrite(external_id="tea", name="Tea", price=20, category="food"),
                *(
                    RelatesToWrite(
                        external_id=f"saw-{end}",
                        edge_type=("shop_model", "relatesTo"),
                        start_node="saw",
                        end_node=end,
                        relation_type="x",
                        strength=strength,
                    )
                    for end, strength in (("drill", 1), ("tea", 2))
                ),
            ]
        )
        yield shop


def ids(found: Any) -> list[str]:
    return [one.external_id for one in found]


def test_queries_sort_and_select_by_properties(shop: ShopClient) -> None:
    found = shop.product.query().sort(P.price.descending(), P.name).select(P.price, "name").list()

    assert ids(found) == ["drill", "tea", "saw"]
    with pytest.raises(NotIncludedError, match="'category' to the select"):
        _ = found[0].category
    assert ids(shop.product.query().sort(P.name).list()) == ["drill", "saw", "tea"]


def test_relations_filter_and_sort_by_properties(shop: ShopClient) -> None:
    relates_to = Product.relations.relates_to.where(R.strength >= 1).sort(R.strength.descending())

    (saw,) = shop.product.query().where(P.external_id == "saw").include(relates_to).list()
    assert [link.node_id.external_id for link in saw.relates_to] == ["tea", "drill"]
    cheap = Product.relations.relates_to.where(P.price < 30, R.end_node != ("shop", "x"))
    (saw,) = shop.product.query().where(P.external_id == "saw").include(cheap).list()
    assert [link.node.external_id for link in saw.relates_to] == ["tea"]


def test_syncs_take_conditions_of_properties(shop: ShopClient) -> None:
    upserted = [one for batch in shop.product.sync(where=P.price >= 20) for one in batch.upserted]

    assert sorted(ids(upserted)) == ["drill", "tea"]


def test_edges_are_found_by_their_own_properties(shop: ShopClient) -> None:
    assert ids(shop.relates_to.list(filter=R.end_node == ("shop", "tea"))) == ["saw-tea"]
    assert ids(shop.relates_to.list(filter=R.end_node.where(P.price < 30))) == ["saw-tea"]
    assert ids(shop.relates_to.query().where(R.strength > 1, R.external_id.startswith("saw")).list()) == ["saw-tea"]
    assert len(shop.relates_to.list(filter=R.edge_type == ("shop_model", "relatesTo"))) == 2


def test_a_property_of_another_view_is_one_of_the_same_node(shop: ShopClient) -> None:
    """Who has no data in that view has no value there."""
    assert ids(shop.product.list(filter=Tool.props.power > 100)) == ["drill"]
    assert ids(shop.product.query().where(Tool.props.power > 100).list()) == ["drill"]
    assert ids(shop.product.list(filter=Tool.props.power.is_missing())) == ["tea"]
    assert ids(shop.product.list(filter=~HasData(Tool))) == ["tea"]
    assert ids(shop.product.search("drill", filter=Tool.props.power > 100)) == ["drill"]
    assert shop.product.count(filter=C.category_name.exists()) == 0


def test_conditions_on_nodes_and_on_edges_do_not_mix(shop: ShopClient) -> None:
    on_edges = "A filter on nodes cannot be used where edges are read: it names 'externalId'"
    on_nodes = "A filter on edges cannot be used where nodes are read: it names 'startNode'"

    with pytest.raises(PygenValidationError, match=on_edges):
        shop.relates_to.list(filter=P.external_id == "x")
    with pytest.raises(PygenValidationError, match=on_edges):
        shop.relates_to.query().where(~(Node.props.external_id == "x") | (R.strength > 1))
    with pytest.raises(PygenValidationError, match=on_nodes):
        shop.product.count(filter=R.start_node.exists())
    with pytest.raises(PygenValidationError, match=on_nodes):
        shop.product.query().include(Product.relations.category.where(R.start_node.exists()))


def test_selecting_what_is_not_there_gets_the_nearest_right_name(shop: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="Product has no attribute 'nam'; did you mean 'name'"):
        shop.product.query().select("nam")
    with pytest.raises(PygenValidationError, match=r"Category\.props\.category_name is no property of Product"):
        shop.product.query().select(C.category_name)
