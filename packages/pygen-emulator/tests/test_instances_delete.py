"""Deleting instances: what goes with them, what is ignored and what is refused."""

from __future__ import annotations

import pytest
from emulated_project import Project, data, edge, name_of, node, reference

pytestmark = pytest.mark.evidence("22")


def test_a_delete_names_what_existed_and_ignores_the_rest(project: Project) -> None:
    project.write(node("a", data("Named", name="A")))
    body = {"items": [name_of("a"), name_of("b"), name_of("a", "edge")]}
    assert project.post("instances/delete", body) == {"items": [name_of("a")]}
    assert project.post("instances/delete", body) == {"items": []}
    assert project.read("a") is None
    assert project.list("Named") == []


def test_a_node_takes_its_edges_along(project: Project) -> None:
    project.write(node("a"), node("b"), node("c"), edge("out", "a", "b"), edge("in", "c", "a"), edge("other", "b", "c"))
    assert project.post("instances/delete", {"items": [name_of("a")]}) == {"items": [name_of("a")]}
    assert project.list(instanceType="edge") == ["other"]


def test_a_node_that_comes_back_has_neither_its_data_nor_its_edges(project: Project) -> None:
    project.write(node("a", data("Named", name="A", note="n"), type=reference("Thing")), node("b"), edge("e", "a", "b"))
    project.post("instances/delete", {"items": [name_of("a")]})
    project.write(node("a", data("Named", name="again")))
    assert project.values("a", "Named") == {"name": "again"}
    found = project.read("a")
    assert found is not None
    assert "type" not in found
    assert project.list(instanceType="edge") == []


def test_a_relation_to_a_deleted_node_keeps_its_value(project: Project) -> None:
    project.write(node("a", data("Everything", relation=reference("b"), relations=[reference("b")])))
    project.post("instances/delete", {"items": [name_of("b")]})
    assert project.values("a", "Everything") == {"relation": reference("b"), "relations": [reference("b")]}
    into = {"nested": {"scope": ["yard", "Everything", "relation"], "filter": {"matchAll": {}}}}
    assert project.list(filter=into) == []
    project.write(node("b"))
    assert project.list(filter=into) == ["a"]


def test_a_unique_value_is_free_again_after_its_instance_is_deleted(project: Project) -> None:
    project.write(node("a", data("Place", row=1, column=1)))
    project.post("instances/delete", {"items": [name_of("a")]})
    project.write(node("b", data("Place", row=1, column=1)))


def test_a_space_with_instances_cannot_be_deleted_until_they_are(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "annex"}])
    project.write(node("a", space="annex"))
    spaces = {"items": [{"space": "annex"}]}
    assert project.refused("spaces/delete", spaces).status == 400
    project.post("instances/delete", {"items": [name_of("a", space="annex")]})
    assert project.post("spaces/delete", spaces)["items"] == [{"space": "annex"}]


def test_a_space_that_does_not_exist_is_an_error(project: Project) -> None:
    refused = project.refused("instances/delete", {"items": [name_of("a", space="nowhere")]})
    assert (refused.status, refused.message) == (400, "One or more spaces do not exist: 'nowhere'")


def test_an_instance_cannot_be_named_twice(project: Project) -> None:
    refused = project.refused("instances/delete", {"items": [name_of("a"), name_of("a")]})
    assert (refused.status, refused.error["duplicated"]) == (400, [name_of("a")])


def test_existing_version_guards_a_delete(project: Project) -> None:
    project.write(node("a"))
    project.write(node("a", data("Named", name="A")))
    refused = project.refused("instances/delete", {"items": [{**name_of("a"), "existingVersion": 1}]})
    assert (refused.status, refused.message) == (409, "A version conflict caused the ingest to fail.")
    assert project.post("instances/delete", {"items": [{**name_of("a"), "existingVersion": 2}]})["items"]


@pytest.mark.parametrize(("count", "accepted"), [(0, False), (1000, True), (1001, False)])
def test_a_delete_takes_one_to_a_thousand(project: Project, count: int, accepted: bool) -> None:
    body = {"items": [name_of(str(number)) for number in range(count)]}
    if accepted:
        assert project.post("instances/delete", body) == {"items": []}
    else:
        assert "[items size must be between 1 and 1000]" in project.refused("instances/delete", body).message
