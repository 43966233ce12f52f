"""Which views and containers an instance has data in."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
from emulated_project import SCHEMA, Json, Project, container, data, edge, name_of, node, view

pytestmark = pytest.mark.evidence("18")


@pytest.fixture
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(
            node("saw", data("Tool", name="Saw", price=99)),
            node("hall", data("Place", row=1)),
            node("bare"),
            edge("plain", "saw", "hall"),
            edge("link", "saw", "hall", data("Link", weight=1), data("Named", name="of")),
        )
        yield project


def inspect(project: Project, *items: Json, **operations: Json) -> list[Json]:
    body = {"inspectionOperations": operations, "items": list(items)}
    found: list[Json] = project.post("instances/inspect", body)["items"]
    return found


def test_a_view_is_involved_where_all_its_containers_hold_data(project: Project) -> None:
    saw, link = inspect(project, name_of("saw"), name_of("link", "edge"), involvedViews={}, involvedContainers={})
    assert saw["inspectionResults"]["involvedContainers"] == [container("Named"), container("Tool")]
    assert saw["inspectionResults"]["involvedViews"] == [view(name) for name in ("Named", "Tool", "Nameless", "Cheap")]
    assert link["inspectionResults"]["involvedContainers"] == [container("Named"), container("Link")]
    assert link["inspectionResults"]["involvedViews"] == [view(name) for name in ("Named", "Link", "Nameless")]


def test_a_bare_instance_involves_nothing(project: Project) -> None:
    found = inspect(project, name_of("plain", "edge"), name_of("bare"), involvedViews={}, involvedContainers={})
    assert [item["inspectionResults"] for item in found] == [{"involvedViews": [], "involvedContainers": []}] * 2


def test_only_what_is_asked_for_is_answered(project: Project) -> None:
    (hall,) = inspect(project, name_of("hall"), involvedContainers={"allVersions": False})
    assert hall == {**name_of("hall"), "inspectionResults": {"involvedContainers": [container("Place")]}}


def test_all_versions_are_named_where_they_are_wanted(project: Project) -> None:
    mapped = {"container": container("Place"), "containerPropertyIdentifier": "row"}
    second = {"space": SCHEMA, "externalId": "Place", "version": "v2", "properties": {"row": mapped}}
    project.post("views", {"items": [second]})

    def versions(**operation: bool) -> list[str]:
        (hall,) = inspect(project, name_of("hall"), involvedViews=operation)
        return [each["version"] for each in hall["inspectionResults"]["involvedViews"]]

    assert versions() == ["v2"]
    assert versions(allVersions=True) == ["v1", "v2"]


def test_what_does_not_exist_is_left_out_and_each_is_named_once(project: Project) -> None:
    project.post("instances/delete", {"items": [name_of("bare")]})
    wanted = [name_of("hall"), name_of("bare"), name_of("hall", "edge"), name_of("nobody"), name_of("hall")]
    assert [item["externalId"] for item in inspect(project, *wanted, involvedViews={})] == ["hall"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"items": [name_of("a")]}, "[inspectionOperations must not be null]"),
        ({"inspectionOperations": {}, "items": [name_of("a")] * 1001}, "[items size must be between 1 and 1000]"),
        ({"inspectionOperations": {"involvedViews": {"all": True}}, "items": [name_of("a")]}, "Unexpected field"),
    ],
)
def test_a_malformed_inspection_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("instances/inspect", body)
    assert refused.status == 400
    assert message in refused.message
