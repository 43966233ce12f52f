"""Seeded instances obey the rules of any schema: types, limits, requires, relations."""

from __future__ import annotations

from collections import Counter

import pytest
from pygen_emulator import ApiError, Emulator
from seeded_project import MODEL, Json, Project, container, prop, ref, view, view_ref

EVERY_TYPE = {
    "name": prop("text"),
    "short": prop("text", maxTextSize=3, required=True),
    "count": prop("int32"),
    "big": prop("int64", required=True),
    "pressure": prop("float32", unit={"externalId": "pressure:bar"}),
    "xMin": prop("float64", required=True),
    "xMax": prop("float64", required=True),
    "active": prop("boolean"),
    "startTime": prop("timestamp", required=True),
    "endTime": prop("timestamp", required=True),
    "day": prop("date"),
    "data": prop("json", required=True),
    "series": prop("timeseries"),
    "file": prop("file"),
    "sequence": prop("sequence"),
    "state": prop("enum", values={"on": {}, "off": {}, "other": {}}, unknownValue="other", required=True),
    "texts": prop("text", list=True, maxListSize=1, required=True),
    "days": prop("date", list=True),
    "numbers": prop("float32", list=True),
    "objects": prop("json", list=True),
    "counter": prop("int32", autoIncrement=True),
    "kind": prop("text", defaultValue="plain"),
    "fixed": prop("text", immutable=True),
}


def test_values_of_every_type_fit() -> None:
    with Project([container("All", EVERY_TYPE)], [view("All", {"All": list(EVERY_TYPE)})]) as project:
        assert project.seed(200).counts == {f"{MODEL}:All(v1)": 200}
        rows = project.values("All")

    assert len(rows) == 200
    assert all(row.keys() >= {"name", "short", "big", "data", "state", "texts", "counter", "kind"} for row in rows)
    assert {row["state"] for row in rows} == {"on", "off"}
    assert all(row["startTime"] < row["endTime"] and row["xMin"] <= row["xMax"] for row in rows)
    assert all(1 <= row["pressure"] <= 40 for row in rows if "pressure" in row)
    filled = Counter(name for row in rows for name in row)
    assert 120 < filled["count"] < 200, "some values that may be left out are left out"
    assert {row["kind"] == "plain" for row in rows} == {True, False}, "some values are left to the default"


def test_seeding_twice_changes_nothing() -> None:
    with Project([container("All", EVERY_TYPE)], [view("All", {"All": list(EVERY_TYPE)})]) as project:
        project.seed(20)
        before = project.items("All")
        project.seed(20)

        assert project.items("All") == before


def test_the_same_number_gives_the_same_instances_and_another_does_not() -> None:
    def rows(seed: int) -> list[Json]:
        with Project([container("All", EVERY_TYPE)], [view("All", {"All": list(EVERY_TYPE)})]) as project:
            project.seed(50, seed=seed)
            return project.values("All")

    assert rows(7) == rows(7)
    assert rows(7) != rows(8)


def test_what_a_number_gives_stays_from_version_to_version() -> None:
    properties = {"name": prop("text"), "price": prop("float64"), "serialNumber": prop("text"), "made": prop("date")}
    with Project([container("Saw", properties)], [view("CircularSaw", {"Saw": list(properties)})]) as project:
        project.seed(2)

        assert project.values("CircularSaw") == [
            {
                "name": "Northern circular saw 1",
                "price": 41.97,
                "serialNumber": "SN-1192-00001",
                "made": "2022-03-01",
            },
            {"name": "Golden circular saw 2", "serialNumber": "SN-1330-00002", "made": "2021-05-29"},
        ]


def test_required_containers_come_along() -> None:
    base = container("Base", {"name": prop("text", required=True), "note": prop("text")})
    require = {"base": {"constraintType": "requires", "require": ref("Base")}}
    top = container("Top", {"size": prop("int32")}, constraints=require)

    with Project([base, top], [view("Top", {"Top": ["size"]}), view("Base", {"Base": ["name"]})]) as project:
        project.seed(10)

        assert len(project.items("Top")) == 5
        assert len(project.items("Base")) == 10


def test_relations_lead_to_instances_of_their_view() -> None:
    pump = container("Pump", {"name": prop("text")})
    tank = container("Tank", {"name": prop("text")})
    place = container(
        "Place",
        {
            "pump": prop("direct", container=ref("Pump"), required=True),
            "tanks": prop("direct", list=True, maxListSize=2),
            "parent": prop("direct", container=ref("Place")),
            "self": prop("direct", container=ref("Place"), required=True),
            "anything": prop("direct"),
        },
    )
    views = [
        view("Pump", {"Pump": ["name"]}),
        view("Tank", {"Tank": ["name"]}),
        view(
            "Place",
            {"Place": ["pump", "tanks", "parent", "self", "anything"]},
            sources={"pump": "Pump", "tanks": "Tank", "parent": "Place", "self": "Place"},
        ),
    ]

    with Project([pump, tank, place], views) as project:
        assert project.seed(2_400).count == 2_400
        ids = {name: {item["externalId"] for item in project.items(name)} for name in ("Pump", "Tank", "Place")}
        for row in project.values("Place"):
            assert row["pump"]["externalId"] in ids["Pump"]
            assert {each["externalId"] for each in row.get("tanks", [])} <= ids["Tank"]
            assert len(row.get("tanks", [])) <= 2


def test_relations_lead_to_instances_of_a_child_where_the_view_itself_is_not_seeded() -> None:
    base, child = container("Base", {"name": prop("text")}), container("Child", {"size": prop("int32")})
    user = container("User", {"base": prop("direct")})
    views = [
        view("Base", {"Base": ["name"]}),
        view("Child", {"Child": ["size"]}, implements=[view_ref("Base")]),
        view("User", {"User": ["base"]}, sources={"base": "Base"}),
    ]
    listed = [view_ref("Child"), view_ref("User")]

    with Project([base, child, user], views) as project:
        project.cdf.deploy(
            data_models=[{"space": MODEL, "externalId": "M", "version": "v1", "views": listed}],
        )
        seeded = project.seed(20)
        targets = {row["base"]["externalId"] for row in project.values("User") if "base" in row}

    assert seeded.counts == {f"{MODEL}:Child(v1)": 10, f"{MODEL}:User(v1)": 10}
    assert targets <= {f"Child_{number}" for number in range(1, 11)}
    assert targets


def test_without_a_space_instances_go_to_that_of_the_data_model() -> None:
    thing = container("Thing", {"name": prop("text")})
    model = {"space": MODEL, "externalId": "M", "version": "v1", "views": [view_ref("Thing")]}

    with Project([thing], [view("Thing", {"Thing": ["name"]})]) as project:
        assert project.seed(1, space=None).space == "seeded"
        project.cdf.deploy(data_models=[model])
        assert project.seed(1, space=None).space == MODEL


def test_what_cannot_be_seeded_is_left_out_and_named() -> None:
    link = container("Link", {"weight": prop("float32")}, usedFor="edge")
    only = container("Only", {"state": prop("enum", values={"other": {}}, unknownValue="other", required=True)})
    mixed = container("Node", {"name": prop("text")})
    views = [
        view("Link", {"Link": ["weight"]}),
        view("Only", {"Only": ["state"]}),
        view("Mixed", {"Link": ["weight"], "Node": ["name"]}),
    ]

    with Project([link, only, mixed], views) as project:
        seeded = project.seed(10)

    assert seeded.count == 0
    assert seeded.left_out[f"{MODEL}:Mixed(v1)"] == "the container model:Link is for edges only"
    assert seeded.left_out[f"{MODEL}:Link(v1)"] == "no nodes are there that they could connect"
    assert "has no value for the required property 'model.Only.state'" in seeded.left_out[f"{MODEL}:Only(v1)"]


def test_what_cannot_be_without_it_is_left_out_too() -> None:
    user = container("User", {"owner": prop("direct", container=ref("Owner"), required=True)})
    second = container("Second", {"user": prop("direct", container=ref("User"), required=True)})
    owner = container("Owner", {"name": prop("text")})

    with Project(
        [owner, user, second], [view("User", {"User": ["owner"]}), view("Second", {"Second": ["user"]})]
    ) as project:
        seeded = project.seed(10)

    assert seeded.count == 0
    assert seeded.left_out[f"{MODEL}:User(v1)"] == "nothing is there that its relation owner could lead to"
    assert f"{MODEL}:Second(v1)" in seeded.left_out


def test_fewer_instances_than_views_begin_with_what_others_need() -> None:
    user = container("User", {"owner": prop("direct", container=ref("Owner"), required=True)})
    owner = container("Owner", {"name": prop("text")})
    views = [
        view("Another", {"User": ["owner"]}),
        view("User", {"User": ["owner"]}),
        view("Owner", {"Owner": ["name"]}),
    ]

    with Project([owner, user], views) as project:
        assert project.seed(1).counts == {
            f"{MODEL}:Another(v1)": 0,
            f"{MODEL}:User(v1)": 0,
            f"{MODEL}:Owner(v1)": 1,
        }


def test_views_of_one_name_have_instances_of_their_own() -> None:
    thing = container("Thing", {"name": prop("text")})
    second = {**view("Thing", {"Thing": ["name"]}), "version": "v2"}

    with Project([thing], [view("Thing", {"Thing": ["name"]}), second]) as project:
        project.seed(2)
        assert {item["externalId"] for item in project.items("Thing")} == {"Thing_1", "Thing_v2_1"}


def test_an_empty_project_stays_empty() -> None:
    with Emulator.in_process() as cdf:
        seeded = cdf.seed(100)

    assert (seeded.count, seeded.counts, seeded.left_out) == (0, {}, {})


def test_a_space_that_cannot_be_is_refused() -> None:
    with Emulator.in_process() as cdf, pytest.raises(ApiError, match="space"):
        cdf.seed(1, space="not a space")
