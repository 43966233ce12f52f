"""Filters that are refused, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Project, path, reference, view

pytestmark = pytest.mark.evidence("12")

INT, TEXTS, DATA = (path("Everything", name) for name in ("int32", "texts", "data"))
RELATIONS, RELATION = path("Everything", "relations"), path("Everything", "relation")
SPACE = ["node", "space"]


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        yield project


def deep(levels: int) -> Any:
    inner: Any = {"matchAll": {}}
    for _ in range(levels):
        inner = {"not": inner}
    return inner


@pytest.mark.parametrize(
    ("filter_", "message"),
    [
        ({"equals": {"property": path("Everything", "externalId"), "value": "a"}},
         "Property identifier cannot be one of the reserved values: [space, externalId, createdTime, "),
        ({"equals": {"property": TEXTS, "value": "a"}}, "Invalid value for list property"),
        ({"in": {"property": TEXTS, "values": ["a"]}}, "Invalid value for list property"),
        ({"exists": {"property": ["yard", "Nope/v1", "x"]}}, "One or more views do not exist: 'yard:Nope/v1'"),
        ({"exists": {"property": ["yard", "Nope", "x"]}}, "One or more containers do not exist: 'yard:Nope'"),
        ({"hasData": [view("Nope")]}, "One or more views do not exist: 'yard:Nope/v1'"),
        ({"exists": {"property": path("Everything", "nope")}},
         "Unknown property 'nope': the view 'yard:Everything/v1' has no property of that name."),
        ({"exists": {"property": path("Tool", "neighbours")}}, "is a connection and holds no data"),
        ({"exists": {"property": ["node", "name"]}}, "Unknown property ['node', 'name']: a node has space, externalId"),
        ({"exists": {"property": ["node", "startNode"]}}, "Unknown property ['node', 'startNode']"),
        ({"exists": {"property": ["name"]}}, "Unknown property ['name']: a reference is"),
        ({"exists": {"property": "name"}}, "filter.exists must refer to a property by a list of texts"),
        ({}, "filter must be an object with one of and, or, not"),
        ({"and": []}, "filter.and must be a list of at least one filter"),
        ({"and": {"matchAll": {}}}, "filter.and must be a list"),
        ({"not": [{"matchAll": {}}]}, "filter.not must be an object"),
        ({"matchAll": {"x": 1}}, "Unexpected field - filter.matchAll.x"),
        ({"matchAll": {}, "exists": {"property": SPACE}}, "filter must be one filter, not 2: matchAll, exists"),
        ({"geoShape": {}}, "Unexpected field - filter.geoShape"),
        ({"and": [{"equals": {"property": SPACE, "value": 1, "boost": 2}}]},
         "Unexpected field - filter.and.equals.boost"),
        ({"equals": {"property": SPACE}}, "[value must not be null]"),
        ({"equals": {"value": 1}}, "[property must not be null]"),
        ({"exists": []}, "filter.exists must be an object"),
        ({"equals": {"property": INT, "value": "1"}},
         "Invalid value \"1\" for the property 'yard Everything/v1 int32': it must be an integer"),
        ({"equals": {"property": INT, "value": 1.5}}, "it must be an integer, not 1.5"),
        ({"range": {"property": INT, "gt": True}}, "it must be an integer, not true"),
        ({"range": {"property": ["node", "createdTime"], "gt": "yesterday"}}, "it must be a timestamp"),
        ({"equals": {"property": path("Everything", "state"), "value": "nope"}}, "it must be one of on, off, other"),
        ({"equals": {"property": INT, "value": {"parameter": "p"}}}, "only query and sync have parameters"),
        ({"prefix": {"property": SPACE, "value": {"parameter": "p"}}}, "only query and sync have parameters"),
        ({"equals": {"property": INT, "value": {"property": SPACE}}}, "cannot be compared: their types differ"),
        ({"containsAny": {"property": TEXTS, "values": {"property": INT}}}, "is no list of values"),
        ({"containsAny": {"property": TEXTS, "values": "a"}}, "must be a list, not \"a\""),
        ({"containsAny": {"property": INT, "values": [1]}},
         "The filter containsAny cannot be used on the property 'yard Everything/v1 int32': it is int32."),
        ({"containsAll": {"property": path("Everything", "objects"), "values": [{}]}}, "it is a list of json"),
        ({"in": {"property": DATA, "values": [{}]}}, "The filter in cannot be used"),
        ({"in": {"property": INT, "values": list(range(1001))}}, "filter.in.values size must be between 0 and 1000"),
        ({"in": {"property": INT, "values": 1}}, "must be a list, not 1"),
        ({"range": {"property": TEXTS, "gt": "a"}}, "The filter range cannot be used"),
        ({"range": {"property": RELATION, "gt": reference("a")}}, "it is direct"),
        ({"range": {"property": INT}}, "filter.range must have one of gt, gte, lt, lte"),
        ({"range": {"property": INT, "gt": 1, "gte": 1}}, "filter.range must not have both gt and gte"),
        ({"range": {"property": INT, "lt": 1, "lte": 1}}, "must not have both lt and lte"),
        ({"overlaps": {"startProperty": INT, "endProperty": SPACE, "gt": 1}}, "make no interval: their types differ"),
        ({"prefix": {"property": TEXTS, "value": "a"}}, "it is a list of text"),
        ({"prefix": {"property": INT, "value": "1"}}, "The filter prefix cannot be used"),
        ({"prefix": {"property": SPACE, "value": 1}}, "it must be a text"),
        ({"hasData": []}, "[hasData size must be between 1 and 10]"),
        ({"hasData": [view("Tool")] * 11}, "[hasData size must be between 1 and 10]"),
        ({"hasData": view("Tool")}, "hasData must be an array"),
        ({"nested": {"scope": INT, "filter": {"matchAll": {}}}}, "The filter nested cannot be used"),
        ({"nested": {"scope": RELATIONS, "filter": {"matchAll": {}}}}, "it is a list of direct"),
        ({"nested": {"scope": ["a"] * 4, "filter": {"matchAll": {}}}}, "scope size must be between 1 and 3"),
        ({"instanceReferences": [{"space": "a"}]}, "[externalId must not be null]"),
        ({"instanceReferences": {}}, "instanceReferences must be an array"),
        (deep(101), "The filter is nested too deeply: at most 100 levels are allowed."),
        (deep(400), "The request cannot be read: it is nested too deeply"),
        ({"or": [{"equals": {"property": DATA, "value": {}}}] * 40_000}, "too large for the emulator's database"),
    ],
)  # fmt: skip
def test_a_filter_is_refused(project: Project, filter_: Any, message: str) -> None:
    refused = project.refused("instances/list", {"filter": filter_})
    assert refused.status == 400
    assert message in refused.message
