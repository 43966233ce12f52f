"""Keyword filters: what ``list(name_prefix="B", max_price=10)`` finds, and what is refused before anything is sent."""

import inspect
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, NodeId
from pygen_runtime import Ref
from pygen_runtime.codegen import InstanceClient
from pygen_runtime.filters import Equals, Exists, Filter
from shop_by_hand import AsyncShopClient, ProductWrite, RelatesToWrite, ShopClient
from shop_by_hand._api._product_api import AsyncProductAPI, ProductAPI

NOON = datetime(2024, 5, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def stocked(shop: ShopClient) -> ShopClient:
    shop.upsert(
        [
            ProductWrite(
                external_id="saw",
                name="Saw",
                price=12.5,
                quantity=0,
                active=False,
                status="new",
                category="tools",
                created_date=date(2024, 5, 1),
                updated_timestamp=NOON,
            ),
            ProductWrite(external_id="axe", name="Axe", price=30, active=True, status="old", category="tools"),
            ProductWrite(external_id="tea", name="Tea", price=0, quantity=5, category=("elsewhere", "food")),
            ProductWrite(space="elsewhere", external_id="sand", name="", price=1),
        ]
    )
    return shop


def found(shop: ShopClient, **filters: Any) -> set[str]:
    return {one.external_id for one in shop.product.list(**filters)}


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, {"saw", "axe", "tea", "sand"}),
        ({"name": "Saw"}, {"saw"}),
        ({"name": ["Saw", "Tea"]}, {"saw", "tea"}),
        ({"name": ("Saw", "Tea")}, {"saw", "tea"}),
        ({"name": {"Saw"}}, {"saw"}),
        ({"name": (name for name in ["Saw", "Axe"])}, {"saw", "axe"}),
        ({"name": []}, set()),
        ({"name": ""}, {"sand"}),
        ({"name_prefix": "S"}, {"saw"}),
        ({"active": False}, {"saw"}),
        ({"max_price": 0}, {"tea"}),
        ({"min_price": 1, "max_price": 12.5}, {"saw", "sand"}),
        ({"max_quantity": 0}, {"saw"}),
        ({"min_created_date": date(2024, 5, 1), "max_created_date": date(2024, 5, 1)}, {"saw"}),
        ({"min_updated_timestamp": NOON - timedelta(milliseconds=1)}, {"saw"}),
        ({"min_updated_timestamp": NOON + timedelta(milliseconds=1)}, set()),
        ({"status": "new"}, {"saw"}),
        ({"category": "tools"}, {"saw", "axe"}),
        ({"category": ("elsewhere", "food")}, {"tea"}),
        ({"category": ["tools", ("elsewhere", "food")]}, {"saw", "axe", "tea"}),
        ({"category": NodeId("shop", "tools")}, {"saw", "axe"}),
        ({"category": Ref("elsewhere", "food")}, {"tea"}),
        ({"category": []}, set()),
        ({"space": "elsewhere"}, {"sand"}),
        ({"space": ["shop", "elsewhere"]}, {"saw", "axe", "tea", "sand"}),
        ({"external_id_prefix": "sa"}, {"saw", "sand"}),
        ({"filter": ~Exists(("shop_model", "Product/v1", "active"))}, {"tea", "sand"}),
        ({"filter": Equals(("node", "externalId"), "saw"), "name": "Axe"}, set()),
    ],
)
def test_keyword_filters_find(stocked: ShopClient, filters: Mapping[str, Any], ids: set[str]) -> None:
    assert found(stocked, **filters) == ids


def test_a_read_object_filters_a_relation(stocked: ShopClient) -> None:
    saw = stocked.product.retrieve("saw")

    assert saw is not None
    assert found(stocked, category=saw.category) == {"saw", "axe"}


def test_edges_are_filtered_by_their_ends_and_type(stocked: ShopClient) -> None:
    stocked.upsert(
        RelatesToWrite(
            external_id=f"{start}-{end}", edge_type=kind, start_node=start, end_node=end, relation_type="x", strength=1
        )
        for start, end, kind in [("saw", "axe", "fits"), ("saw", "tea", "fits"), ("axe", "tea", "like")]
    )

    def ids(**filters: Any) -> set[str]:
        return {one.external_id for one in stocked.relates_to.list(**filters)}

    assert ids(start_node="saw") == {"saw-axe", "saw-tea"}
    assert ids(end_node=["tea"], edge_type=NodeId("shop", "like")) == {"axe-tea"}
    assert ids(external_id_prefix="saw", max_strength=1) == {"saw-axe", "saw-tea"}


@pytest.mark.parametrize("method", ["list", "iterate"])
def test_an_unknown_keyword_gets_the_nearest_right_name(shop: ShopClient, method: str) -> None:
    with pytest.raises(TypeError, match=r"no keyword filter 'name_prefx'; did you mean 'name_prefix'\?"):
        getattr(shop.product, method)(name_prefx="S")


@pytest.mark.parametrize(
    ("filters", "reason"),
    [
        ({"name": None}, r"name=None: leave the keyword out"),
        ({"name": [None]}, "cannot compare with None"),
        ({"min_price": [1, 2]}, r"min_price takes a number, not list: \[1, 2\]"),
        ({"name_prefix": ["S"]}, r"name_prefix takes text, not list: \['S'\]"),
        ({"filter": {"exists": {}}}, "filter takes a Filter, not dict"),
        ({"max_updated_timestamp": datetime(2024, 1, 1)}, "needs a timezone"),
        ({"category": EdgeId("shop", "a")}, "is an edge, but a node is needed"),
        ({"category": 7}, "7 does not name an instance"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(shop: ShopClient, filters: Mapping[str, Any], reason: str) -> None:
    with pytest.raises(PygenValidationError, match=reason):
        shop.product.list(**filters)


def test_text_for_a_relation_needs_a_default_space(shop: ShopClient) -> None:
    class Spaceless(InstanceClient):
        product = ShopClient.__dict__["product"]

    with pytest.raises(PygenValidationError, match=r'default_instance_space=.*\("my_space", \'tools\'\)'):
        Spaceless(shop.client).product.list(category="tools")


@pytest.mark.parametrize("name", ["list", "iterate", "search", "count", "aggregate", "histogram"])
@pytest.mark.parametrize("api", [ProductAPI, AsyncProductAPI])
def test_signatures_spell_the_keywords_out(api: type, name: str) -> None:
    method = getattr(api, name)
    parameters = inspect.signature(method).parameters

    assert {"name", "name_prefix", "min_price", "category", "space", "external_id_prefix", "filter"} <= set(parameters)
    assert parameters["name_prefix"].annotation is str
    assert parameters["filter"].annotation is Filter
    assert repr(parameters["min_price"].default) == "unset"
    assert all(one.kind is not inspect.Parameter.VAR_KEYWORD for one in parameters.values())


def test_both_clients_show_the_same_views() -> None:
    def views(client: type) -> set[str]:
        return {name for name in vars(client) if not name.startswith("_")}

    assert views(ShopClient) == views(AsyncShopClient)
