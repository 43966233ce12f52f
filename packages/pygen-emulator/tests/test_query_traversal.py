"""Graph queries: from nodes and edges to nodes and edges, along relations and over several levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Project, container, data, edge, name_of, node, path, reference, view
from graph_queries import edges, found, ids, named, nodes, query, through

pytestmark = pytest.mark.evidence("16")


@pytest.fixture
def project() -> Iterator[Project]:
    """Boxes in each other by relation (a in b in c; x in b), and a path a-b-c-d-b of edges."""
    with emulated_project.open_project() as project:
        project.write(
            *(node(name, data("Tool", name=name.upper(), price=price)) for price, name in enumerate("abcdx")),
        )
        project.write(
            node("a", data("Tool", inside=reference("b"))),
            node("x", data("Tool", inside=reference("b"))),
            node("b", data("Tool", inside=reference("c"))),
            edge("ab", "a", "b", data("Link", weight=1)),
            edge("bc", "b", "c", data("Link", weight=2)),
            edge("cd", "c", "d", data("Link", weight=3)),
            edge("db", "d", "b", data("Link", weight=4)),
        )
        yield project


def from_(name: str, **options: Any) -> dict[str, Any]:
    return {"root": nodes(named(name)), **options}


def test_all_nodes_and_all_edges_are_result_sets_too(project: Project) -> None:
    answer = query(project, {"every_node": nodes({"hasData": [view("Tool")]}), "every_edge": edges()})
    assert ids(answer) == {"every_node": ["a", "b", "c", "d", "x"], "every_edge": ["ab", "bc", "cd", "db"]}


@pytest.mark.parametrize(("direction", "expected"), [("outwards", ["bc"]), ("inwards", ["ab", "db"]), (None, ["bc"])])
def test_edges_leave_their_start_or_arrive_at_their_end(
    project: Project, direction: str | None, expected: list[str]
) -> None:
    step = edges(from_="root", maxDistance=1, direction=direction)
    assert found(project, from_("b", edges=step), "edges") == expected


@pytest.mark.parametrize(
    ("direction", "chain_to", "expected"),
    [
        ("outwards", "destination", ["c"]),
        ("outwards", "source", ["b"]),
        ("inwards", "destination", ["a", "d"]),
        ("inwards", "source", ["b"]),
    ],
)
def test_nodes_are_at_the_far_or_near_ends_of_edges(
    project: Project, direction: str, chain_to: str, expected: list[str]
) -> None:
    sets = from_(
        "b",
        edges=edges(from_="root", maxDistance=1, direction=direction),
        ends=nodes(from_="edges", chainTo=chain_to),
    )
    assert found(project, sets, "ends") == expected


def test_edges_start_where_other_edges_end(project: Project) -> None:
    first = edges(from_="root", maxDistance=1)
    sets = from_("b", first=first, second=edges(from_="first", maxDistance=1))
    assert found(project, sets, "second") == ["cd"]
    sets = from_("b", first=first, again=edges(from_="first", maxDistance=1, chainTo="source"))
    assert found(project, sets, "again") == ["bc"]


def test_a_relation_is_followed_to_its_target(project: Project) -> None:
    step = nodes(from_="root", through=through("inside"), direction="outwards")
    assert found(project, {"root": nodes(named("a", "x", "b")), "outer": step}, "outer") == ["b", "c"]


@pytest.mark.parametrize("direction", [{"direction": "inwards"}, {}])
def test_a_relation_is_followed_back_to_those_that_point(project: Project, direction: dict[str, Any]) -> None:
    step = nodes(from_="root", through=through("inside"), **direction)
    assert found(project, from_("b", inner=step), "inner") == ["a", "x"]


def test_a_relation_can_be_named_through_its_container_or_in_the_old_form(project: Project) -> None:
    for relation in (
        {"source": container("Tool"), "identifier": "inside"},
        {"view": view("Tool"), "identifier": "inside"},
    ):
        step = nodes(from_="root", through=relation, direction="outwards")
        assert found(project, from_("a", outer=step), "outer") == ["b"]


def test_a_list_of_relations_is_followed_to_all_targets(project: Project) -> None:
    project.write(node("hub", data("Everything", relations=[reference("c"), reference("a")])))
    step = nodes(from_="root", through=through("relations", "Everything"), direction="outwards")
    assert found(project, from_("hub", targets=step), "targets") == ["a", "c"]


def test_a_list_of_relations_cannot_be_followed_back(project: Project) -> None:
    step = nodes(from_="root", through=through("relations", "Everything"))
    refused = project.refused("instances/query", {"with": from_("a", x=step), "select": {"root": {}}})
    assert (refused.status, refused.message) == (400, "Cannot traverse lists of direct relations inwards.")


def test_relations_of_edges_lead_to_nodes(project: Project) -> None:
    project.write(edge("ab", "a", "b", data("Everything", relation=reference("d"))))
    step = nodes(from_="edges", through=through("relation", "Everything"), direction="outwards")
    sets = from_("a", edges=edges(from_="root", maxDistance=1), targets=step)
    assert found(project, sets, "targets") == ["d"]


def test_filters_choose_among_what_is_reached(project: Project) -> None:
    light = {"range": {"property": path("Link", "weight"), "lt": 2}}
    assert found(project, from_("b", e=edges(light, from_="root", direction="inwards", maxDistance=1)), "e") == ["ab"]
    inner = nodes(named("x"), from_="root", through=through("inside"))
    assert found(project, from_("b", inner=inner), "inner") == ["x"]


def test_edges_are_followed_over_all_levels_each_once_and_nearest_first(project: Project) -> None:
    assert found(project, from_("a", walk=edges(from_="root")), "walk") == ["ab", "bc", "cd", "db"]
    assert found(project, from_("a", walk=edges(from_="root", maxDistance=2)), "walk") == ["ab", "bc"]
    walk = edges(from_="root", direction="inwards")
    assert found(project, from_("c", walk=walk), "walk") == ["bc", "ab", "db", "cd"]


def test_a_walk_can_be_sorted_and_limited(project: Project) -> None:
    heaviest = [{"property": path("Link", "weight"), "direction": "descending"}]
    walk = edges(from_="root", sort=heaviest, limit=3)
    assert found(project, from_("a", walk=walk), "walk") == ["db", "cd", "bc"]


def test_a_node_filter_keeps_the_walk_on_matching_nodes(project: Project) -> None:
    walk = edges(from_="root", nodeFilter={"not": named("d")})
    assert found(project, from_("a", walk=walk), "walk") == ["ab", "bc"]
    only_start_fails = edges(from_="root", maxDistance=1, nodeFilter={"not": named("a")})
    assert found(project, from_("a", walk=only_start_fails), "walk") == ["ab"]


def test_a_termination_filter_ends_the_walk_behind_the_edge_that_matches(project: Project) -> None:
    walk = edges(from_="root", terminationFilter=named("c"))
    assert found(project, from_("a", walk=walk), "walk") == ["ab", "bc"]
    from_the_end_itself = edges(from_="root", terminationFilter=named("c"), maxDistance=2)
    assert found(project, from_("c", walk=from_the_end_itself), "walk") == ["cd", "db"]


def test_limit_each_counts_for_every_node(project: Project) -> None:
    project.write(edge("ac", "a", "c", data("Link", weight=9)), edge("bd", "b", "d", data("Link", weight=9)))
    heaviest = [{"property": path("Link", "weight"), "direction": "descending"}]
    sets = {
        "root": nodes(named("a", "b")),
        "first": edges(from_="root", maxDistance=1, limitEach=1),
        "heaviest": edges(from_="root", maxDistance=1, limitEach=1, sort=heaviest),
    }
    assert ids(query(project, sets)) == {"root": ["a", "b"], "first": ["ab", "bc"], "heaviest": ["ac", "bd"]}


def test_deleted_nodes_and_edges_are_not_reached(project: Project) -> None:
    project.post("instances/delete", {"items": [name_of("c"), name_of("ab", "edge")]})
    sets = {
        "root": nodes(named("a", "b")),
        "walk": edges(from_="root"),
        "outer": nodes(from_="root", through=through("inside"), direction="outwards"),
    }
    assert ids(query(project, sets)) == {"root": ["a", "b"], "walk": [], "outer": ["b"]}


def test_what_a_relation_leads_to_in_a_space_of_the_service_is_found_there_only(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "cdf_cdm_units"}], as_system=True)
    unit = reference("metre", space="cdf_cdm_units")
    project.write(node("a", type=unit))
    answer = query(
        project,
        {
            "all": nodes({"equals": {"property": ["node", "externalId"], "value": "metre"}}),
            "by_space": nodes({"equals": {"property": ["node", "space"], "value": "cdf_cdm_units"}}),
        },
    )
    assert ids(answer) == {"all": [], "by_space": ["metre"]}


def test_parameters_stand_for_values_in_filters(project: Project) -> None:
    sets = {
        "root": nodes({"equals": {"property": ["node", "externalId"], "value": {"parameter": "start"}}}),
        "many": nodes({"in": {"property": ["node", "externalId"], "values": {"parameter": "names"}}}),
        "cheap": nodes({"and": [{"range": {"property": path("Tool", "price"), "lte": {"parameter": "most"}}}]}),
        "e": edges(
            from_="root", nodeFilter={"prefix": {"property": ["node", "externalId"], "value": {"parameter": "p"}}}
        ),
    }
    answer = query(project, sets, parameters={"start": "a", "names": ["c", "d"], "most": 1, "p": "b"})
    assert ids(answer) == {"root": ["a"], "many": ["c", "d"], "cheap": ["a", "b"], "e": ["ab"]}


def test_a_parameter_without_value_is_refused(project: Project) -> None:
    sets = {"root": nodes({"equals": {"property": ["node", "externalId"], "value": {"parameter": "start"}}})}
    refused = project.refused("instances/query", {"with": sets, "select": {"root": {}}, "parameters": {"begin": 1}})
    assert refused.message == "The parameter 'start' has no value: it is not among the parameters of the request."
