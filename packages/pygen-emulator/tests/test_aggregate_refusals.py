"""Aggregate requests that are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, path, view

pytestmark = pytest.mark.evidence("15")


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        yield project


def _body(*aggregates: Json, **fields: Any) -> Json:
    return {"view": view("Everything"), "aggregates": list(aggregates), **fields}


COUNT: Json = {"count": {}}
GROUPED = "Supported types are [text, text[], direct, direct[], int32, int64, float32, float64, numeric, boolean]."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"aggregates": [COUNT]}, "[view must not be null]"),
        (_body(), "[aggregates must not be empty where there is no groupBy]"),
        ({"view": view("Everything")}, "[aggregates must not be empty where there is no groupBy]"),
        (_body(*[COUNT] * 6), "[aggregates size must be between 0 and 5]"),
        (_body({}), "aggregates[0] must be one of count, avg, min, max, sum, histogram"),
        (_body({"count": {}, "avg": {"property": "int32"}}), "aggregates[0] must be one of count"),
        (_body({"median": {"property": "int32"}}), "Unexpected field - aggregates.median"),
        (_body({"avg": {}}), "[property must not be null]"),
        (_body({"histogram": {"property": "int32"}}), "[interval must not be null]"),
        (_body({"histogram": {"property": "int32", "interval": 0}}), "interval"),
        (_body({"histogram": {"property": "int32", "interval": -1.5}}), "interval"),
        (_body({"histogram": {"property": "int32", "interval": 10**400}}), "interval"),
        (_body({"avg": {"property": "nothing"}}), "Unknown property 'nothing'"),
        (_body({"count": {"property": "nothing"}}), "Unknown property 'nothing'"),
        (_body({"count": {"property": "startNode"}}), "Unknown property 'startNode'"),
        (_body({"avg": {"property": "version"}}), "Unknown property 'version'"),
        (_body({"sum": {"property": "text"}}), "Property 'text' of type text cannot be used in sum."),
        (_body({"min": {"property": "at"}}), "Property 'at' of type timestamp cannot be used in min."),
        (_body({"max": {"property": "ints"}}), "Property 'ints' of type int64[] cannot be used in max."),
        (_body({"histogram": {"property": "flag", "interval": 1}}), "type boolean cannot be used in histogram."),
        (_body(groupBy=[]), "[groupBy size must be between 1 and 5]"),
        (_body(groupBy=["text"] * 6), "[groupBy size must be between 1 and 5]"),
        (_body(groupBy=["text", "int32", "text"]), "'text' is in groupBy more than once"),
        (_body(groupBy=["nothing"]), "Unknown property 'nothing'"),
        (_body(groupBy=["state"]), f"Property 'state' of type enum cannot be used in group by. {GROUPED}"),
        (_body(groupBy=["at"]), f"Property 'at' of type timestamp cannot be used in group by. {GROUPED}"),
        (_body(groupBy=["ints"]), f"Property 'ints' of type int64[] cannot be used in group by. {GROUPED}"),
        (_body(groupBy=["space"]), "Property identifier cannot be one of the reserved values"),
        (_body(COUNT, limit=1001), "[limit must be less than or equal to 1000]"),
        (_body(COUNT, properties=[]), "[properties size must be between 1 and 200]"),
        (_body(COUNT, properties=["nothing"]), "Unknown property 'nothing'"),
        (_body(COUNT, cursor="x"), "Unexpected field - cursor"),
        (_body(COUNT, filter={"equals": {"property": path("Everything", "texts"), "value": "a"}}), "Invalid value for"),
        ({"view": view("Nobody"), "aggregates": [COUNT]}, "One or more views do not exist: 'yard:Nobody/v1'"),
        ({"view": view("Tool"), "groupBy": ["neighbours"]}, "is a connection and holds no data"),
    ],
)
def test_an_aggregate_that_cannot_be_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("instances/aggregate", body)
    assert refused.status == 400
    assert message in refused.message
