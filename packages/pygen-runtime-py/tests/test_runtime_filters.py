"""The filter language: what each filter says to the service."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pandas as pd
import pytest
from pygen_client import PygenValidationError
from pygen_client.schema import ContainerId, ViewId
from pygen_runtime import NodeId, Ref
from pygen_runtime.filters import (
    NOTHING,
    And,
    ContainsAll,
    ContainsAny,
    Equals,
    Exists,
    Filter,
    HasData,
    In,
    InstanceReferences,
    MatchAll,
    Nested,
    Not,
    Or,
    Overlaps,
    Parameter,
    Prefix,
    PropertyReference,
    Range,
)
from shop_by_hand import Category

NAME = ("shop_model", "Product/v1", "name")
PRICE = ("shop_model", "Product/v1", "price")
N, P = list(NAME), list(PRICE)
MATCH_NOTHING: dict[str, Any] = {"not": {"matchAll": {}}}


@pytest.mark.parametrize(
    ("condition", "dumped"),
    [
        (Equals(NAME, "Saw"), {"equals": {"property": N, "value": "Saw"}}),
        (Equals(NAME, ["a", "b"]), {"equals": {"property": N, "value": ["a", "b"]}}),
        (Equals(PRICE, False), {"equals": {"property": P, "value": False}}),
        (Equals(PRICE, PropertyReference(NAME)), {"equals": {"property": P, "value": {"property": N}}}),
        (Equals(PRICE, Parameter("p")), {"equals": {"property": P, "value": {"parameter": "p"}}}),
        (In(NAME, ("a", "b")), {"in": {"property": N, "values": ["a", "b"]}}),
        (In(NAME, []), MATCH_NOTHING),
        (Range(PRICE, gte=0, lt=10), {"range": {"property": P, "gte": 0, "lt": 10}}),
        (Prefix(NAME, "S"), {"prefix": {"property": N, "value": "S"}}),
        (Exists(NAME), {"exists": {"property": N}}),
        (ContainsAny(NAME, {"a"}), {"containsAny": {"property": N, "values": ["a"]}}),
        (ContainsAny(NAME, []), MATCH_NOTHING),
        (ContainsAll(NAME, ["a"]), {"containsAll": {"property": N, "values": ["a"]}}),
        (Overlaps(NAME, PRICE, gt=1), {"overlaps": {"startProperty": N, "endProperty": P, "gt": 1}}),
        (
            HasData(ViewId("s", "V", "1"), ContainerId("s", "C")),
            {
                "hasData": [
                    {"type": "view", "space": "s", "externalId": "V", "version": "1"},
                    {"type": "container", "space": "s", "externalId": "C"},
                ]
            },
        ),
        (Nested(NAME, Exists(PRICE)), {"nested": {"scope": N, "filter": {"exists": {"property": P}}}}),
        (InstanceReferences([NodeId("s", "a")]), {"instanceReferences": [{"space": "s", "externalId": "a"}]}),
        (InstanceReferences([]), MATCH_NOTHING),
        (MatchAll(), {"matchAll": {}}),
        (NOTHING, MATCH_NOTHING),
    ],
)
def test_each_filter_has_the_form_of_the_service(condition: Filter, dumped: dict[str, Any]) -> None:
    assert condition.dump() == dumped


@pytest.mark.parametrize(
    ("value", "dumped"),
    [
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 1, 1, 2, 3, 4, 567_899, timezone(timedelta(hours=2))), "2024-01-01T00:03:04.567+00:00"),
        (pd.Timestamp("2024-01-01T02:03:04.567899+02:00"), "2024-01-01T00:03:04.567+00:00"),
        (NodeId("s", "a"), {"space": "s", "externalId": "a"}),
        (Ref("s", "a"), {"space": "s", "externalId": "a"}),
        (Category(space="s", external_id="a", category_name="A"), {"space": "s", "externalId": "a"}),
    ],
)
def test_values_are_written_as_the_service_takes_them(value: Any, dumped: Any) -> None:
    assert Equals(NAME, value).dump()["equals"]["value"] == dumped
    assert In(NAME, [value]).dump()["in"]["values"] == [dumped]


def test_filters_combine_with_operators_and_stay_flat() -> None:
    a, b, c = Exists(NAME), Exists(PRICE), Prefix(NAME, "S")

    assert a & b & c == And([a, b, c])
    assert a | b | c == Or([a, b, c])
    assert (a & b) | ~c == Or([And([a, b]), Not(c)])
    assert ~~a == a


def test_filters_are_values() -> None:
    assert len({Equals(NAME, "a"), Equals(NAME, "a"), Equals(NAME, "b")}) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: Range(PRICE),
        lambda: Range(PRICE, gt=1, gte=1),
        lambda: Overlaps(NAME, PRICE, lt=1, lte=1),
        lambda: In(NAME, "ab"),
        HasData,
        lambda: And([]),
        lambda: Equals(NAME, None).dump(),  # type: ignore[arg-type]  # the mistake under test
        lambda: Equals(NAME, datetime(2024, 1, 1)).dump(),
    ],
)
def test_filters_that_mean_nothing_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(PygenValidationError):
        make()


def test_and_between_filters_is_caught() -> None:
    with pytest.raises(TypeError, match=r"with &, \| and ~"):
        _ = Exists(NAME) and Exists(PRICE)


def test_filters_combine_with_filters_only() -> None:
    with pytest.raises(TypeError, match="not with str"):
        Exists(NAME) & "x"  # type: ignore[operator]  # the mistake under test


def test_a_bare_filter_has_no_form() -> None:
    with pytest.raises(TypeError, match="Filter is no filter of its own"):
        Filter().dump()
