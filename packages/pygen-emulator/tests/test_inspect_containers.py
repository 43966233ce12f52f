"""What a container is mapped by, and retrying what never fails."""

from __future__ import annotations

from typing import Any

import pytest
from emulated_project import SCHEMA, Json, Project, view

pytestmark = pytest.mark.evidence("7")


def inspect(project: Project, *names: str, **operations: Json) -> list[Json]:
    items = [{"space": SCHEMA, "externalId": name} for name in names]
    body = {"inspectionOperations": operations, "items": items}
    found: list[Json] = project.post("containers/inspect", body)["items"]
    return found


def add_version(project: Project, name: str, version: str, container: str) -> None:
    mapped = {"type": "container", "space": SCHEMA, "externalId": container}
    properties = {"p": {"container": mapped, "containerPropertyIdentifier": "name"}}
    item = {"space": SCHEMA, "externalId": name, "version": version, "properties": properties}
    project.post("views", {"items": [item]})


def test_the_views_that_map_a_container_are_named_and_counted(project: Project) -> None:
    (tool,) = inspect(project, "Tool", involvedViews={}, totalInvolvedViewCount={})
    assert tool == {
        "space": SCHEMA,
        "externalId": "Tool",
        "inspectionResults": {"involvedViewCount": 2, "involvedViews": [view("Tool"), view("Cheap")]},
    }


def test_only_what_is_asked_for_is_answered(project: Project) -> None:
    assert [item["inspectionResults"] for item in inspect(project, "Tool", totalInvolvedViewCount={})] == [
        {"involvedViewCount": 2}
    ]
    assert [item["inspectionResults"] for item in inspect(project, "Tool")] == [{}]


def test_old_versions_count_only_where_all_versions_are_wanted(project: Project) -> None:
    add_version(project, "Nameless", "v2", "Named")
    newest = {"involvedViews": {}, "totalInvolvedViewCount": {"includeUnavailableViews": False}}
    (item,) = inspect(project, "Named", **newest)
    versions = [each["version"] for each in item["inspectionResults"]["involvedViews"]]
    assert versions == ["v1", "v1", "v2"]
    assert item["inspectionResults"]["involvedViewCount"] == 3
    every = {"involvedViews": {"allVersions": True}, "totalInvolvedViewCount": {"allVersions": True}}
    (item,) = inspect(project, "Named", **every)
    assert len(item["inspectionResults"]["involvedViews"]) == item["inspectionResults"]["involvedViewCount"] == 4


def test_unknown_containers_are_left_out_and_each_is_named_once(project: Project) -> None:
    found = inspect(project, "Place", "Nobody", "Place", involvedViews={})
    assert [item["externalId"] for item in found] == ["Place"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"items": [{"space": "s", "externalId": "c"}]}, "[inspectionOperations must not be null]"),
        ({"inspectionOperations": {}, "items": []}, "[items size must be between 1 and 10]"),
        ({"inspectionOperations": {"views": {}}, "items": [{"space": "s", "externalId": "c"}]}, "Unexpected field"),
    ],
)
def test_a_malformed_inspection_is_refused(project: Project, body: Json, message: str) -> None:
    refused = project.refused("containers/inspect", body)
    assert refused.status == 400
    assert message in refused.message


@pytest.mark.parametrize(
    ("kind", "container", "identifier"),
    [("constraints", "Tool", "named"), ("indexes", "Named", "byName"), ("properties", "Named", "name")],
)
def test_a_retry_names_what_exists(project: Project, kind: str, container: str, identifier: str) -> None:
    there: dict[str, Any] = {"space": SCHEMA, "containerExternalId": container, "identifier": identifier}
    others = [{**there, "identifier": "nothing"}, {**there, "containerExternalId": "Nobody"}]
    assert project.post(f"containers/{kind}/retry", {"items": [there, *others, there]})["items"] == [there]


def test_what_the_service_owns_cannot_be_retried(project: Project) -> None:
    item = {"space": "cdf_cdm", "containerExternalId": "CogniteAsset", "identifier": "path"}
    assert project.refused("containers/indexes/retry", {"items": [item]}).status == 403
