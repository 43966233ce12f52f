"""The tables behind containers: names, indexes, and what stored data allows a container to become."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, container, data, name_of, node

pytestmark = pytest.mark.evidence("7")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with emulated_project.open_project(tmp_path / "cdf.sqlite") as project:
        yield project


def post(project: Project, external_id: str, **body: Any) -> Json:
    """Write a container whose properties are all texts unless they say otherwise."""
    return project.post("containers", {"items": [definition(external_id, **body)]})


def definition(external_id: str, **body: Any) -> Json:
    return {"space": "yard", "externalId": external_id, **body}


def text(**options: Any) -> Json:
    return {"type": {"type": "text"}, **options}


def shown(project: Project, external_id: str, container_id: str, name: str) -> list[str]:
    """Which instances a filter on a container's property finds."""
    filter_ = {"equals": {"property": ["yard", container_id, name], "value": external_id}}
    return project.list(filter=filter_)


def test_names_that_differ_only_in_case_are_different(project: Project) -> None:
    for name in ("Box", "box", "bOX"):
        post(project, name, properties={"a": text(), "A": text()})
    project.write(
        node("1", data(container("Box"), a="x", A="y"), data(container("box"), A="x")),
        node("2", data(container("bOX"), a="x")),
    )
    assert shown(project, "x", "Box", "a") == ["1"]
    assert shown(project, "x", "Box", "A") == []
    assert shown(project, "x", "box", "A") == ["1"]
    assert shown(project, "x", "bOX", "a") == ["2"]


def test_a_declared_btree_index_is_a_real_one(project: Project, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cdf.sqlite")) as connection:
        plan = connection.execute(
            'EXPLAIN QUERY PLAN SELECT id FROM "container yard:^named" WHERE "p name" = ?', ("x",)
        ).fetchall()
    assert "USING COVERING INDEX index yard:^Named by^Name" in plan[0][3]


def test_an_index_and_a_constraint_can_be_dropped(project: Project) -> None:
    project.write(node("a", data("Place", row=1, column=1)))
    named = {"space": "yard", "containerExternalId": "Place", "identifier": "spot"}
    assert project.post("containers/constraints/delete", {"items": [named]})["items"] == [named]
    project.write(node("b", data("Place", row=1, column=1)))
    index = {"space": "yard", "containerExternalId": "Named", "identifier": "byName"}
    assert project.post("containers/indexes/delete", {"items": [index]})["items"] == [index]


def test_an_index_over_text_with_a_collation_works(project: Project) -> None:
    index = {"indexType": "btree", "properties": ["t"], "cursorable": True, "bySpace": True}
    post(project, "Sorted", properties={"t": {"type": {"type": "text", "collation": "sv"}}}, indexes={"i": index})
    project.write(*(node(word, data(container("Sorted"), t=word)) for word in ("b", "A", "a")))
    assert project.list(sort=[{"property": ["yard", "Sorted", "t"]}], filter={"hasData": [container("Sorted")]}) == [
        "a",
        "A",
        "b",
    ]


def test_a_new_property_fills_stored_rows_with_its_default(project: Project) -> None:
    project.write(node("a", data("Named", name="A")))
    stamp = {"type": {"type": "timestamp"}, "defaultValue": "2024-01-01T00:00:00Z", "nullable": False}
    post(project, "Named", usedFor="all", properties={"name": text(nullable=False), "since": stamp, "extra": text()})
    since = {"property": ["yard", "Named", "since"], "value": "2024-01-01T01:00:00+01:00"}
    assert project.list(filter={"equals": since}) == ["a"]
    assert project.list(filter={"exists": {"property": ["yard", "Named", "extra"]}}) == []


def test_a_new_required_property_without_default_needs_an_empty_table(project: Project) -> None:
    required = {"name": text(nullable=False), "serial": text(nullable=False)}
    project.write(node("a", data("Named", name="A")))
    refused = project.refused("containers", {"items": [definition("Named", usedFor="all", properties=required)]})
    assert refused.status == 400
    assert refused.message == ("The property 'yard:Named.serial' cannot be required: 1 stored values contradict it.")
    project.post("instances/delete", {"items": [name_of("a")]})
    post(project, "Named", usedFor="all", properties=required)


def test_a_property_becomes_required_only_if_every_row_has_it(project: Project) -> None:
    post(project, "Box", properties={"a": text(), "b": text()})
    project.write(node("1", data(container("Box"), a="x")))
    post(project, "Box", properties={"a": text(nullable=False)})
    refused = project.refused("containers", {"items": [definition("Box", properties={"b": text(nullable=False)})]})
    assert "'yard:Box.b' cannot be required" in refused.message
    assert "required property 'yard.Box.a'" in project.refuses(node("2", data(container("Box"), b="x"))).message


@pytest.mark.parametrize(("is_list", "value"), [(False, "äbc"), (True, ["a", "äbc"])])
def test_texts_become_shorter_only_if_stored_ones_are(project: Project, is_list: bool, value: Any) -> None:
    def limited(size: int) -> Json:
        return {"t": {"type": {"type": "text", "list": is_list, "maxTextSize": size}}}

    post(project, "Box", properties=limited(9))
    project.write(node("1", data(container("Box"), t=value)))
    post(project, "Box", properties=limited(4))
    refused = project.refused("containers", {"items": [definition("Box", properties=limited(3))]})
    assert "'yard:Box.t' cannot be limited to 3 bytes" in refused.message


def test_uniqueness_can_be_added_only_over_values_that_are_unique(project: Project) -> None:
    post(project, "Box", properties={"a": text(), "b": text()})
    project.write(node("1", data(container("Box"), a="x", b="x")), node("2", data(container("Box"), a="x", b="y")))

    def unique(name: str) -> Json:
        constraint = {"constraintType": "uniqueness", "properties": [name]}
        return definition("Box", properties={name: text()}, constraints={name: constraint})

    project.post("containers", {"items": [unique("b")]})
    refused = project.refused("containers", {"items": [unique("a")]})
    assert refused.status == 400
    assert "stored values occur twice" in refused.message


def test_a_requirement_can_be_added_only_where_the_data_is_there(project: Project) -> None:
    def requiring(other: str) -> Json:
        constraint = {"constraintType": "requires", "require": container(other)}
        return definition("Box", properties={"a": text()}, constraints={f"needs{other}": constraint})

    post(project, "Box", properties={"a": text()})
    project.write(node("1", data(container("Box"), a="x"), data("Named", name="A")))
    project.post("containers", {"items": [requiring("Named")]})
    later = definition("Later", properties={"a": text()})
    for batch in ([requiring("Place")], [requiring("Later"), later]):
        refused = project.refused("containers", {"items": batch})
        assert refused.status == 400
        assert "the node 'stock:1' has data in the first and none in the second" in refused.message
    project.post("instances/delete", {"items": [name_of("1")]})
    project.post("containers", {"items": [requiring("Later"), later]})


def test_a_container_takes_its_data_along_and_leaves_the_instances(project: Project) -> None:
    post(project, "Box", properties={"a": text()})
    project.write(node("1", data(container("Box"), a="x")))
    project.post("containers/delete", {"items": [{"space": "yard", "externalId": "Box"}]})
    post(project, "Box", properties={"a": text()})
    assert project.list() == ["1"]
    assert project.list(filter={"hasData": [container("Box")]}) == []
