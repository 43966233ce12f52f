"""Graph queries: what is shown of the instances that were found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import SCHEMA, Json, Project, data, edge, node, path, view
from graph_queries import body_of, edges, named, nodes, query, reading, through

pytestmark = pytest.mark.evidence("16")


@pytest.fixture
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(
            node("tool", data("Tool", name="Saw", price=5.0), data("Place", row=1, column=2)),
            node("bare"),
            node("named", data("Named", name="Only a name")),
            edge("link", "tool", "bare", data("Link", weight=1)),
        )
        yield project


def shown(project: Project, select: Json, external_id: str = "tool", **body: Any) -> Json:
    """The properties of one instance."""
    answer = query(project, {"it": nodes(named(external_id))}, {"it": select}, **body)
    (item,) = answer["items"]["it"]
    properties: Json = item["properties"]
    return properties


def test_without_sources_no_property_is_shown(project: Project) -> None:
    assert shown(project, {}) == shown(project, {"sources": []}) == {}


def test_named_properties_are_shown(project: Project) -> None:
    assert shown(project, reading("Tool", "price", "name")) == {SCHEMA: {"Tool/v1": {"price": 5.0, "name": "Saw"}}}


@pytest.mark.parametrize("everything", ["*", ".*"])
def test_a_star_means_all_properties(project: Project, everything: str) -> None:
    expected = {"name": "Saw", "price": 5.0, "kind": "hand", "serial": 1}
    assert shown(project, reading("Tool", everything)) == {SCHEMA: {"Tool/v1": expected}}
    assert shown(project, reading("Tool", "name", everything)) == {SCHEMA: {"Tool/v1": expected}}


def test_no_property_of_a_view_can_be_wanted(project: Project) -> None:
    assert shown(project, reading("Tool")) == {}


def test_several_views_are_shown_side_by_side(project: Project) -> None:
    sources = [*reading("Named", "name")["sources"], *reading("Place", "row")["sources"]]
    assert shown(project, {"sources": sources}) == {SCHEMA: {"Named/v1": {"name": "Saw"}, "Place/v1": {"row": 1}}}


def test_sources_do_not_filter(project: Project) -> None:
    assert shown(project, reading("Tool", "*"), "bare") == {}
    assert shown(project, reading("Tool", "*"), "named") == {SCHEMA: {"Tool/v1": {"name": "Only a name"}}}
    assert shown(project, reading("Tool", "price"), "named") == {}


def test_only_what_is_selected_is_in_the_answer(project: Project) -> None:
    sets = {"root": nodes(named("tool")), "edges": edges(from_="root"), "ends": nodes(from_="edges")}
    answer = query(project, sets, ["ends"])
    assert list(answer["items"]) == ["ends"]
    assert answer["nextCursor"] == {}
    assert "typing" not in answer
    assert "debug" not in answer


def test_an_instance_is_shown_as_lists_show_it(project: Project) -> None:
    for kind, external_id in (("node", "tool"), ("edge", "link")):
        definition = nodes(named(external_id)) if kind == "node" else edges()
        (item,) = query(project, {"it": definition})["items"]["it"]
        (listed,) = [each for each in project.page(instanceType=kind)["items"] if each["externalId"] == external_id]
        assert item == listed


def test_types_are_told_for_each_result_set_that_reads_properties(project: Project) -> None:
    sets = {"tools": nodes(), "links": edges(), "bare": nodes()}
    select = {"tools": reading("Tool", "price"), "links": reading("Link", "*"), "bare": {}}
    typing = query(project, sets, select, includeTyping=True)["typing"]
    assert list(typing) == ["tools", "links"]
    assert list(typing["tools"][SCHEMA]["Tool/v1"]) == ["price"]
    assert typing["links"][SCHEMA]["Link/v1"]["weight"]["type"] == {"type": "float32", "list": False}


@pytest.mark.parametrize(
    ("select", "message"),
    [
        (
            {"sources": [{"source": view("Tool")}]},
            "Request had 1 constraint violations. Please fix the request and try again. [properties must not be null]",
        ),
        (reading("Nope", "*"), "One or more views do not exist: 'yard:Nope/v1'"),
        (reading("Tool", "nope"), "Unknown property 'nope': the view 'yard:Tool/v1' has no property of that name."),
        (
            reading("Tool", "neighbours"),
            "The property 'neighbours' of the view 'yard:Tool/v1' is a connection and cannot be selected.",
        ),
        ({"sort": [{"property": path("Everything", "texts")}]}, "Cannot sort by 'yard Everything/v1 texts'"),
        ({"limit": 0}, "select.it.limit must be greater than or equal to 1"),
        ({"filter": {}}, "Unexpected field - select.it.filter"),
        (
            {"sources": [{"source": {**view("Tool"), "type": "container"}, "properties": []}]},
            "select.it.sources[0].source.type must be one of 'view'",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(project: Project, select: Json, message: str) -> None:
    refused = project.refused("instances/query", body_of({"it": nodes()}, {"it": select}))
    assert refused.status == 400
    assert message in refused.message


def test_debug_tells_what_no_index_supports(project: Project) -> None:
    by_price = [{"property": path("Tool", "price"), "direction": "descending"}]
    by_name = [{"property": path("Named", "name")}]
    sets = {
        "indexed": nodes(sort=by_name),
        "scanned": nodes(sort=by_price),
        "inside": nodes(from_="indexed", through=through("inside")),
        "outside": nodes(from_="indexed", through=through("inside"), direction="outwards"),
        "all": {"union": ["indexed", "inside"]},
    }
    notices = query(project, sets, debug={})["debug"]["notices"]
    assert [(notice["code"], notice["resultExpression"]) for notice in notices] == [
        ("sortNotBackedByIndex", "scanned"),
        ("unindexedThrough", "inside"),
    ]
    assert notices[0]["sort"] == by_price
    assert notices[1]["property"] == path("Tool", "inside")


def test_debug_tells_of_a_cursor_with_a_nested_filter(project: Project) -> None:
    nested = {"nested": {"scope": path("Tool", "inside"), "filter": {"matchAll": {}}}}
    sets = {"root": nodes({"or": [nested, {"matchAll": {}}]}, limit=1)}
    answer = query(project, sets, debug={})
    assert answer["debug"]["notices"] == []
    notices = query(project, sets, cursors=answer["nextCursor"], debug={})["debug"]["notices"]
    assert [notice["code"] for notice in notices] == ["intractableCursorWithNestedFilter"]


def test_debug_can_leave_the_results_out(project: Project) -> None:
    answer = query(project, {"root": nodes(limit=1)}, debug={"emitResults": False, "timeout": 5, "profile": True})
    assert answer == {"items": {"root": []}, "nextCursor": {}, "debug": {"notices": []}}
    notices = query(project, {"root": nodes()}, debug={"timeout": 5})["debug"]["notices"]
    assert [notice["code"] for notice in notices] == ["noTimeoutWithResults"]
    refused = project.refused("instances/query", body_of({"root": nodes()}, debug={"includePlan": True}))
    assert (refused.status, refused.message) == (501, "Not simulated: debug.includePlan")
