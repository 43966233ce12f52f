"""The official Python SDK does its instance calls against the emulator and gets what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Any

import emulated_project
import pytest
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from cognite.client.data_classes import data_modeling as dm
from cognite.client.data_classes import filters
from cognite.client.data_classes.data_modeling import DirectRelationReference as Ref
from cognite.client.data_classes.data_modeling import NodeOrEdgeData
from cognite.client.data_classes.data_modeling.debug import DebugParameters
from cognite.client.data_classes.data_modeling.instances import (
    InstanceSort,
    PropertyOptions,
    TypedNode,
    TypedNodeApply,
)
from cognite.client.exceptions import CogniteAPIError, CogniteDuplicatedError
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("10", "11")

STOCK = emulated_project.STOCK
EVERYTHING, NAMED, TOOL, LINK = (
    dm.ViewId(emulated_project.SCHEMA, name, "v1") for name in ("Everything", "Named", "Tool", "Link")
)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        cdf.deploy(
            spaces=[{"space": emulated_project.SCHEMA}],
            containers=emulated_project.containers(),
            views=emulated_project.views(),
        )
        yield cdf


@pytest.fixture
def client(emulator: Emulator) -> Iterator[CogniteClient]:
    before = global_config.disable_pypi_version_check
    global_config.disable_pypi_version_check = True
    config = ClientConfig(
        client_name="conformance",
        project=emulator.project,
        base_url=emulator.base_url,
        credentials=Token(emulator.token),
    )
    client = CogniteClient(config)
    client.data_modeling.spaces.apply(dm.SpaceApply(STOCK))
    yield client
    api = client.data_modeling.instances
    api.delete(edges=api.list("edge", limit=None).as_ids())
    api.delete(nodes=api.list("node", limit=None).as_ids())
    global_config.disable_pypi_version_check = before


def everything(external_id: str, **properties: Any) -> dm.NodeApply:
    return dm.NodeApply(STOCK, external_id, sources=[NodeOrEdgeData(EVERYTHING, properties)])


@pytest.mark.evidence("5")
def test_every_kind_of_value_goes_out_and_comes_back(client: CogniteClient) -> None:
    written: dict[str, Any] = {
        "text": "ä",
        "int32": -1,
        "int64": 2**53,
        "float32": 0.5,
        "float64": 1.25,
        "flag": True,
        "at": datetime(2024, 1, 2, 3, 4, 5, 678_000, tzinfo=timezone.utc),
        "day": date(2024, 2, 29),
        "data": {"a": [1, {"b": None}]},
        "series": "ts",
        "state": "on",
        "relation": dm.NodeId(STOCK, "b"),
        "texts": ["x", "y"],
        "relations": [dm.NodeId(STOCK, "b"), dm.NodeId(STOCK, "c")],
        "days": [date(2024, 1, 1)],
    }
    result = client.data_modeling.instances.apply(everything("a", **written))
    (applied,) = result.nodes
    assert applied.was_modified is True
    found = client.data_modeling.instances.retrieve(dm.NodeId(STOCK, "a"), sources=EVERYTHING)
    assert found.nodes[0].properties[EVERYTHING] == {
        **written,
        "at": "2024-01-02T03:04:05.678+00:00",
        "day": "2024-02-29",
        "days": ["2024-01-01"],
        "relation": {"space": STOCK, "externalId": "b"},
        "relations": [{"space": STOCK, "externalId": "b"}, {"space": STOCK, "externalId": "c"}],
    }


def test_nodes_and_edges_are_written_read_and_deleted_together(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    nodes = [dm.NodeApply(STOCK, "a", type=Ref(STOCK, "Thing")), dm.NodeApply(STOCK, "b")]
    edge = dm.EdgeApply(
        STOCK,
        "e",
        Ref(STOCK, "next"),
        Ref(STOCK, "a"),
        Ref(STOCK, "b"),
        sources=[NodeOrEdgeData(LINK, {"weight": 0.5})],
    )
    result = api.apply(nodes, edge)
    assert [node.external_id for node in result.nodes] == ["a", "b"]
    found = api.retrieve([(STOCK, "a"), (STOCK, "nobody")], (STOCK, "e"))
    assert [node.external_id for node in found.nodes] == ["a"]
    assert found.nodes[0].type == Ref(STOCK, "Thing")
    assert (found.edges[0].start_node, found.edges[0].end_node) == (Ref(STOCK, "a"), Ref(STOCK, "b"))
    deleted = api.delete(dm.NodeId(STOCK, "a"), dm.EdgeId(STOCK, "unknown"))
    assert (deleted.nodes, deleted.edges) == ([dm.NodeId(STOCK, "a")], [])
    assert api.retrieve_edges((STOCK, "e")) is None


def test_a_read_node_is_written_back_unchanged(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    api.apply(everything("a", at="2024-01-01T00:00:00.12Z", data={"b": 1, "a": 2}, floats=[0.1], relations=[]))
    (node,) = api.retrieve((STOCK, "a"), sources=EVERYTHING).nodes
    (again,) = api.apply(node.as_write()).nodes
    assert (again.was_modified, again.version) == (False, node.version)


def test_auto_create_replace_and_skip_flags_reach_the_service(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    edge = dm.EdgeApply(STOCK, "e", Ref(STOCK, "next"), Ref(STOCK, "a"), Ref(STOCK, "b"))
    with pytest.raises(CogniteAPIError, match="does not exist") as failure:
        api.apply(edges=edge)
    assert failure.value.code == 409
    api.apply(edges=edge, auto_create_start_nodes=True, auto_create_end_nodes=True)
    with pytest.raises(CogniteAPIError, match="does not exist"):
        api.apply(everything("x", relation=Ref(STOCK, "nobody").dump()), auto_create_direct_relations=False)
    api.apply(everything("x", text="t", int32=1))
    api.apply(everything("x", text="u"), replace=True)
    (node,) = api.retrieve((STOCK, "x"), sources=EVERYTHING).nodes
    assert node.properties[EVERYTHING] == {"text": "u"}
    stale = dm.NodeApply(STOCK, "x", existing_version=0, sources=[NodeOrEdgeData(EVERYTHING, {"text": "v"})])
    with pytest.raises(CogniteAPIError, match=r"A version conflict caused the ingest to fail\."):
        api.apply(stale)
    assert api.apply(stale, skip_on_version_conflict=True).nodes[0].was_modified is False


@pytest.mark.evidence("12")
def test_the_sdks_filters_find_what_they_name(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    api.apply(
        [
            everything(
                "a",
                text="pump 1",
                int32=1,
                texts=["x", "y"],
                at="2024-01-01T00:00:00Z",
                relation={"space": STOCK, "externalId": "b"},
            ),
            everything("b", text="pump 2", int32=2, texts=["y"], at="2024-02-01T00:00:00Z"),
            dm.NodeApply(STOCK, "c", sources=[NodeOrEdgeData(TOOL, {"name": "pump 3", "price": 9})]),
        ]
    )
    text, int32, texts = (EVERYTHING.as_property_ref(name) for name in ("text", "int32", "texts"))
    cases: list[tuple[filters.Filter, str]] = [
        (filters.Equals(text, "pump 1"), "a"),
        (filters.In(text, ["pump 1", "pump 2"]), "ab"),
        (filters.Prefix(text, "pump"), "ab"),
        (filters.Range(int32, gt=1), "b"),
        (filters.Range(EVERYTHING.as_property_ref("at"), lt="2024-01-15T00:00:00Z"), "a"),
        (filters.ContainsAny(texts, ["x"]), "a"),
        (filters.ContainsAll(texts, ["x", "y"]), "a"),
        (filters.Exists(text), "ab"),
        (filters.Not(filters.Exists(text)), "c"),
        (filters.HasData(views=[TOOL]), "c"),
        (filters.HasData(containers=[dm.ContainerId(emulated_project.SCHEMA, "Everything")]), "ab"),
        (filters.MatchAll(), "abc"),
        (filters.And(filters.Prefix(text, "pump"), filters.Not(filters.Equals(int32, 1))), "b"),
        (filters.Or(filters.Equals(int32, 1), filters.HasData(views=[NAMED])), "ac"),
        (filters.Overlaps(int32, int32, gt=1), "b"),
        (filters.Nested(EVERYTHING.as_property_ref("relation"), filters.Equals(int32, 2)), "a"),
        (filters.InstanceReferences([(STOCK, "b"), (STOCK, "c")]), "bc"),
        (filters.Equals(["node", "externalId"], "c"), "c"),
        (filters.SpaceFilter(STOCK), "abc"),
        (filters.Equals(int32, {"property": int32}), "ab"),
    ]
    for filter_, expected in cases:
        found = api.list("node", filter=filter_, limit=None)
        assert "".join(sorted(node.external_id for node in found)) == expected, filter_.dump()
    assert api.list("node", space="another") == []


@pytest.mark.evidence("13", "19")
def test_lists_are_sorted_typed_and_paged(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    api.apply([everything(f"n{number:04}", int32=number % 7) for number in range(1100)])
    order = [
        InstanceSort(EVERYTHING.as_property_ref("int32"), "descending"),
        InstanceSort(("node", "externalId"), nulls_first=True),
    ]
    found = api.list("node", sources=EVERYTHING, sort=order, limit=None, include_typing=True)
    keys = [(-int(str(node["int32"])), node.external_id) for node in found]
    assert len(keys) == 1100
    assert keys == sorted(keys)
    assert found.typing is not None
    assert found.typing["yard"]["Everything/v1"]["int32"].type == dm.Int32()
    assert len(api.list("node", limit=25)) == 25
    assert [len(chunk) for chunk in api(chunk_size=500, instance_type="node", sources=EVERYTHING)] == [500, 500, 100]
    explained = api.list("node", sources=EVERYTHING, sort=order, limit=5, debug=DebugParameters())
    assert explained.debug is not None
    assert explained.debug.notices is not None
    assert [notice.code for notice in explained.debug.notices] == ["sortNotBackedByIndex"]


class ToolApply(TypedNodeApply):
    def __init__(self, space: str, external_id: str, name: str, price: float | None = None) -> None:
        super().__init__(space, external_id)
        self.name = name
        self.price = price

    @classmethod
    def get_source(cls) -> dm.ViewId:
        return TOOL


class Tool(TypedNode):
    made_by = PropertyOptions("maker")

    def __init__(  # noqa: PLR0917 - the SDK calls it so
        self,
        space: str,
        external_id: str,
        version: int,
        last_updated_time: int,
        created_time: int,
        name: str,
        price: float | None = None,
        kind: str | None = None,
        serial: int | None = None,
        made_by: str | None = None,
        place: object = None,
        inside: object = None,
        type: Ref | None = None,  # noqa: A002 - the SDK's name
        deleted_time: int | None = None,
    ) -> None:
        super().__init__(space, external_id, version, last_updated_time, created_time, deleted_time, type)
        self.name = name
        self.price = price
        self.kind = kind
        self.serial = serial
        self.made_by = made_by
        self.place = place
        self.inside = inside

    @classmethod
    def get_source(cls) -> dm.ViewId:
        return TOOL


def test_typed_nodes_of_the_sdk_work(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    api.apply(ToolApply(STOCK, "saw", "Saw", 12.5))
    tool = api.retrieve_nodes((STOCK, "saw"), node_cls=Tool)
    assert tool is not None
    assert (tool.name, tool.price, tool.kind, tool.serial) == ("Saw", 12.5, "hand", 1)
    listed = api.list(Tool, limit=None)
    assert [item.external_id for item in listed] == ["saw"]


@pytest.mark.evidence("20")
def test_errors_arrive_as_the_sdks_errors(client: CogniteClient) -> None:
    api = client.data_modeling.instances
    with pytest.raises(CogniteAPIError, match=r"One or more views do not exist: 'yard:Nope/v1'"):
        api.list("node", sources=dm.ViewId("yard", "Nope", "v1"))
    with pytest.raises(CogniteAPIError, match="Unknown property 'txt'") as unknown:
        api.apply(everything("a", txt="x"))
    assert unknown.value.code == 400
    with pytest.raises(CogniteAPIError, match="must be an integer"):
        api.apply(everything("a", int32="1"))
    with pytest.raises(CogniteAPIError, match="Invalid value for list property"):
        api.list("node", filter=filters.Equals(EVERYTHING.as_property_ref("texts"), "x"))
    with pytest.raises(CogniteAPIError, match="not exist: 'nowhere'"):
        api.delete(dm.NodeId("nowhere", "a"))
    place = dm.ViewId(emulated_project.SCHEMA, "Place", "v1")
    twins = [dm.NodeApply(STOCK, name, sources=[NodeOrEdgeData(place, {"row": 1, "column": 1})]) for name in "ab"]
    with pytest.raises(CogniteAPIError, match="uniqueness constraint 'spot'") as conflict:
        api.apply(twins)
    assert conflict.value.code == 409
    assert not isinstance(conflict.value, CogniteDuplicatedError)
