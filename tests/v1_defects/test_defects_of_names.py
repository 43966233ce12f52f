"""Defects of version 1 in names and texts of a model: each test is named after one, and shows that it is not there."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from deployed_sdk import Made, made, made_of
from pygen_client.schema import NodeId
from pygen_runtime.instances.properties import property_names
from seeded_project import MODEL, Json, container, edges, prop, view, view_ref

TAKEN = [
    *("self", "sort", "sort_by", "direction", "sort_direction", "limit", "cursor", "cursors", "chunk_size", "group_by"),
    *("aggregate", "aggregates", "search", "search_property", "query", "properties", "operator", "interval", "filter"),
    *("view_id", "dm", "data_record", "node_type", "edge_type", "externalIdPrefix", "existing_version", "version"),
    *(
        "json",
        "copy",
        "dict",
        "schema",
        "model_fields",
        "model_dump",
        "validate",
        "construct",
        "class",
        "import",
        "def",
    ),
    *("None_", "True_", "date", "datetime", "type_", "classes", "list", "str", "int", "float", "bool", "object", "id"),
    *(
        "props",
        "relations",
        "as_write",
        "as_id",
        "load",
        "dump",
        "other_properties",
        "target_units",
        "retrieve",
        "count",
    ),
    *("names", "name", "name_prefix", "min_count", "max_count", "created_time", "Field", "core", "Optional", "Unpack"),
]
"""Names of properties that broke SDKs of version 1, or that something in ours is called."""

VIEWS = [
    *("Core", "Optional", "Union", "Literal", "ClassVar", "NodeQueryCore", "NodeAPI", "Class", "Import", "Field"),
    *(
        "Node",
        "Edge",
        "NodeWrite",
        "Instance",
        "InstanceList",
        "Text",
        "Ref",
        "Any",
        "Annotated",
        "Filter",
        "Keyword",
        "Mapping",
    ),
    *("ViewId", "NodeId", "TextProperty", "DirectRelation", "BaseModel", "MadeClient", "List", "Dict", "Str"),
    *("Api", "Client", "Data", "None", "True", "Upsert", "Delete", "Close", "FromEnv", "UPPERCASE_123", "Uppercase123"),
    *("Thing", "ThingWrite", "ThingList", "ThingAPI", "Things", "APM_Activity", "Series", "Implementation1v2"),
]
"""Names of views of the same kind."""


def scalar(kind: str) -> Json:
    return prop(kind)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    properties = {f"p{number}": prop("text") for number in range(len(TAKEN))}
    names = {
        name: {
            "container": {"type": "container", "space": MODEL, "externalId": "All"},
            "containerPropertyIdentifier": f"p{number}",
        }
        for number, name in enumerate(TAKEN)
    }
    views = [{"space": MODEL, "externalId": "Taken", "version": "v1", "properties": names}]
    with made([container("All", properties)], views, tmp_path_factory.mktemp("taken")) as found:
        yield found


def test_d7_properties_of_any_name_are_written_read_and_found(taken: Made) -> None:
    attributes = {name: attribute for attribute, name in property_names(taken.package.TakenWrite).items()}
    assert sorted(attributes) == sorted(TAKEN)
    written = taken.package.TakenWrite(external_id="x", **{attributes[name]: f"is {name}" for name in TAKEN})

    taken.sdk.upsert(written)

    found = taken.sdk.taken.retrieve("x")
    assert {name: getattr(found, attributes[name]) for name in TAKEN} == {name: f"is {name}" for name in TAKEN}
    assert found.external_id == "x"
    for name in TAKEN:
        condition = getattr(taken.package.Taken.props, attributes[name]) == f"is {name}"
        assert taken.sdk.taken.list(filter=condition, external_id_prefix="x", sort_by="external_id", limit=5) == [found]
        assert taken.sdk.taken.list(filter=~condition) == []


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    containers = [container(name, {"name": prop("text", required=True), "next": prop("direct")}) for name in VIEWS]
    views = [
        view(name, {name: ["name", "next"]}, sources={"next": VIEWS[number - 1]}) for number, name in enumerate(VIEWS)
    ]
    with made(containers, views, tmp_path_factory.mktemp("named")) as found:
        yield found


def test_d8_views_of_any_name_are_written_read_and_connected(named: Made) -> None:
    apis = [getattr(named.sdk, name) for name in dir(type(named.sdk)) if not name.startswith("_")]
    api_of = {api.item_class.view_id.external_id: api for api in apis if hasattr(api, "item_class")}
    assert sorted(api_of) == sorted(VIEWS)
    write_classes = {
        one.view_id.external_id: one
        for one in (getattr(named.package, name) for name in dir(named.package))
        if isinstance(one, type) and hasattr(one, "view_id") and "existing_version" in getattr(one, "model_fields", {})
    }

    for number, name in enumerate(VIEWS):
        named.sdk.upsert(write_classes[name](external_id=f"x{number}", name=name, next=f"x{(number - 1) % len(VIEWS)}"))

    for number, name in enumerate(VIEWS):
        api = api_of[name]
        (found,) = api.query().include(api.item_class.relations.next).list()
        assert found.name == name
        assert found.next.value.name == VIEWS[number - 1]


class TestD9NamesThatBecomeEqual:
    def test_properties_keep_a_value_each_and_are_reported(self, tmp_path: Path) -> None:
        names = ["fooBar", "foo_bar", "foo-bar", "FooBar"]
        mapped = {
            name: {
                "container": {"type": "container", "space": MODEL, "externalId": "C"},
                "containerPropertyIdentifier": f"p{number}",
            }
            for number, name in enumerate(names)
        }
        views = [{"space": MODEL, "externalId": "V", "version": "v1", "properties": mapped}]
        with made([container("C", {f"p{number}": prop("text") for number in range(4)})], views, tmp_path) as found:
            attributes = {name: attribute for attribute, name in property_names(found.package.VWrite).items()}
            found.sdk.upsert(found.package.VWrite(external_id="x", **{attributes[name]: name for name in names}))

            read = found.sdk.v.retrieve("x")
            assert {name: getattr(read, attributes[name]) for name in names} == {name: name for name in names}
            assert attributes["foo_bar"] == "foo_bar"
            reported = " ".join(str(issue) for issue in found.generated.report)
            assert all(attributes[name] in reported for name in names if name != "foo_bar" and attributes[name] != name)

    def test_views_keep_a_class_each(self, tmp_path: Path) -> None:
        views = ["MyView", "my_view", "MYVIEW"]
        containers = [container(name, {"name": prop("text")}) for name in views]
        with made(containers, [view(name, {name: ["name"]}) for name in views], tmp_path) as found:
            apis = [getattr(found.sdk, name) for name in dir(type(found.sdk)) if not name.startswith("_")]
            assert sorted(api.item_class.view_id.external_id for api in apis if hasattr(api, "item_class")) == sorted(
                views
            )


HOSTILE = '"""\n__import__("builtins").__setattr__("pwned", 1)\n"""'


def test_d10_texts_of_a_model_are_texts(tmp_path: Path) -> None:
    described = {"name": HOSTILE[:200], "description": HOSTILE}
    properties = {"text": {**prop("text", defaultValue='say "no"\n' + HOSTILE), **described}}
    views = [{**view("V", {"C": ["text"]}), **described}]
    views[0]["properties"]["text"] |= described
    with made([{**container("C", properties), **described}], views, tmp_path) as found:
        assert found.package.VWrite(external_id="x").text == 'say "no"\n' + HOSTILE
        assert HOSTILE.splitlines()[1] in (found.package.V.__doc__ or "")
    assert not hasattr(builtins, "pwned")


def answered(properties: dict[str, Json], **more: Any) -> Json:
    """A view as the service answers it."""
    return {
        "space": MODEL,
        "version": "v1",
        "implements": [],
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "writable": True,
        "queryable": True,
        "usedFor": "node",
        "isGlobal": False,
        "mappedContainers": [],
        "properties": {
            name: {
                "container": {"type": "container", "space": MODEL, "externalId": "C"},
                "containerPropertyIdentifier": name,
                "nullable": True,
                "immutable": False,
                "autoIncrement": False,
                **one,
            }
            for name, one in properties.items()
        },
        **more,
    }


def model_of(*views: Json) -> Json:
    model = {"space": MODEL, "externalId": "Made", "version": "v1"}
    return {**model, "createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False, "views": list(views)}


TEXT, NUMBER = {"type": {"type": "text", "list": False}}, {"type": {"type": "int32", "list": False}}


class TestD12ModelsOfAwkwardShape:
    def test_parents_that_disagree_still_import(self, tmp_path: Path) -> None:
        a, b = answered({"x": TEXT}, externalId="A"), answered({"x": NUMBER}, externalId="B")
        ab = answered({"x": TEXT}, externalId="AB", implements=[view_ref("A"), view_ref("B")])
        ba = answered({"x": NUMBER}, externalId="BA", implements=[view_ref("B"), view_ref("A")])
        both = answered({"x": TEXT}, externalId="Both", implements=[view_ref("AB"), view_ref("BA")])
        with made_of(model_of(a, b, ab, ba, both), tmp_path) as (_, package):
            assert package.Both.load(wire("Both", x="text")).x == "text"
            assert package.BA.load(wire("BA", x=1)).x == 1

    def test_a_parent_that_is_given_with_its_own_parent_still_imports(self, tmp_path: Path) -> None:
        c = answered({"x": TEXT}, externalId="C")
        b = answered({"x": TEXT}, externalId="B", implements=[view_ref("C")])
        a = answered({"x": TEXT}, externalId="A", implements=[view_ref("C"), view_ref("B")])
        with made_of(model_of(a, b, c), tmp_path) as (_, package):
            assert issubclass(package.A, package.C)

    def test_parents_in_a_circle_are_reported(self, tmp_path: Path) -> None:
        a = answered({"x": TEXT}, externalId="A", implements=[view_ref("B")])
        b = answered({"x": TEXT}, externalId="B", implements=[view_ref("A")])
        with made_of(model_of(a, b), tmp_path) as (generated, package):
            assert package.A.load(wire("A", x="1")).x == "1"
            assert any("circle" in str(issue).lower() for issue in generated.report)

    @pytest.mark.parametrize("used_for", ["node", "edge"])
    def test_views_without_properties_and_for_edges_only(self, tmp_path: Path, used_for: str) -> None:
        with made_of(model_of(answered({}, externalId="Bare", usedFor=used_for)), tmp_path) as (_, package):
            assert package.Bare.view_id.external_id == "Bare"

    def test_a_model_without_views(self, tmp_path: Path) -> None:
        with made_of(model_of(), tmp_path) as (_, package):
            assert package.MadeClient

    def test_names_as_long_as_the_service_takes(self, tmp_path: Path) -> None:
        long = "x" * 255
        view_ = answered({long: TEXT, "X" * 255: TEXT}, externalId="V" * 255)
        with made_of(model_of(view_), tmp_path) as (_, package):
            assert sum(hasattr(getattr(package, name), "view_id") for name in dir(package)) >= 2


def wire(name: str, **properties: Any) -> Json:
    metadata = {"instanceType": "node", "space": "data", "externalId": "x"}
    return {
        **metadata,
        "version": 1,
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "properties": {MODEL: {f"{name}/v1": properties}},
    }


def test_d13_connections_to_views_outside_of_the_model_are_kept(tmp_path: Path) -> None:
    containers = [
        container("In", {"name": prop("text"), "out": prop("direct")}),
        container("Out", {"title": prop("text")}),
    ]
    views = [
        view("In", {"In": ["name", "out"]}, sources={"out": "Out"}, connections={"outs": edges("to", "Out")}),
        view("Out", {"Out": ["title"]}),
    ]
    with made(containers, views, tmp_path, shown=["In"]) as found:
        in_write, relations = found.package.InWrite, found.package.In.relations
        found.sdk.upsert(in_write(external_id="a", name="A", out="o", outs=[in_write(external_id="b", name="B")]))

        (read,) = found.sdk.in_.query().where(name="A").include(relations.out, relations.outs).list()
        assert read.out.value.as_id() == NodeId("data", "o")
        assert [link.node.as_id() for link in read.outs] == [NodeId("data", "b")]


def test_d17_generation_changes_nothing_that_it_is_given(tmp_path: Path) -> None:
    model = model_of(answered({"x": TEXT}, externalId="A"), answered({"y": NUMBER}, externalId="B"))
    before = deepcopy(model)
    with made_of(model, tmp_path):
        assert model == before


def test_d18_every_problem_has_a_line_that_names_its_place(tmp_path: Path) -> None:
    lost = {"type": {"type": "direct", "list": False, "source": view_ref("Lost")}}
    view_ = answered({"one": lost, "two": lost, "class": TEXT, "import": TEXT}, externalId="V")
    with made_of(model_of(view_), tmp_path) as (generated, _):
        report = [str(issue) for issue in generated.report]
    for name in ("one", "two", "class", "import"):
        assert any(f"V(v1).{name}" in line for line in report), report
