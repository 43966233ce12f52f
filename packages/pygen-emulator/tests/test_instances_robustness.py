"""Whatever a request holds, the answer is one of the service's: never a failure of the emulator itself."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, container, data, edge, name_of, node, path, reference, view

pytestmark = pytest.mark.evidence("20")

JUNK: list[Any] = [
    None,
    0,
    1.5,
    10**400,
    2**63,
    "",
    "a\0",
    "ü" * 300,
    "2024-01-01T00:00:00Z",
    True,
    [],
    {},
    [None],
    {"a": 1},
    {"matchAll": {}},
    {"property": []},
    {"property": ["node", "space"]},
    {"property": path("Tool", "name")},
    ["node", "type"],
    ["yard", "/", "x"],
    path("Everything", "texts"),
    reference("x"),
    [reference("x")],
]


def _property(name: str) -> list[str]:
    return path("Everything", name)


FILTERS: list[Json] = [
    {"and": [{"equals": {"property": _property("int32"), "value": 1}}, {"not": {"matchAll": {}}}]},
    {"or": [{"range": {"property": _property("float64"), "gt": 1, "lte": 2}}, {"matchAll": {}}]},
    {"in": {"property": _property("relation"), "values": [reference("x")]}},
    {"prefix": {"property": _property("text"), "value": "a"}},
    {"containsAny": {"property": _property("texts"), "values": ["a"]}},
    {"containsAll": {"property": _property("relations"), "values": [reference("x")]}},
    {"overlaps": {"startProperty": _property("int32"), "endProperty": _property("int64"), "gt": 1}},
    {"hasData": [view("Tool"), container("Named")]},
    {"nested": {"scope": _property("relation"), "filter": {"exists": {"property": _property("text")}}}},
    {"instanceReferences": [reference("x")]},
    {"equals": {"property": _property("data"), "value": {"a": 1}}},
]
ITEM = node(
    "a",
    data("Everything", text="x", int32=1, relation=reference("b"), texts=["a"], data={"a": 1}, objects=[{}]),
    type=reference("t"),
    existingVersion=5,
)
REQUESTS: list[tuple[str, Json]] = [
    *(
        (
            "instances/list",
            {
                "filter": filter_,
                "sources": [{"source": view("Everything")}],
                "sort": [{"property": _property("text"), "direction": "descending", "nullsFirst": True}],
                "limit": 5,
                "cursor": None,
                "instanceType": "node",
                "debug": {"emitResults": True},
            },
        )
        for filter_ in FILTERS
    ),
    (
        "instances",
        {
            "items": [ITEM, edge("e", "a", "b", data("Link", weight=1))],
            "delete": [name_of("q")],
            "replace": False,
            "autoCreateEndNodes": True,
        },
    ),
    ("instances/byids", {"items": [name_of("a")], "sources": [{"source": view("Everything")}]}),
    ("instances/delete", {"items": [name_of("a")]}),
    *(
        (
            "instances/search",
            {
                "view": view("Everything"),
                "query": "x y",
                "properties": ["text", "texts"],
                "operator": "AND",
                "filter": filter_,
                "sort": [{"property": _property("text"), "direction": "descending"}],
                "limit": 5,
            },
        )
        for filter_ in FILTERS
    ),
    *(
        (
            "instances/aggregate",
            {
                "view": view("Everything"),
                "aggregates": [
                    {"count": {"property": "text"}},
                    {"avg": {"property": "int32"}},
                    {"histogram": {"property": "float64", "interval": 2}},
                ],
                "groupBy": group_by,
                "query": "x",
                "filter": {"matchAll": {}},
                "limit": 5,
            },
        )
        for group_by in (["text"], ["texts", "relation"], None)
    ),
    (
        "instances/inspect",
        {
            "inspectionOperations": {"involvedViews": {"allVersions": True}, "involvedContainers": {}},
            "items": [name_of("a")],
        },
    ),
    (
        "containers/inspect",
        {"inspectionOperations": {"totalInvolvedViewCount": {}}, "items": [{"space": "yard", "externalId": "Tool"}]},
    ),
    (
        "containers/properties/retry",
        {"items": [{"space": "yard", "containerExternalId": "Tool", "identifier": "price"}]},
    ),
    ("statistics/spaces/byids", {"items": [{"space": "yard"}]}),
]


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(ITEM)
        yield project


def _places(value: Any, parents: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value below this one."""
    if parents:
        yield parents
    for key, below in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from _places(below, (*parents, key))


def _spoiled(body: Json, chance: random.Random) -> Json:
    """The body with one value replaced, or one field more."""
    spoiled = copy.deepcopy(body)
    *parents, last = chance.choice(list(_places(spoiled)))
    owner: Any = spoiled
    for key in parents:
        owner = owner[key]
    if isinstance(owner, dict) and chance.random() < 0.2:
        owner["unknown"] = chance.choice(JUNK)
    else:
        owner[last] = chance.choice(JUNK)
    return spoiled


@pytest.mark.parametrize("seed", range(8))
def test_a_spoiled_request_gets_an_answer_of_the_service(project: Project, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret: the same requests on every run
    for _ in range(100):
        endpoint, body = chance.choice(REQUESTS)
        spoiled = _spoiled(body, chance)
        status = project.status(endpoint, spoiled)
        assert status in (200, 400, 409, 501), f"{status} for {endpoint}: {spoiled}"
