"""The official Python SDK queries and syncs against the emulator and gets what it expects."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import emulated_project
import pytest
from cognite.client import AsyncCogniteClient, ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from cognite.client.data_classes import data_modeling as dm
from cognite.client.data_classes import filters
from cognite.client.data_classes.data_modeling import DirectRelationReference as Ref
from cognite.client.data_classes.data_modeling import NodeOrEdgeData
from cognite.client.data_classes.data_modeling.debug import DebugParameters
from cognite.client.data_classes.data_modeling.instances import InstanceSort
from cognite.client.data_classes.data_modeling.query import (
    EdgeResultSetExpression,
    EdgeResultSetExpressionSync,
    Intersection,
    NodeResultSetExpression,
    NodeResultSetExpressionSync,
    Query,
    QueryResult,
    QuerySync,
    Select,
    SelectSync,
    SourceSelector,
    Union,
    UnionAll,
)
from cognite.client.exceptions import CogniteAPIError
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("16", "17")

STOCK = emulated_project.STOCK
NAMED, TOOL, LINK = (dm.ViewId(emulated_project.SCHEMA, name, "v1") for name in ("Named", "Tool", "Link"))
NEXT = (STOCK, "next")
EVERYTHING = ["*"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        cdf.deploy(
            spaces=[{"space": emulated_project.SCHEMA}, {"space": STOCK}],
            containers=emulated_project.containers(),
            views=emulated_project.views(),
        )
        yield cdf


def configuration(emulator: Emulator) -> ClientConfig:
    return ClientConfig(
        client_name="conformance",
        project=emulator.project,
        base_url=emulator.base_url,
        credentials=Token(emulator.token),
    )


@pytest.fixture
def client(emulator: Emulator) -> Iterator[CogniteClient]:
    """With boxes: two outer ones, three tools in the first and one in the second, and a chain of edges over them."""
    before = global_config.disable_pypi_version_check
    global_config.disable_pypi_version_check = True
    client = CogniteClient(configuration(emulator))
    outer = [tool("box1", 100), tool("box2", 200)]
    inner = [tool(f"t{i}", i, "box1" if i < 3 else "box2") for i in range(4)]
    client.data_modeling.instances.apply(nodes=[*outer, *inner], edges=[link("t0", "t1"), link("t1", "t2")])
    yield client
    api = client.data_modeling.instances
    api.delete(edges=api.list("edge", limit=None).as_ids())
    api.delete(nodes=api.list("node", limit=None).as_ids())
    global_config.disable_pypi_version_check = before


def tool(external_id: str, price: float, inside: str | None = None) -> dm.NodeApply:
    relation = {} if inside is None else {"inside": {"space": STOCK, "externalId": inside}}
    data = NodeOrEdgeData(TOOL, {"name": external_id, "price": price, **relation})
    return dm.NodeApply(STOCK, external_id, sources=[data])


def link(start: str, end: str) -> dm.EdgeApply:
    data = NodeOrEdgeData(LINK, {"weight": 0.5})
    return dm.EdgeApply(STOCK, f"{start}-{end}", NEXT, (STOCK, start), (STOCK, end), sources=[data])


def ids(result: QueryResult, name: str) -> list[str]:
    return [item.external_id for item in result[name]]


def is_outer() -> filters.Filter:
    return filters.Range(TOOL.as_property_ref("price"), gte=100)


Z_TO_A = InstanceSort(["node", "externalId"], "descending")
INSIDE = TOOL.as_property_ref("inside")


def test_a_query_follows_relations_both_ways(client: CogniteClient) -> None:
    query = Query(
        with_={
            "boxes": NodeResultSetExpression(
                filter=is_outer(), sort=[InstanceSort(["node", "externalId"], "descending")]
            ),
            "inner": NodeResultSetExpression(from_="boxes", through=INSIDE, direction="inwards"),
            "outer": NodeResultSetExpression(from_="inner", through=INSIDE, direction="outwards"),
        },
        select={
            "boxes": Select([SourceSelector(TOOL, ["name", "price"])]),
            "inner": Select(
                [SourceSelector(TOOL, EVERYTHING)], sort=[InstanceSort(TOOL.as_property_ref("price"), "descending")]
            ),
            "outer": Select(),
        },
    )
    result = client.data_modeling.instances.query(query, include_typing=True)
    assert ids(result, "boxes") == ["box2", "box1"]
    assert ids(result, "inner") == ["t3", "t2", "t1", "t0"]
    assert ids(result, "outer") == ["box1", "box2"]
    assert result.get_nodes("boxes")[0].properties[TOOL] == {"name": "box2", "price": 200.0}
    inside = result.get_nodes("inner")[0].properties[TOOL]["inside"]
    assert inside == {"space": STOCK, "externalId": "box2"}
    assert result.get_nodes("outer")[0].properties.data == {}


def test_a_query_follows_edges(client: CogniteClient) -> None:
    is_next = filters.Equals(["edge", "type"], {"space": STOCK, "externalId": "next"})
    start, end = (filters.InstanceReferences([(STOCK, name)]) for name in ("t0", "t1"))
    query = Query(
        with_={
            "root": NodeResultSetExpression(filter=start, limit=1),
            "edges": EdgeResultSetExpression(from_="root", filter=is_next, max_distance=2),
            "each": EdgeResultSetExpression(
                from_="root", max_distance=1, limit_each=1, post_sort=[InstanceSort(["edge", "space"])]
            ),
            "ends": NodeResultSetExpression(from_="edges"),
            "starts": NodeResultSetExpression(from_="edges", chain_to="source"),
            "stopped": EdgeResultSetExpression(from_="root", termination_filter=end),
        },
        select={
            "edges": Select([SourceSelector(LINK, ["weight"])]),
            "each": Select(),
            "ends": Select(),
            "starts": Select(),
            "stopped": Select(),
        },
    )
    result = client.data_modeling.instances.query(query)
    assert ids(result, "edges") == ["t0-t1", "t1-t2"]
    first = result.get_edges("edges")[0]
    assert (first.start_node, first.end_node) == (Ref(STOCK, "t0"), Ref(STOCK, "t1"))
    assert first.properties[LINK] == {"weight": 0.5}
    assert ids(result, "each") == ids(result, "stopped") == ["t0-t1"]
    assert ids(result, "ends") == ["t1", "t2"]
    assert ids(result, "starts") == ["t0", "t1"]


def test_set_operations_work_on_result_sets(client: CogniteClient) -> None:
    query = Query(
        with_={
            "boxes": NodeResultSetExpression(filter=is_outer()),
            "all": NodeResultSetExpression(filter=filters.HasData(views=[TOOL])),
            "both": Intersection(["boxes", "all"]),
            "twice": UnionAll(["boxes", "boxes"]),
            "tools": Union([UnionAll(["all"]), "boxes"], except_=["boxes"], limit=3),
        },
        select={"both": Select(), "twice": Select(), "tools": Select()},
    )
    result = client.data_modeling.instances.query(query)
    assert ids(result, "both") == ["box1", "box2"]
    assert ids(result, "twice") == ["box1", "box2", "box1", "box2"]
    assert ids(result, "tools") == ["t0", "t1", "t2"]
    assert result["tools"].cursor is not None


def test_a_query_is_paged_with_the_cursors_of_its_answer(client: CogniteClient) -> None:
    query = Query(
        with_={"tools": NodeResultSetExpression(filter=filters.HasData(views=[TOOL]), limit=2)},
        select={"tools": Select([SourceSelector(NAMED, ["name"])])},
    )
    seen: list[str] = []
    for _ in range(3):
        result = client.data_modeling.instances.query(query)
        seen += ids(result, "tools")
        query.cursors = result.cursors
    assert seen == ["box1", "box2", "t0", "t1", "t2", "t3"]
    assert query.cursors == {"tools": None}


def test_parameters_and_debug_notices_arrive(client: CogniteClient) -> None:
    by_price = [InstanceSort(TOOL.as_property_ref("price"))]
    least = filters.Range(TOOL.as_property_ref("price"), gte=filters.ParameterValue("least"))
    query = Query(
        with_={"tools": NodeResultSetExpression(filter=least, sort=by_price)},
        select={"tools": Select()},
        parameters={"least": 3},
    )
    result = client.data_modeling.instances.query(query, debug=DebugParameters())
    assert ids(result, "tools") == ["t3", "box1", "box2"]
    assert result.debug is not None
    assert result.debug.notices is not None
    assert [notice.code for notice in result.debug.notices] == ["sortNotBackedByIndex"]


def test_refusals_arrive_as_errors_of_the_service(client: CogniteClient) -> None:
    query = Query(
        with_={"tools": NodeResultSetExpression()},
        select={"tools": Select([SourceSelector(TOOL)])},
    )
    with pytest.raises(CogniteAPIError, match="properties must not be null") as caught:
        client.data_modeling.instances.query(query)
    assert caught.value.code == 400
    bad = QuerySync(
        with_={
            "tools": NodeResultSetExpressionSync(
                sync_mode="one_phase", backfill_sort=[InstanceSort(NAMED.as_property_ref("name"))]
            )
        },
        select={"tools": SelectSync()},
    )
    with pytest.raises(CogniteAPIError, match=r"Backfill sort can only be used with two-phase sync\."):
        client.data_modeling.instances.sync(bad)


@pytest.mark.parametrize("mode", ["one_phase", "two_phase"])
def test_a_sync_gives_what_exists_and_then_what_changes(client: CogniteClient, mode: str) -> None:
    api = client.data_modeling.instances
    query = QuerySync(
        with_={
            "tools": NodeResultSetExpressionSync(filter=filters.HasData(views=[TOOL]), sync_mode=mode, limit=4),  # type: ignore[arg-type] # a parameter of the test
            "links": EdgeResultSetExpressionSync(sync_mode=mode),  # type: ignore[arg-type] # the same
        },
        select={"tools": SelectSync([SourceSelector(TOOL, [".*"])]), "links": SelectSync()},
    )
    seen: list[str] = []
    for _ in range(3):
        result = api.sync(query)
        seen += ids(result, "tools")
        query.cursors = result.cursors
    assert seen == ["box1", "box2", "t0", "t1", "t2", "t3"]
    api.apply(nodes=[tool("t0", 77), tool("new", 1)])
    api.delete(nodes=(STOCK, "t1"))
    result = api.sync(query, include_typing=True)
    assert [(item.external_id, item.deleted_time is not None) for item in result["tools"]] == [
        ("t0", False),
        ("new", False),
        ("t1", True),
    ]
    assert [(item.external_id, item.deleted_time is not None) for item in result["links"]] == [
        ("t0-t1", True),
        ("t1-t2", True),
    ]
    query.cursors = result.cursors
    assert not api.sync(query)["tools"]


def test_a_two_phase_sync_is_the_default_and_can_be_sorted(client: CogniteClient) -> None:
    by_name = [InstanceSort(NAMED.as_property_ref("name"), "descending")]
    expression = NodeResultSetExpressionSync(filter=filters.HasData(views=[TOOL]), backfill_sort=by_name)
    query = QuerySync(with_={"tools": expression}, select={"tools": SelectSync()})
    assert ids(client.data_modeling.instances.sync(query), "tools") == ["t3", "t2", "t1", "t0", "box2", "box1"]


def test_a_subscription_calls_back_with_every_change(emulator: Emulator, client: CogniteClient) -> None:
    seen: list[str] = []

    async def subscribe() -> None:
        changed = asyncio.Event()

        def note(result: QueryResult) -> None:
            seen.extend(ids(result, "tools"))
            if "late" in seen:
                changed.set()
            elif len(seen) == 6 and client_thread.ident is None:  # there may be calls without changes before it comes
                client_thread.start()

        client_thread = threading.Thread(target=lambda: client.data_modeling.instances.apply(nodes=tool("late", 5)))
        query = QuerySync(
            with_={"tools": NodeResultSetExpressionSync(filter=filters.HasData(views=[TOOL]))},
            select={"tools": SelectSync()},
        )
        api = AsyncCogniteClient(configuration(emulator)).data_modeling.instances
        context = await api.subscribe(query, note, poll_delay_seconds=0.05, throttle_seconds=0.01)
        await asyncio.wait_for(changed.wait(), timeout=30)
        context.cancel()
        client_thread.join()

    asyncio.run(subscribe())
    assert seen == ["box1", "box2", "t0", "t1", "t2", "t3", "late"]
