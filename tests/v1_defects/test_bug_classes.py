"""Kinds of defects that version 1 had to mend, some of them more than once: each is tried here, or by the test that the
table of this folder's README names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deployed_sdk import Made, made
from pygen_client import AsyncPygenClient, PygenValidationError
from pygen_client.schema import EdgeId, NodeId
from seeded_project import MODEL, container, edges, prop, view, view_ref

MANY = 1100
"""More than one request takes."""


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Stations that are connected among themselves and to lines, both by edges of one type; bare points."""
    containers = [
        container(
            "Station", {"stopName": prop("text", required=True), "inside": prop("direct"), "tracks": prop("int32")}
        ),
        container("Line", {"title": prop("text", required=True)}),
        container("Point", {"data": prop("json")}),
        container("Ride", {"minutes": prop("int32", required=True)}, usedFor="edge"),
        container("Express", {"price": prop("float64")}, usedFor="edge"),
    ]
    ride = {"edgeSource": view_ref("Ride")}
    views = [
        view(
            "Station",
            {"Station": ["stopName", "inside", "tracks"]},
            sources={"inside": "Station"},
            connections={
                "next": edges("ride", "Station", **ride),
                "previous": edges("ride", "Station", direction="inwards", **ride),
                "lines": edges("ride", "Line", **ride),
                "fast": edges("fast", "Station", edgeSource=view_ref("Express")),
            },
        ),
        view(
            "Line", {"Line": ["title"]}, connections={"stations": edges("ride", "Station", direction="inwards", **ride)}
        ),
        view("Point", {"Point": ["data"]}),
        view("Ride", {"Ride": ["minutes"]}),
        view("Express", {"Ride": ["minutes"], "Express": ["price"]}, implements=[view_ref("Ride")]),
    ]
    with made(containers, views, tmp_path_factory.mktemp("net")) as found:
        package = found.package
        a, b = station(package, "a", tracks=0), station(package, "b", tracks=2)
        a.inside = station(package, "top")
        a.next = [ride_to(package, "b"), ride_to(package, "a")]
        a.lines = [ride_to(package, package.LineWrite(external_id="l", title="L"))]
        a.fast = [package.ExpressWrite(end_node="b", minutes=3, price=1.5)]
        found.sdk.upsert(
            [a, b, package.PointWrite(external_id="p"), package.PointWrite(space="elsewhere", external_id="q")]
        )
        yield found


def station(package: Any, external_id: str, **values: Any) -> Any:
    return package.StationWrite(external_id=external_id, stop_name=external_id.upper(), **values)


def ride_to(package: Any, end: Any) -> Any:
    return package.RideWrite(end_node=end, minutes=5)


def included(net: Made, name: str, *relations: str) -> Any:
    declared = net.package.Station.relations
    query = net.sdk.station.query().where(stop_name=name).include(*(getattr(declared, one) for one in relations))
    return query.first()


def far(links: Any) -> list[str]:
    return sorted(link.node_id.external_id for link in links)


class TestEdges:
    def test_from_a_node_to_itself_and_to_its_own_kind_are_found_from_both_ends(self, net: Made) -> None:
        found = included(net, "A", "next", "previous")

        # Edges of one type lead to stations and to lines: the type is what the connections have in common.
        assert far(found.next) == ["a", "b", "l"]
        assert far(found.previous) == ["a"]
        assert far(included(net, "B", "previous").previous) == ["a"]

    def test_of_one_type_to_two_kinds_of_nodes_tell_which_have_data_there(self, net: Made) -> None:
        found = included(net, "A", "lines")

        seen = {link.node_id.external_id: link for link in found.lines}
        assert seen["l"].node.title == "L"
        with pytest.raises(Exception, match="no data in the view"):
            _ = seen["b"].node

    def test_have_the_properties_of_the_views_that_theirs_implements(self, net: Made) -> None:
        (link,) = included(net, "A", "fast").fast

        assert (link.edge.minutes, link.edge.price) == (3, 1.5)
        assert isinstance(link.edge, net.package.Ride)
        assert {type(edge).__name__ for edge in net.sdk.ride.list()} == {"Ride"}
        assert net.sdk.express.retrieve(link.edge.as_id()) == link.edge

    def test_of_a_list_have_their_own_ids_and_not_those_of_nodes(self, net: Made) -> None:
        found = net.sdk.ride.list(start_node="a", edge_type=(MODEL, "ride"))

        assert all(isinstance(edge.as_id(), EdgeId) for edge in found)
        assert {edge.end_node for edge in found} == {NodeId("data", name) for name in ("a", "b", "l")}
        assert net.sdk.ride.list(edge_type=("data", "ride")) == []

    def test_with_an_id_of_the_users_keep_it(self, net: Made) -> None:
        mine = net.package.RideWrite(
            external_id="mine", edge_type=(MODEL, "other"), start_node="a", end_node="b", minutes=1
        )

        assert net.sdk.upsert(mine).created == [EdgeId("data", "mine")]
        net.sdk.delete(mine)


class TestFilters:
    def test_on_id_and_space_work_where_a_view_has_nothing_else_to_filter_by(self, net: Made) -> None:
        assert [one.external_id for one in net.sdk.point.list(external_id_prefix="p")] == ["p"]
        assert [one.external_id for one in net.sdk.point.list(space="elsewhere")] == ["q"]
        assert net.sdk.point.count() == 2
        assert net.sdk.point.count(space="elsewhere") == 1

    def test_take_zero_and_false_for_values(self, net: Made) -> None:
        assert [one.external_id for one in net.sdk.station.list(min_tracks=0, max_tracks=0)] == ["a"]
        assert net.sdk.station.count(max_tracks=0) == 1

    def test_have_no_truth_value(self, net: Made) -> None:
        with pytest.raises(TypeError, match="&"):
            bool(net.package.Station.props.tracks > 1)

    @pytest.mark.parametrize("limit", [-1, -5])
    def test_a_negative_limit_is_an_error_and_not_a_few(self, net: Made, limit: int) -> None:
        with pytest.raises(PygenValidationError, match="limit"):
            net.sdk.station.list(limit=limit)
        with pytest.raises(PygenValidationError, match="limit"):
            net.sdk.station.query().limit(limit)


class TestManyIds:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def crowd(cls, net: Made) -> Iterator[list[str]]:
        names = [f"s{number:04}" for number in range(MANY)]
        net.sdk.upsert(station(net.package, name, inside="top") for name in names)
        yield names
        net.sdk.delete(names)

    def test_of_one_retrieve_are_each_answered_once_in_order(self, net: Made, crowd: list[str]) -> None:
        found = net.sdk.station.retrieve([*reversed(crowd), "nothing"])

        assert [one.external_id for one in found] == [*reversed(crowd)]

    def test_of_one_filter_are_all_looked_for(self, net: Made, crowd: list[str]) -> None:
        found = net.sdk.station.list(stop_name=[name.upper() for name in crowd], limit=None, sort_by="stop_name")

        assert [one.external_id for one in found] == crowd

    def test_under_one_root_arrive_whatever_the_limit_of_the_root(self, net: Made, crowd: list[str]) -> None:
        inside = net.package.Station.relations.inside
        found = net.sdk.station.query().where(external_id_prefix="s").include(inside).limit(MANY - 50).list()

        assert len(found) == MANY - 50
        assert {one.inside.value.stop_name for one in found} == {"TOP"}

    def test_keep_the_order_of_a_sort_with_what_is_included(self, net: Made, crowd: list[str]) -> None:
        relations = net.package.Station.relations
        query = net.sdk.station.query().where(external_id_prefix="s").include(relations.inside, relations.next)
        names = [one.external_id for one in query.sort(net.package.Station.props.stop_name.descending()).iterate()]

        assert names == [*reversed(crowd)]


class TestWriting:
    def test_what_is_written_through_a_view_is_found_by_it(self, net: Made) -> None:
        assert [one.external_id for one in net.sdk.point.list(space="data")] == ["p"]
        assert net.sdk.line.retrieve("l").title == "L"

    def test_a_renamed_property_of_a_nested_object_has_its_name_on_the_wire(self, net: Made) -> None:
        assert net.sdk.station.retrieve("top").stop_name == "TOP"

    def test_objects_that_lead_in_circles_are_written(self, net: Made) -> None:
        one, two = station(net.package, "one"), station(net.package, "two")
        one.next, two.next, one.inside, two.inside = [ride_to(net.package, two)], [ride_to(net.package, one)], two, one

        result = net.sdk.upsert(one)

        assert len(result.created) == 4
        net.sdk.delete([one, two])

    def test_objects_without_properties_are_written_and_read(self, net: Made) -> None:
        found = net.sdk.point.retrieve("p")

        assert found.data is None
        assert net.sdk.upsert(found.as_write()).unchanged == [NodeId("data", "p")]


class TestShowing:
    def test_tables_of_nothing_have_their_columns(self, net: Made) -> None:
        pytest.importorskip("pandas")
        frame = net.sdk.station.list(stop_name="nothing").to_pandas()

        assert len(frame) == 0
        assert {"external_id", "stop_name", "tracks"} <= set(frame.columns)
        assert frame.columns.is_unique

    def test_an_answer_without_instances_is_a_list(self, net: Made) -> None:
        assert list(net.sdk.station.list(stop_name="nothing")) == []
        assert net.sdk.station.retrieve("nothing") is None
        assert list(net.sdk.station.retrieve(["nothing"])) == []

    def test_what_is_read_has_no_defaults_and_no_extras(self, net: Made) -> None:
        found = net.sdk.station.retrieve("b")

        assert (found.inside, dict(found.other_properties)) == (None, {})
        assert "instanceType" not in repr(found)


def test_clients_leave_their_configuration_alone(net: Made) -> None:
    config = net.client.config
    names = {type(net.sdk)(net.client).client.config.client_name for _ in range(3)}
    assert names == {config.client_name}


def test_everything_works_from_asyncio(net: Made) -> None:
    async def use() -> None:
        async with AsyncPygenClient(net.client.config, transport=net.cdf.async_transport()) as client:
            sdk = net.package.AsyncMadeClient(client)
            found = await sdk.station.query().where(stop_name="A").include(net.package.Station.relations.next).first()
            assert far(found.next) == ["a", "b", "l"]

    asyncio.run(use())


def test_two_packages_of_one_model_do_not_share_anything(tmp_path: Path) -> None:
    containers, views = [container("A", {"x": prop("text")})], [view("A", {"A": ["x"]})]
    with made(containers, views, tmp_path) as one, made(containers, views, tmp_path) as other:
        assert one.package.A is not other.package.A
        one.sdk.upsert(one.package.AWrite(external_id="a", x="1"))
        assert list(other.sdk.a.list()) == []
