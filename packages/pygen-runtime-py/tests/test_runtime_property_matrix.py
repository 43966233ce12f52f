"""Every operation of every typed property finds what plain Python finds in the same data."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from everything_rows import NOON, ROWS, A, B, ids_where, values_of, write_objects
from pygen_runtime.filters import Filter
from pygen_runtime.instances import Node
from shop_by_hand import Category, CategoryWrite, Product, ProductWrite, ShopClient
from shop_by_hand.data_classes.everything import Everything
from shop_project import blocking, emulated

pytestmark = pytest.mark.no_cover  # long, and what they meet is counted elsewhere

P = Everything.props

EQUALITY: tuple[str, ...] = (
    "at",
    "data",
    "day",
    "file",
    "flag",
    "float32",
    "float64",
    "int32",
    "int64",
    "other",
    "sequence",
    "serial",
)
EQUALITY += ("series", "state", "text")
ORDERED = ("at", "day", "float32", "float64", "int32", "int64", "serial", "text")
LISTS = ("days", "flags", "floats", "ints", "others", "texts", "times")
ALL = (*EQUALITY, *LISTS, "objects")
SAME, OTHER = operator.eq, operator.ne
ORDERINGS = (operator.gt, operator.ge, operator.lt, operator.le)


@pytest.fixture(scope="module")
def shop() -> Iterator[ShopClient]:
    with emulated() as emulator, blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(write_objects())
        yield shop


def check(shop: ShopClient, condition: Filter, expected: Callable[[SimpleNamespace], bool]) -> None:
    ids = ids_where(expected)
    assert {one.external_id for one in shop.everything.list(filter=condition)} == ids, condition
    assert {one.external_id for one in shop.everything.query().where(condition).list()} == ids, condition


def check_comparison(shop: ShopClient, attribute: str, condition: Filter, holds: Callable[[Any], bool]) -> None:
    """A comparison, and its opposite: what has no value meets neither."""

    def value(row: SimpleNamespace) -> Any:
        return getattr(row, attribute)

    check(shop, condition, lambda row: value(row) is not None and holds(value(row)))
    check(shop, ~condition, lambda row: value(row) is not None and not holds(value(row)))


def test_the_tables_leave_no_attribute_out() -> None:
    assert set(ALL) == set(Everything.model_fields) - {"space", "external_id", "node_type"}


@pytest.mark.parametrize("attribute", ALL)
def test_exists_and_is_missing(shop: ShopClient, attribute: str) -> None:
    check(shop, getattr(P, attribute).exists(), lambda row: getattr(row, attribute) is not None)
    check(shop, getattr(P, attribute).is_missing(), lambda row: getattr(row, attribute) is None)


@pytest.mark.parametrize("compare", [SAME, OTHER])
@pytest.mark.parametrize("attribute", [*EQUALITY, *LISTS])
def test_equality(shop: ShopClient, attribute: str, compare: Any) -> None:
    for given in values_of(attribute):
        condition = compare(getattr(P, attribute), given)
        check_comparison(shop, attribute, condition, lambda value, given=given: compare(value, given))  # type: ignore[misc]  # bound now


@pytest.mark.parametrize("compare", ORDERINGS)
@pytest.mark.parametrize("attribute", ORDERED)
def test_order(shop: ShopClient, attribute: str, compare: Any) -> None:
    for given in values_of(attribute):
        condition = compare(getattr(P, attribute), given)
        check_comparison(shop, attribute, condition, lambda value, given=given: compare(value, given))  # type: ignore[misc]  # bound now


@pytest.mark.parametrize("attribute", ORDERED)
def test_between(shop: ShopClient, attribute: str) -> None:
    low, *_, high = sorted(values_of(attribute))[1:]

    check_comparison(shop, attribute, getattr(P, attribute).between(low, high), lambda value: low <= value <= high)


@pytest.mark.parametrize("attribute", [one for one in EQUALITY if one != "data"])
def test_is_in(shop: ShopClient, attribute: str) -> None:
    values = values_of(attribute)
    for given in ([], values[:1], values[1:], [*values, values[0]]):
        condition = getattr(P, attribute).is_in(given)
        check(shop, condition, lambda row, given=given: getattr(row, attribute) in given)  # type: ignore[misc]  # bound now


@pytest.mark.parametrize("attribute", LISTS)
def test_contains(shop: ShopClient, attribute: str) -> None:
    several = [one for values in values_of(attribute) for one in values]
    listed = getattr(P, attribute)
    for given in (several[:1], several[-1:], several[:2], several):
        any_of, all_of = listed.contains_any(given), listed.contains_all(given)
        check_comparison(shop, attribute, any_of, lambda value, given=given: any(one in value for one in given))  # type: ignore[misc]  # bound now
        check_comparison(shop, attribute, all_of, lambda value, given=given: all(one in value for one in given))  # type: ignore[misc]  # bound now
    check(shop, listed.contains_any([]), lambda row: False)
    check(shop, listed.contains_all([]), lambda row: getattr(row, attribute) is not None)


@pytest.mark.parametrize("prefix", ["", "S", "Sa", "Saw", "saw", "Sä", "x"])
def test_startswith(shop: ShopClient, prefix: str) -> None:
    check_comparison(shop, "text", P.text.startswith(prefix), lambda value: value.startswith(prefix))


@pytest.mark.parametrize("compare", [SAME, *ORDERINGS])
@pytest.mark.parametrize(("left", "right"), [("int32", "int64"), ("float32", "float64"), ("int32", "float64")])
def test_properties_are_compared_with_properties(shop: ShopClient, left: str, right: str, compare: Any) -> None:
    def expected(row: SimpleNamespace) -> bool:
        values = getattr(row, left), getattr(row, right)
        return None not in values and compare(*values)

    check(shop, compare(getattr(P, left), getattr(P, right)), expected)


@pytest.mark.parametrize(("start", "stop"), [(-10, None), (None, 0), (0, 1), (2, 10**6), (-5, -1), (10**9, 2 * 10**9)])
def test_overlaps(shop: ShopClient, start: int | None, stop: int | None) -> None:
    def expected(row: SimpleNamespace) -> bool:
        if None in (row.int32, row.int64):
            return False
        return (start is None or row.int64 >= start) and (stop is None or row.int32 <= stop)

    check(shop, P.int32.overlaps(P.int64, start=start, stop=stop), expected)


def test_many_values_take_several_filters(shop: ShopClient) -> None:
    check(shop, P.serial.is_in(range(2, 5000)), lambda row: row.serial >= 2)


def test_filters_combine(shop: ShopClient) -> None:
    condition = ((P.int32 > 0) | P.text.startswith("S")) & ~(P.at == NOON)

    check(
        shop,
        condition,
        lambda row: (
            row.at not in (None, NOON)
            and ((row.int32 is not None and row.int32 > 0) or (row.text or "").startswith("S"))
        ),
    )


def test_what_every_node_has(shop: ShopClient) -> None:
    first = min(one.data_record.created_time for one in shop.everything.list())

    check(shop, P.external_id == "ones", lambda row: row.external_id == "ones")
    check(shop, P.external_id.startswith("t"), lambda row: row.external_id[0] == "t")
    check(shop, P.external_id.is_in(["ones", "twos", "x"]), lambda row: row.external_id in ("ones", "twos"))
    check(shop, P.space == "shop", lambda row: True)
    check(shop, P.space != "shop", lambda row: False)
    check(shop, P.created_time >= first, lambda row: True)
    check(shop, P.last_updated_time < first, lambda row: False)
    check(shop, P.node_type.is_missing(), lambda row: True)


def test_relations_take_nodes_in_every_form(shop: ShopClient) -> None:
    (read,) = shop.everything.list(filter=P.external_id == "ones")
    node = Node(space="shop", external_id="a")
    assert read.other is not None

    for form in (A, ("shop", "a"), read.other, node):
        check(shop, P.other == form, lambda row: row.other == A)
        check(shop, P.other.is_in([form]), lambda row: row.other == A)
        check(shop, P.others.contains_any([form]), lambda row: A in (row.others or ()))
    check(shop, P.other.is_in([A, B]), lambda row: row.other in (A, B))


def test_the_node_behind_a_relation_meets_conditions(shop: ShopClient) -> None:
    check(shop, P.other.where(Node.props.external_id == "a"), lambda row: row.other == A)
    check(shop, ~P.other.where(Node.props.external_id == "a"), lambda row: row.other != A)


def test_conditions_reach_over_two_relations(shop: ShopClient) -> None:
    shop.upsert(
        [
            CategoryWrite(external_id="hand", category_name="Hand tools", parent="tools"),
            CategoryWrite(external_id="tools", category_name="Tools"),
            ProductWrite(external_id="saw", name="Saw", price=1, category="hand"),
            ProductWrite(external_id="tea", name="Tea", price=1, category="tools"),
        ]
    )
    product, category = Product.props, Category.props

    over_two = product.category.where(
        category.parent.where(category.category_name.startswith("Tool")), category.category_name != "x"
    )
    assert [one.external_id for one in shop.product.list(filter=over_two)] == ["saw"]


@pytest.mark.parametrize("attribute", [*ORDERED, "flag", "state", "series", "external_id"])
@pytest.mark.parametrize("nulls_first", [True, False])
def test_sorts(shop: ShopClient, attribute: str, nulls_first: bool) -> None:
    known = [one for one in ROWS if getattr(one, attribute) is not None]
    ordered = [getattr(one, attribute) for one in sorted(known, key=lambda row: getattr(row, attribute))]
    missing = [None] * (len(ROWS) - len(known))
    query, by = shop.everything.query(), getattr(P, attribute)

    def values(*terms: Any) -> list[Any]:
        return [getattr(one, attribute) for one in query.sort(*terms).list()]

    first, last = (missing, []) if nulls_first else ([], missing)
    assert values(by.ascending(nulls_first=nulls_first)) == [*first, *ordered, *last]
    assert values(by.descending(nulls_first=nulls_first)) == [*first, *ordered[::-1], *last]
    assert [one for one in values(by) if one is not None] == ordered
