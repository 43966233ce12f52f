"""Counting, adding up and sorting into intervals, over all instances of a view."""

from __future__ import annotations

import math
from typing import Any

import pytest
from emulated_project import Json, Project, data, edge, name_of, node, path, reference, view

pytestmark = pytest.mark.evidence("15")


def aggregate(project: Project, *aggregates: Json, view_name: str = "Everything", **options: Any) -> list[Json]:
    """The aggregates of the one item that there is without groups."""
    body = {"view": view(view_name), "aggregates": list(aggregates), **options}
    (item,) = project.post("instances/aggregate", body)["items"]
    assert item.keys() == {"instanceType", "aggregates"}
    found: list[Json] = item["aggregates"]
    return found


def value(project: Project, function: str, property_: str, **options: Any) -> float | None:
    (found,) = aggregate(project, {function: {"property": property_}}, **options)
    assert (found["aggregate"], found["property"]) == (function, property_)
    number: float | None = found.get("value")
    return number


def everything(external_id: str, **properties: Any) -> Json:
    return node(external_id, data("Everything", **properties))


def test_numbers_are_added_up_averaged_and_compared(project: Project) -> None:
    project.write(*(everything(f"n{number}", int32=number, float32=number / 2) for number in (1, 2, 6)))
    assert [value(project, function, "int32") for function in ("count", "sum", "avg", "min", "max")] == [3, 9, 3, 1, 6]
    assert [value(project, function, "float32") for function in ("sum", "avg", "min", "max")] == [4.5, 1.5, 0.5, 3.0]


def test_aggregates_are_answered_in_the_order_they_are_asked_for(project: Project) -> None:
    project.write(everything("a", int32=7))
    asked: list[Json] = [
        {"max": {"property": "int32"}},
        {"histogram": {"property": "int32", "interval": 5}},
        {"count": {}},
        {"max": {"property": "int32"}},
    ]
    assert aggregate(project, *asked) == [
        {"aggregate": "max", "property": "int32", "value": 7},
        {"aggregate": "histogram", "property": "int32", "interval": 5, "buckets": [{"start": 5, "count": 1}]},
        {"aggregate": "count", "value": 1},
        {"aggregate": "max", "property": "int32", "value": 7},
    ]


def test_what_has_no_value_is_skipped(project: Project) -> None:
    project.write(everything("a", int32=4), everything("b", int32=None), everything("c"))
    (instances,) = aggregate(project, {"count": {}})
    assert instances["value"] == 3
    assert value(project, "count", "int32") == 1
    assert value(project, "avg", "int32") == 4


def test_without_any_value_there_is_a_count_and_nothing_else(project: Project) -> None:
    functions = ("count", "sum", "avg", "min", "max")
    assert [value(project, function, "int32") for function in functions] == [0, None, None, None, None]
    assert [value(project, function, "float64") for function in functions] == [0, None, None, None, None]


@pytest.mark.parametrize("property_", ["text", "flag", "at", "day", "data", "state", "relation", "texts", "relations"])
def test_values_of_every_type_are_counted(project: Project, property_: str) -> None:
    values: Json = {
        "text": "",
        "flag": False,
        "at": "2024-01-01T00:00:00Z",
        "day": "2024-01-01",
        "data": {},
        "state": "on",
        "relation": reference("b"),
        "texts": [],
        "relations": [reference("b"), reference("b")],
    }
    project.write(everything("a", **values), everything("none"))
    assert value(project, "count", property_) == 1


def test_what_every_instance_has_is_counted_too(project: Project) -> None:
    project.write(node("a", data("Named", name="n"), type=reference("t")), edge("e", "a", "a", data("Named", name="n")))
    assert value(project, "count", "externalId", view_name="Named") == 1
    assert value(project, "count", "type", view_name="Named") == 1
    assert value(project, "count", "startNode", view_name="Named", instanceType="edge") == 1


def test_a_sum_of_large_integers_is_exact(project: Project) -> None:
    numbers = [2**63 - 1, 2**63 - 1, 2**63 - 1, -(2**63), -1, 2**53 + 1]
    project.write(*(everything(f"n{position}", int64=number) for position, number in enumerate(numbers)))
    assert value(project, "sum", "int64") == sum(numbers)
    assert value(project, "avg", "int64") == sum(numbers) / len(numbers)
    assert value(project, "max", "int64") == 2**63 - 1


def test_a_sum_beyond_all_floats_is_the_largest_float(project: Project) -> None:
    project.write(everything("a", float64=1.7e308), everything("b", float64=1.7e308))
    total = value(project, "sum", "float64")
    assert total is not None
    assert math.isfinite(total)
    assert total > 1.7e308


def test_only_live_members_of_the_view_count(project: Project) -> None:
    project.write(
        *(node(name, data("Tool", name=name, price=price)) for name, price in [("a", 1), ("b", 5), ("c", 50)]),
        node("d", data("Named", name="d")),
    )
    project.post("instances/delete", {"items": [name_of("a")]})
    assert value(project, "sum", "price", view_name="Tool") == 55
    assert value(project, "sum", "price", view_name="Cheap") == 5
    assert value(project, "count", "name", view_name="Named") == 3


def test_a_filter_and_a_text_say_which_instances_count(project: Project) -> None:
    tools = [("saw", 1), ("red saw", 2), ("red drill", 3)]
    project.write(*(node(name, data("Tool", name=name, price=price)) for name, price in tools))
    dear = {"range": {"property": path("Tool", "price"), "gt": 1}}
    assert value(project, "sum", "price", view_name="Tool", filter=dear) == 5
    assert value(project, "sum", "price", view_name="Tool", query="saw") == 3
    assert value(project, "sum", "price", view_name="Tool", query="saw", filter=dear) == 2
    assert value(project, "sum", "price", view_name="Tool", query="red saw") == 6
    assert value(project, "sum", "price", view_name="Tool", query="red saw", operator="AND") == 2
    assert value(project, "sum", "price", view_name="Tool", query="saw", properties=["maker"]) is None


def test_filters_of_aggregate_are_those_of_search(project: Project) -> None:
    project.write(everything("a", relations=[reference("x"), reference("y")]), everything("b", relations=[]))
    holds = {"in": {"property": path("Everything", "relations"), "values": [reference("y")]}}
    (found,) = aggregate(project, {"count": {}}, filter=holds)
    assert found["value"] == 1


def test_nodes_and_edges_are_counted_apart(project: Project) -> None:
    project.write(node("n"), *(edge(f"e{number}", "n", "n", data("Link", weight=number)) for number in (1, 2)))
    assert value(project, "sum", "weight", view_name="Link", instanceType="edge") == 3
    assert value(project, "count", "weight", view_name="Link") == 0


def buckets(project: Project, property_: str, interval: float) -> list[tuple[float, int]]:
    (found,) = aggregate(project, {"histogram": {"property": property_, "interval": interval}})
    assert (found["property"], found["interval"]) == (property_, interval)
    return [(bucket["start"], bucket["count"]) for bucket in found["buckets"]]


def test_a_histogram_counts_from_zero_in_both_directions(project: Project) -> None:
    numbers = [-11, -10, -1, 0, 9, 10, None, 35]
    project.write(*(everything(f"n{position}", int32=number) for position, number in enumerate(numbers)))
    assert buckets(project, "int32", 10) == [(-20, 1), (-10, 2), (0, 2), (10, 1), (30, 1)]
    assert buckets(project, "int32", 100) == [(-100, 3), (0, 4)]


def test_intervals_may_be_fractions(project: Project) -> None:
    numbers = [0.1, 0.25, 0.6, -0.1]
    project.write(*(everything(f"n{position}", float64=number) for position, number in enumerate(numbers)))
    assert buckets(project, "float64", 0.25) == [(-0.25, 1), (0, 1), (0.25, 1), (0.5, 1)]


def test_a_histogram_of_large_integers_is_exact(project: Project) -> None:
    project.write(everything("a", int64=2**63 - 1), everything("b", int64=-(2**63)))
    assert buckets(project, "int64", 10) == [(-9223372036854775810, 1), (9223372036854775800, 1)]
    assert buckets(project, "int64", 1) == [(-(2**63), 1), (2**63 - 1, 1)]


def test_buckets_beyond_all_floats_have_an_end(project: Project) -> None:
    project.write(everything("a", float64=1e308), everything("b", float64=-1e308))
    starts = [start for start, _ in buckets(project, "float64", 1e-300)]
    assert starts == sorted(starts)
    assert all(math.isfinite(start) for start in starts)


def test_a_histogram_of_nothing_has_no_buckets(project: Project) -> None:
    assert buckets(project, "float64", 1) == []


def test_the_types_of_the_view_are_told_where_they_are_wanted(project: Project) -> None:
    body: Json = {"view": view("Tool"), "aggregates": [{"count": {}}]}
    assert "typing" not in project.post("instances/aggregate", body)
    told = project.post("instances/aggregate", {**body, "includeTyping": True})["typing"]
    assert told == project.page("Tool", includeTyping=True)["typing"]
