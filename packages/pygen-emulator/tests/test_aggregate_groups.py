"""Groups: instances with the same values."""

from __future__ import annotations

from typing import Any

import pytest
from emulated_project import Json, Project, data, edge, node, path, reference, view

pytestmark = pytest.mark.evidence("15")


def groups(project: Project, *names: str, aggregates: list[Json] | None = None, **options: Any) -> list[Json]:
    body = {"view": view("Everything"), "groupBy": list(names), "aggregates": aggregates or [], **options}
    items: list[Json] = project.post("instances/aggregate", body)["items"]
    return items


def counts(project: Project, *names: str, **options: Any) -> list[tuple[Any, ...]]:
    """The values of each group, and how many instances are in it."""
    found = groups(project, *names, aggregates=[{"count": {}}], **options)
    return [(*item["group"].values(), item["aggregates"][0]["value"]) for item in found]


def everything(external_id: str, **properties: Any) -> Json:
    return node(external_id, data("Everything", **properties))


def test_each_group_has_its_own_numbers(project: Project) -> None:
    project.write(
        everything("a", text="x", int32=1),
        everything("b", text="y", int32=2),
        everything("c", text="x", int32=4),
    )
    found = groups(project, "text", aggregates=[{"sum": {"property": "int32"}}, {"count": {"property": "float64"}}])
    assert found == [
        {
            "instanceType": "node",
            "group": {"text": text},
            "aggregates": [
                {"aggregate": "sum", "property": "int32", "value": total},
                {"aggregate": "count", "property": "float64", "value": 0},
            ],
        }
        for text, total in [("x", 5), ("y", 2)]
    ]


def test_several_properties_make_one_group_for_each_combination(project: Project) -> None:
    rows = [("x", True), ("x", False), ("y", True), ("x", True)]
    project.write(*(everything(f"n{number}", text=text, flag=flag) for number, (text, flag) in enumerate(rows)))
    assert counts(project, "text", "flag") == [("x", False, 1), ("x", True, 2), ("y", True, 1)]
    assert counts(project, "flag", "text") == [(False, "x", 1), (True, "x", 2), (True, "y", 1)]


@pytest.mark.parametrize(
    ("property_", "values"),
    [
        ("text", ["", "A", "a", "é"]),
        ("int32", [-1, 0, 7]),
        ("int64", [-(2**63), 2**63 - 1]),
        ("float32", [-0.5, 0.1]),
        ("float64", [0.1, 1e300]),
        ("flag", [False, True]),
        ("relation", [reference("first"), reference("second")]),
    ],
)
def test_groups_show_values_as_reads_do(project: Project, property_: str, values: list[Any]) -> None:
    project.write(*(everything(f"n{number}", **{property_: value}) for number, value in enumerate(values)))
    assert counts(project, property_) == [(value, 1) for value in values]


def test_an_instance_without_a_value_is_in_no_group(project: Project) -> None:
    project.write(everything("a", text="x", flag=True), everything("b", text="x"), everything("c", flag=True))
    assert counts(project, "text") == [("x", 2)]
    assert counts(project, "text", "flag") == [("x", True, 1)]


def test_an_instance_with_a_list_is_once_in_the_group_of_each_element(project: Project) -> None:
    project.write(
        everything("a", texts=["x", "y", "x"], relations=[reference("t"), reference("u")], int32=1),
        everything("b", texts=["y"], relations=[reference("t")], int32=2),
        everything("c", texts=[], relations=None, int32=4),
    )
    assert counts(project, "texts") == [("x", 1), ("y", 2)]
    assert counts(project, "relations") == [(reference("t"), 2), (reference("u"), 1)]
    assert counts(project, "texts", "relations") == [
        ("x", reference("t"), 1),
        ("x", reference("u"), 1),
        ("y", reference("t"), 2),
        ("y", reference("u"), 1),
    ]
    sums = groups(project, "texts", aggregates=[{"sum": {"property": "int32"}}])
    assert [item["aggregates"][0]["value"] for item in sums] == [1, 3]


def test_without_aggregates_the_groups_are_the_distinct_values(project: Project) -> None:
    project.write(*(everything(f"n{number}", int32=number % 2) for number in range(5)))
    assert groups(project, "int32") == [
        {"instanceType": "node", "group": {"int32": number}, "aggregates": []} for number in (0, 1)
    ]


def test_a_histogram_is_made_for_each_group(project: Project) -> None:
    rows = [("x", 1), ("x", 2), ("x", 12), ("y", 11), ("z", None)]
    project.write(*(everything(f"n{number}", text=text, int32=value) for number, (text, value) in enumerate(rows)))
    found = groups(project, "text", aggregates=[{"count": {}}, {"histogram": {"property": "int32", "interval": 10}}])
    assert [(item["group"]["text"], item["aggregates"][1]["buckets"]) for item in found] == [
        ("x", [{"start": 0, "count": 2}, {"start": 10, "count": 1}]),
        ("y", [{"start": 10, "count": 1}]),
        ("z", []),
    ]


def test_no_more_groups_are_answered_than_the_limit(project: Project) -> None:
    project.write(*(everything(f"n{number}", int32=number) for number in range(150)))
    assert len(counts(project, "int32")) == 100
    assert counts(project, "int32", limit=2) == [(0, 1), (1, 1)]
    assert len(counts(project, "int32", limit=1000)) == 150


def test_filters_and_texts_come_before_groups(project: Project) -> None:
    project.write(
        *(everything(f"n{number}", int32=number % 3, text="saw" if number < 4 else "x") for number in range(9))
    )
    some = {"range": {"property": path("Everything", "int32"), "lt": 2}}
    assert counts(project, "int32", filter=some) == [(0, 3), (1, 3)]
    assert counts(project, "int32", filter=some, query="saw") == [(0, 2), (1, 1)]


def test_edges_are_grouped_too(project: Project) -> None:
    project.write(node("n"), *(edge(f"e{number}", "n", "n", data("Link", weight=number % 2)) for number in range(3)))
    body = {"view": view("Link"), "instanceType": "edge", "groupBy": ["weight"], "aggregates": [{"count": {}}]}
    items = project.post("instances/aggregate", body)["items"]
    assert [(item["instanceType"], item["group"]["weight"]) for item in items] == [("edge", 0.0), ("edge", 1.0)]
