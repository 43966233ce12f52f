"""What a write does with what is stored: apply, replace, update, and the flags of the service."""

from datetime import datetime, timezone
from typing import Any

import pytest
from pygen_client import ConflictError, PygenAPIError, PygenValidationError
from pygen_client.schema import NodeId
from pygen_emulator import Emulator
from pygen_runtime import EdgeWrite, PartialUpsertError
from scripted_service import nothing, scripted
from shop_by_hand import CategoryWrite, Everything, EverythingWrite, ProductWrite, ShopClient
from shop_project import blocking


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def everything(**values: Any) -> EverythingWrite:
    return EverythingWrite(external_id="x", **values)


def stored(shop: ShopClient) -> Everything:
    found = shop.everything.retrieve("x")
    assert found is not None
    return found


class TestUpdate:
    def test_lists_keep_what_they_have_and_gain_what_is_new(self, shop: ShopClient) -> None:
        noon = datetime(2024, 5, 1, 12, 0, 0, 120_000, timezone.utc)
        later = datetime(2024, 5, 1, 13, tzinfo=timezone.utc)
        shop.upsert(everything(texts=["b", "a"], times=[noon], others=["y"], objects=[{"a": 1}], text="old"))

        result = shop.upsert(
            everything(
                texts=["c", "a", "c"], times=[later, noon], others=["z", "y"], objects=[{"a": 1}, {"b": 2}], text="new"
            ),
            mode="update",
        )

        found = stored(shop)
        assert result.updated == [NodeId("shop", "x")]
        assert (found.texts, found.times, found.text) == (["b", "a", "c"], [noon, later], "new")
        assert [one.external_id for one in found.others or []] == ["y", "z"]
        assert found.objects == [{"a": 1}, {"b": 2}]

    def test_objects_are_merged_at_every_depth(self, shop: ShopClient) -> None:
        shop.upsert(everything(data={"a": {"b": 1, "c": [1]}, "d": 1}))

        shop.upsert(everything(data={"a": {"c": [2], "e": 3}, "d": {"f": 4}}), mode="update")

        assert stored(shop).data == {"a": {"b": 1, "c": [2], "e": 3}, "d": {"f": 4}}

    def test_everything_else_is_written_as_it_is(self, shop: ShopClient) -> None:
        shop.upsert(everything(other="y", ints=[1], text="t", flags=[True]))

        shop.upsert(everything(other="z", ints=None, flags=[]), mode="update")

        found = stored(shop)
        assert found.other is not None
        assert (found.other.external_id, found.ints, found.text, found.flags) == ("z", None, "t", [True])

    def test_what_is_there_already_changes_nothing(self, shop: ShopClient) -> None:
        shop.upsert(everything(texts=["b", "a"], floats=[0.1], data={"a": {"b": 1}}))

        result = shop.upsert(everything(texts=["a"], floats=[0.1], data={"a": {}}), mode="update")

        assert result.unchanged == [NodeId("shop", "x")]

    def test_what_is_not_stored_is_created(self, shop: ShopClient) -> None:
        shop.upsert(part("a", category="bare"))

        bare = CategoryWrite(external_id="bare", category_name="B")
        result = shop.upsert([everything(texts=["a"]), bare, part("n", shelf=bare)], mode="update")

        assert {one.external_id for one in result.created} == {"x", "n", "n:shop_model/shelf:bare"}
        assert [one.external_id for one in result.updated] == ["bare"]

    def test_what_others_change_meanwhile_is_read_again(self, emulator: Emulator) -> None:
        def interfere(number: int, body: dict[str, Any]) -> None:
            if number == 1:
                assert body["skipOnVersionConflict"] is True
                other.upsert(everything(texts=["theirs"]))

        with blocking(emulator) as client, scripted(emulator, interfere) as (shop, bodies):
            other = ShopClient(client)
            other.upsert([everything(texts=["a"]), part("b", tags=["x"])])

            result = shop.upsert([everything(texts=["mine"]), part("b", tags=["y"])], mode="update")

            assert stored(shop).texts == ["theirs", "mine"]
        assert {one.external_id for one in result.updated} == {"x", "b"}
        assert [[item["externalId"] for item in body["items"]] for body in bodies] == [["x", "b"], ["x"]]

    @pytest.mark.parametrize("skip", [False, True])
    def test_what_others_change_all_the_time_is_given_up(self, emulator: Emulator, skip: bool) -> None:
        def interfere(number: int, body: dict[str, Any]) -> None:
            other.upsert(everything(text=str(number)))

        with blocking(emulator) as client, scripted(emulator, interfere) as (shop, bodies):
            other = ShopClient(client)
            if skip:
                result = shop.upsert(everything(text="mine"), mode="update", skip_on_version_conflict=True)
                assert result.skipped == [NodeId("shop", "x")]
            else:
                with pytest.raises(ConflictError, match="Others changed it during each of 5 tries"):
                    shop.upsert(everything(text="mine"), mode="update")
        assert len(bodies) == 5

    def test_a_version_that_was_read_still_guards(self, shop: ShopClient) -> None:
        shop.upsert(everything(texts=["a"]))
        mine = stored(shop).as_write()
        shop.upsert(everything(texts=["b"]))
        mine.texts = ["c"]

        with pytest.raises(ConflictError, match="newer than existing_version"):
            shop.upsert(mine, mode="update")

        isolated = shop.upsert([mine, part("b")], mode="update", on_rejected="isolate")
        assert [item.external_id for item in isolated.conflicts] == ["x"]
        assert isolated.created == [NodeId("shop", "b")]
        assert shop.upsert(mine, mode="update", skip_on_version_conflict=True).skipped == [NodeId("shop", "x")]
        assert stored(shop).texts == ["b"]

    def test_what_went_through_beside_a_conflict_is_told(self, shop: ShopClient) -> None:
        shop.upsert(everything(texts=["a"]))
        mine = stored(shop).as_write()
        shop.upsert(everything(texts=["b"]))

        with pytest.raises(PartialUpsertError) as caught:
            shop.upsert([mine, part("b")], mode="update")

        assert caught.value.result.created == [NodeId("shop", "b")]
        assert [item.external_id for item in caught.value.result.conflicts] == ["x"]
        assert isinstance(caught.value.__cause__, ConflictError)

    def test_a_version_that_still_holds_does_not_hinder(self, shop: ShopClient) -> None:
        shop.upsert(everything(texts=["a"]))
        mine = stored(shop).as_write()
        mine.texts = ["c"]

        assert shop.upsert(mine, mode="update").updated == [NodeId("shop", "x")]
        assert stored(shop).texts == ["a", "c"]


class TestFlags:
    def test_what_is_not_asked_for_stays_with_the_service(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            shop.upsert(part("a"))

        assert {key: bodies[0][key] for key in bodies[0] if key != "items"} == {
            "replace": False,
            "skipOnVersionConflict": False,
        }

    def test_ends_of_edges_can_be_made(self, shop: ShopClient) -> None:
        edge = EdgeWrite(edge_type="t", start_node="a", end_node="b")
        with pytest.raises(ConflictError, match="does not exist"):
            shop.upsert(edge)

        with pytest.raises(ConflictError):
            shop.upsert(edge, auto_create_start_nodes=True)
        with pytest.raises(ConflictError):
            shop.upsert(edge, auto_create_end_nodes=True)
        assert shop.upsert(edge, auto_create_start_nodes=True, auto_create_end_nodes=True).created == [
            edge.model_copy(update={"space": "shop", "external_id": "a:t:b"}).as_id()
        ]

    def test_targets_of_relations_need_not_be_made(self, shop: ShopClient) -> None:
        with pytest.raises(PygenAPIError, match="does not exist"):
            shop.upsert(part("a", category="nowhere"), auto_create_direct_relations=False)

    def test_a_misspelt_choice_is_refused(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="mode is 'apply', 'replace' or 'update'"):
            shop.upsert(part("a"), mode="merge")  # type: ignore[arg-type]  # the mistake under test
        with pytest.raises(PygenValidationError, match="on_rejected 'raise' or 'isolate'"):
            shop.upsert(part("a"), on_rejected="ignore")  # type: ignore[arg-type]  # the mistake under test


def test_a_chunk_that_conflicts_tells_which_it_was(shop: ShopClient) -> None:
    shop.upsert(everything(texts=["a"]))
    old = everything(text="b", existing_version=0)

    with pytest.raises(PartialUpsertError) as caught:
        shop.upsert([old, *(part(f"p{number}") for number in range(1500))], mode="update")

    assert [item.external_id for item in caught.value.result.conflicts] == ["x"]
    assert [item.external_id for item in caught.value.result.rejected] == ["x"]
