"""What has to be deployed so that a service holds the data models of a source."""

from __future__ import annotations

from typing import Any

from pygen_cli.deployment import Deployment, deployment_of
from pygen_client.schema import Container, ContainerId, DataModel, MappedPropertyWrite, ViewId
from pygen_emulator import Emulator
from pygen_generator.schema import Schema

TIMES = {"createdTime": 0, "lastUpdatedTime": 0, "isGlobal": False}


def mapped(container: str, name: str, type_: dict[str, Any]) -> dict[str, Any]:
    return {
        "container": {"type": "container", "space": "plant", "externalId": container},
        "containerPropertyIdentifier": name,
        "type": {"list": False, **type_},
        "nullable": True,
        "immutable": False,
        "autoIncrement": False,
    }


def view(
    name: str, properties: dict[str, Any], used_for: str = "node", parents: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "space": "plant",
        "externalId": name,
        "version": "v1",
        "properties": properties,
        "implements": [reference(parent) for parent in parents],
        "writable": True,
        "queryable": True,
        "usedFor": used_for,
        "mappedContainers": [],
        **TIMES,
    }


def reference(name: str) -> dict[str, Any]:
    return {"type": "view", "space": "plant", "externalId": name, "version": "v1"}


def schema(*views: dict[str, Any]) -> Schema:
    model = {"space": "plant", "externalId": "Plant", "version": "v1", "views": list(views), **TIMES}
    return Schema((DataModel.load(model),))


def accepted(deployment: Deployment) -> bool:
    """Whether the emulator takes it; it raises what it refuses."""
    emulator = Emulator.in_process()
    emulator.deploy(
        spaces=deployment.spaces,
        containers=deployment.containers,
        views=deployment.views,
        data_models=deployment.data_models,
    )
    emulator.close()
    return True


def test_containers_and_spaces_come_from_the_views_where_the_source_does_not_hold_them() -> None:
    pump = view("Pump", {"name": mapped("Pump", "title", {"type": "text"})})

    deployment = deployment_of(schema(pump))

    (container,) = deployment.containers
    assert container.as_id() == ContainerId("plant", "Pump")
    assert container.used_for == "node"
    assert list(container.properties) == ["title"]
    assert [space.space for space in deployment.spaces] == ["plant"]
    assert deployment.left_out == []
    assert accepted(deployment)


def test_a_container_that_nodes_and_edges_use_is_for_both() -> None:
    pump = view("Pump", {"name": mapped("Named", "name", {"type": "text"})})
    pipe = view("Pipe", {"name": mapped("Named", "name", {"type": "text"})}, used_for="edge")

    (container,) = deployment_of(schema(pump, pipe)).containers

    assert container.used_for == "all"


def test_references_that_lead_out_of_the_source_are_left_out_and_named() -> None:
    pump = view(
        "Pump",
        {
            "site": mapped("Pump", "site", {"type": "direct", "source": reference("Site")}),
            "next": {
                "connectionType": "multi_edge_connection",
                "type": {"space": "plant", "externalId": "next"},
                "source": reference("Pump"),
                "edgeSource": reference("Pipe"),
                "direction": "outwards",
            },
            "sensors": {
                "connectionType": "multi_reverse_direct_relation",
                "source": reference("Pump"),
                "through": {"source": reference("Sensor"), "identifier": "pump"},
            },
        },
        parents=("Asset",),
    )

    deployment = deployment_of(schema(pump))

    assert deployment.left_out == [
        "plant:Pump(v1): the parent plant:Asset(v1) is not in the source",
        "plant:Pump(v1).site: the target view plant:Site(v1) is not in the source",
        "plant:Pump(v1).next: the edge view plant:Pipe(v1) is not in the source",
        "plant:Pump(v1).sensors: the source of the direct relation plant:Sensor(v1) is not in the source",
    ]
    (written,) = deployment.views
    assert list(written.properties or {}) == ["site"]
    assert written.implements == []
    assert accepted(deployment)


def test_references_within_the_source_stay() -> None:
    site = view("Site", {"name": mapped("Site", "name", {"type": "text"})})
    pump = view("Pump", {"site": mapped("Pump", "site", {"type": "direct", "source": reference("Site")})})

    deployment = deployment_of(schema(pump, site))

    written = {one.external_id: one for one in deployment.views}
    relation = (written["Pump"].properties or {})["site"]
    assert isinstance(relation, MappedPropertyWrite)
    assert relation.source == ViewId("plant", "Site", "v1")
    assert accepted(deployment)


def test_containers_of_the_source_are_taken_without_what_leads_out_of_it() -> None:
    pump = view("Pump", {"site": mapped("Pump", "site", {"type": "direct"})})
    elsewhere = {"type": "container", "space": "elsewhere", "externalId": "Asset"}
    container = {
        "space": "plant",
        "externalId": "Pump",
        "usedFor": "node",
        "properties": {
            "site": {
                "type": {"type": "direct", "list": False, "container": elsewhere},
                "nullable": True,
                "immutable": False,
                "autoIncrement": False,
            }
        },
        "constraints": {"asset": {"constraintType": "requires", "require": elsewhere, "state": "current"}},
        "indexes": {},
        **TIMES,
    }
    source = Schema(schema(pump).data_models, (Container.load(container),))

    deployment = deployment_of(source, ["plant_data"])

    assert deployment.left_out == [
        "plant:Pump.site: the required container elsewhere:Asset is not in the source",
        "plant:Pump.asset: the required container elsewhere:Asset is not in the source",
    ]
    assert [space.space for space in deployment.spaces] == ["plant", "plant_data"]
    assert accepted(deployment)


def test_a_relation_of_a_parent_that_is_not_there_cannot_be_followed_back() -> None:
    def reverse(through: dict[str, Any]) -> dict[str, Any]:
        kind = "multi_reverse_direct_relation"
        return {"connectionType": kind, "source": reference("Pump"), "through": through, "targetsList": False}

    container = {"type": "container", "space": "plant", "externalId": "Pump"}
    site = view(
        "Site",
        {
            "name": mapped("Site", "name", {"type": "text"}),
            "byParent": reverse({"source": reference("Pump"), "identifier": "asset"}),
            "byText": reverse({"source": container, "identifier": "name"}),
            "pumps": reverse({"source": container, "identifier": "site"}),
        },
    )
    pump = view(
        "Pump",
        {
            "name": mapped("Pump", "name", {"type": "text"}),
            "site": mapped("Pump", "site", {"type": "direct", "source": reference("Site")}),
        },
    )

    deployment = deployment_of(schema(pump, site))

    assert deployment.left_out == [
        "plant:Site(v1).byParent: the source has no direct relation asset of plant:Pump(v1)",
        "plant:Site(v1).byText: the source has no direct relation name of plant:Pump",
    ]
    assert accepted(deployment)


def test_a_filter_that_names_what_is_not_there_is_left_out() -> None:
    elsewhere = {"type": "container", "space": "elsewhere", "externalId": "Asset"}
    name = {"name": mapped("Pump", "name", {"type": "text"})}
    own = {"hasData": [{"type": "container", "space": "plant", "externalId": "Pump"}]}
    pump = {**view("Pump", name), "filter": {"and": [{"hasData": [elsewhere]}, own]}}
    valve = {**view("Valve", name), "filter": own}

    deployment = deployment_of(schema(pump, valve))

    assert deployment.left_out == ["plant:Pump(v1): the filter's elsewhere:Asset is not in the source"]
    assert {one.external_id: one.filter for one in deployment.views} == {"Pump": None, "Valve": own}
    assert accepted(deployment)
