"""Numbers about the instances of a view, compared with what plain Python computes."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pygen_client import PygenClient, PygenValidationError
from pygen_client.schema import NodeId
from pygen_emulator import Emulator
from pygen_runtime import AggregateList, Avg, Count, HistogramResult, Max, Min, Sum
from pygen_runtime.aggregates import Aggregate, HistogramBucket
from shop_by_hand import AsyncShopClient, CategoryWrite, Product, ProductWrite, RelatesToWrite, ShopClient
from shop_by_hand.data_classes.tool import ToolWrite
from shop_project import asynchronous, config, emulated

P = Product.props
PARTS = [
    ProductWrite(
        external_id=f"p{number}",
        name=f"Part {number}",
        price=number * 1.5,
        quantity=number,
        active=number % 3 == 0,
        category=None if number == 7 else f"c{number % 4}",
        tags=["even"] if number % 2 == 0 else ["odd", "strange"],
        description=None if number % 5 else "each fifth",
    )
    for number in range(20)
]


class Recorder(httpx.BaseTransport):
    """Keeps the bodies of the requests for aggregates."""

    def __init__(self, below: httpx.BaseTransport) -> None:
        self.below = below
        self.bodies: list[Any] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/aggregate"):
            self.bodies.append(json.loads(request.read()))
        return self.below.handle_request(request)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulated() as emulator:
        with PygenClient(config(emulator), transport=emulator.transport()) as client:
            ShopClient(client).upsert(
                [*PARTS, *(CategoryWrite(external_id=f"c{number}", category_name="C") for number in range(4))]
            )
        yield emulator


@pytest.fixture
def recorder(emulator: Emulator) -> Recorder:
    return Recorder(emulator.transport())


@pytest.fixture
def shop(emulator: Emulator, recorder: Recorder) -> Iterator[ShopClient]:
    with PygenClient(config(emulator), transport=recorder) as client:
        yield ShopClient(client)


def test_counts(shop: ShopClient) -> None:
    assert shop.product.count() == 20
    assert shop.product.count("category") == 19
    assert shop.product.count(P.description) == 4
    assert shop.product.count(P.external_id) == 20
    assert shop.product.count(min_price=15, active=True) == 3
    assert shop.product.count("description", filter=P.price > 0) == 3
    assert shop.product.count(name=[]) == 0


def test_a_count_is_one_request(shop: ShopClient, recorder: Recorder) -> None:
    shop.product.count(category="c1")

    assert len(recorder.bodies) == 1


def test_functions_over_everything(shop: ShopClient) -> None:
    (row,) = shop.product.aggregate([Avg("price"), Min(P.price), Max("quantity"), Sum("quantity"), Count()])

    assert row.group == {}
    assert dict(row.values) == {
        "avg_price": 1.5 * 9.5,
        "min_price": 0.0,
        "max_quantity": 19,
        "sum_quantity": 190,
        "count": 20,
    }
    assert row.values.avg_price == row.values["avg_price"]
    assert type(row.values.sum_quantity) is int
    assert type(row.values.min_price) is float


def test_one_function_needs_no_list(shop: ShopClient) -> None:
    assert shop.product.aggregate(Max("price"), max_price=10)[0].values.max_price == 9.0


def test_of_nothing_there_is_no_number(shop: ShopClient) -> None:
    (row,) = shop.product.aggregate([Avg("price"), Sum("quantity"), Count()], name="nothing")

    assert dict(row.values) == {"avg_price": None, "sum_quantity": None, "count": 0}


def test_groups(shop: ShopClient) -> None:
    expected: dict[Any, list[int]] = defaultdict(list)
    for number in range(20):
        if number != 7:
            expected[NodeId("shop", f"c{number % 4}"), number % 3 == 0].append(number)

    rows = shop.product.aggregate([Sum("quantity"), Count()], group_by=["category", P.active])

    found = {(row.group["category"], row.group["active"]): row.values for row in rows}
    assert {key: values.sum_quantity for key, values in found.items()} == {
        key: sum(numbers) for key, numbers in expected.items()
    }
    assert {key: values.count for key, values in found.items()} == {
        key: len(numbers) for key, numbers in expected.items()
    }


def test_each_value_of_a_list_makes_a_group(shop: ShopClient) -> None:
    rows = shop.product.aggregate(Count(), group_by="tags")

    assert Counter({row.group["tags"]: row.values.count for row in rows}) == Counter(even=10, odd=10, strange=10)


def test_groups_without_functions_are_the_distinct_values(shop: ShopClient) -> None:
    assert [row.group for row in shop.product.aggregate([], group_by="active")] == [{"active": False}, {"active": True}]


def test_groups_stop_at_the_limit(shop: ShopClient) -> None:
    assert len(shop.product.aggregate(Count(), group_by="name", limit=3)) == 3


def test_many_functions_take_several_requests_and_come_together(shop: ShopClient, recorder: Recorder) -> None:
    functions: list[Aggregate] = [kind(name) for kind in (Avg, Min, Max, Sum) for name in ("price", "quantity")]
    rows = shop.product.aggregate([*functions, Count(), Count("name"), Avg("price")], group_by="active", limit=1)

    assert [len(body["aggregates"]) for body in recorder.bodies] == [5, 5]
    (row,) = rows
    quantities = [number for number in range(20) if number % 3]
    assert row.group == {"active": False}
    assert len(row.values) == 10
    assert row.values.avg_quantity == sum(quantities) / len(quantities)
    assert row.values.max_price == 1.5 * max(quantities)
    assert row.values.count == row.values.count_name == len(quantities)


def test_functions_show_what_they_are() -> None:
    assert repr([Avg("price"), Max(P.price), Count()]) == "[Avg('price'), Max(Product.props.price), Count()]"


def test_too_many_groups_for_several_requests(emulator: Emulator) -> None:
    groups = [{"instanceType": "node", "group": {"name": f"n{n}"}, "aggregates": []} for n in range(1000)]
    transport = httpx.MockTransport(
        lambda request: httpx.Response(
            200, json={"items": [{**one, "aggregates": [{"value": 1}] * len(aggregates(request))} for one in groups]}
        )
    )
    with PygenClient(config(emulator), transport=transport) as client:
        functions: list[Aggregate] = [Count(), Avg("price"), Min("price"), Max("price"), Sum("price"), Sum("quantity")]
        with pytest.raises(PygenValidationError, match="with 1000 groups or more these cannot be joined"):
            ShopClient(client).product.aggregate(functions, group_by="name", limit=1000)


def aggregates(request: httpx.Request) -> list[Any]:
    found: list[Any] = json.loads(request.read())["aggregates"]
    return found


def test_histograms(shop: ShopClient) -> None:
    found = shop.product.histogram("price", interval=4, min_price=3)

    expected = Counter(int(number * 1.5 // 4) * 4.0 for number in range(2, 20))
    assert {bucket.start: bucket.count for bucket in found} == expected
    assert found.interval == 4
    assert repr(found) == f"<HistogramResult: 18 values in {len(expected)} buckets of {found.interval}>"
    assert all(type(bucket.start) is int for bucket in shop.product.histogram(P.quantity, interval=5))
    assert shop.product.histogram("price", interval=4, name=[]) == []


def test_edges(shop: ShopClient) -> None:
    shop.upsert(
        RelatesToWrite(
            external_id=f"to {end}", edge_type="t", start_node="p1", end_node=end, relation_type="x", strength=strength
        )
        for end, strength in (("p2", 2), ("p3", 4))
    )

    assert shop.relates_to.count(start_node="p1") == 2
    assert shop.relates_to.aggregate(Avg("strength"), end_node="p3")[0].values.avg_strength == 4.0


def test_results_show_as_tables(shop: ShopClient) -> None:
    rows = shop.product.aggregate([Avg("price"), Count()], group_by="active")
    frame = rows.to_pandas()

    assert list(frame.columns) == ["active", "avg_price", "count"]
    assert list(frame["count"]) == [13, 7]
    assert "<th>avg_price</th>" in rows._repr_html_()
    assert repr(rows).startswith("<AggregateList of 2: [active=False, avg_price=")
    assert repr(shop.product.aggregate([], group_by="name")).endswith("; ...]>")
    buckets = HistogramResult([HistogramBucket(0, 2)], interval=5)
    assert buckets.to_pandas().to_dict("list") == {"start": [0], "count": [2]}
    assert "<td>2</td>" in buckets._repr_html_()
    assert AggregateList().to_pandas().empty


def test_values_name_the_nearest_right_one(shop: ShopClient) -> None:
    (row,) = shop.product.aggregate([Avg("price"), Count()])

    assert {"avg_price", "count"} <= set(dir(row.values))
    with pytest.raises(AttributeError, match="There is no value 'avg_prise'; did you mean 'avg_price'"):
        _ = row.values.avg_prise


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda shop: shop.product.aggregate([]), "at least one function, or something to group by"),
        (lambda shop: shop.product.aggregate(["price"]), r'takes functions such as Avg\("price"\), not \'price\''),
        (lambda shop: shop.product.aggregate(Avg("prise")), "Product has no attribute 'prise'; did you mean 'price'"),
        (lambda shop: shop.product.aggregate(Avg("name")), r"Avg needs a number, and Product\.name is none"),
        (lambda shop: shop.product.aggregate(Min("created_date")), "list with sort_by and limit=1"),
        (lambda shop: shop.product.aggregate(Max("active")), "needs a number"),
        (lambda shop: shop.everything.aggregate(Max("floats")), "needs a number"),
        (lambda shop: shop.product.aggregate(Avg("external_id")), "has no attribute 'external_id'"),
        (lambda shop: shop.product.aggregate(Count(), group_by="nam"), "did you mean 'name'"),
        (lambda shop: shop.product.aggregate(Count(), group_by=["name"] * 6), "groups by at most 5 properties, not 6"),
        (lambda shop: shop.product.aggregate(Count(), limit=0), "limit must be 1 to 1000 groups, not 0"),
        (lambda shop: shop.product.histogram("price", interval=0), "interval must be a number above 0"),
        (lambda shop: shop.product.histogram("name", interval=1), "A histogram needs a number"),
        (lambda shop: shop.category.count(P.name), r"Product\.props\.name is no property of Category"),
        (lambda shop: shop.product.count(debug=True), "debug=True works with list and search"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(
    shop: ShopClient, recorder: Recorder, ask: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(PygenValidationError, match=message):
        ask(shop)
    assert recorder.bodies == []


def test_a_property_of_a_parent_is_one_of_the_child() -> None:
    with emulated() as emulator, PygenClient(config(emulator), transport=emulator.transport()) as client:
        shop = ShopClient(client)
        shop.upsert(ToolWrite(external_id="t", name="T", price=2, power=3))

        assert shop.product.aggregate(Max(P.price))[0].values.max_price == 2
        with pytest.raises(PygenValidationError, match="is no property of Category"):
            shop.category.aggregate(Max(P.price))


def test_asynchronously_too(emulator: Emulator) -> None:
    async def use() -> tuple[Any, ...]:
        async with asynchronous(emulator) as client, AsyncShopClient(client) as shop:
            return (
                await shop.product.count(active=True),
                (await shop.product.aggregate(Max(P.quantity)))[0].values.max_quantity,
                len(await shop.product.histogram("price", interval=1000)),
            )

    assert asyncio.run(use()) == (7, 19, 1)
