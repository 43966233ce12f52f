"""A query explains what it will ask, and what that costs."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

import pytest
from pygen_emulator import Emulator
from pygen_runtime.filters import (
    ContainsAll,
    ContainsAny,
    Equals,
    Exists,
    Filter,
    InstanceReferences,
    MatchAll,
    Nested,
    Not,
    Overlaps,
    Prefix,
    Range,
    StoredFilter,
)
from pygen_runtime.instances import NodeId
from shop_by_hand import AsyncShopClient, Category, Product, ShopClient
from shop_project import asynchronous

P, C = Product.relations, Category.relations


def path(name: str) -> tuple[str, ...]:
    return ("shop_model", "Product/v1", name)


def test_shows_every_result_set_with_its_conditions_and_order(shop: ShopClient) -> None:
    products = C.products.where(Range(path("price"), gt=5)).limit(3).include(P.relates_to.limit(2))
    query = shop.category.query().include(products, C.parent).sort("category_name").where(category_name=["A", "B"])

    assert query.explain() == (
        """\
Query: 5 of at most 50 result sets in each request; the root in pages of 1000, larger while answers are quick
  root: nodes of shop_model:Category(v1)
    where has data in Category(v1) and categoryName in ['A', 'B']
    sorted by categoryName ascending
    root__products: nodes of shop_model:Product(v1) whose category points here, \
at most 3 for each (the service gives all)
      where has data in Product(v1) and price > 5
      root__products__relatesTo__edges: edges of shop_model:RelatesTo(v1) that start here, at most 2 for each
        where has data in RelatesTo(v1) and type = shop_model:relatesTo
        root__products__relatesTo: nodes of shop_model:Product(v1) at the other end
          where has data in Product(v1)
    root__parent: nodes of shop_model:Category(v1) that parent points to
      where has data in Category(v1)
Cost:
  requests: one for each page of the root
  one more whenever one of root__products, root__products__relatesTo__edges, root__parent has more than 10000 \
instances for a page of the root"""
    )


def test_tells_of_queries_apart(shop: ShopClient) -> None:
    text = shop.product.query().include(P.similar_to).limit(10).explain()

    assert "root__similarTo: nodes of shop_model:Product(v1) whose list similar points here" in text
    assert "root__similarTo is a query of its own for every 1000 of root" in text
    assert "requests: one for each page of the root, here one" in text


def test_tells_that_nothing_is_asked(shop: ShopClient) -> None:
    assert shop.product.query().where(name=[]).explain() == "Nothing can match: no request is sent"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            Prefix(path("name"), "S") | Not(Exists(path("description"))),
            "(name begins with 'S' or not description exists)",
        ),
        (ContainsAny(path("tags"), ["a", "b", "c", "d"]), "tags has any of ['a', 'b', 'c' and 1 more]"),
        (ContainsAll(path("tags"), ["a"]), "tags has all of ['a']"),
        (Equals(path("tags"), ["a"]), "tags = ['a']"),
        (Range(path("price"), gte=1, lt=2), "price >= 1 and price < 2"),
        (
            Nested(path("category"), Exists(("shop_model", "Category/v1", "parent"))),
            "category leads to (parent exists)",
        ),
        (InstanceReferences([NodeId("shop", "saw")]), "is one of [shop:saw]"),
        (MatchAll(), "where has data in Product(v1)"),
        (StoredFilter({"near": {"to": "here"}}), "near {'to': 'here'}"),
        (
            Overlaps(path("createdDate"), path("updatedTimestamp"), lt=datetime(2026, 1, 1, tzinfo=timezone.utc)),
            "createdDate to updatedTimestamp overlaps < '2026-01-01T00:00:00.000+00:00'",
        ),
    ],
)
def test_says_conditions_in_words(shop: ShopClient, condition: Filter, words: str) -> None:
    assert words in shop.product.query().where(condition).explain()


def test_warns_of_nested_conditions(shop: ShopClient) -> None:
    nested = Nested(path("category"), Exists(("shop_model", "Category/v1", "parent")))

    assert "a nested condition can be slow" in shop.product.query().where(nested).explain()


def test_looks_up_which_index_helps(shop: ShopClient, emulator: Emulator) -> None:
    shop.client.request(
        "POST",
        "/models/containers",
        json={
            "items": [
                {
                    "space": "shop_model",
                    "externalId": "Category",
                    "usedFor": "node",
                    "properties": {
                        "categoryName": {"type": {"type": "text"}, "nullable": False},
                        "parent": {"type": {"type": "direct"}},
                    },
                    "indexes": {"byName": {"indexType": "btree", "properties": ["categoryName"], "cursorable": True}},
                }
            ]
        },
    )
    query = shop.category.query().include(C.products.where(Range(path("price"), gt=1))).sort("category_name")

    text = query.explain(indexes=True)

    assert "categoryName of Category/v1: btree index byName, also for sorted paging" in text
    assert "price of Product/v1: no index, so the service may read everything" in text

    async def use() -> None:
        async with asynchronous(emulator) as client, AsyncShopClient(client) as other:
            assert await other.product.query().sort("price").explain(indexes=True)

    asyncio.run(use())


def test_knows_the_indexes_of_containers_that_conditions_name(shop: ShopClient) -> None:
    query = shop.category.query().where(Exists(("shop_model", "Category", "parent")))

    assert "parent of Category: no index" in query.explain(indexes=True)
