"""What each filter matches."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
from emulated_project import Json, Project, container, data, edge, node, path, reference, view

pytestmark = pytest.mark.evidence("12")

TEXT, INT, FLAG, AT = (path("Everything", name) for name in ("text", "int32", "flag", "at"))


def everything(name: str) -> list[str]:
    return path("Everything", name)


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(
            node(
                "a",
                data(
                    "Everything",
                    text="pump 1",
                    int32=1,
                    int64=1,
                    float32=0.1,
                    float64=1.5,
                    flag=True,
                    at="2024-01-01T00:00:00Z",
                    day="2024-01-01",
                    data={"x": 1, "y": [2]},
                    series="ts-1",
                    state="on",
                    relation=reference("b"),
                    texts=["x", "y"],
                    ints=[1, 2],
                    floats=[0.1, 0.7],
                    flags=[True],
                    times=["2024-01-01T00:00:00Z"],
                    relations=[reference("b"), reference("c")],
                ),
                type=reference("Thing"),
            ),
            node(
                "b",
                data(
                    "Everything",
                    text="pump 22",
                    int32=2,
                    int64=1,
                    float32=0.5,
                    float64=2,
                    flag=False,
                    at="2024-06-01T00:00:00.5Z",
                    day="2024-06-01",
                    state="off",
                    relation=reference("a"),
                    texts=["y"],
                    ints=[2, 1],
                    flags=[False],
                    relations=[reference("c")],
                ),
                data("Named", name="B"),
            ),
            node("c", data("Everything", texts=[], ints=[], relations=[]), data("Tool", name="pump 1", price=3)),
            edge("e", "a", "b", data("Everything", text="pump 1")),
        )
        yield project


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ({"equals": {"property": TEXT, "value": "pump 1"}}, "a"),
        ({"equals": {"property": TEXT, "value": "PUMP 1"}}, ""),
        ({"equals": {"property": ["yard", "Everything", "text"], "value": "pump 1"}}, "a"),
        ({"equals": {"property": INT, "value": 2}}, "b"),
        ({"equals": {"property": everything("float32"), "value": 0.1}}, "a"),
        ({"equals": {"property": everything("float64"), "value": 2}}, "b"),
        ({"equals": {"property": FLAG, "value": False}}, "b"),
        ({"equals": {"property": AT, "value": "2024-01-01T01:00:00+01:00"}}, "a"),
        ({"equals": {"property": everything("day"), "value": "2024-06-01"}}, "b"),
        ({"equals": {"property": everything("data"), "value": {"y": [2], "x": 1}}}, "a"),
        ({"equals": {"property": everything("state"), "value": "on"}}, "a"),
        ({"equals": {"property": everything("state"), "value": "other"}}, ""),
        ({"equals": {"property": everything("relation"), "value": reference("b")}}, "a"),
        ({"equals": {"property": everything("relation"), "value": reference("nobody")}}, ""),
        ({"not": {"equals": {"property": everything("relation"), "value": reference("nobody")}}}, "ab"),
        ({"equals": {"property": everything("ints"), "value": [1, 2]}}, "a"),
        ({"equals": {"property": everything("ints"), "value": []}}, "c"),
        ({"equals": {"property": everything("relations"), "value": [reference("b"), reference("c")]}}, "a"),
        ({"equals": {"property": everything("relations"), "value": []}}, "c"),
        ({"equals": {"property": INT, "value": {"property": everything("int64")}}}, "a"),
        ({"equals": {"property": TEXT, "value": {"property": path("Tool", "name")}}}, ""),
        ({"equals": {"property": everything("short"), "value": "longer than it can be"}}, ""),
        ({"in": {"property": TEXT, "values": ["pump 1", "pump 22", "x"]}}, "ab"),
        ({"in": {"property": everything("float64"), "values": [1.5, 9]}}, "a"),
        ({"in": {"property": everything("state"), "values": ["off"]}}, "b"),
        ({"in": {"property": everything("relation"), "values": [reference("a"), reference("nobody")]}}, "b"),
        ({"in": {"property": everything("relation"), "values": {"property": everything("relations")}}}, "a"),
        ({"in": {"property": INT, "values": []}}, ""),
        ({"not": {"in": {"property": INT, "values": [1]}}}, "b"),
        ({"range": {"property": INT, "gt": 1}}, "b"),
        ({"range": {"property": INT, "gte": 1, "lt": 1.5}}, "a"),
        ({"range": {"property": INT, "lt": 10**30}}, "ab"),
        ({"range": {"property": INT, "gt": -(10**400), "lt": 10**400}}, "ab"),
        ({"range": {"property": everything("float64"), "lte": 1.5}}, "a"),
        ({"range": {"property": TEXT, "gt": "pump 1"}}, "b"),
        ({"range": {"property": AT, "gte": "2024-06-01T00:00:00.5+00:00"}}, "b"),
        ({"range": {"property": everything("day"), "lt": "2024-02-01"}}, "a"),
        ({"range": {"property": everything("int64"), "lt": {"property": INT}}}, "b"),
        ({"prefix": {"property": TEXT, "value": "pump 2"}}, "b"),
        ({"prefix": {"property": TEXT, "value": "Pump"}}, ""),
        ({"prefix": {"property": TEXT, "value": ""}}, "ab"),
        ({"prefix": {"property": ["node", "externalId"], "value": "a"}}, "a"),
        ({"exists": {"property": TEXT}}, "ab"),
        ({"not": {"exists": {"property": TEXT}}}, "c"),
        ({"exists": {"property": everything("ints")}}, "abc"),
        ({"containsAny": {"property": everything("texts"), "values": ["x", "z"]}}, "a"),
        ({"containsAny": {"property": everything("texts"), "values": []}}, ""),
        ({"containsAny": {"property": everything("floats"), "values": [0.1]}}, "a"),
        ({"containsAny": {"property": everything("flags"), "values": [False]}}, "b"),
        ({"containsAny": {"property": everything("times"), "values": ["2024-01-01T00:00:00Z"]}}, "a"),
        ({"containsAny": {"property": everything("relations"), "values": [reference("b")]}}, "a"),
        ({"containsAll": {"property": everything("texts"), "values": ["y", "x"]}}, "a"),
        ({"containsAll": {"property": everything("texts"), "values": []}}, "abc"),
        ({"containsAll": {"property": everything("relations"), "values": [reference("c"), reference("b")]}}, "a"),
        ({"containsAll": {"property": everything("relations"), "values": [reference("c"), reference("no")]}}, ""),
        ({"not": {"containsAny": {"property": everything("texts"), "values": ["x"]}}}, "bc"),
        ({"containsAll": {"property": everything("ints"), "values": {"property": everything("ints")}}}, "abc"),
        ({"overlaps": {"startProperty": INT, "endProperty": everything("float64"), "gte": 1.5, "lt": 2}}, "a"),
        ({"overlaps": {"startProperty": INT, "endProperty": everything("float64"), "gt": 1.5}}, "b"),
        ({"hasData": [view("Named")]}, "bc"),
        ({"hasData": [view("Named"), container("Tool")]}, "c"),
        ({"not": {"hasData": [view("Tool")]}}, "ab"),
        ({"nested": {"scope": everything("relation"), "filter": {"equals": {"property": INT, "value": 2}}}}, "a"),
        (
            {"nested": {"scope": everything("relation"), "filter": {"nested": {
                "scope": everything("relation"), "filter": {"equals": {"property": INT, "value": 1}}}}}},
            "a",
        ),
        ({"nested": {"scope": ["node", "type"], "filter": {"equals": {
            "property": ["node", "externalId"], "value": "Thing"}}}}, "a"),
        ({"not": {"nested": {"scope": everything("relation"), "filter": {"hasData": [view("Named")]}}}}, "bc"),
        ({"instanceReferences": [reference("a"), reference("c"), reference("c", "other")]}, "ac"),
        ({"instanceReferences": []}, ""),
        ({"matchAll": {}}, "abc"),
        ({"not": {"matchAll": {}}}, ""),
        ({"and": [{"exists": {"property": TEXT}}, {"equals": {"property": FLAG, "value": True}}]}, "a"),
        ({"or": [{"equals": {"property": INT, "value": 1}}, {"hasData": [view("Tool")]}]}, "ac"),
        ({"equals": {"property": ["node", "space"], "value": "stock"}}, "abc"),
        ({"equals": {"property": ["node", "type"], "value": reference("Thing")}}, "a"),
        ({"equals": {"property": ["node", "instanceType"], "value": "node"}}, "abc"),
        ({"range": {"property": ["node", "version"], "gte": 1}}, "abc"),
        ({"range": {"property": ["node", "createdTime"], "gt": 1_600_000_000_000}}, "abc"),
        ({"range": {"property": ["node", "lastUpdatedTime"], "lt": "2001-01-01T00:00:00Z"}}, ""),
        ({"exists": {"property": ["node", "deletedTime"]}}, ""),
        ({"exists": {"property": ["edge", "startNode"]}}, ""),
    ],
)  # fmt: skip
def test_a_filter_matches(project: Project, filter_: Json, found: str) -> None:
    assert "".join(project.list("Everything", filter=filter_)) == found


@pytest.mark.parametrize(
    "comparison",
    [
        {"equals": {"property": INT, "value": 7}},
        {"in": {"property": INT, "values": [7]}},
        {"range": {"property": INT, "gt": 7}},
        {"prefix": {"property": TEXT, "value": "z"}},
        {"in": {"property": everything("relation"), "values": [reference("c")]}},
        {"equals": {"property": everything("data"), "value": {}}},
        {"containsAny": {"property": everything("flags"), "values": []}},
        {"overlaps": {"startProperty": INT, "endProperty": INT, "gt": 7}},
    ],
    ids=lambda comparison: str(next(iter(comparison))),
)
def test_neither_a_comparison_nor_its_negation_matches_where_there_is_no_value(
    project: Project, comparison: Json
) -> None:
    assert "c" not in project.list("Everything", filter=comparison)
    negated = project.list("Everything", filter={"not": comparison})
    assert "c" not in negated
    assert "a" in negated


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ({"equals": {"property": ["edge", "startNode"], "value": reference("a")}}, ["e"]),
        ({"equals": {"property": ["edge", "endNode"], "value": reference("a")}}, []),
        ({"in": {"property": ["edge", "type"], "values": [reference("next")]}}, ["e"]),
        ({"exists": {"property": ["node", "type"]}}, []),
        (
            {
                "nested": {
                    "scope": ["edge", "endNode"],
                    "filter": {"equals": {"property": path("Named", "name"), "value": "B"}},
                }
            },
            ["e"],
        ),
        ({"equals": {"property": TEXT, "value": "pump 1"}}, ["e"]),
    ],
)
def test_edges_are_filtered_by_their_ends_and_by_their_data(project: Project, filter_: Json, found: list[str]) -> None:
    assert project.list(instanceType="edge", filter=filter_) == found


def test_a_filter_may_name_containers_that_no_source_names(project: Project) -> None:
    assert project.list(filter={"equals": {"property": ["yard", "Tool", "price"], "value": 3}}) == ["c"]
