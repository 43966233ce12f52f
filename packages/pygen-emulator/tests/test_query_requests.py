"""Graph queries: requests that the service refuses, and those that it must take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, node, path
from graph_queries import body_of, edges, ids, named, nodes, through

pytestmark = pytest.mark.evidence("16")


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(node("a"))
        yield project


def violated(text: str) -> str:
    return f"Request had 1 constraint violations. Please fix the request and try again. [{text}]"


ROOT: Json = nodes()
FROM: Json = {"from_": "root"}
SORT: Json = {"property": ["node", "externalId"]}
MANY = {f"set{i}": ROOT for i in range(51)}


@pytest.mark.parametrize(
    ("result_set", "message"),
    [
        ({"nodes": {"limit": 1}}, "Unexpected field - nodes.limit"),
        ({"nodes": {"sort": []}}, "Unexpected field - nodes.sort"),
        ({"edges": {"limit": 1}}, "Unexpected field - edges.limit"),
        ({"nodes": {}, "edges": {}}, "Unexpected field - edges"),
        ({"nodes": {}, "postSort": [SORT]}, "Unexpected field - postSort"),
        ({"nodes": {}, "mode": "onePhase"}, "Unexpected field - mode"),
        ({"union": ["root"], "sort": [SORT]}, "Unexpected field - sort"),
        ({"union": [{"union": ["root"], "foo": 1}]}, "Unexpected field - foo"),
        ({}, violated("with.it must have one of nodes, edges, union, unionAll, intersection")),
        ({"union": [{}]}, violated("with.it.union must have one of nodes, edges, union, unionAll, intersection")),
        ({"nodes": None}, violated("nodes must not be null")),
        ({"nodes": []}, violated("nodes must be an object")),
        ({"union": None}, violated("union must not be null")),
        ({"nodes": {}, "limit": 0}, violated("limit must be greater than or equal to 1")),
        ({"nodes": {}, "limit": 10_001}, violated("limit must be less than or equal to 10000")),
        ({"nodes": {}, "limit": "5"}, violated("limit must be an integer")),
        ({"nodes": {}, "sort": [SORT] * 6}, violated("sort size must be between 0 and 5")),
        ({"edges": {}, "postSort": [SORT] * 6}, violated("postSort size must be between 0 and 5")),
        (nodes(direction="up"), violated("nodes.direction must be one of 'outwards' or 'inwards'")),
        (nodes(chainTo="end"), violated("nodes.chainTo must be one of 'source' or 'destination'")),
        (edges(**FROM, maxDistance=0), violated("edges.maxDistance must be greater than or equal to 1")),
        (
            edges(**FROM, maxDistance=1, limitEach=2001),
            violated("edges.limitEach must be less than or equal to 2000"),
        ),
        (
            edges(**FROM, limitEach=1),
            violated("edges.limitEach can only be used together with from and maxDistance=1"),
        ),
        (
            edges(maxDistance=1, limitEach=1),
            violated("edges.limitEach can only be used together with from and maxDistance=1"),
        ),
        (nodes(through=through("inside")), violated("nodes.through can only be used together with from")),
        (nodes(**FROM, through={"identifier": "inside"}), violated("nodes.through must have either source or view")),
        (nodes(from_="nope"), "The result set 'it' uses 'nope', which is not in with."),
        (nodes(from_="it"), "The result set 'it' uses itself: it -> it."),
        ({"union": ["root", "nope"]}, "The result set 'it' uses 'nope', which is not in with."),
        ({"union": ["root"], "except": ["it"]}, "The result set 'it' uses itself: it -> it."),
        (nodes(**FROM), "The result set 'it' goes from nodes to nodes: it needs a direct relation in through."),
        (
            nodes(from_="edges", through=through("inside"), direction="inwards"),
            "The result set 'it' cannot go inwards from edges: direct relations point at nodes.",
        ),
        (
            nodes(**FROM, through=through("name")),
            "Cannot traverse through 'name': the view 'yard:Tool/v1' has no direct relation of that name.",
        ),
        (
            nodes(**FROM, through=through("neighbours")),
            "Cannot traverse through 'neighbours': the view 'yard:Tool/v1' has no direct relation of that name.",
        ),
        (
            nodes(**FROM, through=through("inside", "Nope")),
            "One or more views do not exist: 'yard:Nope/v1'",
        ),
        (nodes({"exist": {}}), "Unexpected field - nodes.filter.exist"),
        (nodes({"equals": {"property": path("Tool", "nope"), "value": 1}}), "Unknown property 'nope'"),
        (edges(**FROM, nodeFilter={"nope": {}}), "Unexpected field - edges.nodeFilter.nope"),
        (edges(**FROM, terminationFilter={"nope": {}}), "Unexpected field - edges.terminationFilter.nope"),
        (nodes(sort=[{"property": path("Tool", "inside")}]), "Cannot sort by 'yard Tool/v1 inside': it is direct."),
    ],
)
def test_a_result_set_that_means_nothing_is_refused_even_if_nobody_selects_it(
    project: Project, result_set: Json, message: str
) -> None:
    sets = {"root": ROOT, "edges": edges(), "it": result_set}
    refused = project.refused("instances/query", body_of(sets, ["root"]))
    assert refused.status == 400
    assert message in refused.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[with must not be null, select must not be null]"),
        ({"with": {}, "select": {"root": {}}}, violated("with size must be between 1 and 50")),
        ({"with": {"root": ROOT}, "select": {}}, violated("select size must be between 1 and 50")),
        (body_of(MANY, ["set0"]), violated("with size must be between 1 and 50")),
        (body_of({"root": ROOT}, cursors=dict.fromkeys(MANY)), violated("cursors size must be between 0 and 50")),
        (body_of({"root": ROOT}, foo=1), "Unexpected field - foo"),
        (body_of({"root": ROOT}, ["nope"]), "Unknown result sets in select: 'nope'. They are not in with."),
        (body_of({"root": ROOT}, cursors={"nope": None}), "Unknown result sets in cursors: 'nope'."),
        (
            {"with": {"root": None}, "select": {"root": {}}},
            violated("root must not be null"),
        ),
        (body_of({"a": nodes(from_="b"), "b": nodes(from_="a")}), "The result set 'a' uses itself: a -> b -> a."),
        (body_of({"root": ROOT}, debug={"nope": 1}), "Unexpected field - debug.nope"),
    ],
)
def test_a_body_that_means_nothing_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("instances/query", body)
    assert refused.status == 400
    assert message in refused.message


@pytest.mark.parametrize(
    "result_set",
    [
        nodes(direction="outwards", chainTo="destination"),
        {"nodes": {"from": None, "through": None, "filter": None, "direction": None}, "limit": None, "sort": None},
        nodes(named("a"), direction="inwards", chainTo="source", sort=[]),
    ],
)
def test_what_official_clients_send_without_need_is_taken(project: Project, result_set: Json) -> None:
    body: dict[str, Any] = body_of({"root": result_set}, cursors={"root": None}, parameters={}, includeTyping=False)
    assert ids(project.post("instances/query", body)) == {"root": ["a"]}


@pytest.mark.parametrize(("depth", "status"), [(50, 200), (200, 400)])
def test_operations_can_be_nested_to_some_depth(project: Project, depth: int, status: int) -> None:
    operation: Json = {"union": ["root"]}
    for _ in range(depth):
        operation = {"union": [operation]}
    body = body_of({"root": ROOT, "it": operation}, ["it"])
    if status == 200:
        assert ids(project.post("instances/query", body)) == {"it": ["a"]}
    else:
        assert "nested too deeply" in project.refused("instances/query", body).message


def test_a_statement_beyond_the_database_is_refused(project: Project) -> None:
    external_id = {"property": ["node", "externalId"]}
    wide = {"or": [{"equals": {**external_id, "value": f"n{i}"}} for i in range(5_000)]}
    refused = project.refused("instances/query", body_of({"root": nodes(wide)}))
    assert refused.status == 400
    assert "too large for the emulator's database" in refused.message
