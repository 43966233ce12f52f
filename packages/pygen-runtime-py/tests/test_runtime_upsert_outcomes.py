"""What became of each instance when a request does not go through as it is."""

from threading import Barrier, Event
from typing import Annotated, Any, ClassVar

import httpx
import pytest
from pygen_client import (
    BadRequestError,
    ConflictError,
    PermissionDeniedError,
    PygenConnectionError,
    ServerError,
    UnreadableAnswerError,
)
from pygen_client.schema import EdgeId, NodeId, ViewId
from pygen_emulator import Emulator
from pygen_runtime import DeleteResult, EdgeWrite, NodeWrite, PartialUpsertError, UpsertResult
from pygen_runtime.codegen import RelationTarget, prop
from scripted_service import LoseAnswerError, nothing, refusal, scripted
from shop_by_hand import CategoryWrite, ProductWrite, ShopClient
from shop_project import SCHEMA, add_view


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def ids(found: Any) -> list[str]:
    return [one.external_id for one in found]


class Follower(NodeWrite):
    """A node whose relation leads only to nodes with data in its own container."""

    view_id: ClassVar = ViewId(SCHEMA, "Follower", "v1")

    leader: RelationTarget["Follower"] | None = None
    rank: Annotated[int | None, prop("rank")] = None


def deploy_followers(emulator: Emulator) -> None:
    container = {"type": "container", "space": SCHEMA, "externalId": "Follower"}
    add_view(emulator, "Follower", {"leader": {"type": "direct", "container": container}, "rank": {"type": "int64"}})


class TestIsolating:
    def test_what_the_service_names_is_left_out(self, emulator: Emulator) -> None:
        bad = part("bad", node_type=("nowhere", "type"))

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert([bad, *(part(f"p{number}") for number in range(999))], on_rejected="isolate")

        assert ids(result.rejected) == ["bad"]
        assert isinstance(result.failed[0].error, BadRequestError)
        assert len(result.created) == 999
        assert result.outcome_of(NodeId("shop", "bad")) == "failed"
        assert result.outcome_of(NodeId("shop", "other")) is None
        assert len(bodies) <= 21

    def test_what_the_service_does_not_name_is_found_by_halves(self, emulator: Emulator) -> None:
        def refuse(number: int, body: dict[str, Any]) -> httpx.Response | None:
            names = [item["externalId"] for item in body["items"]]
            return refusal(400, "Something is wrong.") if {"p3", "p700"} & set(names) else None

        with scripted(emulator, refuse) as (shop, bodies):
            result = shop.upsert((part(f"p{number}") for number in range(2100)), on_rejected="isolate")

        assert ids(result.failed) == ids(result.rejected) == ["p3", "p700"]
        assert len(result.created) == 2098
        assert len(bodies) < 50

    def test_conflicts_are_told_apart(self, shop: ShopClient) -> None:
        shop.upsert([part("a"), part("b")])

        result = shop.upsert(
            [part("a", existing_version=0), part("b", price=2), part("c", existing_version=0)], on_rejected="isolate"
        )

        assert ids(result.conflicts) == ["a"]
        assert isinstance(result.conflicts[0].error, ConflictError)
        assert (ids(result.updated), ids(result.created)) == (["b"], ["c"])

    def test_what_is_not_about_an_item_still_stops(self, emulator: Emulator) -> None:
        with (
            scripted(emulator, lambda number, body: refusal(403)) as (shop, bodies),
            pytest.raises(PermissionDeniedError),
        ):
            shop.upsert([part("a"), part("b")], on_rejected="isolate")
        assert len(bodies) == 1


class TestHeavyRequests:
    @pytest.mark.parametrize("status", [408, 413])
    def test_go_in_halves(self, emulator: Emulator, status: int) -> None:
        def refuse_many(number: int, body: dict[str, Any]) -> httpx.Response | None:
            return refusal(status) if len(body["items"]) > 2 else None

        with scripted(emulator, refuse_many) as (shop, bodies):
            result = shop.upsert([part(name) for name in "abcde"])

        assert ids(result.created) == ["a", "b", "c", "d", "e"]
        assert [len(body["items"]) for body in bodies] == [5, 3, 2, 1, 2]

    def test_of_which_a_part_fails_tell_of_all(self, emulator: Emulator) -> None:
        def refuse(number: int, body: dict[str, Any]) -> httpx.Response | None:
            return {1: refusal(408), 3: refusal(400)}.get(number)

        with scripted(emulator, refuse) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert([part(name) for name in "abcd"])

        result = caught.value.result
        assert (ids(result.created), ids(result.failed), ids(result.not_sent)) == (["a", "b"], ["c", "d"], [])


class TestLostAnswers:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (httpx.Response(500), ServerError),
            (httpx.Response(200, text="<html>"), UnreadableAnswerError),
            (None, PygenConnectionError),
        ],
    )
    def test_leave_it_open_what_became_of_a_request(
        self, emulator: Emulator, answer: httpx.Response | None, error: type[Exception]
    ) -> None:
        def act(number: int, body: dict[str, Any]) -> httpx.Response | None:
            if len(body["items"]) == 1000:
                return None
            if answer is None:
                raise LoseAnswerError
            return answer

        with scripted(emulator, act) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert([part(f"p{number}") for number in range(1002)])

        result = caught.value.result
        assert ids(result.unknown) == ["p1000", "p1001"]
        assert isinstance(result.unknown[0].error, error)
        assert [request.items for request in caught.value.unknown] == [[item.id for item in result.unknown]]
        assert len(caught.value.succeeded) == 1000

    @pytest.mark.parametrize(
        "spoiled",
        [{"wasModified": None}, {"wasModified": "yes"}, {"createdTime": None, "lastUpdatedTime": None}, {"space": 1}],
    )
    def test_of_which_nothing_is_left_tell_no_outcome(self, emulator: Emulator, spoiled: dict[str, Any]) -> None:
        written = {"instanceType": "node", "space": "shop", "externalId": "a", "version": 1, "wasModified": True}
        item = {**written, "createdTime": 1, "lastUpdatedTime": 1, **spoiled}
        result = UpsertResult()

        with scripted(emulator, lambda number, body: httpx.Response(200, json={"items": [item]})) as (shop, _):
            with pytest.raises(UnreadableAnswerError):
                shop.upsert(part("a"), resume=result)
            assert ids(result.unknown) == ["a"]

    @pytest.mark.parametrize("spoiled", [{"instanceType": None}, {"space": 1}, {"externalId": ["a"]}])
    def test_of_which_nothing_is_left_tell_nothing_of_what_was_deleted(
        self, emulator: Emulator, spoiled: dict[str, Any]
    ) -> None:
        item = {"instanceType": "node", "space": "shop", "externalId": "a", **spoiled}
        result = DeleteResult()

        with (
            scripted(emulator, lambda number, body: httpx.Response(200, json={"items": [item]})) as (shop, _),
            pytest.raises(UnreadableAnswerError),
        ):
            shop.delete("a", resume=result)
        assert ids(result.unknown) == ["a"]

    @pytest.mark.parametrize("skips", [True, False])
    def test_what_an_answer_leaves_out_was_skipped_only_if_it_may(self, emulator: Emulator, skips: bool) -> None:
        guarded = part("a", existing_version=5)

        with scripted(emulator, lambda number, body: httpx.Response(200, json={"items": []})) as (shop, _):
            result = shop.upsert(guarded, skip_on_version_conflict=skips)

        assert ids(result.skipped if skips else result.unknown) == ["a"]

    def test_of_a_connection_that_never_was_is_no_loss(self, emulator: Emulator) -> None:
        def refuse(number: int, body: dict[str, Any]) -> None:
            if len(body["items"]) == 1:
                raise httpx.ConnectError("down")

        with scripted(emulator, refuse) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert([part(f"p{number}") for number in range(1001)])

        assert ids(caught.value.result.failed) == ["p1000"]


class TestOrder:
    def test_relations_do_not_hold_up_chunks(self, emulator: Emulator) -> None:
        chain = [part(f"p{number}", similar=[f"p{number + 1}"]) for number in range(3000)]

        together = Barrier(2)

        def meet(number: int, body: dict[str, Any]) -> None:
            if number <= 2:
                together.wait(timeout=10)

        with scripted(emulator, meet) as (shop, bodies):
            result = shop.upsert(chain)

        assert len(result.created) == 3000
        assert len(bodies) == 3

    def test_what_an_earlier_request_made_counts_as_created(self, shop: ShopClient) -> None:
        # A circle over two requests: whichever goes first makes bare nodes of the other.
        ring = [part(f"p{number}", similar=[f"p{(number + 1) % 1500}"]) for number in range(1500)]

        result = shop.upsert(ring)

        assert len(result.created) == 1500

    def test_what_is_refused_for_want_of_others_waits_for_them(self, emulator: Emulator) -> None:
        deploy_followers(emulator)
        chain = [Follower(external_id=f"f{number}", leader=f"f{number + 1}") for number in range(2499)]
        others_came_first = Event()

        def hold_up(number: int, body: dict[str, Any]) -> None:
            if body["items"][0]["externalId"] == "f2499":
                assert others_came_first.wait(timeout=10)
            elif number >= 3:
                others_came_first.set()

        with scripted(emulator, hold_up) as (shop, bodies):
            result = shop.upsert([*chain, Follower(external_id="f2499", leader="f2499")])

        assert len(result.created) == 2500
        assert 4 <= len(bodies) <= 5

    def test_what_others_lack_is_refused_after_all(self, emulator: Emulator) -> None:
        deploy_followers(emulator)
        chain = [Follower(external_id=f"f{number}", leader=f"f{number + 1}") for number in range(1500)]

        with scripted(emulator, nothing) as (shop, _), pytest.raises(PartialUpsertError) as caught:
            shop.upsert(chain)

        assert len(caught.value.result.failed) >= 1000
        assert caught.value.result.created == []

    def test_without_auto_creation_relations_are_waited_for(self, emulator: Emulator) -> None:
        chain = [part(f"p{number}", similar=[f"p{number + 1}"]) for number in range(2499)]

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert([*chain, part("p2499")], auto_create_direct_relations=False)

        assert len(result.created) == 2500
        assert [body["items"][0]["externalId"] for body in bodies] == ["p2499", "p1499", "p499"]

    def test_edges_wait_for_their_ends(self, emulator: Emulator) -> None:
        nodes = [NodeWrite(external_id=f"n{number}") for number in range(1500)]
        edges = [EdgeWrite(edge_type="t", start_node=node, end_node="n0") for node in nodes]

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.upsert(edges)

        assert len(result.created) == 3000
        assert len(bodies) == 3
        assert EdgeId("shop", "n1499:t:n0") in result.created


def test_skipped_items_are_told_from_unchanged_ones(shop: ShopClient) -> None:
    shop.upsert([part("a"), part("b")])
    shop.upsert(part("a", price=2))

    result = shop.upsert([part("a", existing_version=1), part("b", existing_version=1)], skip_on_version_conflict=True)

    assert (ids(result.skipped), ids(result.unchanged)) == (["a"], ["b"])


def test_a_skipped_item_may_be_missing_in_the_answer(emulator: Emulator) -> None:
    answer = httpx.Response(200, json={"items": [], "deleted": []})

    with scripted(emulator, lambda number, body: answer) as (shop, _):
        result = shop.upsert(part("a", existing_version=1), skip_on_version_conflict=True)

    assert ids(result.skipped) == ["a"]


def test_every_outcome_can_be_asked_for_by_name(shop: ShopClient) -> None:
    result = shop.upsert([part("a"), CategoryWrite(external_id="c", category_name="C")])

    assert result.outcomes() == {**{name: [] for name in result.outcomes()}, "created": result.created}
