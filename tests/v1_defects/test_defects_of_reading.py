"""Defects of version 1 in reading: each test is named after one, and shows that it is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from deployed_sdk import Made, made
from pygen_client.schema import DataModelId, EdgeId, NodeId
from seeded_project import MODEL, container, edges, prop, view, view_ref

THINGS = [f"t{number}" for number in range(5)]


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Things with two connections by edges of the same direction, groups, and links with properties."""
    containers = [
        container(
            "Thing",
            {
                "name": prop("text", required=True),
                "flag": prop("boolean"),
                "count": prop("int32"),
                "at": prop("timestamp"),
                "groups": prop("direct", list=True),
            },
        ),
        container("Group", {"title": prop("text", required=True)}),
        container("Link", {"weight": prop("float64")}, usedFor="edge"),
    ]
    reverse = {
        "connectionType": "multi_reverse_direct_relation",
        "source": view_ref("Thing"),
        "through": {"source": view_ref("Thing"), "identifier": "groups"},
    }
    views = [
        view(
            "Thing",
            {"Thing": ["name", "flag", "count", "at", "groups"]},
            sources={"groups": "Group"},
            connections={
                "likes": edges("likes", "Thing", edgeSource=view_ref("Link")),
                "knows": edges("knows", "Thing", edgeSource=view_ref("Link")),
                "best": edges("best", "Thing", connectionType="single_edge_connection"),
            },
        ),
        view("Group", {"Group": ["title"]}, connections={"things": reverse}),
        view("Link", {"Link": ["weight"]}),
    ]
    with made(containers, views, tmp_path_factory.mktemp("things")) as found:
        package = found.package
        groups = [package.GroupWrite(external_id="g", title="G")]
        nodes = [
            package.ThingWrite(external_id=name, name=name, flag=number % 2 == 1, count=number, groups=groups)
            for number, name in enumerate(THINGS)
        ]
        nodes[0].likes = [package.LinkWrite(end_node="t1", weight=0.5)]
        nodes[0].knows = [package.LinkWrite(end_node="t1"), package.LinkWrite(end_node="t2")]
        nodes[0].best = "t3"
        found.sdk.upsert(nodes)
        yield found


def names(found: Any) -> list[str]:
    return [one.external_id for one in found]


def first(things: Made, *relations: str) -> Any:
    declared = things.package.Thing.relations
    query = things.sdk.thing.query().where(name="t0").include(*(getattr(declared, name) for name in relations))
    return query.first()


def test_d1_each_connection_has_the_edges_of_its_own_type(things: Made) -> None:
    thing = first(things, "likes", "knows", "best")

    assert [link.node.external_id for link in thing.likes] == ["t1"]
    assert sorted(link.node.external_id for link in thing.knows) == ["t1", "t2"]
    assert thing.best.node.external_id == "t3"
    assert [link.edge.weight for link in thing.likes] == [0.5]


def test_d3_a_condition_on_what_points_here_by_a_list_counts(things: Made) -> None:
    package = things.package
    wanted = package.Group.relations.things.where(package.Thing.props.count >= 3)

    (group,) = things.sdk.group.query().include(wanted).list()

    assert sorted(names(group.things)) == ["t3", "t4"]


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"name": []}, []),
        ({"name": ()}, []),
        ({"name": ("t1", "t2")}, ["t1", "t2"]),
        ({"name": ["t1", "t2"]}, ["t1", "t2"]),
        ({"name": {"t1": 1}.keys()}, ["t1"]),
    ],
)
def test_d4_sequences_of_any_kind_filter_and_empty_ones_find_nothing(
    things: Made, keywords: Any, expected: list[str]
) -> None:
    assert sorted(names(things.sdk.thing.list(**keywords))) == expected
    assert sorted(names(things.sdk.thing.iterate(**keywords))) == expected
    assert sorted(names(things.sdk.thing.query().where(**keywords).list())) == expected


def test_d4_a_tuple_of_names_sorts(things: Made) -> None:
    found = things.sdk.thing.list(sort_by=("flag", "name"), sort_direction="descending")

    assert names(found) == ["t3", "t1", "t4", "t2", "t0"]


def test_d5_edges_are_found_by_their_space(things: Made) -> None:
    assert len(things.sdk.link.list(space="data")) == 3
    assert len(things.sdk.link.list(space=["data", "nowhere"])) == 3
    assert len(things.sdk.link.list(space="nowhere")) == 0


def test_d16_a_read_sends_what_it_reads_and_nothing_else(things: Made) -> None:
    things.paths.clear()

    assert len(list(things.sdk.thing.query().iterate(chunk_size=2))) == 5
    assert things.paths == ["/models/instances/query"] * 3

    things.paths.clear()
    things.sdk.thing.list()
    assert things.paths == ["/models/instances/list"]


def test_d20_an_api_keeps_no_cursor_of_its_own(things: Made) -> None:
    api = things.sdk.thing
    pages = api.iterate(chunk_size=2).pages()
    first_page, second_page = next(pages), next(pages)

    # Several at once and one after the other, with cursors that were used before.
    for _ in range(2):
        again = api.iterate(chunk_size=2, cursor=first_page.next_cursor).pages()
        assert names(next(again).items) == names(second_page.items)
    rest = names(api.iterate(cursor=second_page.next_cursor))
    assert names(first_page.items) + names(second_page.items) + rest == names(api.iterate())


def test_d21_objects_are_equal_by_what_they_hold(things: Made) -> None:
    one, again, other = (things.sdk.thing.retrieve(name) for name in ("t1", "t1", "t2"))

    assert one == again
    assert one != other
    assert one != "t1"
    assert things.sdk.data_model_ids == (DataModelId(MODEL, "Made", "v1"),)


def test_d25_what_holds_edges_can_be_written_back(things: Made) -> None:
    thing = first(things, "likes", "knows", "best", "groups")
    link = thing.likes[0].edge

    result = things.sdk.upsert([thing.as_write(), link.as_write()])

    assert result.unchanged == [NodeId("data", "t0"), EdgeId("data", link.external_id)]
    changed = link.as_write().model_copy(update={"weight": 0.75})
    assert things.sdk.upsert(changed).updated == [link.as_id()]
    assert things.sdk.upsert(
        things.sdk.link.retrieve(link.as_id()).as_write().model_copy(update={"weight": 0.5})
    ).updated
