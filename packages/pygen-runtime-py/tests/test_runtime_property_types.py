"""Wrong operands are errors for mypy and pyright, in the very lines that have them, and right ones are none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shop_by_hand
import type_checkers

PROGRAM = """
from datetime import date, datetime

from pygen_runtime import AggregateList, Avg, Count, HistogramResult, Max
from pygen_runtime.codegen import FloatProperty, NodeId, TextProperty
from pygen_runtime.filters import Filter, HasData
from pygen_runtime.properties import SortTerm
from shop_by_hand import AsyncShopClient, Category, Product, RelatesTo, ShopClient
from shop_by_hand.data_classes.everything import Everything
from shop_by_hand.data_classes.product import ProductList
from shop_by_hand.data_classes.tool import Tool
from typing_extensions import assert_type

P, E, C = Product.props, Everything.props, Category.props

assert_type(P.price, FloatProperty)
assert_type(Tool.props.name, TextProperty)
assert_type(P.category.target_class, type[Category] | None)
assert_type(P.price == 5, Filter)
assert_type(P.price.descending(), SortTerm)


def right(shop: ShopClient, product: Product, now: datetime, today: date) -> None:
    query = shop.product.query()
    query.where(P.price > 5, 5 < P.price, P.price == 5, P.price != 5.5, P.price.between(1, 2))
    query.where(P.price > P.quantity, P.quantity <= 3, P.quantity.is_in([1, 2]), P.name == P.description)
    query.where((P.price > 5) & ~(P.name.startswith("S") | P.tags.contains_any(["new", "sale"])))
    query.where(P.status == "new", P.status.is_in(["new", "old"]), P.active == True, P.tags == ["a"])  # noqa: E712
    query.where(P.created_date > today, P.updated_timestamp.between(now, now), P.name.is_missing())
    query.where(P.category == NodeId("a", "b"), P.category == ("a", "b"), P.category == product)
    query.where(P.category.where(C.category_name == "x"), HasData(Product, Category), P.similar.contains_all([product]))
    query.where(E.data == {"a": 1}, E.int32.overlaps(E.int64, start=1), E.series.is_in(["a"]))
    query.sort(P.price.descending(nulls_first=True), P.name, "price").select(P.name, "price").units(price="x")
    query.include(Product.relations.relates_to.where(RelatesTo.props.strength > 0.5).sort(RelatesTo.props.strength))
    shop.product.list(filter=P.price > 5, target_units={"price": "x"}, debug=True)
    shop.product.sync(where=P.price > 5)
    assert_type(shop.product.search("x", properties=["name", P.name], operator="OR", limit=3), ProductList)
    assert_type(shop.product.count(P.name, min_price=3), int)
    assert_type(shop.product.aggregate([Avg("price"), Max(P.price)], group_by=[P.category]), AggregateList)
    assert_type(shop.product.aggregate(Count(), group_by="category", name="x"), AggregateList)
    assert_type(shop.product.histogram("price", interval=5), HistogramResult)


async def right_too(shop: AsyncShopClient) -> None:
    assert_type(await shop.product.search(P.name.name), ProductList)
    assert_type(await shop.product.count(), int)
    assert_type(await shop.product.aggregate(Avg(P.price)), AggregateList)
    assert_type(await shop.product.histogram(P.price, interval=5), HistogramResult)


def wrong(shop: ShopClient, now: datetime) -> None:
    query = shop.product.query()
    query.where(P.price == "x")  # wrong
    query.where(P.price > "x")  # wrong
    query.where(P.price > P.name)  # wrong
    query.where((P.price == "x") & (P.name == "y"))  # wrong
    query.where(P.name.between(1, 2))  # wrong
    query.where(P.name == None)  # wrong  # noqa: E711
    query.where(P.name.is_in(["a", 1]))  # wrong
    query.where(P.status == "newer")  # wrong
    query.where(P.status.is_in(["newer"]))  # wrong
    query.where(P.active > True)  # wrong
    query.where(P.active.startswith("x"))  # wrong
    query.where(P.created_date == "2024-01-01")  # wrong
    query.where(P.updated_timestamp > 5)  # wrong
    query.where(P.tags.contains_any([1]))  # wrong
    query.where(P.tags > ["a"])  # wrong
    query.where(P.category == "tools")  # wrong
    query.where(P.category.where("tools"))  # wrong
    query.where(E.data > 1)  # wrong
    query.where(E.objects == [{}])  # wrong
    query.where(HasData("Product"))  # wrong
    query.where(P.nam == "x")  # wrong
    query.sort(E.data.ascending())  # wrong
    query.select(3)  # wrong
    shop.product.list(filter=P.price == "x")  # wrong
    shop.product.list(target_units={"price": 3})  # wrong
    shop.product.search(3)  # wrong
    shop.product.search("x", operator="ANY")  # wrong
    shop.product.search("x", sort_by="nothing")  # wrong
    shop.product.count(name_prefx="x")  # wrong
    shop.product.aggregate("price")  # wrong
    shop.product.aggregate(Avg())  # wrong
    shop.product.histogram("price")  # wrong
"""
WRONG = {number for number, line in enumerate(PROGRAM.splitlines(), 1) if "# wrong" in line}
BY_HAND = Path(shop_by_hand.__file__).parents[1]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def test_mypy_finds_the_wrong_operands(program: Path) -> None:
    answer = type_checkers.mypy(program.parent, program.name, search=[BY_HAND]).stdout

    assert {int(line) for line in re.findall(r"program\.py:(\d+): error", answer)} == WRONG, answer


def test_pyright_finds_the_wrong_operands(program: Path) -> None:
    answer = type_checkers.pyright(program.parent, program.name, search=[BY_HAND], options=["--outputjson"]).stdout

    errors = [one for one in json.loads(answer)["generalDiagnostics"] if one["severity"] == "error"]
    assert {one["range"]["start"]["line"] + 1 for one in errors} == WRONG, answer
