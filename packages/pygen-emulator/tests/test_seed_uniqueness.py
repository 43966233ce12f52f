"""Seeded values are unique where they must be, as far as there are any."""

from __future__ import annotations

import pytest
from pygen_emulator import ApiError
from seeded_project import Json, Project, container, prop, view

UNIQUE = {"constraintType": "uniqueness"}


@pytest.mark.parametrize(
    ("properties", "most"),
    [
        ({"code": prop("text")}, 300),
        ({"code": prop("text", maxTextSize=4)}, 300),
        ({"code": prop("text", maxTextSize=1)}, 26),
        ({"name": prop("text"), "on": prop("boolean")}, 300),
        ({"number": prop("int32", required=True)}, 300),
        ({"level": prop("float32")}, 300),
        ({"length": prop("float64")}, 300),
        ({"at": prop("timestamp")}, 300),
        ({"day": prop("date")}, 300),
        ({"data": prop("json")}, 300),
        ({"codes": prop("text", list=True)}, 300),
        ({"series": prop("timeseries")}, 300),
        ({"number": prop("int32", autoIncrement=True)}, 300),
        ({"on": prop("boolean"), "state": prop("enum", values={"a": {}, "b": {}, "c": {}})}, 6),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_unique_values_are_unique_as_far_as_there_are_any(properties: Json, most: int) -> None:
    constraint = {**UNIQUE, "properties": list(properties)}
    one = container("One", properties, constraints={"unique": constraint})

    with Project([one], [view("One", {"One": list(properties)})]) as project:
        seeded = project.seed(300)
        assert seeded.count == len(project.items("One")) == most


def test_unique_values_of_a_container_are_unique_over_all_its_views() -> None:
    parent = container("Thing", {"code": prop("text")}, constraints={"code": {**UNIQUE, "properties": ["code"]}})
    few = container("Few", {"on": prop("boolean")}, constraints={"on": {**UNIQUE, "properties": ["on"]}})
    views = [view("Thing", {"Thing": ["code"]}), view("Part", {"Thing": ["code"], "Few": ["on"]})]

    with Project([parent, few], [*views, view("Few", {"Few": ["on"]})]) as project:
        seeded = project.seed(20)

        assert seeded.count == 20
        assert len({row["code"] for row in project.values("Thing")}) == len(project.values("Thing"))
        assert len(project.items("Few")) == 2


def test_a_unique_relation_leads_to_another_node_each_time() -> None:
    target = container("Target", {"name": prop("text")})
    required = container(
        "Must", {"target": prop("direct", required=True)}, constraints={"one": {**UNIQUE, "properties": ["target"]}}
    )
    loose = container("May", {"target": prop("direct")}, constraints={"one": {**UNIQUE, "properties": ["target"]}})
    views = [
        view("Target", {"Target": ["name"]}),
        view("Must", {"Must": ["target"]}, sources={"target": "Target"}),
        view("May", {"May": ["target"]}, sources={"target": "Target"}),
    ]

    with Project([target, required, loose], views) as project:
        project.seed(60)

        for name in ("Must", "May"):
            targets = [row["target"]["externalId"] for row in project.values(name) if "target" in row]
            assert len(targets) == len(set(targets)) > 10


@pytest.mark.parametrize("required", [False, True])
def test_a_unique_relation_of_views_that_lead_to_different_targets_is_unique_over_all(required: bool) -> None:
    target = container("Target", {"name": prop("text")})
    shared = container(
        "Shared",
        {"target": prop("direct", required=required)},
        constraints={"one": {**UNIQUE, "properties": ["target"]}},
    )
    views = [
        view("Target", {"Target": ["name"]}),
        view("Toward", {"Shared": ["target"]}, sources={"target": "Target"}),
        view("Anywhere", {"Shared": ["target"]}),
    ]

    with Project([target, shared], views) as project:
        project.seed(100)

        found = [row["target"]["externalId"] for row in project.values("Anywhere") if "target" in row]
        assert len(found) == len(set(found)) > 10


def test_data_in_the_way_is_an_error_and_nothing_is_written() -> None:
    constraint = {**UNIQUE, "properties": ["code"]}
    thing = container("Thing", {"code": prop("text")}, constraints={"c": constraint})

    with Project([thing], [view("Thing", {"Thing": ["code"]})]) as project:
        project.seed(10)
        before = project.items("Thing")
        with pytest.raises(ApiError, match="violates the uniqueness constraint 'c'"):
            project.seed(10, space="elsewhere")

        assert project.items("Thing") == before
