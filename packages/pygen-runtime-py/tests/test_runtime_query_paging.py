"""Every child arrives, however many there are and however small the pages."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

import pytest
from pygen_client import Operation, PygenAPIError, PygenValidationError
from pygen_client.core.effects import Now
from pygen_client.schema import NodeId
from pygen_emulator import Emulator
from pygen_runtime.query.reader import QueryReader
from pygen_runtime.relations import Relation
from shop_by_hand import AsyncShopClient, Category, Product, ShopClient
from shop_project import asynchronous, deploy

MANY = 12_000
Json = dict[str, Any]
P, C = Product.relations, Category.relations


def node(external_id: str, view: str, **properties: Any) -> Json:
    source = {"type": "view", "space": "shop_model", "externalId": view, "version": "v1"}
    return {
        "instanceType": "node",
        "space": "shop",
        "externalId": external_id,
        "sources": [{"source": source, "properties": properties}],
    }


def edge(name: str, kind: str, start: str, end: str) -> Json:
    source = {"type": "view", "space": "shop_model", "externalId": "RelatesTo", "version": "v1"}
    return {
        "instanceType": "edge",
        "space": "shop",
        "externalId": name,
        "type": NodeId("shop_model", kind).dump(),
        "startNode": NodeId("shop", start).dump(),
        "endNode": NodeId("shop", end).dump(),
        "sources": [{"source": source, "properties": {"relationType": "fits"}}],
    }


def ref(name: str) -> Json:
    return NodeId("shop", name).dump()


def crowd(emulator: Emulator) -> None:
    """One category and one product, each with 12,000 others around it through every kind of relation."""
    names = [f"p{number:05}" for number in range(MANY)]
    lists = [
        node(f"s{number}", "Product", name="List", price=2, similar=[ref(one) for one in names[number::120]])
        for number in range(120)
    ]
    emulator.load([node("tools", "Category", categoryName="Tools")])
    emulator.load([node("hub", "Product", name="Hub", price=0), *lists])
    parts = {"name": "Part", "price": 1, "category": ref("tools"), "similar": [ref("hub")]}
    emulator.load([node(one, "Product", **parts) for one in names])
    emulator.load([edge(f"out-{one}", "relatesTo", "hub", one) for one in names])
    emulator.load([edge(f"in-{one}", "relatesTo", one, "hub") for one in names])


@pytest.fixture(scope="module")
def crowded() -> Any:

    with Emulator.in_process() as emulator:
        deploy(emulator)
        crowd(emulator)
        yield emulator


@pytest.fixture
def crowded_shop(crowded: Emulator) -> Any:
    with crowded.client() as client:
        yield ShopClient(client)


def told(seconds: float, operation: Operation[bytes]) -> Operation[bytes]:
    """The same operation, but each time it looks at the clock, so many seconds have gone by."""
    reply: Any = None
    time = 0.0
    while True:
        try:
            effect = operation.send(reply)
        except StopIteration as stop:
            answer: bytes = stop.value
            return answer
        if isinstance(effect, Now):
            reply = time = time + seconds
        else:
            reply = yield effect


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
class TestManyChildren:
    @pytest.mark.parametrize("relation", [P.relates_to, P.related_from], ids=["outwards", "inwards"])
    def test_arrive_through_edges(self, crowded_shop: ShopClient, relation: Relation[Any]) -> None:
        hub = crowded_shop.product.query().where(name="Hub").include(relation).first()

        assert hub is not None
        links = getattr(hub, relation.attribute)
        assert len({link.node.external_id for link in links}) == MANY

    def test_arrive_through_reverse_relations(self, crowded_shop: ShopClient) -> None:
        tools = crowded_shop.category.query().include(C.products).first()

        assert tools is not None
        assert len({one.external_id for one in tools.products}) == MANY

    def test_arrive_through_lists_of_direct_relations(self, crowded_shop: ShopClient) -> None:
        lists = crowded_shop.product.query().where(name="List").include(P.similar).list()

        found = {one.value.external_id for each in lists for one in each.similar or ()}
        assert len(found) == MANY

    def test_arrive_through_the_reverse_of_lists(self, crowded_shop: ShopClient) -> None:
        parts = crowded_shop.product.query().where(name="Part").include(P.similar_to).limit(3000).list()

        assert [len(one.similar_to) for one in parts] == [1] * 3000
        hub = crowded_shop.product.query().where(name="Hub").include(P.similar_to).first()
        assert hub is not None
        assert len({one.external_id for one in hub.similar_to}) == MANY

    def test_arrive_through_direct_relations(self, crowded_shop: ShopClient) -> None:
        parts = crowded_shop.product.query().where(name="Part").include(P.category).list()

        assert len(parts) == MANY
        assert all(one.category is not None and one.category.is_included for one in parts)

    def test_arrive_when_iterated_without_blocking(self, crowded: Emulator) -> None:
        async def use() -> None:
            async with asynchronous(crowded) as client, AsyncShopClient(client) as shop:
                query = shop.category.query().include(C.products)
                pages = [page async for page in query.pages()]
                assert [len(one.products) for page in pages for one in page.items] == [MANY]
                assert [len(one.products) async for one in query.iterate()] == [MANY]
                assert [len(one.products) for one in await query.list()] == [MANY]
                first = await query.first()
                assert first is not None
                assert len(first.products) == MANY
                assert await query.count() == 1
                assert await query.where(category_name="Nothing").first() is None

        asyncio.run(use())

    @pytest.mark.parametrize(("seconds", "sizes"), [(0.9, [1000, 2000, 4000, 5000]), (1.0, [1000] * 12)])
    def test_page_of_the_root_grows_while_answers_are_quick(
        self, crowded: Emulator, seconds: float, sizes: list[int]
    ) -> None:
        with crowded.client() as client:
            reader: QueryReader[Product] = QueryReader(
                client.api, ShopClient(client).product.query().where(name="Part").plan
            )
            found = []
            while (fetch := reader.next()) is not None:
                reader.received(fetch, client.run(told(seconds, fetch.operation)))
                found += [len(page.items) for page in reader.decode(fetch)]

        assert found == sizes

    def test_page_of_the_root_stays_as_it_is_asked_for(self, crowded_shop: ShopClient) -> None:
        pages = crowded_shop.product.query().where(name="Part").limit(7000).pages(chunk_size=3000)

        assert [len(page.items) for page in pages] == [3000, 3000, 1000]
        with pytest.raises(PygenValidationError, match="chunk_size must be 1 to 10000"):
            crowded_shop.product.query().pages(chunk_size=0)


Tree = dict[str, dict[str, list[str]]]


@pytest.fixture
def tree(emulator: Emulator) -> Tree:
    """Categories with children, products and edges between these, drawn at random; as lists of names, too."""
    draw = Random(7)  # noqa: S311 - the same tree every time
    categories = {f"c{number}": f"c{draw.randrange(3)}" for number in range(3, 30)}
    products = {f"p{number}": f"c{draw.randrange(30)}" for number in range(200)}
    edges = [(draw.choice(list(products)), draw.choice(list(products))) for _ in range(500)]
    emulator.load([node(f"c{number}", "Category", categoryName="Root") for number in range(3)])
    emulator.load([node(one, "Category", categoryName="Child", parent=ref(up)) for one, up in categories.items()])
    emulator.load([node(one, "Product", name=one, price=1, category=ref(up)) for one, up in products.items()])
    emulator.load([edge(f"e{number}", "relatesTo", *ends) for number, ends in enumerate(edges)])
    return {
        "children": _by_parent((up, one) for one, up in categories.items()),
        "products": _by_parent((up, one) for one, up in products.items()),
        "related": _by_parent(edges),
    }


def _by_parent(pairs: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for up, one in pairs:
        found.setdefault(up, []).append(one)
    return found


def read(shop: ShopClient, tree: Tree) -> None:
    """Read the tree from its roots, and compare."""
    products = C.products.include(P.relates_to, P.category)
    roots = shop.category.query().where(category_name="Root").include(C.children.include(products), products)

    def same(category: Category) -> None:
        assert sorted(one.external_id for one in category.products) == sorted(
            tree["products"].get(category.external_id, [])
        )
        for product in category.products:
            assert product.category is not None
            assert product.category.value.external_id == category.external_id
            related = [link.node.external_id for link in product.relates_to]
            assert sorted(related) == sorted(tree["related"].get(product.external_id, []))

    found = roots.list()
    assert sorted(one.external_id for one in found) == ["c0", "c1", "c2"]
    for root in found:
        same(root)
        assert sorted(one.external_id for one in root.children) == sorted(tree["children"].get(root.external_id, []))
        for child in root.children:
            same(child)


class TestSmallPages:
    @pytest.mark.parametrize("size", [1000, 40, 3])
    def test_give_every_child_on_every_level(self, emulator: Emulator, shop: ShopClient, tree: Tree, size: int) -> None:
        with emulator.fault(f"POST /models/instances/query 408 over={size}"):
            read(shop, tree)

    def test_begin_the_page_again_when_a_later_request_is_too_heavy(
        self, emulator: Emulator, shop: ShopClient, tree: Tree
    ) -> None:
        with emulator.fault("POST /models/instances/query 408 over=40"):
            for after in (2, 5):
                with emulator.fault(f"POST /models/instances/query 408 x1 after={after}"):
                    read(shop, tree)

    def test_keep_to_the_limit(self, emulator: Emulator, shop: ShopClient, tree: Tree) -> None:
        with emulator.fault("POST /models/instances/query 408 over=40"):
            some = shop.product.query().include(P.relates_to).limit(100).list()

        assert len(some) == 100
        assert some.next_cursor is not None

    def test_end_when_one_instance_is_too_heavy(self, emulator: Emulator, shop: ShopClient, tree: Tree) -> None:
        with emulator.fault("POST /models/instances/query 408"), pytest.raises(PygenAPIError) as caught:
            shop.product.query().list()

        assert caught.value.status == 408

    def test_other_errors_are_told(self, emulator: Emulator, shop: ShopClient, tree: Tree) -> None:
        with emulator.fault("POST /models/instances/query 400"), pytest.raises(PygenAPIError) as caught:
            shop.product.query().list()

        assert caught.value.status == 400
