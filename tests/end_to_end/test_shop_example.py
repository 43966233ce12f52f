"""The example that the documentation begins with: generated, deployed, and used as a person would use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import generated_sdk
import pytest
import type_checkers
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, ToolkitSource, generate_sdk
from pygen_generator.schema import whole_views
from pygen_runtime import Avg, Max, NotIncludedError

MODEL = Path(__file__).parents[1] / "scenarios" / "pygen_example" / "model"
NOW = datetime(2026, 1, 3, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    python = PythonConfig(package="shop_sdk", client_name="ShopClient")
    config = GeneratorConfig(default_instance_space="shop", python=python)
    generated_sdk.write(generate_sdk(ToolkitSource(MODEL), config), folder)
    return folder


@pytest.fixture(scope="module")
def sdk(folder: Path) -> Iterator[ModuleType]:
    with generated_sdk.imported(folder, "shop_sdk") as module:
        yield module


@pytest.fixture
def shop(sdk: ModuleType) -> Iterator[Any]:
    with Emulator.in_process() as cdf:
        schema = ToolkitSource(MODEL).load(())
        views = [view for model in schema.data_models for view in whole_views(model)]
        cdf.deploy(spaces=[*schema.spaces, {"space": "shop"}], containers=schema.containers, views=views)
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            shop = sdk.ShopClient(client)
            tools = sdk.CategoryNodeWrite(external_id="tools", category_name="Tools")
            fits = sdk.RelatesToWrite(end_node="saw", relation_type="fits", strength=0.75, created_at=NOW)
            saw = {"name": "Saw", "price": 12.5, "quantity": 3, "created_date": date(2026, 1, 1), "tags": ["new"]}
            blade = {"name": "Blade", "price": 4.0, "quantity": 90, "created_date": date(2026, 1, 2)}
            shop.upsert(
                [
                    sdk.ProductNodeWrite(external_id="saw", category=tools, **saw),
                    sdk.ProductNodeWrite(external_id="blade", category="tools", relates_to=[fits], **blade),
                ]
            )
            yield shop


def names(products: Any) -> list[str]:
    return [product.name for product in products]


def test_it_reads_lists_and_iterates(shop: Any) -> None:
    assert shop.product_node.retrieve("saw").price == 12.5
    assert names(shop.product_node.retrieve(["saw", ("shop", "blade")])) == ["Saw", "Blade"]
    assert names(shop.product_node.list(max_price=10, name_prefix="B", sort_by="price")) == ["Blade"]
    assert names(shop.product_node.list(tags="new", category="tools")) == ["Saw"]
    assert sorted(names(shop.product_node.iterate(chunk_size=1))) == ["Blade", "Saw"]


def test_it_searches_and_counts(shop: Any) -> None:
    assert names(shop.product_node.search("saw", properties=["name", "description"], min_quantity=1)) == ["Saw"]
    assert shop.product_node.count(category="tools") == 2
    (row,) = shop.product_node.aggregate([Avg("price"), Max("quantity")], group_by="category")
    assert (row.group["category"].external_id, row.values.avg_price, row.values.max_quantity) == ("tools", 8.25, 90)
    assert sum(bucket.count for bucket in shop.product_node.histogram("price", interval=5)) == 2


def test_it_queries_what_is_connected(shop: Any, sdk: ModuleType) -> None:
    properties, relations = sdk.ProductNode.props, sdk.ProductNode.relations
    query = (
        shop.product_node.query()
        .where((properties.price > 5) & properties.name.startswith("S") | properties.tags.is_missing())
        .include(relations.category, relations.relates_to.where(sdk.RelatesTo.props.strength > 0.5).limit(10))
        .sort(properties.price.descending(), properties.name)
    )
    saw, blade = query.list()
    assert saw.category.value.category_name == "Tools"
    assert saw.relates_to == []
    (link,) = blade.relates_to
    assert (link.edge.strength, link.edge.relation_type, link.node.name) == (0.75, "fits", "Saw")

    with pytest.raises(NotIncludedError, match=r"ProductNode\.relations\.category"):
        _ = shop.product_node.retrieve("saw").category.value
    products = shop.category_node.follow(sdk.CategoryNode.relations.products, of=["tools"])
    assert sorted(names(products)) == ["Blade", "Saw"]
    (tools,) = shop.category_node.query().include(sdk.CategoryNode.relations.products).list()
    assert sorted(names(tools.products)) == ["Blade", "Saw"]


def test_it_changes_what_it_read_and_deletes(shop: Any) -> None:
    saw = shop.product_node.retrieve("saw")
    shop.upsert(saw.as_write().model_copy(update={"price": 11.0}), skip_on_version_conflict=False)
    assert shop.product_node.retrieve("saw").price == 11.0
    assert len(shop.delete(["saw", saw]).deleted) == 1


USE = """
from datetime import date
from typing import Literal
from typing_extensions import assert_type
from pygen_runtime import AsyncInstanceIterator, InstanceIterator
from pygen_runtime.relations import Link
from shop_sdk import CategoryNode, ProductNode, ProductNodeList, ProductNodeWrite, RelatesTo, RelatesToWrite
from shop_sdk import AsyncShopClient, ShopClient

P, R = ProductNode.props, ProductNode.relations


def use(shop: ShopClient) -> None:
    assert_type(shop.product_node.list(max_price=10, category="tools", tags=["new"]), ProductNodeList)
    assert_type(shop.product_node.search("saw", properties=[P.name], min_quantity=1), ProductNodeList)
    assert_type(shop.product_node.count(P.price, name="Saw"), int)
    query = shop.product_node.query().where(P.price > 5).include(R.category, R.relates_to).sort(P.name)
    for product in query.iterate():
        assert_type(product.relates_to, list[Link[ProductNode, RelatesTo]])
        if product.category is not None:
            assert_type(product.category.value, CategoryNode)
            assert_type(product.category.value.products, list[ProductNode])
    for product in shop.category_node.follow(CategoryNode.relations.products, of=["tools"]):
        assert_type(product.created_date, date)
    ProductNodeWrite(
        external_id="x", name="X", price=1, quantity=1, created_date=date(2026, 1, 1), category="x", relates_to=[]
    )
    shop.product_node.list(max_prize=10)  # wrong
    shop.product_node.list(min_created_date="2026-01-01")  # wrong
    shop.product_node.list(sort_by="prize")  # wrong
    shop.product_node.query().where(P.price == "x")  # wrong
    shop.product_node.query().include(P.price)  # wrong
    ProductNodeWrite(external_id="x")  # wrong
    ProductNode.relations.nothing  # wrong


async def use_async(shop: AsyncShopClient) -> None:
    assert_type(await shop.product_node.list(max_price=10), ProductNodeList)
    assert_type(shop.product_node.iterate(active=True), AsyncInstanceIterator[ProductNode])
    assert_type(await shop.product_node.count(), int)
    await shop.product_node.list(max_prize=10)  # wrong
    await shop.product_node.aggregate()  # wrong
"""
"""Code that users write. Checkers have to refuse the lines that say so, and no others."""


def test_mypy_and_pyright_follow_it(folder: Path) -> None:
    (folder / "use.py").write_text(USE)
    wrong = {number for number, line in enumerate(USE.splitlines(), start=1) if line.endswith("# wrong")}

    for check in (type_checkers.mypy, type_checkers.pyright):
        done = check(folder, "use.py")
        errors = [line for line in done.stdout.splitlines() if "error" in line and "use.py:" in line]
        assert {int(line.partition("use.py:")[2].partition(":")[0]) for line in errors} == wrong, done.stdout
