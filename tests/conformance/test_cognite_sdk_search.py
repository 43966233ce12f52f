"""The official Python SDK searches, aggregates, inspects and asks for statistics, and gets what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from cognite.client.data_classes import aggregations as aggs
from cognite.client.data_classes import data_modeling as dm
from cognite.client.data_classes import filters
from cognite.client.data_classes.data_modeling import DirectRelationReference as Ref
from cognite.client.data_classes.data_modeling import InvolvedContainers, InvolvedViews, NodeOrEdgeData
from cognite.client.data_classes.data_modeling.data_types import UnitReference, UnitSystemReference
from cognite.client.data_classes.data_modeling.instances import (
    InstanceSort,
    TargetUnit,
    TypedNode,
)
from cognite.client.data_classes.data_modeling.views import ViewPropertyApply
from cognite.client.exceptions import CogniteAPIError
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("14")

STOCK, SCHEMA = emulated_project.STOCK, emulated_project.SCHEMA
EVERYTHING, NAMED, TOOL, LINK = (dm.ViewId(SCHEMA, name, "v1") for name in ("Everything", "Named", "Tool", "Link"))
PUMP = dm.ViewId("plant", "Pump", "v1")


@pytest.fixture(scope="module")
def client() -> Iterator[CogniteClient]:
    before = global_config.disable_pypi_version_check
    global_config.disable_pypi_version_check = True
    with Emulator() as cdf:
        cdf.deploy(
            spaces=[{"space": SCHEMA}, {"space": STOCK}],
            containers=emulated_project.containers(),
            views=emulated_project.views(),
        )
        config = ClientConfig(
            client_name="conformance", project=cdf.project, base_url=cdf.base_url, credentials=Token(cdf.token)
        )
        client = CogniteClient(config)
        _fill(client)
        yield client
    global_config.disable_pypi_version_check = before


def _fill(client: CogniteClient) -> None:
    models = client.data_modeling
    models.spaces.apply(dm.SpaceApply("plant"))
    bar = dm.Float64(unit=UnitReference("pressure:bar"))
    models.containers.apply(
        dm.ContainerApply(
            "plant",
            "Pump",
            properties={"name": dm.ContainerPropertyApply(dm.Text()), "pressure": dm.ContainerPropertyApply(bar)},
        )
    )
    mapped: dict[str, ViewPropertyApply] = {
        name: dm.MappedPropertyApply(dm.ContainerId("plant", "Pump"), name) for name in ("name", "pressure")
    }
    models.views.apply(dm.ViewApply("plant", "Pump", "v1", properties=mapped))
    models.instances.apply(
        [
            dm.NodeApply(STOCK, "quentin", sources=[NodeOrEdgeData(TOOL, {"name": "Quentin Tarantino", "price": 10})]),
            dm.NodeApply(STOCK, "guy", sources=[NodeOrEdgeData(TOOL, {"name": "Guy Ritchie", "price": 20})]),
            dm.NodeApply(STOCK, "martin", sources=[NodeOrEdgeData(TOOL, {"name": "Martin Scorsese", "maker": "q"})]),
            *(
                dm.NodeApply(
                    STOCK,
                    f"e{number}",
                    sources=[
                        NodeOrEdgeData(
                            EVERYTHING,
                            {
                                "int32": number,
                                "text": "even" if number % 2 == 0 else "odd",
                                "flag": number > 2,
                                "relations": [Ref(STOCK, "quentin").dump()] if number == 1 else [],
                            },
                        )
                    ],
                )
                for number in range(5)
            ),
            dm.NodeApply(STOCK, "pump", sources=[NodeOrEdgeData(PUMP, {"name": "P", "pressure": 1.1})]),
        ],
        [
            dm.EdgeApply(
                STOCK,
                "link",
                Ref(STOCK, "next"),
                Ref(STOCK, "quentin"),
                Ref(STOCK, "guy"),
                sources=[NodeOrEdgeData(LINK, {"weight": 0.5})],
            ),
            dm.EdgeApply(STOCK, "bare", Ref(STOCK, "next"), Ref(STOCK, "guy"), Ref(STOCK, "quentin")),
        ],
    )


def _ids(found: Any) -> list[str]:
    return [item.external_id for item in found]


def test_search_finds_words_of_names(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    assert _ids(api.search(TOOL, query="Quentin", properties=["name"])) == ["quentin"]
    assert sorted(_ids(api.search(TOOL, "Tarantino Ritchie Scorsese", operator="OR"))) == ["guy", "martin", "quentin"]
    assert _ids(api.search(TOOL, "Tarantino Ritchie Scorsese", operator="AND")) == []
    assert _ids(api.search(TOOL, "Tarantino Ritchie Scorsese")) == []


def test_search_is_filtered_sorted_and_limited(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    price = TOOL.as_property_ref("price")
    assert _ids(api.search(TOOL, "quentin guy", operator="OR", filter=filters.Range(price, gt=15))) == ["guy"]
    assert _ids(api.search(TOOL, None, space="elsewhere")) == []
    by_price = InstanceSort(price, "descending")
    assert _ids(api.search(TOOL, None, space=STOCK, sort=by_price)) == ["guy", "quentin", "martin"]
    assert _ids(api.search(TOOL, None, sort=by_price, limit=1)) == ["guy"]
    assert len(api.search(EVERYTHING, None, limit=None)) == 5


def test_search_by_what_a_list_of_relations_holds(client: CogniteClient) -> None:
    relations = EVERYTHING.as_property_ref("relations")
    holds = filters.In(relations, [{"space": STOCK, "externalId": "quentin"}])
    assert _ids(client.data_modeling.instances.search(EVERYTHING, None, filter=holds)) == ["e1"]


def test_search_tells_types_and_refuses_what_does_not_exist(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    found = api.search(TOOL, "quentin", include_typing=True)
    assert found.typing is not None
    assert found.typing[SCHEMA]["Tool/v1"]["price"].type == dm.Float64()
    assert found[0]["name"] == "Quentin Tarantino"
    with pytest.raises(CogniteAPIError, match="Unknown property") as unknown:
        api.search(TOOL, "quentin", properties=["title"])
    assert unknown.value.code == 400


def test_edges_are_searched(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    assert _ids(api.search(LINK, None, instance_type="edge")) == ["link"]


class Pump(TypedNode):
    def __init__(  # noqa: PLR0917 - the SDK calls it so
        self,
        space: str,
        external_id: str,
        version: int,
        last_updated_time: int,
        created_time: int,
        name: str,
        pressure: float | None = None,
        type: Ref | None = None,  # noqa: A002 - the SDK's name
        deleted_time: int | None = None,
    ) -> None:
        super().__init__(space, external_id, version, last_updated_time, created_time, deleted_time, type)
        self.name = name
        self.pressure = pressure

    @classmethod
    def get_source(cls) -> dm.ViewId:
        return PUMP


def test_search_finds_typed_nodes_in_the_unit_that_is_wanted(client: CogniteClient) -> None:
    in_pascal = [TargetUnit("pressure", UnitReference("pressure:pa"))]
    (pump,) = client.data_modeling.instances.search(PUMP, None, instance_type=Pump, target_units=in_pascal)
    assert pump.pressure == pytest.approx(110_000)


def test_a_system_of_units_is_a_target_too(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    typed = api.search(
        PUMP, None, target_units=[TargetUnit("pressure", UnitSystemReference("SI"))], include_typing=True
    )
    assert typed[0]["pressure"] == pytest.approx(110_000)
    assert typed.typing is not None
    type_ = typed.typing["plant"]["Pump/v1"]["pressure"].type
    assert isinstance(type_, dm.Float64)
    assert type_.unit == UnitReference("pressure:pa")


@pytest.mark.evidence("15")
def test_metrics_are_aggregated(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    one = api.aggregate(EVERYTHING, aggs.Avg("int32"))
    assert (one.property, one.value) == ("int32", 2)
    many = api.aggregate(
        EVERYTHING, [aggs.Count("externalId"), aggs.Sum("int32"), aggs.Min("int32"), aggs.Max("int32")], space=STOCK
    )
    assert [value.value for value in many] == [5, 10, 0, 4]
    assert api.aggregate(TOOL, aggs.Count("name"), query="Quentin", properties="name").value == 1
    assert api.aggregate(LINK, aggs.Sum("weight"), instance_type="edge").value == 0.5
    dear = filters.Range(TOOL.as_property_ref("price"), gte=15)
    assert api.aggregate(TOOL, aggs.Count("price"), filter=dear).value == 1
    assert api.aggregate(TOOL, aggs.Max("serial"), space="elsewhere").value is None


@pytest.mark.evidence("15")
def test_metrics_are_aggregated_by_group(client: CogniteClient) -> None:
    found = client.data_modeling.instances.aggregate(EVERYTHING, aggs.Count("int32"), group_by=["text", "flag"])
    assert [(item.group, item.aggregates[0].value) for item in found] == [
        ({"text": "even", "flag": False}, 2),
        ({"text": "even", "flag": True}, 1),
        ({"text": "odd", "flag": False}, 1),
        ({"text": "odd", "flag": True}, 1),
    ]
    assert len(client.data_modeling.instances.aggregate(EVERYTHING, aggs.Count("int32"), group_by="text", limit=1)) == 1


@pytest.mark.evidence("15")
def test_aggregates_are_made_in_target_units(client: CogniteClient) -> None:
    in_pascal = [TargetUnit("pressure", UnitReference("pressure:pa"))]
    found = client.data_modeling.instances.aggregate(PUMP, aggs.Avg("pressure"), target_units=in_pascal)
    assert found.value == pytest.approx(110_000)


@pytest.mark.evidence("15")
def test_histograms_are_made(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    found = api.histogram(EVERYTHING, aggs.Histogram("int32", interval=2))
    assert (found.property, found.interval) == ("int32", 2)
    assert [(bucket.start, bucket.count) for bucket in found.buckets] == [(0, 2), (2, 2), (4, 1)]
    with pytest.raises(CogniteAPIError, match="cannot be used in histogram"):
        api.histogram(EVERYTHING, aggs.Histogram("text", interval=2))


@pytest.mark.evidence("18")
def test_instances_are_inspected(client: CogniteClient) -> None:
    found = client.data_modeling.instances.inspect(
        nodes=dm.NodeId(STOCK, "quentin"),
        edges=[dm.EdgeId(STOCK, "link"), dm.EdgeId(STOCK, "bare")],
        involved_views=InvolvedViews(all_versions=True),
        involved_containers=InvolvedContainers(),
    )
    (node,) = found.nodes
    assert TOOL in (node.inspection_results.involved_views or [])
    assert node.inspection_results.involved_containers == [dm.ContainerId(SCHEMA, name) for name in ("Named", "Tool")]
    link, bare = found.edges
    assert link.inspection_results.involved_views == [LINK]
    assert (bare.inspection_results.involved_views, bare.inspection_results.involved_containers) == ([], [])


@pytest.mark.evidence("18")
def test_statistics_count_the_project_and_its_spaces(client: CogniteClient) -> None:
    statistics = client.data_modeling.statistics
    project = statistics.project()
    assert (project.spaces.count, project.spaces.limit) == (3, 100)
    assert (project.instances.nodes, project.instances.edges) == (10, 2)
    assert project.concurrent_read_limit > 0
    assert [space.space for space in statistics.spaces.list()] == ["plant", STOCK, SCHEMA]
    stock = statistics.spaces.retrieve(STOCK)
    assert stock is not None
    assert (stock.nodes, stock.edges, stock.containers) == (10, 2, 0)
    assert statistics.spaces.retrieve("elsewhere") is None
    assert [space.space for space in statistics.spaces.retrieve([SCHEMA, STOCK])] == [SCHEMA, STOCK]
