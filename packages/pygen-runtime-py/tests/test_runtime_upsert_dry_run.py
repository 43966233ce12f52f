"""What a write would do, found out by reading."""

from datetime import date, datetime, timedelta, timezone
from typing import Any, ClassVar

import pytest
from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, NodeId, ViewId
from pygen_emulator import Emulator
from pygen_runtime import EdgeWrite, NodeWrite, UpsertResult
from pygen_runtime.codegen import Float32
from pygen_runtime.operations.expectation import WriteMode
from scripted_service import nothing, scripted
from shop_by_hand import CategoryWrite, EverythingWrite, ProductWrite, RelatesToWrite, ShopClient
from shop_project import add_view

NOON = datetime(2024, 5, 1, 12, 30, 15, 120_000, timezone.utc)


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def ids(found: Any) -> list[str]:
    return [one.external_id for one in found]


def test_nothing_is_written(emulator: Emulator) -> None:
    with scripted(emulator, nothing) as (shop, bodies):
        result = shop.upsert([part("a"), part("b", shelf="c")], dry_run=True)

        assert result.is_dry_run
        assert repr(result) == "<UpsertResult of a dry run: 3 created>"
        assert bodies == []
        assert shop.product.list() == []


def test_requests_are_those_that_would_be_sent(emulator: Emulator) -> None:
    with scripted(emulator, nothing) as (shop, bodies):
        shop.upsert(part("a", tags=["x"]))
        bodies.clear()
        writes = [part("a", tags=["y"]), part("b", category="c", price=2)]

        for mode in ("apply", "update"):
            expected = shop.upsert(writes, mode=mode, dry_run=True).requests
            assert expected[0]["items"][0]["sources"][0]["properties"]["tags"] == (
                ["y"] if mode == "apply" else ["x", "y"]
            )
        shop.upsert(writes, mode="update")

    assert bodies == expected


@pytest.mark.parametrize("mode", ["apply", "replace", "update"])
def test_outcomes_are_those_that_follow(shop: ShopClient, mode: WriteMode) -> None:
    shop.upsert(
        [
            part("same", tags=["a"], quantity=1),
            part("gains", tags=["a"]),
            part("loses", description="d"),
            part("typed", node_type="kind"),
            part("bare", category="pointed_to"),
            RelatesToWrite(edge_type="t", start_node="same", end_node="bare", relation_type="x", strength=0.1),
            EdgeWrite(edge_type="t", start_node="bare", end_node="same"),
        ]
    )
    writes = [
        part("same", tags=["a"]),
        part("gains", tags=["b"]),
        part("loses"),
        part("typed", node_type="other"),
        part("pointed_to"),
        part("new"),
        RelatesToWrite(edge_type="t", start_node="same", end_node="bare", relation_type="x", strength=0.1),
        EdgeWrite(edge_type="t", start_node="bare", end_node="same"),
        NodeWrite(external_id="typed_only", node_type="kind"),
    ]

    expected = shop.upsert(writes, mode=mode, dry_run=True)
    found = shop.upsert(writes, mode=mode)

    assert expected.outcomes() == found.outcomes()
    assert ("loses" in ids(found.unchanged)) == (mode != "replace")


def test_values_that_the_service_takes_for_the_same_are_the_same(shop: ShopClient) -> None:
    values: dict[str, Any] = {
        "at": NOON,
        "times": [NOON, NOON + timedelta(days=1)],
        "day": date(2024, 2, 29),
        "float32": 0.1,
        "float64": 0.1,
        "floats": [1, 2.5],
        "data": {"a": [1, {"b": None}]},
        "others": ["y", ("elsewhere", "z")],
        "text": None,
    }
    shop.upsert(EverythingWrite(external_id="x", **values))

    elsewhere = timezone(timedelta(hours=2))
    same = {**values, "at": NOON.astimezone(elsewhere) + timedelta(microseconds=7), "floats": [1.0, 2.5]}

    assert ids(shop.upsert(EverythingWrite(external_id="x", **same), dry_run=True).unchanged) == ["x"]
    assert ids(shop.upsert(EverythingWrite(external_id="x", **same)).unchanged) == ["x"]
    for change in ({"at": NOON + timedelta(milliseconds=1)}, {"float32": 0.2}, {"others": ["y"]}, {"text": ""}):
        write = EverythingWrite(external_id="x", **{**values, **change})
        assert ids(shop.upsert(write, dry_run=True).updated) == ["x"]


def test_conflicts_are_told(shop: ShopClient) -> None:
    shop.upsert(part("a"))
    write = part("a", price=2, existing_version=0)

    result = shop.upsert([write, part("b")], dry_run=True)

    assert ids(result.conflicts) == ["a"]
    assert ids(result.created) == ["b"]
    assert shop.upsert(write, dry_run=True, skip_on_version_conflict=True).skipped == [NodeId("shop", "a")]


def test_an_edge_between_other_nodes_is_a_change(shop: ShopClient) -> None:
    shop.upsert(EdgeWrite(external_id="e", edge_type="t", start_node=part("a"), end_node=part("b")))

    result = shop.upsert(EdgeWrite(external_id="e", edge_type="t", start_node="a", end_node="a"), dry_run=True)

    assert result.updated == [EdgeId("shop", "e")]


def test_is_nothing_to_go_on_with(shop: ShopClient) -> None:
    result = shop.upsert(part("a"), dry_run=True)

    with pytest.raises(PygenValidationError, match="nothing to go on with"):
        shop.upsert(part("a"), resume=result)
    with pytest.raises(PygenValidationError, match="nothing to go on with"):
        shop.upsert(part("a"), resume=UpsertResult(), dry_run=True)


class _Measure(NodeWrite):
    view_id: ClassVar = ViewId("shop_model", "Measure", "v1")

    value: Float32
    values: list[Float32] | None = None


def test_numbers_of_32_bits_are_compared_as_such(emulator: Emulator, shop: ShopClient) -> None:
    add_view(emulator, "Measure", {"value": {"type": "float32"}, "values": {"type": "float32", "list": True}})
    shop.upsert(_Measure(external_id="m", value=0.1, values=[1.1]))

    same = _Measure(external_id="m", value=0.1 + 1e-12, values=[1.1 - 1e-12])

    assert ids(shop.upsert(same, dry_run=True).unchanged) == ["m"]
    assert ids(shop.upsert(same, mode="update", dry_run=True).unchanged) == ["m"]
    assert ids(shop.upsert(same).unchanged) == ["m"]


def test_an_edge_of_which_only_the_far_end_was_given_is_compared_by_its_view(shop: ShopClient) -> None:
    tools = CategoryWrite(external_id="tools", category_name="Tools", notes=[part("saw")])
    shop.upsert(
        [tools, EdgeWrite(edge_type=("shop_model", "notes"), start_node="tools", end_node="bare")],
        auto_create_end_nodes=True,
    )
    tools.notes = ["saw", "bare", "new"]

    for mode in ("apply", "replace", "update"):
        result = shop.upsert(tools, mode=mode, dry_run=True)
        assert ids(result.unchanged) == ["tools", "tools:shop_model/notes:saw"]
        assert ids(result.updated) == ["tools:shop_model/notes:bare"]
        assert ids(result.created) == ["tools:shop_model/notes:new"]
