"""Answers to queries that are not what the service promises, and what stands around links and relations."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pygen_client import PygenClient, PygenValidationError
from pygen_emulator import Emulator
from pygen_runtime import NotIncludedError, UnexpectedAnswerError
from pygen_runtime.filters import Equals
from pygen_runtime.relations import Link
from shop_by_hand import Category, CategoryWrite, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_project import config

P, C = Product.relations, Category.relations
Json = dict[str, Any]


class Changing(httpx.BaseTransport):
    """Passes requests on and changes the answers to queries."""

    def __init__(self, inner: httpx.BaseTransport, change: Callable[[Json], Json]) -> None:
        self.inner = inner
        self.change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.inner.handle_request(request)
        if not request.url.path.endswith("/query"):
            return response
        return httpx.Response(200, json=self.change(json.loads(response.read())))


def stock(shop: ShopClient) -> None:
    tools = CategoryWrite(external_id="tools", category_name="Tools")
    shop.upsert([ProductWrite(external_id=f"p{number}", name="P", price=1, category=tools) for number in range(1200)])


def changed(emulator: Emulator, change: Callable[[Json], Json]) -> PygenClient:
    return PygenClient(config(emulator), transport=Changing(emulator.transport(), change))


def test_cursors_are_found_wherever_they_stand(emulator: Emulator) -> None:
    with changed(emulator, lambda answer: {"nextCursor": answer["nextCursor"], **answer}) as client:
        shop = ShopClient(client)
        stock(shop)

        assert len(shop.product.query().include(P.category).list()) == 1200


def test_an_instance_that_does_not_fit_is_named(emulator: Emulator) -> None:
    def without_name(answer: Json) -> Json:
        del answer["items"]["root__category"][0]["properties"]["shop_model"]["Category/v1"]["categoryName"]
        return answer

    with changed(emulator, without_name) as client:
        shop = ShopClient(client)
        stock(shop)

        with pytest.raises(UnexpectedAnswerError, match=r"Category shop:tools, categoryName: Field required"):
            shop.product.query().include(P.category).list()


@pytest.mark.parametrize("answer", [{"nextCursor": 5}, {"items": []}, {"items": {"root": [None]}}, []])
def test_an_answer_of_another_form_is_an_error(emulator: Emulator, answer: Any) -> None:
    with (
        changed(emulator, lambda _: answer) as client,
        pytest.raises(UnexpectedAnswerError, match="does not fit the SDK"),
    ):
        ShopClient(client).product.query().list()


def test_what_the_view_of_an_include_has_gained_is_kept(emulator: Emulator) -> None:
    def gained(answer: Json) -> Json:
        answer["items"]["root__category"][0]["properties"]["shop_model"]["Category/v1"]["colour"] = "red"
        answer["typing"]["root__category"]["shop_model"]["Category/v1"]["colour"] = {"type": {"type": "text"}}
        return answer

    with changed(emulator, gained) as client:
        shop = ShopClient(client)
        stock(shop)

        first = shop.product.query().include(P.category).first()

    assert first is not None
    assert first.category is not None
    assert first.category.value.other_properties == {"colour": "red"}


def test_links_are_equal_by_their_edges(shop: ShopClient) -> None:
    shop.upsert([ProductWrite(external_id=name, name=name, price=1) for name in ("saw", "blade")])
    shop.upsert(
        RelatesToWrite(
            external_id="e",
            edge_type=("shop_model", "relatesTo"),
            start_node="saw",
            end_node="blade",
            relation_type="fits",
        )
    )
    query = shop.product.query().where(name="saw").include(P.relates_to)

    (one,), (other,) = (each.relates_to for _ in range(2) for each in query.list())

    assert one == other
    assert {one, other} == {one}
    assert one != "blade"
    assert isinstance(one, Link)
    assert repr(one) == "Link('shop', 'blade')"


def test_a_limit_of_none_and_of_nothing(shop: ShopClient) -> None:
    stock(shop)

    assert len(shop.product.query().limit(10).limit(None).list()) == 1200
    assert shop.product.query().limit(0).list() == []


def test_mistakes_are_told_where_they_are_written(shop: ShopClient) -> None:
    with pytest.raises(PygenValidationError, match="limit of a relation is 1 or more"):
        P.relates_to.limit(0)
    with pytest.raises(PygenValidationError, match="depth of a relation is 1 to 24"):
        C.parent.depth(25)
    with pytest.raises(TypeError, match=r"where takes filters such as P\.price > 5, not str"):
        shop.product.query().where("price > 5")  # type: ignore[arg-type]  # the checker knows it, too
    with pytest.raises(PygenValidationError, match="include works on nodes"):
        shop.relates_to.query().include(P.category)


def test_a_class_tells_its_relations_and_what_it_does_not_hold() -> None:
    product = Product(space="shop", external_id="saw", name="Saw", price=1)

    assert P.relates_to.target_class is Product
    assert Product.relates_to is not None
    with pytest.raises(NotIncludedError, match=r"Product.shelf of shop:saw was not included"):
        _ = product.shelf


def test_conditions_of_a_relation_add_up(shop: ShopClient) -> None:
    named = Equals(("shop_model", "Product/v1", "name"), "P")
    stock(shop)

    (tools,) = shop.category.query().include(C.products.where(named).where(~named)).list()

    assert tools.products == []
