"""Search requests that are refused."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
from emulated_project import Json, Project, container, path, view

pytestmark = pytest.mark.evidence("14")


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        yield project


def _body(**fields: object) -> Json:
    return {"view": view("Tool"), **fields}


INTERVAL = {"startProperty": path("Tool", "price"), "endProperty": path("Tool", "price"), "gt": 1}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[view must not be null]"),
        ({"view": container("Tool")}, "view.type must be one of 'view'"),
        (_body(limit=0), "[limit must be greater than or equal to 1]"),
        (_body(limit=1001), "[limit must be less than or equal to 1000]"),
        (_body(cursor="x"), "Unexpected field - cursor"),
        (_body(query=1), "[query must be a string]"),
        (_body(operator="XOR"), "[operator must be one of 'AND' or 'OR']"),
        (_body(sort=[{"property": path("Tool", "price"), "nullsFirst": True}]), "Unexpected field - sort.nullsFirst"),
        (_body(sort=[{"property": path("Tool", "price")}] * 6), "[sort size must be between 0 and 5]"),
        (_body(sort=[{"property": path("Tool", "place")}]), "Cannot sort by"),
        (_body(properties=["nme"], query="x"), "Unknown property 'nme'"),
        (_body(properties=["nme"]), "Unknown property 'nme'"),
        (_body(properties=["neighbours"]), "Unknown property 'neighbours'"),
        (_body(properties=["externalId"], query="x"), "Unknown property 'externalId'"),
        (
            _body(properties=["price"], query="x"),
            "'price' of the view 'yard:Tool/v1' cannot be searched: it is float64",
        ),
        (_body(filter={"overlaps": INTERVAL}), "The filter overlaps is not available in search."),
        (_body(filter={"not": {"overlaps": INTERVAL}}), "The filter overlaps is not available in search."),
        ({"view": view("Nobody"), "query": "x"}, "One or more views do not exist: 'yard:Nobody/v1'"),
        ({"view": view("Bare"), "query": "x"}, "is not queryable"),
        (_body(targetUnits=[]), "[targetUnits size must be between 1 and 10]"),
    ],
)
def test_a_search_that_cannot_be_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("instances/search", body)
    assert refused.status == 400
    assert message in refused.message


def test_a_list_other_than_of_relations_is_not_filtered_with_in(project: Project) -> None:
    body = {"view": view("Everything"), "filter": {"in": {"property": path("Everything", "texts"), "values": ["a"]}}}
    assert project.refused("instances/search", body).message == "Invalid value for list property"


def test_more_words_than_the_database_takes_are_refused(project: Project) -> None:
    text = " ".join(f"w{number}" for number in range(5_000))
    refused = project.refused("instances/search", _body(query=text, operator="AND"))
    assert refused.status == 400
    assert refused.message.startswith("The request is too large for the emulator's database")
