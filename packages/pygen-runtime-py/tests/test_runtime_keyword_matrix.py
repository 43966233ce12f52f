"""Every keyword filter on every type of property finds what plain Python finds in the same data, by every method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from everything_rows import ROWS, A, B, values_of, write_objects
from pygen_client import PygenValidationError
from pygen_runtime import Ref
from pygen_runtime.keywords import meanings
from shop_by_hand import ShopClient
from shop_by_hand._api._everything_api import EverythingFilters
from shop_project import blocking, emulated

pytestmark = pytest.mark.no_cover  # long, and what they meet is counted elsewhere

ORDERED = ("at", "day", "float32", "float64", "int32", "int64", "serial")
EQUAL = ("file", "other", "series", "state", "text")
LISTS = ("days", "flags", "floats", "ints", "others", "texts", "times")
OF_EVERY_METHOD = {"space", "external_id_prefix", "filter", "target_units", "debug"}


@pytest.fixture(scope="module")
def shop() -> Iterator[ShopClient]:
    with emulated() as emulator, blocking(emulator) as client:
        shop = ShopClient(client)
        shop.upsert(write_objects())
        yield shop


def check(shop: ShopClient, rows: Iterable[SimpleNamespace], **keywords: Any) -> None:
    ids = {one.external_id for one in rows}
    api: Any = shop.everything
    for found in (
        api.list(**keywords),
        api.iterate(**keywords),
        api.search(**keywords),
        api.query().where(**keywords).list(),
    ):
        assert {one.external_id for one in found} == ids, keywords
    assert api.count(**keywords) == len(ids)


def test_the_tables_leave_no_keyword_out() -> None:
    ranges = {f"{bound}_{name}" for name in ORDERED for bound in ("min", "max")}

    assert set(meanings(EverythingFilters)) == {*ranges, *EQUAL, *LISTS, *OF_EVERY_METHOD, "flag", "text_prefix"}


@pytest.mark.parametrize("attribute", ORDERED)
def test_ranges(shop: ShopClient, attribute: str) -> None:
    def value(row: SimpleNamespace) -> Any:
        return getattr(row, attribute)

    for given in values_of(attribute):
        at_least, at_most = {f"min_{attribute}": given}, {f"max_{attribute}": given}
        check(shop, [row for row in ROWS if value(row) is not None and value(row) >= given], **at_least)
        check(shop, [row for row in ROWS if value(row) is not None and value(row) <= given], **at_most)
        check(shop, [row for row in ROWS if value(row) == given], **at_least, **at_most)


@pytest.mark.parametrize("attribute", EQUAL)
def test_values_and_one_of_several(shop: ShopClient, attribute: str) -> None:
    values = values_of(attribute)
    for given in values:
        check(shop, [row for row in ROWS if getattr(row, attribute) == given], **{attribute: given})
    for several in (list[Any](), tuple(values[:2]), {*values}, values):
        check(shop, [row for row in ROWS if getattr(row, attribute) in several], **{attribute: several})


@pytest.mark.parametrize("attribute", LISTS)
def test_lists_have_one_of_the_values(shop: ShopClient, attribute: str) -> None:
    inside = [one for values in values_of(attribute) for one in values]

    def having(row: SimpleNamespace, wanted: list[Any]) -> bool:
        return any(one in wanted for one in getattr(row, attribute) or ())

    for given in inside:
        check(shop, [row for row in ROWS if having(row, [given])], **{attribute: given})
    check(shop, [row for row in ROWS if having(row, inside[:2])], **{attribute: inside[:2]})
    check(shop, [], **{attribute: []})


@pytest.mark.parametrize("flag", [True, False])
def test_booleans(shop: ShopClient, flag: bool) -> None:
    check(shop, [row for row in ROWS if row.flag is flag], flag=flag)


@pytest.mark.parametrize("prefix", ["", "S", "Sa", "Sä", "x"])
def test_prefixes(shop: ShopClient, prefix: str) -> None:
    check(shop, [row for row in ROWS if row.text is not None and row.text.startswith(prefix)], text_prefix=prefix)
    check(shop, [row for row in ROWS if row.external_id.startswith(prefix)], external_id_prefix=prefix)


def test_spaces(shop: ShopClient) -> None:
    check(shop, ROWS, space="shop")
    check(shop, ROWS, space=["elsewhere", "shop"])
    check(shop, [], space="elsewhere")


@pytest.mark.parametrize("form", ["a", A, ("shop", "a"), Ref("shop", "a")])
def test_nodes_in_every_form(shop: ShopClient, form: Any) -> None:
    check(shop, [row for row in ROWS if row.other == A], other=form)
    check(shop, [row for row in ROWS if row.other in (A, B)], other=[form, "b"])
    check(shop, [row for row in ROWS if A in (row.others or ())], others=form)


def test_many_values_take_several_filters(shop: ShopClient) -> None:
    check(shop, [row for row in ROWS if row.text == "Saw"], text=[*map(str, range(2500)), "Saw"])


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"min_at": "2024-01-01"}, "min_at takes a datetime with a timezone, not str"),
        ({"min_day": values_of("at")[0]}, "min_day takes a date without time, not datetime"),
        ({"max_int32": 1.5}, "max_int32 takes a whole number, not float"),
        ({"max_float64": "1"}, "max_float64 takes a number, not str"),
        ({"max_float64": float("inf")}, "max_float64 cannot be compared with inf: it is not finite"),
        ({"flag": 1}, "flag takes True or False, not int"),
        ({"text": 5}, "text takes text, not int"),
        ({"texts": ["a", 5]}, "texts takes text, not int"),
        ({"state": 5}, "state takes text: a value of the enum, not int"),
    ],
)
def test_values_of_another_type_are_refused(shop: ShopClient, keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(PygenValidationError, match=message):
        shop.everything.list(**keywords)


def test_values_that_an_enum_has_gained_can_be_looked_for(shop: ShopClient) -> None:
    gained: Any = "lost"

    assert shop.product.list(status=gained) == []
    assert shop.product.list(status=["new", gained]) == []
