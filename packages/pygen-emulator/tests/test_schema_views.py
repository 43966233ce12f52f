"""Views: what is derived, what is refused, and how inheritance resolves."""

from __future__ import annotations

from typing import Any

import pytest
from pygen_emulator import Emulator
from schema_bodies import CONTAINER as C
from schema_bodies import edge_to as _edge
from schema_bodies import mapped as _mapped
from schema_bodies import reverse_through as _reverse
from schema_bodies import view_body as _view
from schema_bodies import view_reference as _ref
from schema_bodies import view_with as _with

pytestmark = [pytest.mark.evidence("8"), pytest.mark.usefixtures("container_for_views")]


def test_an_empty_view(api: Any) -> None:
    [view] = api.post("/views", _view())

    assert view.pop("createdTime") == view.pop("lastUpdatedTime")
    assert view == {
        **_view(),
        "implements": [],
        "properties": {},
        "writable": False,
        "queryable": False,
        "usedFor": "all",
        "isGlobal": False,
        "mappedContainers": [],
    }


def test_a_mapped_property_has_the_type_of_its_container(api: Any) -> None:
    [view] = api.post("/views", _with(label=_mapped("name", description="What it is called"), size=_mapped("size")))

    assert view["properties"] == {
        "label": {
            **_mapped("name"),
            "type": {"type": "text", "list": False, "collation": "ucs_basic"},
            "nullable": False,
            "immutable": False,
            "autoIncrement": False,
            "constraintState": {"nullability": "current"},
            "description": "What it is called",
        },
        "size": {
            **_mapped("size"),
            "type": {"type": "int32", "list": False},
            "nullable": False,
            "immutable": False,
            "autoIncrement": False,
            "defaultValue": 1,
            "constraintState": {"nullability": "current"},
        },
    }
    assert view["mappedContainers"] == [C]
    assert (view["writable"], view["queryable"], view["usedFor"]) == (True, True, "node")


def test_the_source_of_a_relation_moves_into_the_type(api: Any) -> None:
    [view] = api.post("/views", _with(one=_mapped("one", source=_ref("V"))))

    assert view["properties"]["one"]["type"] == {"type": "direct", "list": False, "source": _ref("V")}
    assert "source" not in view["properties"]["one"]


def test_an_edge_gets_its_direction_and_kind(api: Any) -> None:
    [view] = api.post("/views", _with(edges=_edge(), single=_edge(connectionType="single_edge_connection")))

    assert view["properties"] == {
        "edges": {**_edge(), "connectionType": "multi_edge_connection", "direction": "outwards"},
        "single": {**_edge(), "connectionType": "single_edge_connection", "direction": "outwards"},
    }


def test_a_reverse_relation_says_whether_it_reverses_a_list(api: Any) -> None:
    [view] = api.post(
        "/views",
        _with(
            one=_mapped("one"),
            many=_mapped("many"),
            a=_reverse("one"),
            b=_reverse("many"),
            c=_reverse("many", source=C),
        ),
    )

    assert view["properties"]["a"] == {**_reverse("one"), "targetsList": False}
    assert view["properties"]["b"]["targetsList"] is True
    assert view["properties"]["c"] == {**_reverse("many", source=C), "targetsList": True}


def test_a_view_that_leaves_a_required_property_out_is_not_writable(api: Any) -> None:
    [view] = api.post("/views", _with(size=_mapped("size")))

    assert (view["writable"], view["queryable"]) == (False, True)


def test_a_filter_makes_a_view_queryable_and_comes_back(api: Any) -> None:
    [view] = api.post("/views", _view(filter={"hasData": [C]}))

    assert (view["writable"], view["queryable"], view["filter"]) == (False, True, {"hasData": [C]})


@pytest.mark.parametrize(
    ("filter_", "message"),
    [
        ({}, "filter must be an object with one of"),
        ({"sounds like": 1}, "Unexpected field - filter.sounds like"),
        ({"invalid": {"filterType": "equals"}}, "Unexpected field - filter.invalid"),
        ({"exists": {"property": ["s", "C", "unknown"]}}, "Unknown property 'unknown'"),
        ({"exists": {"property": ["s", "Other/1", "p"]}}, "One or more views do not exist: 's:Other/1'"),
        ({"equals": {"property": ["s", "C", "size"], "value": "large"}}, "large"),
    ],
)
def test_a_filter_must_make_sense(api: Any, filter_: dict[str, Any], message: str) -> None:
    assert message in api.refusal("/views", _view(filter=filter_))


def test_a_filter_may_name_the_view_itself_and_what_comes_with_it(api: Any) -> None:
    equals = {"equals": {"property": ["s", "V/1", "size"], "value": 1}}
    filter_ = {"and": [equals, {"hasData": [_ref("Other")]}]}

    view = _view(filter=filter_, properties={"size": _mapped("size")})

    assert len(api.post("/views", view, _view("Other", properties={"size": _mapped("size")}))) == 2


@pytest.mark.parametrize(
    ("kinds", "used_for"),
    [(["all"], "all"), (["all", "edge"], "edge"), (["all", "node"], "node"), (["edge", "node"], "node")],
)
def test_what_a_view_is_used_for_follows_from_its_containers(api: Any, kinds: list[str], used_for: str) -> None:
    properties = {}
    for kind in kinds:
        container = {"space": "s", "externalId": kind.capitalize()}
        api.post("/containers", {**container, "usedFor": kind, "properties": {"p": {"type": {"type": "text"}}}})
        properties[kind] = {"container": {"type": "container", **container}, "containerPropertyIdentifier": "p"}

    assert api.post("/views", _with(**properties))[0]["usedFor"] == used_for


def test_properties_are_inherited_through_every_generation(api: Any) -> None:
    grandparent = _view("A", properties={"name": _mapped("name"), "edges": _edge()})
    parent = _view("B", implements=[_ref("A")], properties={"one": _mapped("one")})
    child = _view("V", implements=[_ref("B")], properties={"size": _mapped("size")})
    api.post("/views", child, parent, grandparent)

    [whole] = api.post("/views/byids", _id("V"))
    [own] = api.post("/views/byids", _id("V"), includeInheritedProperties="false")

    assert list(whole["properties"]) == ["name", "edges", "one", "size"]
    assert list(own["properties"]) == ["size"]
    assert whole["mappedContainers"] == [C]
    assert whole["writable"] is True
    assert {**whole, "properties": None} == {**own, "properties": None}


def _id(external_id: str, version: str = "1") -> dict[str, str]:
    return {"space": "s", "externalId": external_id, "version": version}


def test_own_properties_win_and_then_the_last_listed_parent(api: Any) -> None:
    first = _view("A", properties={"x": _mapped("name", description="A"), "y": _mapped("name", description="A")})
    second = _view("B", properties={"x": _mapped("name", description="B"), "y": _mapped("name", description="B")})
    child = _view("V", implements=[_ref("A"), _ref("B")], properties={"y": _mapped("name", description="V")})
    api.post("/views", first, second, child)

    [view] = api.post("/views/byids", _id("V"))

    assert {name: prop["description"] for name, prop in view["properties"].items()} == {"x": "B", "y": "V"}


def test_what_a_parent_gains_its_children_show(api: Any) -> None:
    api.post("/views", _view("A"), _view("V", implements=[_ref("A")]))

    api.post("/views", _view("A", properties={"name": _mapped("name")}))

    assert list(api.post("/views/byids", _id("V"))[0]["properties"]) == ["name"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_view("File"), "externalId cannot be one of the reserved values"),
        ({**_view(), "version": "v 1"}, "version must match"),
        ({**_view(), "version": "v" * 44}, "version size must be between 1 and 43"),
        ({"space": "s", "externalId": "V"}, "version must not be null"),
        (_view(description="d" * 1025), "description size must be between 0 and 1024"),
        (_view(unknown=1), "Unexpected field - items.unknown"),
        (_view(writable=True), "Unexpected field - items.writable"),
        (_with(**{"a.b": _mapped("name")}), "Property identifier must match"),
        (_with(externalId=_mapped("name")), "Property identifier cannot be one of the reserved values"),
        (_with(p=_mapped("name", type={"type": "text"})), "Unexpected field - items.properties.p.type"),
        (_with(p=_mapped("unknown")), "s:V(1).p maps 'unknown', which container s:C does not have"),
        (_with(p=_mapped("has-hyphen")), "containerPropertyIdentifier must match"),
        (_with(p=_mapped("name", source=_ref("V"))), "s:V(1).p has a source but is no direct relation"),
        (_with(p={**_mapped("name"), "container": {**C, "externalId": "D"}}), "containers do not exist: 's:D'"),
        (_with(p={**_mapped("name"), "container": {"space": "s", "externalId": "C"}}), "[type must not be null]"),
        (_with(p=_mapped("one", source=_id("V"))), "[type must not be null]"),
        (_with(p=_edge(source=_ref("W"))), "One or more views do not exist: 's:W/1'"),
        (_with(p=_edge(edgeSource=_ref("W"))), "One or more views do not exist: 's:W/1'"),
        (_with(p=_edge(direction="up")), "direction must be one of 'outwards' or 'inwards'"),
        (_with(p=_edge(type={"space": "s", "externalId": ""})), "externalId size must be between 1 and 256"),
        (_with(p=_edge(type={"space": "s", "externalId": "a\0"})), "externalId must not contain NUL"),
        (_with(p={"connectionType": "teleport"}), "connectionType is not known: 'teleport'"),
        (_with(p=_reverse("one", source=_ref("W"))), "One or more views do not exist: 's:W/1'"),
        (_with(p=_reverse("one", source={**C, "externalId": "D"})), "containers do not exist: 's:D'"),
        (_with(p=_reverse("one")), "s:V(1).p goes through 'one' of s:V(1), which is no direct relation"),
        (_with(p=_reverse("name", source=C)), "goes through 'name' of s:C, which is no direct relation"),
        (_with(p=_reverse("p")), "goes through 'p' of s:V(1), which is no direct relation"),
        (_with(p=_reverse("a-b")), "identifier must match"),
        (_with(p=_reverse("one", targetsList=False)), "Unexpected field - items.properties.p.targetsList"),
        (_view(implements=[_ref("W")]), "One or more views do not exist: 's:W/1'"),
        (_view(implements=[_id("W")]), "[type must not be null]"),
        (_view(implements=[_ref("V")]), "implement each other in a cycle: s:V(1) -> s:V(1)"),
        (_view(implements=[_ref("A"), _ref("A")]), "implements names a view twice"),
        (_view(implements=[_ref(f"A{n}") for n in range(11)]), "implements size must be between 0 and 10"),
        ({**_view(), "space": "unknown"}, "One or more spaces do not exist: 'unknown'"),
    ],
)
def test_a_bad_view_is_refused(api: Any, body: dict[str, Any], message: str) -> None:
    assert message in api.refusal("/views", body)


def test_views_cannot_implement_each_other_in_a_circle(api: Any) -> None:
    message = api.refusal("/views", _view("A", implements=[_ref("B")]), _view("B", implements=[_ref("A")]))

    assert message == "The views implement each other in a cycle: s:A(1) -> s:B(1) -> s:A(1)"


@pytest.mark.evidence("4")
def test_a_view_shows_at_most_300_properties(api: Any) -> None:
    api.post("/views", _view("A", properties={f"a{n}": _mapped("name") for n in range(200)}))
    child = _view("V", implements=[_ref("A")], properties={f"v{n}": _mapped("name") for n in range(101)})

    assert "properties size must be between 0 and 300" in api.refusal("/views", child)


def test_a_record_container_cannot_be_mapped(api: Any) -> None:
    record = {"space": "s", "externalId": "R", "usedFor": "record", "properties": {"p": {"type": {"type": "int32"}}}}
    api.post("/containers", record)
    prop = {"container": {**C, "externalId": "R"}, "containerPropertyIdentifier": "p"}

    assert "is used for records" in api.refusal("/views", _with(p=prop))


@pytest.mark.evidence("4")
def test_there_are_at_most_a_hundred_versions(emulator: Emulator) -> None:
    versions = [{**_view(), "version": f"v{number}"} for number in range(101)]
    emulator.deploy(views=versions[:100])

    with pytest.raises(Exception, match="Too many versions of a view: 101, at most 100"):
        emulator.deploy(views=versions[100:])


def test_views_of_the_service_may_be_implemented_but_not_written(api: Any, emulator: Emulator) -> None:
    describable = {"space": "cdf_cdm", "externalId": "Describable", "version": "v1"}
    emulator.deploy(spaces=[{"space": "cdf_cdm"}], views=[describable], as_system=True)

    [child] = api.post("/views", _view(implements=[{"type": "view", **describable}]))

    assert child["isGlobal"] is False
    assert api.post("/views/byids", describable)[0]["isGlobal"] is True
    api.refusal("/views", describable, status=403)
    api.refusal("/views/delete", describable, status=403)
