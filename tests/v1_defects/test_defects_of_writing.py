"""Defects of version 1 in writing: each test is named after one, and shows that it is not there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Any

import pytest
from deployed_sdk import Made, made
from pydantic import ValidationError
from pygen_client.schema import EdgeId, NodeId
from seeded_project import MODEL, container, edges, prop, view, view_ref


@pytest.fixture
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Products with connections of two types, defaults of every kind, and a relation that must be given."""
    containers = [
        container(
            "Product",
            {
                "name": prop("text", required=True),
                "unitPrice": prop("float64", required=True, defaultValue=1.5),
                "madeAt": prop("timestamp", defaultValue="2024-01-02T03:04:05.678+00:00"),
                "madeOn": prop("date", defaultValue="2024-01-02"),
                "count": prop("int32"),
                "big": prop("int64"),
                "number": prop("int64", autoIncrement=True, required=True),
                "maker": prop("direct", required=True),
                "seenAt": prop("timestamp"),
            },
        ),
        container("Maker", {"title": prop("text", required=True)}),
        container("Link", {"note": prop("text", required=True)}, usedFor="edge"),
    ]
    connections = {
        "fits": edges("fits", "Product", edgeSource=view_ref("Link")),
        "needs": edges("needs", "Product", edgeSource=view_ref("Link")),
        "near": edges("near", "Product"),
    }
    views = [
        view(
            "Product",
            {"Product": list(containers[0]["properties"])},
            sources={"maker": "Maker"},
            connections=connections,
        ),
        view("Maker", {"Maker": ["title"]}),
        view("Link", {"Link": ["note"]}),
    ]
    with made(containers, views, tmp_path_factory.mktemp("shop")) as found:
        yield found


def product(shop: Made, external_id: str, **values: Any) -> Any:
    return shop.package.ProductWrite(**{"external_id": external_id, "name": "P", "maker": "m", **values})


def link(shop: Made, end: Any, **values: Any) -> Any:
    return shop.package.LinkWrite(**{"end_node": end, "note": "n", **values})


def test_d6_edges_of_different_types_between_the_same_nodes_are_both_kept(shop: Made) -> None:
    shop.sdk.upsert(product(shop, "a", fits=[link(shop, product(shop, "b"))], needs=[link(shop, "b")], near=["b"]))

    types = {edge.edge_type.external_id for edge in shop.sdk.link.list()}
    assert types == {"fits", "needs"}
    (found,) = (
        shop.sdk.product.query().where(external_id_prefix="a").include(shop.package.Product.relations.near).list()
    )
    assert [one.node_id for one in found.near] == [NodeId("data", "b")]


class TestD11DefaultsAndWhatMustBeGiven:
    def test_a_default_of_a_renamed_property_that_is_never_null_is_kept(self, shop: Made) -> None:
        assert product(shop, "a").unit_price == 1.5

    def test_defaults_in_time_are_points_in_time_and_days(self, shop: Made) -> None:
        one = product(shop, "a")

        assert one.made_at == datetime(2024, 1, 2, 3, 4, 5, 678_000, timezone.utc)
        assert (one.made_on, type(one.made_on)) == (date(2024, 1, 2), date)

    def test_a_relation_that_is_never_null_must_be_given(self, shop: Made) -> None:
        with pytest.raises(ValidationError, match="maker"):
            shop.package.ProductWrite(external_id="a", name="P")

    def test_a_number_that_the_service_counts_need_not_be_given(self, shop: Made) -> None:
        shop.sdk.upsert([product(shop, "a"), product(shop, "b")])

        assert sorted(one.number for one in shop.sdk.product.list()) == [1, 2]

    def test_what_is_not_given_gets_its_default_from_the_service(self, shop: Made) -> None:
        shop.sdk.upsert(product(shop, "a"))

        found = shop.sdk.product.retrieve("a")
        assert (found.unit_price, found.made_on) == (1.5, date(2024, 1, 2))


class TestD15MisspeltFields:
    def test_are_refused_with_the_nearest_right_name(self, shop: Made) -> None:
        with pytest.raises(ValidationError, match=r"ProductWrite has no field 'unit_prize'.*unit_price"):
            product(shop, "a", unit_prize=3)

    def test_are_refused_in_assignments_as_well(self, shop: Made) -> None:
        one = product(shop, "a")

        with pytest.raises(ValidationError, match="unit_price"):
            one.unit_prize = 3
        with pytest.raises(ValidationError, match="unit_price"):
            one.unit_price = "three"


def test_d22_edges_lie_in_the_space_of_their_start_however_they_are_written(shop: Made) -> None:
    near = product(shop, "a", space="elsewhere", near=[("data", "b")], fits=[link(shop, ("data", "b"))])
    shop.sdk.upsert([product(shop, "b"), near])
    plain = link(shop, ("data", "b"), edge_type=(MODEL, "fits"), start_node=("elsewhere", "a"), external_id="plain")

    result = shop.sdk.upsert(plain)

    spaces = {edge.space for edge in shop.sdk.link.list()}
    assert (result.created, spaces) == ([EdgeId("elsewhere", "plain")], {"elsewhere"})


@pytest.mark.parametrize("end", ["b", ("data", "b"), NodeId("data", "b")])
def test_d26_the_far_end_of_an_edge_can_be_named_in_any_form(shop: Made, end: Any) -> None:
    shop.sdk.upsert([product(shop, "b"), product(shop, "a", fits=[link(shop, end)])])

    (edge,) = shop.sdk.link.list()
    assert (edge.start_node, edge.end_node) == (NodeId("data", "a"), NodeId("data", "b"))


class TestD28ValuesThatTheServiceRefuses:
    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("seen_at", datetime(2024, 1, 1), "timezone"),
            ("count", 2**31, "less than or equal"),
            ("count", -(2**31) - 1, "greater than or equal"),
            ("big", 2**63, "less than or equal"),
            ("unit_price", math.nan, "finite"),
            ("unit_price", -math.inf, "finite"),
            ("name", "a\x00b", "NUL"),
        ],
    )
    def test_are_refused_before_anything_is_sent(self, shop: Made, field: str, value: Any, message: str) -> None:
        with pytest.raises(ValidationError, match=message):
            product(shop, "a", **{field: value})

    def test_in_filters_are_refused_too(self, shop: Made) -> None:
        with pytest.raises(ValueError, match="timezone"):
            shop.sdk.product.list(min_seen_at=datetime(2024, 1, 1))

    def test_a_time_of_another_zone_is_the_same_point_in_time(self, shop: Made) -> None:
        given = datetime.fromisoformat("2024-01-01T01:00:00.999+02:00")
        shop.sdk.upsert(product(shop, "a", seen_at=given))

        found = shop.sdk.product.retrieve("a")
        assert found.seen_at == given
        assert shop.sdk.product.list(min_seen_at=given, max_seen_at=given) == [found]


def test_d29_nothing_that_writes_is_shared_by_all_classes(shop: Made) -> None:
    before = {name: value for name, value in vars(shop.package.ProductWrite).items() if callable(value)}
    shop.sdk.upsert(
        [product(shop, "a", near=[product(shop, "b")]), shop.package.MakerWrite(external_id="m", title="M")]
    )

    assert {name: value for name, value in vars(shop.package.ProductWrite).items() if callable(value)} == before
    assert not [name for name in dir(shop.package.ProductWrite) if "factory" in name and not name.startswith("__")]
