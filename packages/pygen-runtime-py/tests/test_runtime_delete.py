"""Deleting through a generated client."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_client import PygenValidationError, RequestTimeoutError
from pygen_client.schema import EdgeId, NodeId
from pygen_emulator import Emulator
from pygen_runtime import DeleteResult, FailedItem, PartialDeleteError
from scripted_service import LoseAnswerError, nothing, refusal, scripted
from shop_by_hand import ProductWrite, RelatesToWrite, ShopClient


def part(external_id: str, **values: Any) -> ProductWrite:
    return ProductWrite(external_id=external_id, **{"name": "Part", "price": 1, **values})


def link(start: Any, end: Any) -> RelatesToWrite:
    return RelatesToWrite(external_id="link", edge_type="fits", start_node=start, end_node=end, relation_type="x")


def ids(found: list[Any]) -> list[str]:
    return [one.external_id for one in found]


class TestWhatIsDeleted:
    def test_takes_ids_in_every_form(self, shop: ShopClient) -> None:
        shop.upsert([part("a"), part("b"), part("c"), part("d"), part("e", similar=["d"])])
        read, e = shop.product.retrieve("c"), shop.product.retrieve("e")
        assert read is not None
        assert e is not None

        result = shop.delete(["a", ("shop", "b"), read, *(e.similar or []), part("e"), NodeId("shop", "f"), "a"])

        assert ids(result.deleted) == ["a", "b", "c", "d", "e"]
        assert ids(result.not_found) == ["f"]
        assert repr(result) == "<DeleteResult: 5 deleted, 1 not found>"
        assert shop.product.list() == []

    @pytest.mark.parametrize("one", ["a", ("shop", "a"), NodeId("shop", "a"), part("a")])
    def test_takes_one(self, shop: ShopClient, one: Any) -> None:
        shop.upsert(part("a"))

        assert ids(shop.delete(one).deleted) == ["a"]

    def test_edges_go_before_nodes(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            shop.upsert(link(part("a"), part("b")))
            edge = shop.relates_to.retrieve("link")
            assert edge is not None
            bodies.clear()

            result = shop.delete(["a", edge, "b"])

        assert ids(result.deleted) == ["a", "link", "b"]
        assert [[item["externalId"] for item in body["items"]] for body in bodies] == [["link"], ["a", "b"]]

    def test_goes_in_chunks_of_1000(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            shop.upsert(part(f"p{number}") for number in range(1001))
            bodies.clear()

            assert len(shop.delete(f"p{number}" for number in range(1001)).deleted) == 1001
            assert [len(body["items"]) for body in bodies] == [1000, 1]

    def test_a_failure_says_what_became_of_all(self, emulator: Emulator) -> None:
        def lose(number: int, body: dict[str, Any]) -> None:
            if body["items"][0]["externalId"] == "p1000":
                raise httpx.ConnectError("down")

        with scripted(emulator, lose) as (shop, _):
            shop.upsert(part(f"p{number}") for number in range(1000))
            with pytest.raises(PartialDeleteError) as caught:
                shop.delete(f"p{number}" for number in range(2500))

        result = caught.value.result
        assert (len(result.deleted), len(result.failed), len(result.not_sent)) == (1000, 1000, 500)
        assert result.not_found == []

    def test_of_nothing_asks_for_nothing(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            assert shop.delete([]).deleted == []
        assert bodies == []

    def test_what_names_nothing_is_refused(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="7 does not name an instance"):
            shop.delete([7])  # type: ignore[list-item]  # the mistake under test

    def test_an_edge_write_object_names_its_edge(self, shop: ShopClient) -> None:
        edge = RelatesToWrite(edge_type="fits", start_node="a", end_node="b", relation_type="x")
        shop.upsert([part("a"), part("b"), edge])

        assert shop.delete(edge).deleted == [EdgeId("shop", "a:fits:b")]


class TestDryRun:
    def test_tells_what_would_go_and_deletes_nothing(self, emulator: Emulator) -> None:
        with scripted(emulator, nothing) as (shop, bodies):
            shop.upsert([part("a"), part("b"), link("a", "b")])
            bodies.clear()

            result = shop.delete(["a", "c", EdgeId("shop", "link")], dry_run=True)

            assert ids(result.deleted) == ["a", "link"]
            assert ids(result.not_found) == ["c"]
            assert repr(result) == "<DeleteResult of a dry run: 2 deleted, 1 not found>"
            assert [len(request["items"]) for request in result.requests] == [1, 2]
            assert bodies == []
            assert len(shop.product.list()) == 2

    def test_is_nothing_to_go_on_with(self, shop: ShopClient) -> None:
        result = shop.delete(["a"], dry_run=True)

        with pytest.raises(PygenValidationError, match="nothing to go on with"):
            shop.delete(["a"], resume=result)


class TestGoingOn:
    def test_only_what_is_not_settled_is_deleted(self, emulator: Emulator, tmp_path: Path) -> None:
        def lose(number: int, body: dict[str, Any]) -> None:
            if len(body["items"]) == 500:
                raise LoseAnswerError

        names = [f"p{number}" for number in range(1500)]
        with scripted(emulator, nothing) as (shop, _):
            shop.upsert(part(name) for name in names)
        with scripted(emulator, lose) as (shop, _), pytest.raises(PartialDeleteError) as caught:
            shop.delete(names)
        assert (len(caught.value.result.deleted), len(caught.value.result.unknown)) == (1000, 500)
        caught.value.result.write_jsonl(tmp_path / "deleted.jsonl")

        with scripted(emulator, nothing) as (shop, bodies):
            result = shop.delete(names, resume=DeleteResult.read_jsonl(tmp_path / "deleted.jsonl"))

        assert [len(body["items"]) for body in bodies] == [500]
        assert (len(result.deleted), len(result.not_found)) == (1000, 500)

    def test_a_result_that_cannot_be_written_leaves_the_one_before(self, shop: ShopClient, tmp_path: Path) -> None:
        path = tmp_path / "deleted.jsonl"
        shop.delete(["a", "b"]).write_jsonl(path)
        result = DeleteResult()
        with pytest.raises(PygenValidationError, match="cannot be sent as JSON"):
            shop.delete(["a", "half of a pair: \ud800"], resume=result)

        with pytest.raises(ValueError, match="surrogates not allowed"):
            result.write_jsonl(path)

        assert ids(DeleteResult.read_jsonl(path).not_found) == ["a", "b"]

    def test_a_heavy_request_goes_in_halves(self, emulator: Emulator) -> None:
        def refuse_many(number: int, body: dict[str, Any]) -> httpx.Response | None:
            return refusal(408) if len(body["items"]) > 3 else None

        with scripted(emulator, refuse_many) as (shop, bodies):
            shop.upsert([part(name) for name in "abc"])

            result = shop.delete(["a", "b", "c", "d", "e"])

        assert (ids(result.deleted), ids(result.not_found)) == (["a", "b", "c"], ["d", "e"])
        assert [len(body["items"]) for body in bodies[1:]] == [5, 3, 2]

    def test_what_stays_too_heavy_fails(self, emulator: Emulator) -> None:
        with (
            scripted(emulator, lambda number, body: refusal(408)) as (shop, bodies),
            pytest.raises(RequestTimeoutError),
        ):
            shop.delete(["a", "b"])
        assert len(bodies) == 2


def test_what_failed_tells_why(emulator: Emulator) -> None:
    def refuse(number: int, body: dict[str, Any]) -> httpx.Response | None:
        return refusal(400, "The node 'shop:b' cannot go.") if number == 1 else None

    with scripted(emulator, refuse) as (shop, _), pytest.raises(PartialDeleteError) as caught:
        shop.delete([*(f"p{number}" for number in range(999)), "b", "c"])

    failed = {item.external_id: item for item in caught.value.result.failed}
    assert failed["b"].at_fault
    assert not failed["p0"].at_fault
    assert isinstance(failed["b"], FailedItem)
    assert str(failed["b"]) == "node shop:b: The node 'shop:b' cannot go. (status 400)"
    assert failed["b"].id == NodeId("shop", "b")
    assert failed["b"].space == "shop"
