"""Filters, sorting and paging on random instances, against an evaluator in plain Python."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, data, name_of, node, path, reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("12", "13", "19")

Row = dict[str, Any]
Truth = bool | None
"""SQL's three values; None is neither true nor false."""

_WORDS = st.sampled_from(["", "a", "A", "ab", "abc", "b", "é", "%", "_"])
_NUMBERS = st.integers(-2, 2)
_FLOATS = st.sampled_from([-1.5, -0.1, 0.0, 0.1, 0.30000000000000004, 1e300])
_TIMES = st.sampled_from(["0001-01-01T00:00:00+00:00", "1969-12-31T23:59:59.999+00:00", "2024-01-01T00:00:00+00:00"])
_NODES = st.sampled_from([reference("0"), reference("1"), reference("elsewhere")])
_SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "text": _WORDS,
    "int32": _NUMBERS,
    "float64": _FLOATS,
    "flag": st.booleans(),
    "at": _TIMES,
    "relation": _NODES,
}
_LISTS: dict[str, st.SearchStrategy[Any]] = {
    "texts": _WORDS,
    "ints": _NUMBERS,
    "floats": _FLOATS,
    "times": _TIMES,
    "relations": _NODES,
}
_SORTABLE = ("text", "int32", "float64", "flag", "at")
_RANGES = ("text", "int32", "float64", "at")

rows = st.lists(
    st.fixed_dictionaries(
        {},
        optional={**_SCALARS, **{name: st.lists(element, max_size=3) for name, element in _LISTS.items()}},
    ),
    min_size=1,
    max_size=12,
)


def _comparison(name: str, element: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    target = path("Everything", name)
    kinds: list[st.SearchStrategy[Json]] = [st.just({"exists": {"property": target}})]
    if name in _LISTS:
        values = st.lists(element, max_size=3)
        kinds += [values.map(lambda given: {"containsAny": {"property": target, "values": given}})]
        kinds += [values.map(lambda given: {"containsAll": {"property": target, "values": given}})]
        kinds += [values.map(lambda given: {"equals": {"property": target, "value": given}})]
        return st.one_of(kinds)
    kinds.append(element.map(lambda given: {"equals": {"property": target, "value": given}}))
    kinds.append(st.lists(element, max_size=3).map(lambda given: {"in": {"property": target, "values": given}}))
    if name in _RANGES:
        bounds = st.fixed_dictionaries(
            {}, optional={"lower": st.tuples(st.sampled_from(["gt", "gte"]), element), "upper": st.tuples(
                st.sampled_from(["lt", "lte"]), element)}
        ).filter(bool)  # fmt: skip
        kinds.append(bounds.map(lambda given: {"range": {"property": target, **dict(given.values())}}))
    if name == "text":
        kinds.append(element.map(lambda given: {"prefix": {"property": target, "value": given}}))
    return st.one_of(kinds)


_LEAVES = st.one_of(
    st.just({"matchAll": {}}),
    st.lists(st.sampled_from([reference(str(i)) for i in range(4)]), max_size=3).map(
        lambda given: {"instanceReferences": given}
    ),
    st.just({"equals": {"property": path("Everything", "int32"), "value": {"property": path("Everything", "int64")}}}),
    *(_comparison(name, element) for name, element in (_SCALARS | _LISTS).items()),
)
filters = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"and": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"or": parts}),
        inner.map(lambda part: {"not": part}),
        inner.map(lambda part: {"nested": {"scope": path("Everything", "relation"), "filter": part}}),
    ),
    max_leaves=6,
)
sorts = st.lists(
    st.fixed_dictionaries(
        {"property": st.sampled_from(_SORTABLE).map(lambda name: path("Everything", name))},
        optional={"direction": st.sampled_from(["ascending", "descending"]), "nullsFirst": st.booleans()},
    ),
    max_size=3,
)


def matches(filter_: Json, row: Row, table: dict[str, Row]) -> Truth:
    """Whether the row matches, by the rules of SQL."""
    ((kind, body),) = filter_.items()
    if kind in ("and", "or"):
        return _joined(kind, [matches(part, row, table) for part in body])
    if kind == "not":
        inner = matches(body, row, table)
        return None if inner is None else not inner
    certain: dict[str, Callable[[], bool]] = {
        "matchAll": lambda: True,
        "instanceReferences": lambda: reference(row["externalId"]) in body,
        "nested": lambda: _nested(body, row, table),
        "exists": lambda: body["property"][2] in row,
    }
    return certain[kind]() if kind in certain else _compared(kind, body, row)


def _nested(body: Json, row: Row, table: dict[str, Row]) -> bool:
    target = row.get(body["scope"][2])
    return target is not None and matches(body["filter"], table[target["externalId"]], table) is True


def _joined(kind: str, parts: Sequence[Truth]) -> Truth:
    decisive = kind == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _compared(kind: str, body: Json, row: Row) -> Truth:
    value = row.get(body["property"][2])
    if kind == "in" and not body["values"]:
        return False
    if value is None:
        return None
    if kind == "equals" and isinstance(body["value"], dict) and "property" in body["value"]:
        other = row.get(body["value"]["property"][2])
        return None if other is None else bool(value == other)
    tests: dict[str, Callable[[], bool]] = {
        "equals": lambda: value == body["value"],
        "in": lambda: value in body["values"],
        "prefix": lambda: value.startswith(body["value"]),
        "containsAny": lambda: any(element in value for element in body["values"]),
        "containsAll": lambda: all(element in value for element in body["values"]),
        "range": lambda: (
            value > body.get("gt", _Lowest)
            and value >= body.get("gte", _Lowest)
            and value < body.get("lt", _Highest)
            and value <= body.get("lte", _Highest)
        ),
    }
    return tests[kind]()


@functools.total_ordering
class _Extreme:
    """Compares as less, or as greater, than everything."""

    def __init__(self, *, low: bool) -> None:
        self._low = low

    def __eq__(self, other: object) -> bool:
        return self is other

    def __lt__(self, other: object) -> bool:
        return self._low

    def __hash__(self) -> int:
        return id(self)


_Lowest, _Highest = _Extreme(low=True), _Extreme(low=False)


def in_order(found: list[Row], given: Sequence[Json]) -> list[Row]:
    """The rows as the sorts have them; equal ones stay in the order in which they were written."""
    for sort in reversed(given):
        name = sort["property"][2]
        present = [row for row in found if row.get(name) is not None]
        absent = [row for row in found if row.get(name) is None]
        present.sort(key=operator.itemgetter(name), reverse=sort.get("direction") == "descending")
        found = absent + present if sort.get("nullsFirst") else present + absent
    return found


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(node("elsewhere", data("Everything")))
        yield project


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, filter_=filters, sort=sorts, size=st.integers(1, 5))
def test_pages_hold_what_python_finds_in_the_order_python_has(
    project: Project, rows: list[Row], filter_: Json, sort: list[Json], size: int
) -> None:
    left = [name_of(str(number)) for number in range(20)]
    project.post("instances/delete", {"items": left})
    project.write(*(node(str(number), data("Everything", **row)) for number, row in enumerate(rows)), replace=True)
    table: dict[str, Row] = {
        "elsewhere": {"externalId": "elsewhere"},
        "0": {"externalId": "0"},
        "1": {"externalId": "1"},
    }
    table |= {str(number): {**row, "externalId": str(number)} for number, row in enumerate(rows)}
    unsorted = project.list("Everything", filter={"not": {"instanceReferences": [reference("elsewhere")]}})
    stored = [table[name] for name in unsorted]
    expected = [row["externalId"] for row in in_order([row for row in stored if matches(filter_, row, table)], sort)]
    among = {"and": [filter_, {"not": {"instanceReferences": [reference("elsewhere")]}}]}
    found: list[str] = []
    cursor = None
    while True:
        page = project.page("Everything", filter=among, sort=sort, limit=size, cursor=cursor)
        found += [item["externalId"] for item in page["items"]]
        cursor = page.get("nextCursor")
        if cursor is None:
            break
    assert found == expected
