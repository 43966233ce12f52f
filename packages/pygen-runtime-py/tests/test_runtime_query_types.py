"""What checkers know of queries and connections. The tests run, too, but it is mypy and pyright that they are for."""

from __future__ import annotations

from collections.abc import Iterator

from pygen_runtime import Edge, InstanceIterator, Node, Query, SyncBatch
from pygen_runtime.relations import DirectRelation, EdgeRelation, Link, ReverseRelation
from shop_by_hand import Category, CategoryWrite, Product, ProductWrite, RelatesTo, ShopClient
from shop_by_hand.data_classes.product import ProductList
from shop_by_hand.data_classes.tool import Tool
from typing_extensions import assert_type

P, C = Product.relations, Category.relations


def test_relations_know_what_they_lead_to() -> None:
    assert_type(P.category, DirectRelation[Category])
    assert_type(P.relates_to.limit(3).where(), EdgeRelation[Product, RelatesTo])
    assert_type(P.shelf, EdgeRelation[Category, Edge])
    assert_type(C.products.depth(1).include(P.category), ReverseRelation[Product])
    assert_type(C.names, ReverseRelation[Node])
    assert P.shelf.edge_class is Edge


def test_queries_know_what_they_give(shop: ShopClient) -> None:
    tools = CategoryWrite(external_id="tools", category_name="Tools")
    shop.upsert(ProductWrite(external_id="saw", name="Saw", price=1, category=tools))
    query = shop.product.query().include(P.relates_to, P.shelf, P.a_tool_similar_to, P.category).limit(5)

    assert_type(query, Query[Product, ProductList])
    assert_type(query.list(), ProductList)
    assert_type(query.iterate(), InstanceIterator[Product])
    assert_type(query.first(), Product | None)
    assert_type(shop.category.follow(C.products, of="tools"), InstanceIterator[Product])
    assert_type(shop.product.sync(), Iterator[SyncBatch[Product]])
    for product in query.iterate():
        assert_type(product.relates_to, list[Link[Product, RelatesTo]])
        assert_type(product.shelf, Link[Category, Edge] | None)
        assert_type(product.a_tool_similar_to, Tool | None)
        assert product.category is not None
        assert_type(product.category.value, Category)
