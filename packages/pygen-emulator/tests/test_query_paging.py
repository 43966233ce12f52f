"""Graph queries: limits, sorting, cursors, and what a child's cursor is relative to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import STOCK, Json, Project, data, edge, node, path, reference, view
from graph_queries import body_of, edges, found, ids, named, nodes, pages, query, through
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("16", "19")

PARENTS, CHILDREN = 5, 3
BY_PRICE: list[Json] = [{"property": path("Tool", "price"), "direction": "descending"}]


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    """Parents p0..p4; each is pointed at by three children by relation, and leads to the same ones by edges."""
    with emulated_project.open_project() as project:
        project.write(*(node(f"p{i}", data("Tool", name=f"p{i}", price=i % 2)) for i in range(PARENTS)))
        for i in range(PARENTS):
            for j in range(CHILDREN):
                child = f"p{i}c{j}"
                project.write(
                    node(child, data("Tool", name=child, price=10 + j, inside=reference(f"p{i}"))),
                    edge(f"to-{child}", f"p{i}", child),
                )
        yield project


def family(**options: Any) -> Json:
    parent = {"range": {"property": path("Tool", "price"), "lt": 10}}
    return {
        "parents": nodes(parent, limit=2),
        "children": nodes(from_="parents", through=through("inside"), **options),
        "edges": edges(from_="parents", maxDistance=1, **options),
    }


def test_a_result_set_has_a_hundred_instances_unless_it_says_otherwise(project: Project) -> None:
    with emulated_project.open_project() as large:
        large.write(*(node(f"n{i:03}") for i in range(101)))
        answer = query(large, {"few": nodes(), "all": nodes(limit=101)})
        assert [len(names) for names in ids(answer).values()] == [100, 101]
        assert list(answer["nextCursor"]) == ["few"]


def test_the_sort_comes_before_the_limit(project: Project) -> None:
    sets = {"root": nodes(sort=[*BY_PRICE, {"property": ["node", "externalId"], "direction": "descending"}], limit=2)}
    assert found(project, sets, "root") == ["p4c2", "p3c2"]


@pytest.mark.parametrize("size", [1, 2, 3, 20, 21])
@pytest.mark.parametrize("sort", [[], BY_PRICE])
def test_paging_gives_every_instance_once_and_in_order(project: Project, size: int, sort: list[Json]) -> None:
    def sets(limit: int) -> Json:
        return {"root": nodes({"hasData": [view("Tool")]}, sort=sort, limit=limit)}

    read = list(pages(project, sets(size), "root"))
    assert [name for page in read for name in page] == found(project, sets(100), "root")
    assert all(len(page) == size for page in read[:-1])


def test_children_are_those_of_the_page_of_their_parents(project: Project) -> None:
    first = query(project, family())
    assert ids(first)["parents"] == ["p0", "p1"]
    assert ids(first)["children"] == [f"p{i}c{j}" for i in (0, 1) for j in range(3)]
    assert ids(first)["edges"] == [f"to-p{i}c{j}" for i in (0, 1) for j in range(3)]
    second = query(project, family(), cursors={"parents": first["nextCursor"]["parents"]})
    assert ids(second)["children"] == [f"p{i}c{j}" for i in (2, 3) for j in range(3)]


def test_a_childs_cursor_goes_on_within_the_page_of_its_parents(project: Project) -> None:
    first = query(project, family(limit=4))
    assert ids(first)["children"] == ["p0c0", "p0c1", "p0c2", "p1c0"]
    cursors = {"parents": None, "children": first["nextCursor"]["children"]}
    second = query(project, family(limit=4), cursors=cursors)
    assert ids(second)["parents"] == ["p0", "p1"]
    assert ids(second)["children"] == ["p1c1", "p1c2"]
    assert ids(second)["edges"] == ["to-p0c0", "to-p0c1", "to-p0c2", "to-p1c0"]
    assert list(second["nextCursor"]) == ["parents", "edges"]


def test_going_on_with_all_cursors_at_once_skips_children(project: Project) -> None:
    first = query(project, family(limit=4))
    second = query(project, family(limit=4), cursors=first["nextCursor"])
    assert not {"p1c1", "p1c2"} & {*ids(first)["children"], *ids(second)["children"]}


def test_every_child_arrives_when_the_parents_wait_for_them(project: Project) -> None:
    """The way in which official clients read it all."""
    seen: list[str] = []
    parent_cursor: str | None = None
    while True:
        child_cursor: str | None = None
        while True:
            answer = query(project, family(limit=2), cursors={"parents": parent_cursor, "children": child_cursor})
            seen += ids(answer)["children"]
            child_cursor = answer["nextCursor"].get("children")
            if child_cursor is None:
                break
        parent_cursor = answer["nextCursor"].get("parents")
        if parent_cursor is None:
            break
    assert seen == [f"p{i}c{j}" for i in range(PARENTS) for j in range(CHILDREN)]


def test_limits_may_change_between_pages(project: Project) -> None:
    first = query(project, {"root": nodes(limit=2)})
    second = query(project, {"root": nodes(limit=3)}, cursors=first["nextCursor"])
    assert ids(first)["root"] + ids(second)["root"] == found(project, {"root": nodes(limit=5)}, "root")


@pytest.mark.parametrize("changed", [nodes(named("p0")), nodes(sort=BY_PRICE), edges()])
def test_a_cursor_belongs_to_the_definition_of_its_result_set(project: Project, changed: Json) -> None:
    cursors = query(project, {"root": nodes(limit=2)})["nextCursor"]
    refused = project.refused("instances/query", body_of({"root": changed}, cursors=cursors))
    assert (refused.status, refused.message) == (400, "Invalid cursor provided.")


def test_a_childs_cursor_belongs_to_the_definition_of_its_parents_too(project: Project) -> None:
    cursors = {"children": query(project, family(limit=2))["nextCursor"]["children"]}
    other = {**family(limit=2), "parents": nodes(named("p0"), limit=2)}
    assert project.refused("instances/query", body_of(other, cursors=cursors)).message == "Invalid cursor provided."
    further = {**family(limit=2), "more": nodes()}
    assert ids(query(project, further, cursors=cursors))["children"] == ["p0c2", "p1c0"]


@pytest.mark.parametrize("cursor", ["", "nonsense", "AAAA", "é"])
def test_anything_else_is_no_cursor(project: Project, cursor: str) -> None:
    refused = project.refused("instances/query", body_of({"root": nodes()}, cursors={"root": cursor}))
    assert (refused.status, refused.message) == (400, "Invalid cursor provided.")


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_walk_over_several_levels_is_paged(project: Project, size: int) -> None:
    project.write(edge("deeper", "p0c0", "p1"), edge("back", "p1c0", "p0"))
    sets = {"root": nodes(named("p0")), "walk": edges(from_="root", limit=size)}
    read = [name for page in pages(project, sets, "walk") for name in page]
    assert read == ["to-p0c0", "to-p0c1", "to-p0c2", "deeper", "to-p1c0", "to-p1c1", "to-p1c2", "back"]
    by_name = [{"property": ["edge", "externalId"], "direction": "descending"}]
    sorted_sets = {"root": nodes(named("p0")), "walk": edges(from_="root", limit=size, sort=by_name)}
    assert [name for page in pages(project, sorted_sets, "walk") for name in page] == sorted(read, reverse=True)
    project.post("instances/delete", {"items": [emulated_project.name_of(name, "edge") for name in ("deeper", "back")]})


def test_limit_each_is_paged_after_it_has_chosen(project: Project) -> None:
    sets = {"parents": nodes(limit=5), "each": edges(from_="parents", maxDistance=1, limitEach=2, limit=3)}
    read = [name for page in pages(project, sets, "each") for name in page]
    assert read == [f"to-p{i}c{j}" for i in range(PARENTS) for j in range(2)]


def test_what_is_shown_is_sorted_and_cut_after_the_page_was_taken(project: Project) -> None:
    backwards = [{"property": ["node", "externalId"], "direction": "descending"}]
    sets = {"root": nodes({"hasData": [view("Tool")]}, limit=4)}
    answer = query(project, sets, {"root": {"sort": backwards, "limit": 3}})
    assert ids(answer)["root"] == ["p3", "p2", "p1"]
    answer = query(project, sets, {"root": {"sort": backwards}}, cursors=answer["nextCursor"])
    assert ids(answer)["root"] == ["p4", "p0c2", "p0c1", "p0c0"]


def test_edges_can_be_sorted_after_the_page_was_taken(project: Project) -> None:
    backwards = [{"property": ["edge", "externalId"], "direction": "descending"}]
    sets = {"edges": edges(limit=3, postSort=backwards)}
    assert found(project, sets, "edges") == ["to-p0c2", "to-p0c1", "to-p0c0"]
    forwards = [{"property": ["edge", "externalId"]}]
    assert ids(query(project, sets, {"edges": {"sort": forwards}}))["edges"] == ["to-p0c0", "to-p0c1", "to-p0c2"]


def test_a_full_last_page_has_no_cursor_unless_that_is_wanted(project: Project) -> None:
    sets = {"root": nodes(limit=2)}
    with emulated_project.open_project() as exact:
        exact.write(node("a"), node("b"))
        assert query(exact, sets)["nextCursor"] == {}
    emulator = Emulator.in_process(over_report_cursors=True)
    emulator.deploy(spaces=[{"space": STOCK}])
    with emulated_project.connected(emulator) as eager:
        eager.write(node("a"), node("b"))
        answer = query(eager, sets)
        assert list(answer["nextCursor"]) == ["root"]
        answer = query(eager, sets, cursors=answer["nextCursor"])
        assert (answer["items"], answer["nextCursor"]) == ({"root": []}, {})


_GRAPH = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14)


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=_GRAPH, start=st.sets(st.integers(0, 5), max_size=3), size=st.integers(1, 5), levels=st.integers(1, 4))
def test_walks_of_random_graphs_are_what_a_plain_walk_finds(
    graph: list[tuple[int, int]], start: set[int], size: int, levels: int
) -> None:
    with emulated_project.open_project() as small:
        small.write(*(node(f"n{i}") for i in range(6)))
        if graph:
            small.write(*(edge(f"e{k}", f"n{a}", f"n{b}") for k, (a, b) in enumerate(graph)))
        root = nodes(named(*(f"n{i}" for i in start)))
        distances: tuple[Json, Json] = ({}, {"maxDistance": levels})
        for distance in distances:
            sets = {"root": root, "walk": edges(from_="root", limit=size, **distance)}
            read = [name for page in pages(small, sets, "walk") for name in page]
            assert read == _plain_walk(graph, start, levels if distance else None)


def _plain_walk(graph: list[tuple[int, int]], start: set[int], levels: int | None) -> list[str]:
    walked: list[int] = []
    frontier, level = set(start), 0
    while levels is None or level < levels:
        fresh = [k for k, (a, _) in enumerate(graph) if a in frontier and k not in walked]
        if not fresh:
            break
        walked += fresh
        frontier = {graph[k][1] for k in fresh}
        level += 1
    return [f"e{k}" for k in walked]
