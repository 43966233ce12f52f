"""Writing instances: what a request changes, what it leaves alone and what it refuses."""

from __future__ import annotations

import emulated_project
import pytest
from emulated_project import Project, container, data, edge, name_of, node, reference

pytestmark = pytest.mark.evidence("10")


def test_a_written_node_reads_back_with_version_times_and_type(project: Project) -> None:
    (result,) = project.write(node("saw", data("Named", name="Saw"), type=reference("Thing")))
    found = project.read("saw", "Named")
    assert result == {
        "instanceType": "node",
        "space": "stock",
        "externalId": "saw",
        "version": 1,
        "wasModified": True,
        "createdTime": result["createdTime"],
        "lastUpdatedTime": result["createdTime"],
    }
    assert found == {
        "instanceType": "node",
        "space": "stock",
        "externalId": "saw",
        "version": 1,
        "createdTime": result["createdTime"],
        "lastUpdatedTime": result["lastUpdatedTime"],
        "type": reference("Thing"),
        "properties": {"yard": {"Named/v1": {"name": "Saw"}}},
    }


def test_results_come_in_the_order_of_the_request_and_leave_out_nodes_made_on_the_way(project: Project) -> None:
    results = project.write(node("b"), node("a", data("Everything", relation=reference("made"))), node("c"))
    assert [result["externalId"] for result in results] == ["b", "a", "c"]
    assert project.read("made") is not None


def test_a_patch_writes_what_it_names_and_null_clears(project: Project) -> None:
    project.write(node("saw", data("Named", name="Saw", note="blunt")))
    project.write(node("saw", data("Named", name="Fine saw")))
    assert project.values("saw", "Named") == {"name": "Fine saw", "note": "blunt"}
    project.write(node("saw", data("Named", note=None)))
    assert project.values("saw", "Named") == {"name": "Fine saw"}


def test_equal_values_change_nothing(project: Project) -> None:
    item = node("saw", data("Everything", data={"a": 1, "b": 2}, ints=[1, 2], at="2024-01-01T00:00:00Z"))
    (first,) = project.write(item)
    same = node("saw", data("Everything", data={"b": 2, "a": 1}, ints=[1, 2], at="2024-01-01T01:00:00+01:00"))
    (second,) = project.write(same)
    assert second == {**first, "wasModified": False}
    assert project.values("saw", "Everything")["data"] == {"a": 1, "b": 2}


def test_versions_only_grow_also_over_a_deletion(project: Project) -> None:
    versions = [project.write(node("saw", data("Named", name=name)))[0]["version"] for name in ("a", "b", "c")]
    project.post("instances/delete", {"items": [name_of("saw")]})
    (again,) = project.write(node("saw", data("Named", name="d")))
    assert [*versions, again["version"]] == [1, 2, 3, 5]


def test_replace_resets_all_properties_of_the_touched_containers_and_no_others(project: Project) -> None:
    project.write(
        node("saw", data("Named", name="Saw", note="n"), data(container("Tool"), kind="power", price=3, hidden=7))
    )
    project.write(node("saw", data(container("Tool"), price=4)), replace=True)
    assert project.values("saw", "Tool") == {"name": "Saw", "price": 4, "kind": "hand", "serial": 1}
    assert project.values("saw", "Named") == {"name": "Saw", "note": "n"}
    project.write(node("saw", data(container("Tool"), hidden=8)))
    assert "price" in project.values("saw", "Tool")


def test_replace_without_a_required_property_is_refused(project: Project) -> None:
    project.write(node("saw", data("Named", name="Saw")))
    refused = project.refuses(node("saw", data("Named", note="n")), replace=True)
    assert refused.status == 400
    assert "required property 'yard.Named.name'" in refused.message


def test_a_new_row_gets_defaults_and_an_explicit_null_does_not(project: Project) -> None:
    project.write(
        node("a", data("Tool", name="A")),
        node("b", data("Tool", name="B", kind=None)),
    )
    assert project.values("a", "Tool")["kind"] == "hand"
    assert "kind" not in project.values("b", "Tool")


def test_numbers_that_count_go_on_from_the_highest(project: Project) -> None:
    project.write(node("a", data("Tool", name="A")), node("b", data("Tool", name="B", serial=40)))
    project.write(node("c", data("Tool", name="C")))
    project.write(node("c", data("Tool", price=1.0)))
    serials = {name: project.values(name, "Tool")["serial"] for name in "abc"}
    assert serials == {"a": 41, "b": 40, "c": 42}


def test_a_counter_that_is_used_up_is_an_error(project: Project) -> None:
    project.write(node("a", data("Tool", name="A", serial=2**31 - 1)))
    refused = project.refuses(node("b", data("Tool", name="B")))
    assert "No number is left for 'yard.Tool.serial'" in refused.message


def test_an_immutable_property_can_be_set_once(project: Project) -> None:
    project.write(node("saw", data("Tool", name="Saw")))
    project.write(node("saw", data("Tool", maker="Acme")))
    project.write(node("saw", data("Tool", maker="Acme", price=2.0)))
    refused = project.refuses(node("saw", data("Tool", maker="Other")))
    assert refused.status == 400
    assert refused.message.startswith("Cannot update immutable property 'yard.Tool.maker'")


def test_a_required_container_must_have_data_in_the_same_request_or_before(project: Project) -> None:
    refused = project.refuses(node("saw", data(container("Tool"), price=1)))
    assert refused.message == (
        "The node 'stock:saw' has data in the container 'yard:Tool' and must therefore have data in the container "
        "'yard:Named' too."
    )
    project.write(node("saw", data(container("Tool"), price=1), data(container("Named"), name="Saw")))
    project.write(node("saw", data(container("Tool"), price=2)))


def test_unique_values_are_refused_by_name_and_may_be_swapped(project: Project) -> None:
    project.write(node("a", data("Place", row=1, column=1)), node("b", data("Place", row=1, column=2)))
    refused = project.refuses(node("c", data("Place", row=1, column=2)))
    assert refused.status == 409
    assert refused.message == (
        "The node 'stock:c' violates the uniqueness constraint 'spot' of the container 'yard:Place': "
        "another instance has the same value of row, column."
    )
    project.write(node("a", data("Place", column=2)), node("b", data("Place", column=1)))
    project.write(node("c", data("Place", row=1)), node("d", data("Place", row=1)))


def test_uniqueness_by_space_allows_the_value_in_another_space(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "annex"}])
    project.write(node("a", data("Place", label="x")), node("a", data("Place", label="x"), space="annex"))
    assert "'label'" in project.refuses(node("b", data("Place", label="x"))).message


def test_a_request_is_stored_whole_or_not_at_all(project: Project) -> None:
    refused = project.refuses(node("a", data("Named", name="A")), node("b", data("Named", note="no name")))
    assert "node 'stock:b'" in refused.message
    assert project.list() == []


def test_the_order_of_items_means_nothing(project: Project) -> None:
    project.write(
        edge("e", "a", "b", data("Link", weight=0.5)),
        node("a", data("Tool", name="A", place=reference("shelf"))),
        node("b"),
        node("shelf", data("Place", row=1)),
    )
    assert project.values("a", "Tool")["place"] == reference("shelf")


def test_a_relation_makes_its_target_unless_told_not_to(project: Project) -> None:
    item = node("saw", data("Tool", name="Saw", inside=reference("box")))
    refused = project.refuses(item, autoCreateDirectRelations=False)
    assert refused.status == 409
    assert refused.message == (
        "The node 'stock:box', the target of the property 'inside' of the view 'yard:Tool/v1', "
        "written with the node 'stock:saw', does not exist."
    )
    project.write(item)
    box = project.read("box")
    assert box is not None
    assert box["properties"] == {}


def test_a_relation_to_a_container_needs_a_target_with_data_in_it(project: Project) -> None:
    item = node("saw", data("Tool", name="Saw", place=reference("shelf")))
    assert "does not exist" in project.refuses(item).message
    project.write(node("shelf"))
    refused = project.refuses(item)
    assert refused.message == (
        "The node 'stock:shelf' does not exist in the container 'yard:Place', in which the target of the property "
        "'place' of the view 'yard:Tool/v1', written with the node 'stock:saw', must have data."
    )
    project.write(node("shelf", data("Place", row=1)))
    project.write(item)


def test_a_relation_into_a_space_that_does_not_exist_is_refused(project: Project) -> None:
    refused = project.refuses(node("a", data("Everything", relation=reference("b", "nowhere"))))
    assert refused.status == 400
    assert "One or more spaces do not exist: 'nowhere'" in refused.message


@pytest.mark.parametrize(
    ("options", "missing"),
    [({}, "startNode"), ({"autoCreateStartNodes": True}, "endNode"), ({"autoCreateEndNodes": True}, "startNode")],
)
def test_the_ends_of_an_edge_must_exist(project: Project, options: dict[str, bool], missing: str) -> None:
    refused = project.refuses(edge("e", "a", "b"), **options)
    assert refused.status == 409
    assert f"the {missing} of the edge 'stock:e', does not exist." in refused.message


def test_the_ends_of_an_edge_are_made_on_demand(project: Project) -> None:
    project.write(edge("e", "a", "b"), autoCreateStartNodes=True, autoCreateEndNodes=True)
    found = project.read("e", instance_type="edge")
    assert found is not None
    assert (found["startNode"], found["endNode"], found["type"]) == (
        reference("a"),
        reference("b"),
        reference("next"),
    )
    assert sorted(project.list()) == ["a", "b", "next"]


def test_an_edge_may_move_to_another_node(project: Project) -> None:
    project.write(node("a"), node("b"), node("c"), edge("e", "a", "b"))
    (moved,) = project.write(edge("e", "a", "c"))
    (kept,) = project.write(edge("e", "a", "c"))
    assert (moved["version"], moved["wasModified"], kept["wasModified"]) == (2, True, False)


def test_a_type_stays_when_a_write_does_not_name_it(project: Project) -> None:
    project.write(node("a", type=reference("Thing")))
    project.write(node("a", data("Named", name="A")), replace=True)
    found = project.read("a")
    assert found is not None
    assert found["type"] == reference("Thing")


def test_a_node_and_an_edge_cannot_share_an_external_id(project: Project) -> None:
    project.write(node("a"), node("b"), edge("e", "a", "b"))
    assert "belongs to an edge" in project.refuses(node("e")).message
    assert "an edge has its external id" in project.refuses(node("x", type=reference("e"))).message


def test_one_instance_cannot_occur_twice(project: Project) -> None:
    refused = project.refuses(node("a"), node("a"))
    assert refused.status == 400
    assert refused.error["duplicated"] == [name_of("a")]
    assert project.refused("instances", {"items": [node("a")], "delete": [name_of("a")]}).status == 400


@pytest.mark.evidence("4")
def test_more_than_a_thousand_in_all_are_refused(project: Project) -> None:
    body = {"items": [node(str(i)) for i in range(600)], "delete": [name_of(f"d{i}") for i in range(401)]}
    assert "size must be between 0 and 1000" in project.refused("instances", body).message
    assert len(project.write(*body["items"])) == 600


def test_a_space_that_does_not_exist_is_refused(project: Project) -> None:
    refused = project.refuses(node("a", space="nowhere"))
    assert (refused.status, refused.message) == (400, "One or more spaces do not exist: 'nowhere'")


@pytest.mark.evidence("6")
def test_spaces_of_the_service_cannot_be_written_to(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "cdf_cdm_units"}], as_system=True)
    assert project.refuses(node("metre", space="cdf_cdm_units")).status == 403
    refused = project.refuses(node("a", data("Everything", relation=reference("metre", "cdf_cdm_units"))))
    assert "does not exist" in refused.message


def test_a_type_in_a_space_of_the_service_is_taken_to_be_there(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "cdf_3d_schema"}], as_system=True)
    kind = reference("connection", "cdf_3d_schema")
    project.write(node("a", type=kind), node("b", type=kind))
    project.write(node("c", type=kind))
    assert project.list(filter={"equals": {"property": ["node", "type"], "value": kind}}) == ["a", "b", "c"]
    assert project.list() == ["a", "b", "c"]


def test_the_last_of_two_values_for_one_property_counts(project: Project) -> None:
    project.write(
        node("a", data("Everything", relation=reference("x"), int32=1), data("Everything", relation=reference("y")))
    )
    assert project.values("a", "Everything") == {"relation": reference("y"), "int32": 1}
    assert project.list() == ["a", "y"]


@pytest.mark.evidence("20")
@pytest.mark.parametrize(
    ("source", "properties", "message"),
    [
        ("Unknown", {}, "One or more views do not exist: 'yard:Unknown/v1'"),
        (container("Unknown"), {}, "One or more containers do not exist: 'yard:Unknown'"),
        (
            "Named",
            {"nam": "x"},
            "Unknown property 'nam' of the node 'stock:a': the view 'yard:Named/v1' has no property",
        ),
        ("Tool", {"neighbours": []}, "The property 'neighbours' of the view 'yard:Tool/v1' is a connection"),
        ("Nameless", {}, "The view 'yard:Nameless/v1' cannot be written to (node 'stock:a')"),
        ("Bare", {}, "The view 'yard:Bare/v1' cannot be written to"),
        ("Link", {}, "the container 'yard:Link' is for edges only"),
        ("Named", {}, "no value for the required property 'yard.Named.name'"),
        ("Named", {"name": None}, "no value for the required property 'yard.Named.name'"),
    ],
)
def test_a_source_that_cannot_take_the_write_is_named(
    project: Project, source: str, properties: dict[str, object], message: str
) -> None:
    refused = project.refuses(node("a", data(source, **properties)))
    assert refused.status == 400
    assert message in refused.message


def test_a_node_container_takes_no_edge(project: Project) -> None:
    refused = project.refuses(edge("e", "a", "b", data("Place", row=1)))
    assert "the container 'yard:Place' is for nodes only" in refused.message


@pytest.mark.evidence("20")
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[items must not be null]"),
        ({"items": [], "autoCreate": True}, "Unexpected field - autoCreate"),
        ({"items": [{**node("a"), "sourcs": []}]}, "Unexpected field - items.sourcs"),
        ({"items": [{**node("a"), "sources": []}]}, "[sources size must be between 1 and 100]"),
        ({"items": [{**node("a"), "instanceType": "asset"}]}, "items[0]"),
        ({"items": [node("")]}, "[externalId size must be between 1 and 256]"),
        ({"items": [node("a\0b")]}, "items[0].externalId must match"),
        ({"items": [node("a", existingVersion="1")]}, "[items[0].existingVersion must be an integer]"),
        ({"items": [{**edge("e", "a", "b"), "type": None}]}, "[type must not be null]"),
        ({"items": [node("a")], "replace": "yes"}, "[replace must be true or false]"),
        ([], "[body must be a JSON object]"),
    ],
)
def test_a_malformed_request_is_refused_in_the_services_words(project: Project, body: object, message: str) -> None:
    refused = project.refused("instances", body)
    assert refused.status == 400
    assert message in refused.message


@pytest.mark.evidence("24")
def test_external_ids_may_hold_what_the_published_pattern_forbids_by_mistake(project: Project) -> None:
    name = "x0\\ü\n'\"; DROP TABLE"
    project.write(node(name, data("Named", name=name)))
    assert project.values(name, "Named") == {"name": name}


def test_an_empty_request_is_allowed(project: Project) -> None:
    assert project.post("instances", {"items": []}) == {"items": [], "deleted": []}


def test_a_source_without_properties_makes_the_instance_a_member(project: Project) -> None:
    (first,) = project.write(node("a"))
    (second,) = project.write(node("a", {"source": emulated_project.view("Everything")}))
    assert (first["version"], second["version"]) == (1, 2)
    assert project.values("a", "Everything") == {}
