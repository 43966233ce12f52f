"""Sync: what a subscriber is told of, in which order, in each mode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, data, edge, name_of, node, path, reference, view
from graph_queries import edges, ids, named, nodes, reading, sync, through

pytestmark = pytest.mark.evidence("17")

MODES = ("onePhase", "twoPhase", "noBackfill")
TOOLS: Json = {"hasData": [view("Tool")]}


class Subscriber:
    """Follows result sets, from the cursors of the answer before."""

    def __init__(self, project: Project, sets: Json, select: Json | None = None) -> None:
        self._project = project
        self._sets = sets
        self._select = select
        self.cursors: Json | None = None
        self.answer: Json = {}

    def next(self, **body: Any) -> dict[str, list[str]]:
        """What is new, by external id; deleted instances with a minus."""
        self.answer = sync(self._project, self._sets, self._select, cursors=self.cursors, **body)
        self.cursors = self.answer["nextCursor"]
        assert self.cursors is not None
        assert set(self.cursors) == set(self.answer["items"])
        return ids(self.answer)

    def until_short(self, limit: int) -> list[str]:
        """Everything up to and with the first page that is not full, of the only result set."""
        seen: list[str] = []
        while True:
            ((_, page),) = self.next().items()
            seen += page
            if len(page) < limit:
                return seen


@pytest.fixture
def project() -> Iterator[Project]:
    with emulated_project.open_project() as project:
        project.write(*(node(name, data("Tool", name=name, price=ord(name))) for name in "dcba"), node("bare"))
        yield project


def delete(project: Project, *external_ids: str, kind: str = "node") -> None:
    project.post("instances/delete", {"items": [name_of(name, kind) for name in external_ids]})


@pytest.mark.parametrize(
    ("mode", "existing"), [("onePhase", list("dcba")), ("twoPhase", list("dcba")), ("noBackfill", [])]
)
def test_what_exists_comes_first_unless_it_is_not_wanted(project: Project, mode: str, existing: list[str]) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, mode=mode)})
    assert subscriber.next() == {"tools": existing}
    assert subscriber.next() == subscriber.next() == {"tools": []}


def test_everything_is_streamed_in_one_phase_unless_told_otherwise(project: Project) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, limit=3)})
    assert [subscriber.next()["tools"] for _ in range(3)] == [["d", "c", "b"], ["a"], []]


@pytest.mark.parametrize("mode", MODES)
def test_then_come_the_changes_in_the_order_in_which_they_were_made(project: Project, mode: str) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, mode=mode)})
    subscriber.next()
    subscriber.next()
    project.write(node("new", data("Tool", name="new")))
    project.write(node("d", data("Tool", price=1)))
    delete(project, "c")
    project.write(node("a", data("Tool", price=2)), node("z", data("Named", name="no tool")))
    assert subscriber.next() == {"tools": ["new", "d", "-c", "a"]}
    assert subscriber.next() == {"tools": []}


@pytest.mark.parametrize("mode", MODES)
def test_a_write_that_changes_nothing_is_no_change(project: Project, mode: str) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, mode=mode)})
    subscriber.next()
    subscriber.next()
    project.write(node("d", data("Tool", price=ord("d"))))
    assert subscriber.next() == {"tools": []}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_nothing_is_missed_whatever_the_limit(project: Project, mode: str, limit: int) -> None:
    """One request that changes more than fits into a page is cut anywhere."""
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, mode=mode, limit=limit)})
    before = subscriber.until_short(limit)
    assert before == ([] if mode == "noBackfill" else list("dcba"))
    project.write(*(node(f"n{i}", data("Tool", name=f"n{i}")) for i in range(5)))
    delete(project, "a", "n0", "d")
    project.write(node("n1", data("Tool", price=5)), node("n0", data("Tool", name="back")))
    seen = subscriber.until_short(limit)
    assert [name for name in seen if name.startswith("-")] == ["-d", "-a", "-n0"]
    assert sorted(name for name in seen if not name.startswith("-")) == ["n0", "n1", "n2", "n3", "n4"]
    assert seen.index("-n0") < seen.index("n0")


def test_a_deleted_instance_tells_when_and_shows_no_properties(project: Project) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS)}, {"tools": reading("Tool", "*")})
    subscriber.next()
    (before,) = [item for item in subscriber.answer["items"]["tools"] if item["externalId"] == "a"]
    assert before["properties"]["yard"]["Tool/v1"]["name"] == "a"
    delete(project, "a")
    subscriber.next()
    (after,) = subscriber.answer["items"]["tools"]
    assert after["deletedTime"] == after["lastUpdatedTime"] >= before["lastUpdatedTime"]
    assert after["version"] > before["version"]
    assert after["createdTime"] == before["createdTime"]
    assert after["properties"] == {}


def test_a_deletion_is_told_to_those_whose_filter_the_instance_matched(project: Project) -> None:
    sets = {
        "expensive": nodes({"range": {"property": path("Tool", "price"), "gte": ord("c")}}),
        "named": nodes(named("a")),
        "others": nodes({"not": TOOLS}),
        "links": edges(),
    }
    subscriber = Subscriber(project, sets)
    subscriber.next()
    delete(project, "a", "c")
    assert subscriber.next() == {"expensive": ["-c"], "named": ["-a"], "others": [], "links": []}


@pytest.mark.parametrize("mode", MODES)
def test_what_was_deleted_before_is_told_of_only_on_demand(project: Project, mode: str) -> None:
    delete(project, "a")
    skipping = Subscriber(project, {"tools": nodes(TOOLS, mode=mode)})
    assert "-a" not in [*skipping.next()["tools"], *skipping.next()["tools"]]
    keeping = Subscriber(project, {"tools": nodes(TOOLS, mode=mode, skipAlreadyDeleted=False)})
    told = [*keeping.next()["tools"], *keeping.next()["tools"]]
    assert ("-a" in told) == (mode != "noBackfill")
    assert sorted(told) == ([] if mode == "noBackfill" else ["-a", "b", "c", "d"])


def test_an_instance_that_was_deleted_and_came_back_shows_both_states(project: Project) -> None:
    subscriber = Subscriber(project, {"tools": nodes(TOOLS)})
    subscriber.next()
    delete(project, "a")
    project.write(node("a", data("Tool", name="again")))
    assert subscriber.next() == {"tools": ["-a", "a"]}
    deleted, back = subscriber.answer["items"]["tools"]
    assert back["version"] > deleted["version"]
    assert "deletedTime" not in back


def test_a_deletion_that_was_undone_before_the_first_call_does_not_follow_the_backfill(project: Project) -> None:
    delete(project, "a", "b")
    project.write(node("a", data("Tool", name="again")))
    sets = {"tools": nodes(TOOLS, mode="twoPhase", skipAlreadyDeleted=False)}
    subscriber = Subscriber(project, sets)
    assert subscriber.next() == {"tools": ["d", "c", "a"]}
    assert subscriber.next() == {"tools": ["-b"]}


def test_an_instance_can_go_and_come_back_within_one_request(project: Project) -> None:
    subscriber = Subscriber(project, {"all": nodes(named("d"), limit=1)})
    assert subscriber.next() == {"all": ["d"]}
    items = [node("a", data("Tool", inside=reference("d")))]
    project.post("instances", {"items": items, "delete": [name_of("d")]})
    assert [subscriber.next()["all"] for _ in range(3)] == [["-d"], ["d"], []]


def test_edges_go_with_their_nodes(project: Project) -> None:
    project.write(edge("ab", "a", "b"), edge("cd", "c", "d"))
    subscriber = Subscriber(project, {"links": edges(), "tools": nodes(TOOLS)})
    assert subscriber.next()["links"] == ["ab", "cd"]
    delete(project, "a")
    assert subscriber.next() == {"links": ["-ab"], "tools": ["-a"]}
    deleted = subscriber.answer["items"]["links"][0]
    assert deleted["startNode"] == reference("a")


def test_result_sets_are_followed_from_others(project: Project) -> None:
    project.write(
        edge("ab", "a", "b"),
        edge("cd", "c", "d"),
        node("a", data("Tool", inside=reference("c"))),
    )
    subscriber = Subscriber(
        project,
        {
            "root": nodes(named("a")),
            "links": edges(from_="root", maxDistance=1),
            "ends": nodes(from_="links"),
            "back": edges(from_="ends", maxDistance=1, direction="inwards"),
            "starts": nodes(from_="back"),
            "outer": nodes(from_="root", through=through("inside"), direction="outwards"),
            "inner": nodes(from_="outer", through=through("inside"), direction="inwards"),
        },
    )
    expected = {"root": ["a"], "links": ["ab"], "ends": ["b"], "back": ["ab"], "starts": ["a"], "outer": ["c"]}
    assert subscriber.next() == {**expected, "inner": ["a"]}
    nothing: dict[str, list[str]] = {name: [] for name in [*expected, "inner"]}
    assert subscriber.next() == nothing
    project.write(node("b", data("Tool", price=7)), edge("ad", "a", "d"), node("c", data("Tool", price=8)))
    news = {"ends": ["b"], "links": ["ad"], "back": ["ad"], "starts": ["c"], "outer": ["c"]}
    assert subscriber.next() == {**nothing, **news}
    delete(project, "a")
    assert subscriber.next() == {
        **nothing,
        "root": ["-a"],
        "links": ["-ab", "-ad"],
        "back": ["-ab", "-ad"],
        "starts": ["-a"],
        "inner": ["-a"],
    }


def test_a_child_is_told_of_wherever_its_parents_cursor_stands(project: Project) -> None:
    project.write(edge("ab", "a", "b"), edge("dc", "d", "c"))
    sets = {"tools": nodes(TOOLS, limit=1), "links": edges(from_="tools", maxDistance=1)}
    assert Subscriber(project, sets).next() == {"tools": ["d"], "links": ["ab", "dc"]}


def test_edges_are_followed_over_all_levels(project: Project) -> None:
    project.write(edge("ab", "a", "b"), edge("bc", "b", "c"), edge("da", "d", "a"))
    subscriber = Subscriber(project, {"root": nodes(named("a")), "walk": edges(from_="root")})
    assert subscriber.next()["walk"] == ["ab", "bc"]
    project.write(edge("cd", "c", "d"))
    assert subscriber.next()["walk"] == ["cd"]
    assert subscriber.next()["walk"] == []
    delete(project, "b")
    assert subscriber.next()["walk"] == ["-ab", "-bc"]
    delete(project, "da", kind="edge")
    assert subscriber.next()["walk"] == []
    stopping = edges(from_="root", terminationFilter=named("b"), direction="outwards")
    project.write(node("b"), edge("ab", "a", "b"), edge("bc", "b", "c"))
    assert Subscriber(project, {"root": nodes(named("a")), "walk": stopping}).next()["walk"] == ["ab"]


def test_a_walk_against_the_edges_hears_of_deletions_too(project: Project) -> None:
    project.write(edge("ab", "a", "b"), edge("bc", "b", "c"))
    walk = edges(from_="root", direction="inwards")
    subscriber = Subscriber(project, {"root": nodes(named("c")), "walk": walk})
    assert subscriber.next()["walk"] == ["ab", "bc"]
    delete(project, "ab", kind="edge")
    assert subscriber.next()["walk"] == ["-ab"]


def test_the_backfill_can_be_sorted(project: Project) -> None:
    by_name = [{"property": path("Named", "name"), "direction": "descending"}]
    subscriber = Subscriber(project, {"tools": nodes(TOOLS, mode="twoPhase", limit=3, backfillSort=by_name)})
    assert subscriber.next() == {"tools": ["d", "c", "b"]}
    assert subscriber.next() == {"tools": ["a"]}
    project.write(node("b", data("Tool", price=0)))
    project.write(node("a", data("Tool", price=0)))
    assert subscriber.next() == {"tools": ["b", "a"]}


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_what_is_written_during_the_backfill_comes_with_the_changes(project: Project, limit: int) -> None:
    by_name = [{"property": path("Named", "name")}]
    sets = {"tools": nodes(TOOLS, mode="twoPhase", limit=limit, backfillSort=by_name)}
    subscriber = Subscriber(project, sets)
    first = subscriber.next()["tools"]
    project.write(node("d", data("Tool", name="0 moved to the front")), node("new", data("Tool", name="new")))
    delete(project, "b")
    backfill = [*first, *(subscriber.until_short(limit) if len(first) == limit else [])]
    assert backfill == (list("abcd") if limit >= 4 else [name for name in "abcd" if name in first or name in "ac"])
    assert subscriber.until_short(limit) == ["d", "new", "-b"]


def test_a_full_page_leaves_the_backfill_open(project: Project) -> None:
    sets = {"tools": nodes(TOOLS, mode="twoPhase", limit=4)}
    subscriber = Subscriber(project, sets)
    assert subscriber.next() == {"tools": list("dcba")}
    project.write(node("a", data("Tool", price=0)))
    assert subscriber.next() == {"tools": []}
    assert subscriber.next() == {"tools": ["a"]}
