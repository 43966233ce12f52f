"""Reading instances: by id and in lists, views and their members, sorting, paging, types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import emulated_project
import pytest
from emulated_project import Json, Project, container, data, edge, name_of, node, path, reference, view
from pygen_emulator.instances.service import InstanceService
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database

pytestmark = pytest.mark.evidence("11")


def pages(project: Project, *views: str, **body: object) -> Iterator[list[str]]:
    """The external ids of every page, to the end of the list."""
    cursor = None
    while True:
        answer = project.page(*views, cursor=cursor, **body)
        yield [item["externalId"] for item in answer["items"]]
        if "nextCursor" not in answer:
            return
        cursor = answer["nextCursor"]


def test_byids_leaves_out_what_is_unknown_and_names_each_instance_once(project: Project) -> None:
    project.write(node("a"), node("b"), edge("e", "a", "b"))
    wanted = [name_of("e", "edge"), name_of("b"), name_of("x"), name_of("b"), name_of("a", space="nowhere")]
    items = project.post("instances/byids", {"items": [*wanted, name_of("e")]})["items"]
    assert [(item["instanceType"], item["externalId"]) for item in items] == [("edge", "e"), ("node", "b")]


def test_byids_leaves_out_instances_without_data_in_every_view(project: Project) -> None:
    project.write(node("a", data("Named", name="A")), node("b", data("Tool", name="B")))
    assert project.read("a", "Named") is not None
    assert project.read("a", "Named", "Tool") is None
    both = project.read("b", "Named", "Tool")
    assert both is not None
    assert both["properties"]["yard"] == {
        "Named/v1": {"name": "B"},
        "Tool/v1": {"name": "B", "kind": "hand", "serial": 1},
    }


def test_a_view_lists_what_was_written_through_another_view_of_its_containers(project: Project) -> None:
    project.write(node("a", data("Tool", name="A")), node("b", data(container("Named"), name="B")), node("c"))
    assert project.list("Named") == ["a", "b"]
    assert project.list("Tool") == ["a"]
    assert project.list("Named", "Tool") == ["a"]
    assert project.list() == ["a", "b", "c"]


def test_a_view_with_a_filter_of_its_own_lists_by_that_filter(project: Project) -> None:
    project.write(
        node("a", data("Tool", name="A", price=5)),
        node("b", data("Tool", name="B", price=50)),
        node("c", type=reference("Thing")),
    )
    assert project.list("Cheap") == ["a"]
    assert project.list("Typed") == ["c"]
    assert project.values("c", "Typed") == {}


def test_a_view_that_is_not_queryable_is_refused(project: Project) -> None:
    refused = project.refused("instances/list", {"sources": [{"source": view("Bare")}]})
    assert refused.message == "The view 'yard:Bare/v1' is not queryable: it has no filter and maps no property."


def test_an_unknown_view_is_refused_in_the_services_words(project: Project) -> None:
    body = {"sources": [{"source": view("Nope")}], "items": [name_of("a")]}
    refused = project.refused("instances/byids", body)
    assert (refused.status, refused.message) == (400, "One or more views do not exist: 'yard:Nope/v1'")


def test_edges_are_listed_apart_from_nodes(project: Project) -> None:
    project.write(
        node("a", data("Named", name="A")),
        node("b"),
        edge("e", "a", "b", data("Link", weight=1), data("Named", name="E")),
    )
    assert project.list("Named") == ["a"]
    assert project.list("Named", instanceType="edge") == ["e"]
    assert project.values("e", "Link", instance_type="edge") == {"weight": 1.0}


def test_typing_tells_the_type_of_every_property(project: Project) -> None:
    project.write(node("a", data("Tool", name="A")))
    body: Json = {"items": [name_of("a")], "sources": [{"source": view("Tool")}], "includeTyping": True}
    typing = project.post("instances/byids", body)["typing"]
    assert typing == project.page("Tool", includeTyping=True)["typing"]
    assert list(typing) == ["yard"]
    kinds = typing["yard"]["Tool/v1"]
    assert set(kinds) == {"name", "price", "kind", "serial", "maker", "place", "inside"}
    assert kinds["kind"] == {
        "type": {"type": "text", "list": False, "collation": "ucs_basic"},
        "nullable": True,
        "immutable": False,
        "autoIncrement": False,
        "defaultValue": "hand",
        "constraintState": {},
    }
    assert kinds["name"]["constraintState"] == {"nullability": "current"}


@pytest.mark.evidence("13")
def test_sorting_has_nulls_last_in_both_directions_unless_told_otherwise(project: Project) -> None:
    project.write(
        node("none", data("Tool", name="n")),
        node("two", data("Tool", name="n", price=2)),
        node("one", data("Tool", name="n", price=1)),
    )
    price = path("Tool", "price")
    assert project.list(sort=[{"property": price}]) == ["one", "two", "none"]
    assert project.list(sort=[{"property": price, "direction": "descending"}]) == ["two", "one", "none"]
    assert project.list(sort=[{"property": price, "nullsFirst": True}]) == ["none", "one", "two"]


@pytest.mark.evidence("13")
def test_text_sorts_by_code_points_or_by_the_collation_of_the_property(project: Project) -> None:
    words = ["b", "A", "a", "É", "Z", "e"]
    project.write(*(node(word, data("Named", name=word, note=word)) for word in words))
    assert project.list(sort=[{"property": path("Named", "name")}]) == ["A", "Z", "a", "b", "e", "É"]
    assert project.list(sort=[{"property": path("Named", "note")}]) == ["a", "A", "b", "e", "É", "Z"]


@pytest.mark.evidence("13")
@pytest.mark.parametrize("property_", ["texts", "data", "relation"])
def test_what_has_no_order_cannot_be_sorted_by(project: Project, property_: str) -> None:
    refused = project.refused("instances/list", {"sort": [{"property": path("Everything", property_)}]})
    assert refused.message.startswith(f"Cannot sort by 'yard Everything/v1 {property_}'")


@pytest.mark.evidence("19")
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_paging_brings_every_instance_once_whatever_the_page_size(project: Project, size: int) -> None:
    notes = ["x", None, "X", "é", None, "x", "y"]
    items = [node(str(i), data("Named", name=str(i % 3), note=note)) for i, note in enumerate(notes)]
    project.write(*items)
    for note in (
        {},
        {"direction": "descending"},
        {"nullsFirst": True},
        {"direction": "descending", "nullsFirst": True},
    ):
        sort = [{"property": path("Named", "note"), **note}, {"property": path("Named", "name")}]
        whole = project.list("Named", sort=sort)
        found = list(pages(project, "Named", sort=sort, limit=size))
        assert [name for page in found for name in page] == whole
        assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)


@pytest.mark.evidence("19")
def test_a_page_that_ends_the_list_has_no_cursor(project: Project) -> None:
    project.write(node("a"), node("b"))
    assert "nextCursor" not in project.page(limit=2)
    assert "nextCursor" in project.page(limit=1)


@pytest.mark.evidence("19")
def test_paging_goes_on_while_instances_come_and_go(project: Project) -> None:
    project.write(*(node(name, data("Named", name=name)) for name in "acegi"))
    sort = [{"property": path("Named", "name")}]
    first = project.page("Named", sort=sort, limit=2)
    project.write(node("b", data("Named", name="b")), node("d", data("Named", name="d")))
    project.post("instances/delete", {"items": [name_of("c"), name_of("g")]})
    assert project.list("Named", sort=sort, cursor=first["nextCursor"]) == ["d", "e", "i"]


@pytest.mark.evidence("19")
def test_a_cursor_belongs_to_its_request(project: Project) -> None:
    project.write(*(node(name, data("Named", name=name)) for name in "abc"))
    named: Json = {"sources": [{"source": view("Named")}], "limit": 1}
    cursor = project.post("instances/list", named)["nextCursor"]
    assert project.post("instances/list", {**named, "cursor": cursor, "limit": 5})["items"]
    changes: list[Json] = [
        {"sources": []},
        {"filter": {"matchAll": {}}},
        {"sort": [{"property": ["node", "externalId"]}]},
        {"instanceType": "edge"},
    ]
    for changed in changes:
        refused = project.refused("instances/list", {**named, **changed, "cursor": cursor})
        assert (refused.status, refused.message) == (400, "Invalid cursor provided.")


@pytest.mark.evidence("19")
@pytest.mark.parametrize("cursor", ["", "abc", "!!!", "d0oxXrIJp5RK4oQ1WzEsMV0", "ü"])
def test_a_text_that_is_no_cursor_is_refused(project: Project, cursor: str) -> None:
    assert project.refused("instances/list", {"cursor": cursor}).message == "Invalid cursor provided."


def test_global_instances_are_listed_only_where_the_filter_names_their_space(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    with emulated_project.open_project(file) as project:
        project.emulator.deploy(spaces=[{"space": "cdf_cdm_units"}], as_system=True)
        project.write(node("a"))
    database = Database(file)
    metre = {"items": [node("metre", space="cdf_cdm_units")]}
    InstanceService(database, Catalog(database, lambda: 1), lambda: 1).apply(metre, as_system=True)
    database.close()
    space = ["node", "space"]
    named = {"equals": {"property": space, "value": "cdf_cdm_units"}}
    with emulated_project.open_project(file, schema=False) as project:
        assert project.list() == ["a"]
        assert project.list(filter={"not": {"equals": {"property": space, "value": "stock"}}}) == []
        assert project.list(filter=named) == ["metre"]
        assert project.list(filter={"or": [named, {"matchAll": {}}]}) == ["a", "metre"]
        assert project.list(filter={"in": {"property": space, "values": ["cdf_cdm_units", "x"]}}) == ["metre"]
        assert project.list(filter={"instanceReferences": [reference("metre", "cdf_cdm_units")]}) == ["metre"]
        assert project.read("metre", space="cdf_cdm_units") is not None


def test_a_space_may_be_compared_with_a_property(project: Project) -> None:
    project.write(
        node("same", data("Everything", text="stock")), node("other", data("Everything", text="yard")), node("none")
    )
    text = {"property": path("Everything", "text")}
    assert project.list(filter={"equals": {"property": ["node", "space"], "value": text}}) == ["same"]


@pytest.mark.evidence("16")
def test_debug_tells_of_a_sort_without_an_index_and_of_a_timeout_without_effect(project: Project) -> None:
    project.write(node("a", data("Named", name="A")))
    backed = project.page(sort=[{"property": path("Named", "name")}], debug={})
    assert backed["debug"] == {"notices": []}
    answer = project.page(sort=[{"property": path("Named", "note")}], debug={"timeout": 500})
    assert [notice["code"] for notice in answer["debug"]["notices"]] == ["noTimeoutWithResults", "sortNotBackedByIndex"]
    assert len(answer["items"]) == 1
    base = project.page(sort=[{"property": ["node", "externalId"]}], debug={"emitResults": False, "profile": True})
    assert [notice["code"] for notice in base["debug"]["notices"]] == ["sortNotBackedByIndex"]
    assert base["items"] == []


@pytest.mark.evidence("16")
@pytest.mark.parametrize("name", ["includeTranslatedQuery", "includePlan", "includeLlmPrompt"])
def test_what_needs_the_alpha_service_is_not_simulated(project: Project, name: str) -> None:
    refused = project.refused("instances/list", {"debug": {name: True}})
    assert (refused.status, refused.message) == (501, f"Not simulated: debug.{name}")
    assert project.page(debug={name: False})["items"] == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"limit": 0}, "[limit must be greater than or equal to 1]"),
        ({"limit": 1001}, "[limit must be less than or equal to 1000]"),
        ({"limit": 1.5}, "[limit must be an integer]"),
        ({"sort": [{"property": ["node", "space"]}] * 6}, "[sort size must be between 0 and 5]"),
        ({"sources": [{"source": view("Named")}] * 11}, "[sources size must be between 0 and 10]"),
        ({"sources": [{"source": container("Named")}]}, "[sources[0].source.type must be one of 'view'"),
        ({"sources": [{"source": view("Named"), "properties": ["*"]}]}, "Unexpected field - sources.properties"),
        ({"instanceType": "asset"}, "[instanceType must be one of 'node' or 'edge']"),
        ({"includeTyping": "true"}, "[includeTyping must be true or false]"),
        ({"sort": [{"property": []}]}, "[property size must be between 1 and 2147483647]"),
        ({"sort": [{"property": ["node", "space"], "direction": "up"}]}, "sort[0].direction must be one of"),
        ({"filters": {}}, "Unexpected field - filters"),
    ],
)
def test_a_malformed_list_request_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("instances/list", body)
    assert refused.status == 400
    assert message in refused.message


def test_null_stands_for_a_field_that_is_not_given(project: Project) -> None:
    project.write(node("a"))
    body = {"cursor": None, "limit": None, "sort": None, "filter": None, "sources": None, "instanceType": None}
    assert [item["externalId"] for item in project.post("instances/list", body)["items"]] == ["a"]


def test_instances_outlive_the_process_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "cdf.sqlite"
    with emulated_project.open_project(file) as project:
        project.write(node("a", data("Named", name="A", note="é")))
    with emulated_project.open_project(file, schema=False) as project:
        assert project.values("a", "Named") == {"name": "A", "note": "é"}
        assert project.write(node("a", data("Named", name="B")))[0]["version"] == 2
