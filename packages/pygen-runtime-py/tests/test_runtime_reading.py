"""Reading through a generated client: lists, iteration by pages, and single instances."""

import gc
import json
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pygen_client import MultiRequestError, PygenClient, PygenConnectionError, PygenValidationError, RetryPolicy
from pygen_client.schema import EdgeId, NodeId
from pygen_emulator import Emulator
from pygen_runtime import NodeId as ExportedNodeId
from pygen_runtime import Ref
from shop_by_hand import (
    Everything,
    EverythingWrite,
    Product,
    ProductList,
    ProductWrite,
    RelatesTo,
    RelatesToWrite,
    ShopClient,
    ToolWrite,
)
from shop_project import blocking, config


class Recorder(httpx.BaseTransport):
    """Passes requests on and remembers their bodies in order."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.inner = inner
        self.bodies: list[dict[str, Any]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(json.loads(request.read()))
        return self.inner.handle_request(request)


@pytest.fixture
def recorder(emulator: Emulator) -> Recorder:
    return Recorder(emulator.transport())


@pytest.fixture
def watched(emulator: Emulator, recorder: Recorder) -> Iterator[ShopClient]:
    with PygenClient(config(emulator), transport=recorder) as client:
        yield ShopClient(client)


def stock(shop: ShopClient, count: int) -> None:
    shop.upsert(ProductWrite(external_id=f"p{number:04}", name="Part", price=number) for number in range(count))


class TestList:
    def test_stops_at_25_and_says_so(self, shop: ShopClient) -> None:
        stock(shop, 30)

        first = shop.product.list()

        assert isinstance(first, ProductList)
        assert len(first) == 25
        assert first.next_cursor is not None
        assert "first 25, more in the service; limit=None lists all" in repr(first)

    def test_gives_all_without_a_limit(self, shop: ShopClient) -> None:
        stock(shop, 2100)

        everything = shop.product.list(limit=None, sort_by="external_id")

        assert [one.external_id for one in everything] == [f"p{number:04}" for number in range(2100)]
        assert everything.next_cursor is None

    def test_asks_for_no_more_than_its_limit(self, watched: ShopClient, recorder: Recorder) -> None:
        stock(watched, 1300)
        recorder.bodies.clear()

        assert len(watched.product.list(limit=1200)) == 1200
        assert [body["limit"] for body in recorder.bodies] == [1000, 200]

    def test_a_limit_of_nothing_asks_for_nothing(self, watched: ShopClient, recorder: Recorder) -> None:
        assert watched.product.list(limit=0) == []
        assert recorder.bodies == []

    @pytest.mark.parametrize("limit", [-1, -5])
    def test_a_negative_limit_is_refused(self, shop: ShopClient, limit: int) -> None:
        with pytest.raises(PygenValidationError, match=r"limit must be 0 or more, or None for all"):
            shop.product.list(limit=limit)

    def test_gives_only_what_is_in_the_view(self, shop: ShopClient) -> None:
        shop.upsert(ProductWrite(external_id="saw", name="Saw", price=1, category="bare"))
        shop.upsert(ToolWrite(external_id="drill", name="Drill", price=2, power=500))

        assert {one.external_id for one in shop.product.list()} == {"saw", "drill"}

    def test_sorts_by_attribute_names(self, shop: ShopClient) -> None:
        shop.upsert(
            ProductWrite(external_id=name, name=name[0], price=price)
            for name, price in [("a1", 2), ("a2", 1), ("b1", 3)]
        )

        def order(**sort: Any) -> list[str]:
            return [one.external_id for one in shop.product.list(**sort)]

        assert order(sort_by="price") == ["a2", "a1", "b1"]
        assert order(sort_by=("name", "price")) == ["a2", "a1", "b1"]
        assert order(sort_by=["external_id"], sort_direction="descending") == ["b1", "a2", "a1"]
        assert len(order(sort_by=["created_time", "last_updated_time", "space", "created_date"])) == 3

    @pytest.mark.parametrize(
        ("sort", "reason"),
        [
            ({"sort_by": "prize"}, r"Cannot sort by 'prize'; did you mean 'price'\?"),
            ({"sort_by": "zzz"}, "Cannot sort by 'zzz'; known: active, category, created_date"),
            ({"sort_by": "price", "sort_direction": "down"}, "'ascending' or 'descending', not 'down'"),
            ({"sort_by": ["price"] * 6}, "at most 5"),
        ],
    )
    def test_refuses_sorts_that_cannot_be(self, shop: ShopClient, sort: dict[str, Any], reason: str) -> None:
        with pytest.raises(PygenValidationError, match=reason):
            shop.product.list(**sort)

    def test_leaves_the_collector_as_it_was(self, shop: ShopClient) -> None:
        stock(shop, 3)
        shop.product.list()
        assert gc.isenabled()

        gc.disable()
        try:
            shop.product.list()
            assert not gc.isenabled()
        finally:
            gc.enable()


class TestIterate:
    def test_goes_through_everything_lazily(self, watched: ShopClient, recorder: Recorder) -> None:
        stock(watched, 25)
        recorder.bodies.clear()

        parts = watched.product.iterate(chunk_size=10)
        assert recorder.bodies == []

        assert len({one.external_id for one in parts}) == 25
        assert [body["limit"] for body in recorder.bodies] == [10, 10, 10]
        assert list(parts) == []

    def test_stops_at_its_limit(self, shop: ShopClient) -> None:
        stock(shop, 25)

        assert len(list(shop.product.iterate(chunk_size=10, limit=12))) == 12

    def test_gives_pages_with_cursors_to_go_on_from(self, shop: ShopClient) -> None:
        stock(shop, 25)
        pages = shop.product.iterate(chunk_size=10).pages()
        first = next(pages)

        rest = list(shop.product.iterate(chunk_size=10, cursor=first.next_cursor))

        assert len(first.items) == 10
        assert len({one.external_id for one in [*first.items, *rest]}) == 25
        assert [page.next_cursor is None for page in pages] == [False, True]

    def test_two_reads_do_not_disturb_each_other(self, shop: ShopClient) -> None:
        stock(shop, 9)

        pairs = list(zip(shop.product.iterate(chunk_size=2), shop.product.iterate(chunk_size=3), strict=True))

        assert all(one == other for one, other in pairs)

    @pytest.mark.parametrize("chunk_size", [0, 10_001])
    def test_refuses_chunks_that_the_service_does_not_give(self, shop: ShopClient, chunk_size: int) -> None:
        with pytest.raises(PygenValidationError, match="chunk_size must be 1 to 10000"):
            shop.product.iterate(chunk_size=chunk_size)

    def test_requests_exactly_one_page_ahead(self, watched: ShopClient, recorder: Recorder) -> None:
        stock(watched, 50)
        recorder.bodies.clear()

        pages = watched.product.iterate(chunk_size=10).pages()
        next(pages)
        _wait_until(lambda: len(recorder.bodies) == 2)
        next(pages)
        _wait_until(lambda: len(recorder.bodies) == 3)

    def test_asks_which_properties_there_are_once(self, watched: ShopClient, recorder: Recorder) -> None:
        stock(watched, 25)
        recorder.bodies.clear()

        list(watched.product.iterate(chunk_size=10))

        assert [body["includeTyping"] for body in recorder.bodies] == [True, False, False]

    def test_holds_one_page_of_objects_at_most(self, shop: ShopClient) -> None:
        stock(shop, 40)
        alive: list[weakref.ref[Product]] = []
        most = 0

        for number, part in enumerate(shop.product.iterate(chunk_size=10)):
            alive.append(weakref.ref(part))
            del part
            held = sum(one() is not None for one in alive)
            most = max(most, held)
            assert held <= number % 10 + 1

        assert most <= 10

    def test_an_abandoned_iterator_leaves_nothing(self, emulator: Emulator) -> None:
        before = set(threading.enumerate())
        with blocking(emulator) as client:
            shop = ShopClient(client)
            stock(shop, 50)
            parts = shop.product.iterate(chunk_size=10)
            page = weakref.ref(next(parts))

            parts.close()
            assert list(parts) == []
            del parts
            assert page() is None
        # The emulator keeps its own thread, which has another name.
        assert {thread for thread in threading.enumerate() if thread.name.startswith("pygen_")} <= before

    def test_an_error_comes_when_its_page_is_reached(self, emulator: Emulator) -> None:
        class Breaks(Recorder):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                if b'"cursor"' in request.read():
                    raise httpx.ReadError("reset", request=request)
                return super().handle_request(request)

        settings = config(emulator)
        patient = type(settings)(
            settings.base_url, settings.project, settings.credentials, retry=RetryPolicy(max_connection_retries=0)
        )
        with PygenClient(patient, transport=Breaks(emulator.transport())) as client:
            shop = ShopClient(client)
            stock(shop, 15)
            parts = shop.product.iterate(chunk_size=10)

            assert len([next(parts) for _ in range(10)]) == 10
            with pytest.raises(PygenConnectionError, match="reset"):
                next(parts)


class TestRetrieve:
    def test_gives_one_or_none(self, shop: ShopClient) -> None:
        stock(shop, 1)

        part = shop.product.retrieve("p0000")
        assert isinstance(part, Product)
        assert part == shop.product.list()[0] == Product.load(part.dump())
        assert shop.product.retrieve("nothing") is None

    def test_gives_several_in_the_order_of_the_request(self, shop: ShopClient) -> None:
        stock(shop, 5)

        some = shop.product.retrieve(
            ["p0003", ("shop", "p0001"), "nothing", NodeId("shop", "p0004"), Ref("shop", "p0003")]
        )

        assert isinstance(some, ProductList)
        assert [one.external_id for one in some] == ["p0003", "p0001", "p0004", "p0003"]

    def test_reads_objects_again(self, shop: ShopClient) -> None:
        stock(shop, 2)
        first, second = shop.product.list(sort_by="external_id")
        shop.upsert(first.as_write().model_copy(update={"price": 99.0}))

        again = shop.product.retrieve(first)

        assert again is not None
        assert again.price == 99
        assert [one.price for one in shop.product.retrieve([first, second])] == [99, second.price]

    @pytest.mark.parametrize("ids", [("shop", "p0000"), ExportedNodeId("shop", "p0000"), Ref("shop", "p0000")])
    def test_takes_an_id_in_every_form(self, shop: ShopClient, ids: Any) -> None:
        stock(shop, 1)

        found = shop.product.retrieve(ids)

        assert isinstance(found, Product)
        assert found.as_id() == NodeId("shop", "p0000")

    def test_asks_in_chunks_of_1000(self, watched: ShopClient, recorder: Recorder) -> None:
        stock(watched, 2001)
        recorder.bodies.clear()

        found = watched.product.retrieve([f"p{number:04}" for number in reversed(range(2001))])

        assert [one.price for one in found] == list(reversed(range(2001)))
        assert sorted(len(body["items"]) for body in recorder.bodies) == [1, 1000, 1000]

    def test_says_which_ids_were_not_fetched(self, shop: ShopClient, emulator: Emulator) -> None:
        wanted = [f"p{number:04}" for number in range(2001)]

        with emulator.fault("POST /models/instances/byids 400"), pytest.raises(MultiRequestError) as caught:
            shop.product.retrieve(wanted)

        error = caught.value
        refused = [one for request in error.failed for one in request.items]
        assert sorted([*refused, *error.not_sent]) == [NodeId("shop", one) for one in wanted]

    def test_of_a_node_refuses_the_id_of_an_edge(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="is an edge"):
            shop.product.retrieve(["saw", EdgeId("shop", "e")])

    def test_of_no_ids_asks_for_nothing(self, watched: ShopClient, recorder: Recorder) -> None:
        assert watched.product.retrieve([]) == []
        assert recorder.bodies == []

    def test_finds_edges_by_their_ids(self, shop: ShopClient) -> None:
        shop.upsert(
            RelatesToWrite(
                external_id="e",
                edge_type="fits",
                start_node=ProductWrite(external_id="a", name="A", price=1),
                end_node=ProductWrite(external_id="b", name="B", price=1),
                relation_type="x",
            )
        )

        assert isinstance(shop.relates_to.retrieve("e"), RelatesTo)
        assert [one.end_node for one in shop.relates_to.retrieve(["e", EdgeId("shop", "e")])] == [
            NodeId("shop", "b")
        ] * 2

    def test_leaves_out_what_is_not_in_the_view(self, shop: ShopClient) -> None:
        shop.upsert(ProductWrite(external_id="saw", name="Saw", price=1, category="bare"))

        assert shop.product.retrieve("bare") is None

    def test_text_needs_a_default_space(self, shop: ShopClient) -> None:
        client = ShopClient(shop.client, default_instance_space="elsewhere")
        stock(shop, 1)

        assert client.product.retrieve("p0000") is None
        assert client.product.retrieve(("shop", "p0000")) is not None


def test_a_node_with_every_type_comes_back(shop: ShopClient) -> None:
    shop.upsert(EverythingWrite(external_id="x", text="a"))

    found = shop.everything.retrieve("x")

    assert isinstance(found, Everything)
    assert (found.text, found.serial) == ("a", 1)


def _wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            break
        time.sleep(0.005)
    time.sleep(0.02)  # what is one too many would come now
    assert condition()
