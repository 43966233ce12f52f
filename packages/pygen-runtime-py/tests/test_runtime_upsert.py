"""Writing through a generated client: flat or nested, in as many requests as it takes."""

from datetime import date, datetime, timezone
from typing import Any

import httpx
import pytest
from pygen_client import (
    BadRequestError,
    ConflictError,
    MultiRequestError,
    PygenClient,
    PygenConnectionError,
    PygenValidationError,
)
from pygen_client.schema import EdgeId, NodeId
from pygen_emulator import Emulator
from pygen_runtime import PartialUpsertError
from scripted_service import nothing, scripted
from shop_by_hand import (
    CategoryWrite,
    EverythingWrite,
    ProductWrite,
    RelatesToWrite,
    ShopClient,
    ToolWrite,
)
from shop_project import config


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def link(start: Any, end: Any, **values: Any) -> RelatesToWrite:
    ends = {"external_id": "link", "edge_type": "fits", "start_node": start, "end_node": end}
    return RelatesToWrite(**{**ends, "relation_type": "x", **values})


def ids(found: Any) -> list[str]:
    return [one.external_id for one in found]


class TestOutcomes:
    def test_says_what_became_of_each(self, shop: ShopClient) -> None:
        assert ids(shop.upsert([part("a"), part("b")]).created) == ["a", "b"]

        again = shop.upsert([part("a"), part("b", price=2), part("c")])

        assert (ids(again.unchanged), ids(again.updated), ids(again.created)) == (["a"], ["b"], ["c"])
        assert repr(again) == "<UpsertResult: 1 created, 1 updated, 1 unchanged>"

    def test_of_nothing_asks_for_nothing(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            assert repr(shop.upsert([])) == "<UpsertResult: nothing to do>"
        assert bodies == []

    def test_takes_one_object(self, shop: ShopClient) -> None:
        assert shop.upsert(part("a")).created == [NodeId("shop", "a")]


class TestValues:
    def test_unset_leaves_alone_and_none_clears(self, shop: ShopClient) -> None:
        shop.upsert(part("a", description="long", tags=["x"], quantity=7))

        shop.upsert(part("a", tags=None))

        found = shop.product.retrieve("a")
        assert found is not None
        assert (found.description, found.tags, found.quantity) == ("long", None, 7)

    def test_replace_clears_what_is_not_set(self, shop: ShopClient) -> None:
        shop.upsert(part("a", description="long", quantity=7))

        shop.upsert(part("a"), mode="replace")

        found = shop.product.retrieve("a")
        assert found is not None
        assert (found.description, found.quantity) == (None, 1)

    def test_an_object_without_properties_is_still_in_its_view(self, shop: ShopClient) -> None:
        shop.upsert(EverythingWrite(external_id="x"))

        found = shop.everything.retrieve("x")
        assert found is not None
        assert found.serial == 1

    def test_the_node_type_is_written(self, shop: ShopClient) -> None:
        shop.upsert([part("a", node_type="Thing"), part("Thing")])

        found = shop.product.retrieve("a")
        assert found is not None
        assert found.node_type == NodeId("shop", "Thing")

    def test_what_was_put_in_unchecked_is_refused_before_it_is_sent(self, emulator: Emulator) -> None:
        write = EverythingWrite(external_id="x", times=[], data={}, floats=[])
        assert write.times is not None
        assert write.data is not None
        assert write.floats is not None
        with scripted(emulator, nothing) as (shop, bodies):
            write.times.append(datetime(2024, 1, 1))
            with pytest.raises(PygenValidationError, match=r"EverythingWrite 'x' holds .*timezone"):
                shop.upsert(write)
            write.times.clear()
            write.data["a"] = object()
            with pytest.raises(PygenValidationError, match="EverythingWrite 'x' holds what cannot be written"):
                shop.upsert(write)
        assert bodies == []

    def test_what_is_no_number_is_not_written_as_nothing(self, shop: ShopClient) -> None:
        write = EverythingWrite(external_id="x", floats=[])
        assert write.floats is not None
        write.floats.append(float("nan"))

        with pytest.raises(BadRequestError):
            shop.upsert(write)


class TestReadChangeWrite:
    def test_every_type_comes_back_unchanged(self, shop: ShopClient) -> None:
        noon = datetime(2024, 5, 1, 12, 30, 15, 123_000, timezone.utc)
        shop.upsert(
            EverythingWrite(
                external_id="x",
                at=noon,
                data={"a": [1, {"b": None}]},
                day=date(2024, 2, 29),
                days=[date(1, 1, 1), date(9999, 12, 31)],
                file="f",
                flag=False,
                flags=[True, False],
                float32=0.5,
                float64=1e-300,
                floats=[0.0, -1.5],
                int32=-(2**31),
                int64=2**63 - 1,
                ints=[0],
                objects=[{}, {"a": "b"}],
                other="y",
                others=["y", ("elsewhere", "z")],
                sequence="s",
                series="t",
                state="on",
                text="",
                texts=["", "ü"],
                times=[noon],
            )
        )
        before = shop.everything.retrieve("x")
        assert before is not None

        result = shop.upsert(before.as_write())

        assert ids(result.unchanged) == ["x"]
        assert shop.everything.retrieve("x") == before
        assert set(before.as_write().model_fields_set) == set(EverythingWrite.model_fields) - {"node_type"}

    def test_an_edge_comes_back_unchanged(self, shop: ShopClient) -> None:
        shop.upsert(link(part("a"), part("b"), strength=0.25))
        before = shop.relates_to.retrieve("link")
        assert before is not None

        assert shop.upsert(before.as_write()).unchanged == [EdgeId("shop", "link")]

    def test_a_child_class_comes_back_unchanged(self, shop: ShopClient) -> None:
        shop.upsert(ToolWrite(external_id="drill", name="Drill", price=2, power=500))
        seen_as_product = shop.product.retrieve("drill")
        assert seen_as_product is not None

        assert ids(shop.upsert(seen_as_product.as_write()).unchanged) == ["drill"]

    def test_a_change_in_between_is_a_conflict(self, shop: ShopClient) -> None:
        shop.upsert(part("a"))
        mine = shop.product.retrieve("a")
        assert mine is not None
        shop.upsert(part("a", price=2))

        with pytest.raises(ConflictError):
            shop.upsert(mine.as_write().model_copy(update={"price": 3}))

    def test_conflicts_can_be_skipped(self, shop: ShopClient) -> None:
        shop.upsert(part("a"))
        mine = shop.product.retrieve("a")
        assert mine is not None
        shop.upsert(part("a", price=2))

        change = mine.as_write().model_copy(update={"price": 3})
        result = shop.upsert([change, part("b")], skip_on_version_conflict=True)

        assert ids(result.created) == ["b"]
        assert ids(result.skipped + result.unchanged) == ["a"]
        stored = shop.product.retrieve("a")
        assert stored is not None
        assert stored.price == 2

    def test_existing_version_0_only_inserts(self, shop: ShopClient) -> None:
        shop.upsert(part("a", existing_version=0))

        with pytest.raises(ConflictError):
            shop.upsert(part("a", price=2, existing_version=0))

    def test_a_guarded_write_is_not_sent_twice(self, emulator: Emulator) -> None:
        settings = config(emulator)
        assert settings.retry.max_connection_retries > 0
        calls: list[httpx.Request] = []

        def handle(request: httpx.Request) -> httpx.Response:
            calls.append(request)
            raise httpx.ReadError("reset")

        with (
            PygenClient(settings, transport=httpx.MockTransport(handle)) as client,
            pytest.raises(PygenConnectionError),
        ):
            ShopClient(client).upsert(part("a", existing_version=3))
        assert len(calls) == 1


class TestNesting:
    def test_nested_objects_are_written_along(self, shop: ShopClient) -> None:
        tools = CategoryWrite(
            external_id="tools",
            category_name="Tools",
            parent=CategoryWrite(space="elsewhere", external_id="all", category_name="All"),
        )

        result = shop.upsert(part("a", category=tools, similar=[part("b", category=tools), ("shop", "c"), "d"]))

        assert [str(one) for one in result.created] == ["elsewhere:all", "shop:tools", "shop:b", "shop:a"]
        found = shop.product.retrieve("a")
        assert found is not None
        assert [one.external_id for one in found.similar or []] == ["b", "c", "d"]

    def test_edges_bring_their_ends(self, shop: ShopClient) -> None:
        result = shop.upsert(link(part("a"), part("b", category=CategoryWrite(external_id="c", category_name="C"))))

        assert [str(one) for one in result.created] == ["shop:a", "shop:c", "shop:b", "shop:link"]

    def test_circles_are_fine(self, shop: ShopClient) -> None:
        a, b = part("a"), part("b")
        a.similar, b.similar = [b, a], [a]

        assert set(ids(shop.upsert(a).created)) == {"a", "b"}

    def test_nesting_may_be_deeper_than_the_stack(self, shop: ShopClient) -> None:
        top: CategoryWrite | None = None
        for number in range(1500):
            top = CategoryWrite(external_id=f"c{number}", category_name="C", parent=top)
        assert top is not None

        result = shop.upsert(top)

        assert ids(result.created)[:2] == ["c0", "c1"]
        assert len(result.created) == 1500

    def test_one_id_with_two_contents_is_an_error(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="NodeId shop:a was given twice with different content"):
            shop.upsert([part("a"), part("b", similar=[part("a", price=2)])])
        assert shop.product.list() == []

    def test_one_id_with_one_content_is_written_once(self, shop: ShopClient) -> None:
        result = shop.upsert([part("a"), part("a"), part("b", similar=[part("a")])])

        assert ids(result.created) == ["a", "b"]

    def test_a_node_and_an_edge_are_not_the_same(self, shop: ShopClient) -> None:
        assert len(shop.upsert([part("a"), part("b"), link("a", "b", external_id="c")]).created) == 3

    def test_a_read_object_is_no_write_object(self, shop: ShopClient) -> None:
        shop.upsert(part("a"))

        with pytest.raises(PygenValidationError, match=r"Product is no write object; use as_write\(\)"):
            shop.upsert([shop.product.retrieve("a")])  # type: ignore[list-item]  # the mistake under test
        with pytest.raises(PygenValidationError, match="dict is no write object"):
            shop.upsert([{"name": "a"}])  # type: ignore[list-item]  # the mistake under test


class TestChunks:
    def test_independent_objects_go_in_chunks_of_1000(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert(part(f"p{number}") for number in range(2100))

        assert len(result.created) == 2100
        assert sorted(len(body["items"]) for body in bodies) == [100, 1000, 1000]

    def test_what_others_need_goes_first(self, emulator: Emulator) -> None:
        tools = CategoryWrite(external_id="tools", category_name="Tools")
        nodes = [part(f"p{number}", category="tools") for number in range(1500)]
        edges = [link(f"p{number}", "p0", external_id=f"e{number}") for number in range(700)]

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert([*edges, *nodes, tools])

        assert len(result.created) == 2201
        first, *others = ([item["externalId"] for item in body["items"]] for body in bodies)
        second, third = sorted(others, key=len, reverse=True)
        assert first[0] == "tools"
        assert [name[0] for name in second] == ["p"] * 501 + ["e"] * 499
        assert {name[0] for name in third} == {"e"}

    def test_a_refused_chunk_says_what_became_of_all(self, emulator: Emulator) -> None:
        bad = part("bad", node_type=("nowhere", "type"))
        flat = [*(part(f"a{number}") for number in range(1000)), bad, *(part(f"b{number}") for number in range(2500))]

        with scripted(emulator, nothing) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert(flat)

        error, result = caught.value, caught.value.result
        assert isinstance(error, MultiRequestError)
        assert isinstance(error.failed[0].error, BadRequestError)
        assert isinstance(error.__cause__, BadRequestError)
        assert "bad" in ids(result.failed)
        assert len(result.created) + len(result.failed) + len(result.not_sent) == 3501
        assert "First error" in str(error)
        assert str(error).endswith("To go on, call it again with resume=error.result: only what is not settled is sent")

    def test_later_waves_are_not_sent_after_a_failure(self, emulator: Emulator) -> None:
        tools = CategoryWrite(external_id="tools", category_name="Tools", node_type=("nowhere", "type"))
        flat = [part(f"p{number}", category=tools) for number in range(1500)]

        with scripted(emulator, nothing) as (shop, bodies), pytest.raises(PartialUpsertError) as caught:
            shop.upsert(flat, auto_create_direct_relations=False)

        assert len(bodies) == 1
        assert (len(caught.value.result.failed), len(caught.value.result.not_sent)) == (1000, 501)

    def test_a_lost_answer_leaves_its_chunk_unknown(self, emulator: Emulator) -> None:
        def lose(number: int, body: dict[str, Any]) -> None:
            if body["items"][0]["externalId"] == "p1000":
                raise httpx.ReadError("reset")

        with scripted(emulator, lose) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert(part(f"p{number}") for number in range(1500))

        result = caught.value.result
        assert (len(result.created), len(result.unknown), len(result.failed)) == (1000, 500, 0)

    def test_the_only_request_fails_with_its_own_error(self, shop: ShopClient) -> None:
        with pytest.raises(BadRequestError):
            shop.upsert(part("bad", node_type=("nowhere", "type")))
