"""Schema objects load from the service's JSON and dump back to it, unknown things included."""

import pytest
from pydantic import ValidationError
from pygen_client.schema import (
    BtreeIndex,
    Container,
    ContainerId,
    ContainerPropertyWrite,
    ContainerWrite,
    DataModel,
    DataModelId,
    DataModelWrite,
    EdgeConnection,
    EdgeId,
    EnumType,
    EnumValue,
    MappedProperty,
    NodeId,
    RequiresConstraint,
    ReverseDirectRelation,
    Space,
    SpaceWrite,
    TextType,
    UniquenessConstraint,
    UnknownConnection,
    UnknownConstraint,
    UnknownIndex,
    UnknownType,
    View,
    ViewId,
    ViewWrite,
)

TIMES = {"createdTime": 1, "lastUpdatedTime": 2, "isGlobal": False}


def property_of(type_: dict) -> dict:
    return {
        "type": type_,
        "nullable": True,
        "immutable": False,
        "autoIncrement": False,
        "constraintState": {},
    }


PROPERTY_TYPES = [
    {"type": "text", "list": False, "collation": "ucs_basic", "maxTextSize": 10},
    {"type": "boolean", "list": True},
    {"type": "int32", "list": False},
    {"type": "int64", "list": True, "maxListSize": 300},
    {"type": "float32", "list": False, "unit": {"externalId": "length:m", "sourceUnit": "metre"}},
    {"type": "float64", "list": False},
    {"type": "timestamp", "list": False},
    {"type": "date", "list": False},
    {"type": "json", "list": False},
    {"type": "timeseries", "list": False},
    {"type": "file", "list": False},
    {"type": "sequence", "list": False},
    {"type": "direct", "list": False, "container": {"type": "container", "space": "s", "externalId": "C"}},
    {"type": "enum", "list": False, "unknownValue": "a", "values": {"a": {"name": "A"}, "b": {}}},
    {"type": "geometry", "list": False, "srid": 4326},
]


@pytest.mark.parametrize("type_", PROPERTY_TYPES, ids=lambda value: value["type"])
def test_a_container_with_any_type_of_property_dumps_as_it_was_loaded(type_):
    data = {
        "space": "s",
        "externalId": "C",
        "usedFor": "node",
        "properties": {"p": property_of(type_)},
        "constraints": {},
        "indexes": {},
        **TIMES,
    }
    assert Container.load(data).dump() == data


def test_a_type_of_the_future_is_kept_whole():
    container = Container.load(
        {
            "space": "s",
            "externalId": "C",
            "usedFor": "node",
            "properties": {"p": property_of({"type": "geometry", "srid": 4326})},
            **TIMES,
        }
    )
    kept = container.properties["p"].type
    assert isinstance(kept, UnknownType)
    assert kept.dump() == {"type": "geometry", "srid": 4326}


def test_constraints_and_indexes_are_told_apart_and_unknown_ones_are_kept():
    data = {
        "space": "s",
        "externalId": "C",
        "usedFor": "all",
        "properties": {"p": property_of({"type": "text", "list": False})},
        "constraints": {
            "needs": {
                "constraintType": "requires",
                "require": {"type": "container", "space": "s", "externalId": "D"},
                "state": "current",
            },
            "once": {"constraintType": "uniqueness", "properties": ["p"], "bySpace": True, "state": "pending"},
            "new": {"constraintType": "check", "expression": "p > 1"},
        },
        "indexes": {
            "fast": {"indexType": "btree", "properties": ["p"], "cursorable": True, "bySpace": False},
            "new": {"indexType": "bloom", "bits": 8},
        },
        **TIMES,
    }
    container = Container.load(data)
    assert container.dump() == data
    assert [type(one) for one in container.constraints.values()] == [
        RequiresConstraint,
        UniquenessConstraint,
        UnknownConstraint,
    ]
    assert [type(one) for one in container.indexes.values()] == [BtreeIndex, UnknownIndex]


def test_a_container_becomes_the_write_that_would_create_it():
    container = Container.load(
        {
            "space": "s",
            "externalId": "C",
            "usedFor": "node",
            "name": "See",
            "properties": {"p": property_of({"type": "text", "list": False})},
            "constraints": {"once": {"constraintType": "uniqueness", "properties": ["p"], "state": "current"}},
            "indexes": {"fast": {"indexType": "inverted", "properties": ["p"], "state": "current"}},
            **TIMES,
        }
    )
    assert container.as_write().dump() == {
        "space": "s",
        "externalId": "C",
        "usedFor": "node",
        "name": "See",
        "properties": {
            "p": {
                "type": {"type": "text", "list": False},
                "nullable": True,
                "immutable": False,
                "autoIncrement": False,
            }
        },
        "constraints": {"once": {"constraintType": "uniqueness", "properties": ["p"]}},
        "indexes": {"fast": {"indexType": "inverted", "properties": ["p"]}},
    }
    assert container.properties["p"].as_write() == container.as_write().properties["p"]


def test_a_write_built_in_python_sends_its_discriminators_and_nothing_that_was_not_set():
    write = ContainerWrite(
        space="s",
        external_id="C",
        properties={
            "p": ContainerPropertyWrite(type=TextType(is_list=True)),
            "e": ContainerPropertyWrite(type=EnumType(values={"a": EnumValue()})),
        },
        constraints={"once": UniquenessConstraint(properties=["p"])},
        indexes={"fast": BtreeIndex(properties=["p"])},
    )
    assert write.dump() == {
        "space": "s",
        "externalId": "C",
        "properties": {
            "p": {"type": {"type": "text", "list": True}},
            "e": {"type": {"type": "enum", "values": {"a": {}}}},
        },
        "constraints": {"once": {"constraintType": "uniqueness", "properties": ["p"]}},
        "indexes": {"fast": {"indexType": "btree", "properties": ["p"]}},
    }
    assert write.as_id() == ContainerId("s", "C")


VIEW = {
    "space": "s",
    "externalId": "V",
    "version": "1",
    "implements": [{"type": "view", "space": "s", "externalId": "P", "version": "1"}],
    "filter": {"hasData": [{"type": "container", "space": "s", "externalId": "C"}]},
    "writable": True,
    "queryable": True,
    "usedFor": "node",
    "mappedContainers": [{"type": "container", "space": "s", "externalId": "C"}],
    "properties": {
        "parent": {
            **property_of(
                {
                    "type": "direct",
                    "list": False,
                    "source": {"type": "view", "space": "s", "externalId": "V", "version": "1"},
                }
            ),
            "container": {"type": "container", "space": "s", "externalId": "C"},
            "containerPropertyIdentifier": "parent",
        },
        "links": {
            "connectionType": "multi_edge_connection",
            "type": {"space": "s", "externalId": "link"},
            "source": {"type": "view", "space": "s", "externalId": "V", "version": "1"},
            "direction": "outwards",
        },
        "children": {
            "connectionType": "multi_reverse_direct_relation",
            "source": {"type": "view", "space": "s", "externalId": "V", "version": "1"},
            "through": {
                "source": {"type": "container", "space": "s", "externalId": "C"},
                "identifier": "parent",
            },
            "targetsList": False,
        },
        "odd": {"connectionType": "hyper_edge", "arity": 3},
    },
    **TIMES,
}


def test_a_view_knows_its_kinds_of_properties_and_dumps_as_it_was_loaded():
    view = View.load(VIEW)
    assert view.dump() == VIEW
    assert [type(one) for one in view.properties.values()] == [
        MappedProperty,
        EdgeConnection,
        ReverseDirectRelation,
        UnknownConnection,
    ]
    assert view.as_id() == ViewId("s", "V", "1")


def test_a_view_whose_property_is_no_object_is_refused_by_its_place() -> None:
    with pytest.raises(ValidationError, match=r"properties\.odd"):
        View.load({**VIEW, "properties": {"odd": "text"}})


def test_a_view_becomes_the_write_that_would_create_it():
    write = View.load(VIEW).as_write().dump()
    assert write["properties"]["parent"] == {
        "container": {"type": "container", "space": "s", "externalId": "C"},
        "containerPropertyIdentifier": "parent",
        "source": {"type": "view", "space": "s", "externalId": "V", "version": "1"},
    }
    assert "targetsList" not in write["properties"]["children"]
    assert not {"writable", "queryable", "usedFor", "mappedContainers", "createdTime"} & write.keys()
    assert ViewWrite.load(write).as_id() == ViewId("s", "V", "1")


def test_an_edge_connection_needs_no_connection_type_in_a_write():
    write = ViewWrite.load(
        {
            "space": "s",
            "externalId": "V",
            "version": "1",
            "properties": {
                "links": {"type": {"space": "s", "externalId": "l"}, "source": ViewId("s", "V", "1").dump()}
            },
        }
    )
    assert write.properties is not None
    assert isinstance(write.properties["links"], EdgeConnection)
    assert write.dump()["properties"]["links"]["connectionType"] == "multi_edge_connection"


def test_a_data_model_holds_references_or_whole_views_and_writes_references():
    reference = {"type": "view", "space": "s", "externalId": "W", "version": "1"}
    data = {"space": "s", "externalId": "M", "version": "1", "views": [VIEW, reference], **TIMES}
    model = DataModel.load(data)
    assert model.dump() == data
    assert isinstance(model.views[0], View)
    assert model.views[1] == ViewId("s", "W", "1")
    assert model.as_write().dump()["views"] == [ViewId("s", "V", "1").dump(), reference]
    assert model.as_id() == DataModelId("s", "M", "1") == model.as_write().as_id()


def test_views_given_whole_to_a_data_model_are_sent_whole():
    write = DataModelWrite(
        space="s",
        external_id="M",
        version="1",
        views=[ViewWrite(space="s", external_id="V", version="1"), ViewId("s", "W", "1")],
    )
    assert write.dump()["views"] == [{"space": "s", "externalId": "V", "version": "1"}, ViewId("s", "W", "1").dump()]


def test_a_space_keeps_fields_it_does_not_know_and_writes_only_what_can_be_written():
    data = {"space": "s", "name": "S", "plan": "gold", **TIMES}
    space = Space.load(data)
    assert space.dump() == data
    assert space.as_write() == SpaceWrite(space="s", name="S")
    assert space.as_id() == "s"


def test_a_schema_object_is_a_value_that_cannot_be_changed():
    space = SpaceWrite(space="s")
    with pytest.raises(ValidationError, match="frozen"):
        space.space = "t"


def test_ids_tell_kinds_apart_sort_and_read_well():
    assert len({NodeId("s", "a"), EdgeId("s", "a")}) == 2
    assert NodeId("s", "a").dump(with_type=True) == {"instanceType": "node", "space": "s", "externalId": "a"}
    assert sorted([ViewId("s", "b", "1"), ViewId("s", "a", "2")])[0].external_id == "a"
    assert [str(one) for one in (ViewId("s", "V", "1"), ContainerId("s", "C"), DataModelId("s", "M", "1"))] == [
        "s:V(1)",
        "s:C",
        "s:M(1)",
    ]
    assert str(NodeId("s", "a")) == "s:a"
    assert repr(ViewId("s", "V", "1")) == "ViewId(space='s', external_id='V', version='1')"
    assert ContainerId("s", "C").dump() == {"type": "container", "space": "s", "externalId": "C"}
    assert DataModelId("s", "M", "1").dump() == {"space": "s", "externalId": "M", "version": "1"}
