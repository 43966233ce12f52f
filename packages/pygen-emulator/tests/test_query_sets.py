"""Graph queries: set operations over result sets."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
from emulated_project import Json, Project, edge, node
from graph_queries import edges, found, ids, named, nodes, pages, query

pytestmark = pytest.mark.evidence("16")


@pytest.fixture
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(*(node(name) for name in "abcdef"), edge("ab", "a", "b"), edge("bc", "b", "c"))
        yield project


SETS: Json = {"abc": nodes(named("a", "b", "c")), "bcd": nodes(named("b", "c", "d")), "c": nodes(named("c"))}


def combined(project: Project, **operation: object) -> list[str]:
    return found(project, {**SETS, "all": operation}, "all")


def test_a_union_has_each_instance_once_in_the_order_of_its_parts(project: Project) -> None:
    assert combined(project, union=["bcd", "abc"]) == ["b", "c", "d", "a"]


def test_a_union_of_all_keeps_what_occurs_twice(project: Project) -> None:
    assert combined(project, unionAll=["bcd", "abc"]) == ["b", "c", "d", "a", "b", "c"]


def test_an_intersection_has_what_is_in_every_part(project: Project) -> None:
    assert combined(project, intersection=["bcd", "abc"]) == ["b", "c"]
    assert combined(project, intersection=["bcd", "abc", "c"]) == ["c"]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [("union", ["a", "b", "d"]), ("unionAll", ["a", "b", "b", "d"]), ("intersection", ["b"])],
)
def test_exceptions_are_taken_from_the_combined_set(project: Project, operation: str, expected: list[str]) -> None:
    assert combined(project, **{operation: ["abc", "bcd"], "except": ["c"]}) == expected


def test_operations_hold_operations(project: Project) -> None:
    inner = {"unionAll": ["abc", {"union": ["bcd"], "except": ["abc"]}], "limit": 3}
    assert combined(project, union=[inner]) == ["a", "b", "c"]
    assert combined(project, intersection=["bcd", {"union": ["abc", "c"], "except": ["c"]}]) == ["b"]


def test_an_operation_without_parts_is_empty(project: Project) -> None:
    assert combined(project, union=[]) == combined(project, intersection=[]) == []


def test_operations_use_the_pages_of_their_parts(project: Project) -> None:
    sets = {"every": nodes(limit=2), "all": {"union": ["every"]}}
    answer = query(project, sets)
    assert ids(answer) == {"every": ["a", "b"], "all": ["a", "b"]}
    answer = query(project, sets, cursors={"every": answer["nextCursor"]["every"], "all": None})
    assert ids(answer) == {"every": ["c", "d"], "all": ["c", "d"]}


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_operations_have_pages_of_their_own(project: Project, size: int) -> None:
    sets = {**SETS, "all": {"unionAll": ["bcd", "abc"], "limit": size}}
    read = list(pages(project, sets, "all"))
    assert [name for page in read for name in page] == ["b", "c", "d", "a", "b", "c"]
    assert all(len(page) == size for page in read[:-1])


def test_operations_begin_traversals(project: Project) -> None:
    sets = {**SETS, "all": {"union": ["abc", "bcd"]}, "edges": edges(from_="all", maxDistance=1)}
    assert found(project, sets, "edges") == ["ab", "bc"]


def test_combined_edges_keep_the_direction_in_which_they_were_followed(project: Project) -> None:
    sets = {
        "b": nodes(named("b")),
        "out": edges(from_="b", maxDistance=1),
        "in": edges(from_="b", maxDistance=1, direction="inwards"),
        "both": {"union": ["out", "in"]},
        "far": nodes(from_="both"),
        "near": nodes(from_="both", chainTo="source"),
    }
    answer = ids(query(project, sets, ["both", "far", "near"]))
    assert answer == {"both": ["bc", "ab"], "far": ["a", "c"], "near": ["b"]}


def test_nodes_and_edges_cannot_be_combined(project: Project) -> None:
    sets = {**SETS, "edges": edges(), "all": {"union": ["abc", "edges"]}}
    refused = project.refused("instances/query", {"with": sets, "select": {"all": {}}})
    assert (refused.status, refused.message) == (400, "The result set 'all' mixes nodes and edges.")
