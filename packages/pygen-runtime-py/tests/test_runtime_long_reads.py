"""Long reads: by queries with large pages, and with the very results that a list has."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pygen_client import BadRequestError, PygenAPIError, PygenClient, PygenValidationError
from pygen_emulator import Emulator
from pygen_runtime import InstanceAPI, InstanceList, UnexpectedAnswerError
from pygen_runtime.query.pages import PageSize
from shop_by_hand import AsyncShopClient, Product, ProductList, RelatesTo, ShopClient
from shop_project import asynchronous, config

COUNT = 2_500
Json = dict[str, Any]
NOT_FREE = {"range": {"property": ["shop_model", "Product", "price"], "gte": 2}}
PRODUCT = {"type": "view", "space": "shop_model", "externalId": "Product", "version": "v1"}


def stock(emulator: Emulator, count: int = COUNT) -> None:
    """Products, of which some have no quantity, and prices that repeat."""

    def item(number: int) -> Json:
        quantity = {} if number % 3 else {"quantity": None}
        properties = {"name": f"Part {number % 50}", "price": number % 7, **quantity}
        source = {"source": PRODUCT, "properties": properties}
        return {"instanceType": "node", "space": "shop", "externalId": f"p{number:05}", "sources": [source]}

    emulator.load([item(number) for number in range(count)])


class Watched(httpx.BaseTransport):
    """Passes requests on, remembers the paths below ``models/``, and refuses some of them."""

    def __init__(self, inner: httpx.BaseTransport, refused: str = "") -> None:
        self.inner = inner
        self.refused = refused
        self.asked: list[tuple[str, Json]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.partition("/models/")[2]
        self.asked.append((path, json.loads(request.read())))
        if path == self.refused:
            return httpx.Response(403, json={"error": {"code": 403, "message": "Forbidden"}})
        return self.inner.handle_request(request)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def sizes(self) -> list[int]:
        """Sizes of the pages of queries."""
        return [body["with"]["all"]["limit"] for path, body in self.asked if path == "instances/query"]


@pytest.fixture
def transport(emulator: Emulator) -> Watched:
    return Watched(emulator.transport())


@pytest.fixture
def watched(emulator: Emulator, transport: Watched) -> Iterator[ShopClient]:
    with PygenClient(config(emulator), transport=transport) as client:
        yield ShopClient(client)


def ids(items: Any) -> list[str]:
    return [one.external_id for one in items]


def filter_view(emulator: Emulator, condition: Json) -> None:
    """Give the view Product a filter of its own."""
    (view,) = emulator.client().views.retrieve([Product.view_id])
    emulator.deploy(views=[{**view.as_write().dump(), "filter": condition}])


class FilteredProduct(Product):
    """A product, as a class that was generated when the view had its filter already."""

    view_id = Product.view_id
    view_filter = NOT_FREE


class FilteredAPI(InstanceAPI[FilteredProduct, InstanceList[FilteredProduct]]):
    item_class = FilteredProduct
    list_class = InstanceList[FilteredProduct]


class TestTheWay:
    def test_what_fits_a_page_is_one_request(self, emulator: Emulator, watched: ShopClient, transport: Watched) -> None:
        stock(emulator, 900)

        assert len(watched.product.list(limit=None)) == 900
        assert transport.paths() == ["instances/list"]

    def test_more_is_read_by_queries(self, emulator: Emulator, watched: ShopClient, transport: Watched) -> None:
        stock(emulator)

        everything = watched.product.list(limit=None)

        assert sorted(ids(everything)) == [f"p{number:05}" for number in range(COUNT)]
        assert everything.next_cursor is None
        assert transport.paths()[0] == "instances/list"
        assert sorted(transport.paths()[1:3]) == ["instances/query", "views/byids"]
        assert set(transport.paths()[3:]) == {"instances/query"}

    def test_a_small_limit_is_a_list(self, emulator: Emulator, watched: ShopClient, transport: Watched) -> None:
        stock(emulator)

        assert len(watched.product.list(limit=2_100)) == 2_100
        assert transport.paths() == ["instances/list"] * 3

    def test_who_may_not_read_the_view_reads_a_list(self, emulator: Emulator) -> None:
        stock(emulator)
        transport = Watched(emulator.transport(), refused="views/byids")
        with PygenClient(config(emulator), transport=transport) as client:
            everything = ShopClient(client).product.list(limit=None, sort_by="external_id")

        assert ids(everything) == [f"p{number:05}" for number in range(COUNT)]
        assert transport.paths()[-3:] == ["instances/list"] * 3

    def test_who_may_not_query_is_told(self, emulator: Emulator) -> None:
        stock(emulator)
        transport = Watched(emulator.transport(), refused="instances/query")
        with PygenClient(config(emulator), transport=transport) as client, pytest.raises(PygenAPIError) as caught:
            ShopClient(client).product.list(limit=None)

        assert caught.value.status == 403

    def test_pages_that_are_too_heavy_are_halved(self, emulator: Emulator, watched: ShopClient) -> None:
        stock(emulator)

        with emulator.fault("POST /models/instances/query 408 over=300"):
            everything = watched.product.list(limit=None, sort_by="external_id")

        assert ids(everything) == [f"p{number:05}" for number in range(COUNT)]

    def test_typing_is_asked_for_once_by_each_way(
        self, emulator: Emulator, watched: ShopClient, transport: Watched
    ) -> None:
        stock(emulator)

        list(watched.product.iterate(chunk_size=1_001))

        bodies = [body["includeTyping"] for path, body in transport.asked if path == "instances/query"]
        assert bodies == [True, False, False]

    def test_an_answer_that_does_not_fit_names_the_instance(self, emulator: Emulator) -> None:
        item = {"instanceType": "node", "space": "shop", "externalId": "saw", "version": 1}
        answers = {
            "views/byids": {"items": []},
            "instances/query": {"items": {"all": [{**item, "properties": {}}]}, "nextCursor": {}},
        }

        def answer(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json=answers[request.url.path.partition("/models/")[2]])

        with PygenClient(config(emulator), transport=httpx.MockTransport(answer)) as client:
            products = ShopClient(client).product.iterate(chunk_size=2_000)
            with pytest.raises(UnexpectedAnswerError, match="Product shop:saw"):
                next(products)


class TestTheSameResults:
    @pytest.mark.parametrize(
        "options",
        [
            {"sort_by": "external_id"},
            {"sort_by": ["price", "external_id"], "sort_direction": "descending"},
            {"sort_by": ["quantity", "external_id"]},
            {"sort_by": ["quantity", "external_id"], "sort_direction": "descending"},
            {"sort_by": "external_id", "min_price": 2, "name_prefix": "Part"},
            {"sort_by": "external_id", "space": "elsewhere"},
            {"sort_by": "external_id", "name": []},
        ],
    )
    def test_long_and_short_reads_agree(self, emulator: Emulator, shop: ShopClient, options: Json) -> None:
        stock(emulator)

        whole = shop.product.list(limit=None, **options)
        paged = shop.product.list(limit=COUNT, **options)

        assert whole == paged
        assert isinstance(whole, ProductList)

    def test_a_filter_that_the_view_has_been_given_counts(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        filter_view(emulator, NOT_FREE)

        whole = shop.product.list(limit=None, sort_by="external_id")
        large = list(shop.product.iterate(chunk_size=5_000))

        assert whole == shop.product.list(limit=COUNT, sort_by="external_id")
        assert {one.price for one in whole} == {2, 3, 4, 5, 6}
        assert sorted(ids(large)) == ids(whole)

    def test_a_filter_that_the_view_has_lost_counts_no_more(self, emulator: Emulator, watched: ShopClient) -> None:
        stock(emulator)

        large = list(FilteredAPI(watched)._iterate(5_000, None, None, {}))

        assert len(large) == COUNT

    def test_a_filter_that_the_class_knows_is_asked_with_at_once(
        self, emulator: Emulator, watched: ShopClient, transport: Watched
    ) -> None:
        stock(emulator)
        filter_view(emulator, NOT_FREE)

        large = list(FilteredAPI(watched)._iterate(5_000, None, None, {}))

        assert {one.price for one in large} == {2, 3, 4, 5, 6}
        assert sorted(transport.paths()) == ["instances/query", "views/byids"]

    def test_edges_are_read_too(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator, 2)
        source = {"type": "view", "space": "shop_model", "externalId": "RelatesTo", "version": "v1"}
        ends = {name: {"space": "shop", "externalId": one} for name, one in (("start", "p00000"), ("end", "p00001"))}
        emulator.load(
            {
                "instanceType": "edge",
                "space": "shop",
                "externalId": f"e{number}",
                "type": {"space": "shop_model", "externalId": "relatesTo"},
                "startNode": ends["start"],
                "endNode": ends["end"],
                "sources": [{"source": source, "properties": {"relationType": "fits"}}],
            }
            for number in range(1_100)
        )

        everything = shop.relates_to.list(limit=None)

        assert len({one.external_id for one in everything}) == 1_100
        assert isinstance(everything[0], RelatesTo)

    def test_without_blocking_calls(self, emulator: Emulator) -> None:
        stock(emulator)

        async def read() -> ProductList:
            async with asynchronous(emulator) as client:
                return await AsyncShopClient(client).product.list(limit=None, sort_by="external_id")

        assert ids(asyncio.run(read())) == [f"p{number:05}" for number in range(COUNT)]


class TestCursors:
    def test_large_pages_go_on_from_their_cursors(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        pages = shop.product.iterate(chunk_size=1_200, limit=2_400).pages()
        first = next(pages)

        rest = list(shop.product.iterate(chunk_size=1_200, cursor=first.next_cursor))
        in_small_pages = list(shop.product.iterate(chunk_size=400, cursor=first.next_cursor))

        assert [len(page.items) for page in pages] == [1_200]
        assert len({*ids(first.items), *ids(rest)}) == COUNT
        assert rest == in_small_pages

    def test_large_pages_go_on_from_cursors_of_small_ones(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        first = next(shop.product.iterate(chunk_size=500).pages())

        rest = list(shop.product.iterate(chunk_size=2_000, cursor=first.next_cursor))

        assert len({*ids(first.items), *ids(rest)}) == COUNT

    def test_a_list_that_was_cut_can_be_gone_on_with(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator, 5_300)

        cut = shop.product.list(limit=5_001)

        assert cut.next_cursor is not None
        rest = list(shop.product.iterate(cursor=cut.next_cursor))
        assert (len(cut), len({*ids(cut), *ids(rest)})) == (5_001, 5_300)

    def test_a_cursor_of_something_else_is_refused(self, shop: ShopClient) -> None:
        with pytest.raises(BadRequestError, match="cursor"):
            list(shop.product.iterate(cursor="query:anything"))

    def test_no_read_has_a_negative_limit(self, shop: ShopClient) -> None:
        with pytest.raises(PygenValidationError, match="limit must be 0 or more"):
            shop.product.iterate(chunk_size=2_000, limit=-1)


class TestPageSize:
    """Time is told, so no clock is needed."""

    @staticmethod
    def climb(seconds_of: Any, steps: int = 8) -> list[int]:
        size = PageSize(None)
        sizes = []
        for _ in range(steps):
            sizes.append(size.next)
            size.answered(sizes[-1], sizes[-1], seconds_of(sizes[-1]))
            size.decoded(sizes[-1], sizes[-1] * 1e-7)
        return sizes

    def test_grows_where_each_request_waits(self) -> None:
        assert self.climb(lambda count: 0.05 + count * 1e-7) == [1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]

    def test_stays_small_where_none_does(self) -> None:
        assert self.climb(lambda count: count * 1e-6) == [1000, 1000, 2000, 1000, 2000, 1000, 2000, 1000]

    def test_grows_no_more_where_decoding_takes_the_time(self) -> None:
        size = PageSize(None)
        size.answered(1000, 1000, 0.05)
        size.decoded(1000, 0.03)
        size.answered(2000, 2000, 0.08)
        assert size.next == 2000

        size.decoded(2000, 0.02)
        size.answered(2000, 2000, 0.08)
        assert size.next == 4000

    def test_stays_small_where_nothing_is_waited_for(self) -> None:
        size = PageSize(None)
        for _ in range(3):
            size.answered(1000, 1000, 0.012)
            size.decoded(1000, 0.01)

        assert size.next == 1000

    def test_one_late_answer_changes_nothing(self) -> None:
        late = iter([0.05, 0.5, *[0.05] * 8])

        assert self.climb(lambda count: next(late)) == [1000, 2000, 1000, 2000, 4000, 8000, 10_000, 10_000]

    def test_stops_where_pages_take_long(self) -> None:
        assert self.climb(lambda count: 4 + count / 1000, 4) == [1000, 2000, 2000, 2000]

    def test_stays_at_what_was_not_too_much(self) -> None:
        size = PageSize(None)
        size.answered(1000, 250, 0.01)
        size.answered(250, 250, 0.001)

        assert size.next == 250

    def test_takes_no_notice_of_a_last_short_page(self) -> None:
        size = PageSize(None)
        size.answered(1000, 1000, 0.05)
        size.answered(300, 300, 0.05)

        assert size.next == 2000


class TestTheCollector:
    def test_objects_of_a_whole_list_are_not_walked_again(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        gc.collect()

        whole = shop.product.list(limit=None)

        oldest = {id(one) for one in gc.get_objects(generation=2)}
        assert sum(id(one) in oldest for one in whole) > 2_000

    def test_neither_are_those_of_several_ids(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        ids = [one.external_id for one in shop.product.list(limit=500)]
        gc.collect()

        found = shop.product.retrieve(ids)

        oldest = {id(one) for one in gc.get_objects(generation=2)}
        assert sum(id(one) in oldest for one in found) > 400

    def test_what_is_frozen_is_not_counted_for_each_page(
        self, emulator: Emulator, shop: ShopClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stock(emulator)
        counts = iter([0])
        # Python walks all frozen objects to count them.
        monkeypatch.setattr(gc, "get_freeze_count", lambda: next(counts))

        assert len(list(shop.product.iterate(chunk_size=500))) > 2_000
        assert list(counts) == [0]

    def test_what_was_frozen_stays_frozen(self, emulator: Emulator, shop: ShopClient) -> None:
        stock(emulator)
        gc.freeze()
        try:
            frozen = gc.get_freeze_count()
            shop.product.list(limit=None)
            assert gc.get_freeze_count() >= frozen - 100
        finally:
            gc.unfreeze()
