"""Seeded instances obey the rules of any schema: types, limits, uniqueness, requires, relations, edges."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import pytest
from pygen_emulator import ApiError, Emulator
from pygen_emulator.seed.service import Seeded

Json = dict[str, Any]
MODEL, DATA = "model", "data"


def ref(container: str) -> Json:
    return {"type": "container", "space": MODEL, "externalId": container}


def view_ref(view: str, version: str = "v1") -> Json:
    return {"type": "view", "space": MODEL, "externalId": view, "version": version}


def container(name: str, properties: Json, **more: Any) -> Json:
    return {"space": MODEL, "externalId": name, "properties": properties, **more}


def view(name: str, mapped: dict[str, list[str]] | None = None, **more: Any) -> Json:
    """A view that shows properties of containers by their own names; ``sources`` are the views of relations."""
    sources = more.pop("sources", {})
    properties = {
        each: {
            "container": ref(owner),
            "containerPropertyIdentifier": each,
            **({"source": view_ref(sources[each])} if each in sources else {}),
        }
        for owner, names in (mapped or {}).items()
        for each in names
    }
    connections = more.pop("connections", {})
    body = {"space": MODEL, "externalId": name, "version": "v1", "properties": {**properties, **connections}}
    return {**body, **more}


def edges(type_: str, source: str, **more: Any) -> Json:
    return {
        "connectionType": "multi_edge_connection",
        "type": {"space": MODEL, "externalId": type_},
        "source": view_ref(source),
        **more,
    }


class Project:
    """An emulator with a schema, seeded."""

    def __init__(self, containers: list[Json], views: list[Json]) -> None:
        self.cdf = Emulator.in_process()
        self.cdf.deploy(spaces=[{"space": MODEL}], containers=containers, views=views)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.cdf.close()

    def seed(self, count: int, **options: Any) -> Seeded:
        return self.cdf.seed(count, **{"space": DATA, **options})

    def post(self, path: str, body: Json) -> Json:
        with httpx.Client(transport=self.cdf.transport(), base_url=self.cdf.base_url) as client:
            url = f"/api/v1/projects/{self.cdf.project}/models/{path}"
            response = client.post(url, json=body, headers={"Authorization": f"Bearer {self.cdf.token}"})
            assert response.status_code == 200, response.text
            answer: Json = response.json()
            return answer

    def items(self, name: str, kind: str = "node") -> list[Json]:
        """All members of a view."""
        body = {"instanceType": kind, "sources": [{"source": view_ref(name)}], "limit": 1000}
        found: list[Json] = self.post("instances/list", body)["items"]
        return found

    def values(self, name: str, kind: str = "node") -> list[Json]:
        """What the members of a view show in it."""
        return [item["properties"][MODEL][f"{name}/v1"] for item in self.items(name, kind)]


def prop(kind: str, **options: Any) -> Json:
    """A container property; ``required`` makes it so, the rest belongs to the type unless it is an attribute."""
    attributes: Json = {
        key: options.pop(key) for key in ("defaultValue", "autoIncrement", "immutable") if key in options
    }
    required = {"nullable": False} if options.pop("required", False) else {}
    return {"type": {"type": kind, **options}, **attributes, **required}


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


def test_edges_connect_the_nodes_that_views_say() -> None:
    node, link = (
        container("Node", {"name": prop("text")}),
        container("Link", {"weight": prop("float32")}, usedFor="edge"),
    )
    other = container("Other", {"name": prop("text")})
    views = [
        view("Link", {"Link": ["weight"]}),
        view(
            "Node",
            {"Node": ["name"]},
            connections={
                "others": edges("linked", "Other", edgeSource=view_ref("Link")),
                "friend": edges("friend", "Node", connectionType="single_edge_connection"),
                "owner": edges("owns", "Other", connectionType="single_edge_connection", direction="inwards"),
            },
        ),
        view(
            "Other",
            {"Other": ["name"]},
            connections={"nodes": edges("linked", "Node", direction="inwards", edgeSource=view_ref("Link"))},
        ),
    ]

    with Project([node, other, link], views) as project:
        seeded = project.seed(100)
        listed = project.post("instances/list", {"instanceType": "edge", "limit": 1000})["items"]
        linked = project.items("Link", "edge")

    assert seeded.counts[f"{MODEL}:Link(v1)"] == len(linked) == 20
    by_type: dict[str, list[tuple[str, str]]] = {}
    for edge in listed:
        ends = edge["startNode"]["externalId"], edge["endNode"]["externalId"]
        by_type.setdefault(edge["type"]["externalId"], []).append(ends)
    assert {(start.split("_")[0], end.split("_")[0]) for start, end in by_type["linked"]} == {("Node", "Other")}
    assert {(start.split("_")[0], end.split("_")[0]) for start, end in by_type["owns"]} == {("Other", "Node")}
    starts = [start for start, _ in by_type["friend"]]
    ends_of_owns = [end for _, end in by_type["owns"]]
    assert len(starts) == len(set(starts)) == 20
    assert len(ends_of_owns) == len(set(ends_of_owns)) == 20


def test_edges_that_no_view_of_nodes_names_go_between_any_nodes() -> None:
    node, link = (
        container("Node", {"name": prop("text")}),
        container("Link", {"weight": prop("float32")}, usedFor="edge"),
    )

    with Project([node, link], [view("Node", {"Node": ["name"]}), view("Link", {"Link": ["weight"]})]) as project:
        project.seed(10)

        assert len(project.items("Link", "edge")) == 5


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


def test_data_in_the_way_is_an_error_and_nothing_is_written() -> None:
    constraint = {**UNIQUE, "properties": ["code"]}
    thing = container("Thing", {"code": prop("text")}, constraints={"c": constraint})

    with Project([thing], [view("Thing", {"Thing": ["code"]})]) as project:
        project.seed(10)
        before = project.items("Thing")
        with pytest.raises(ApiError, match="violates the uniqueness constraint 'c'"):
            project.seed(10, space="elsewhere")

        assert project.items("Thing") == before


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
