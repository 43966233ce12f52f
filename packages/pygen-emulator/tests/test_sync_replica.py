"""Sync: whoever applies every page to a copy ends with what is there, however reads and writes alternate."""

from __future__ import annotations

import emulated_project
import pytest
from emulated_project import Json, Project, data, edge, name_of, node, path, view
from graph_queries import edges, nodes, sync
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("17")

_NAMES = st.integers(0, 4)
_WRITE = st.lists(st.tuples(_NAMES, st.integers(0, 3)), min_size=1, max_size=5, unique_by=lambda pair: pair[0])
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), _WRITE),
        st.tuples(st.just("link"), st.tuples(_NAMES, _NAMES)),
        st.tuples(st.just("delete"), st.sets(_NAMES, min_size=1, max_size=3)),
        st.tuples(st.just("read"), st.none()),
    ),
    max_size=12,
)
_TOOLS: Json = {"hasData": [view("Tool")]}


class Copy:
    """Nodes and edges as a subscriber keeps them: their versions by external id."""

    def __init__(self, project: Project, mode: str, limit: int, *, sort: bool) -> None:
        self._project = project
        by_name = [{"property": path("Named", "name")}]
        options: Json = {"mode": mode, "limit": limit, **({"backfillSort": by_name} if sort else {})}
        self._sets: Json = {
            "tools": nodes(_TOOLS, **options),
            "links": edges(from_="tools", maxDistance=1, mode=mode, limit=limit),
        }
        self._cursors: Json | None = None
        self._limit = limit
        self.kept: dict[str, dict[str, int]] = {"tools": {}, "links": {}}

    def read(self) -> bool:
        """Apply one page; whether a page was full."""
        answer = sync(self._project, self._sets, cursors=self._cursors)
        self._cursors = answer["nextCursor"]
        for name, items in answer["items"].items():
            for item in items:
                if "deletedTime" in item:
                    self.kept[name].pop(item["externalId"], None)
                else:
                    self.kept[name][item["externalId"]] = item["version"]
        return any(len(items) == self._limit for items in answer["items"].values())

    def catch_up(self) -> None:
        """Twice until no page is full, as the official client does: once for each phase."""
        for _ in range(2):
            while self.read():
                pass


def _change(project: Project, kind: str, what: object) -> None:
    if kind == "write" and isinstance(what, list):
        project.write(*(node(f"n{i}", data("Tool", name=f"n{i}", price=price)) for i, price in what))
    elif kind == "link" and isinstance(what, tuple):
        start, end = (f"n{i}" for i in what)
        options = {"autoCreateStartNodes": True, "autoCreateEndNodes": True}
        project.write(edge(f"{start}-{end}", start, end), **options)
    elif kind == "delete" and isinstance(what, set):
        project.post("instances/delete", {"items": [name_of(f"n{i}") for i in sorted(what)]})


def _existing(project: Project) -> dict[str, dict[str, int]]:
    tools = {item["externalId"]: item["version"] for item in project.page("Tool")["items"]}
    links = {
        item["externalId"]: item["version"]
        for item in project.page(instanceType="edge")["items"]
        if item["startNode"]["externalId"] in tools
    }
    return {"tools": tools, "links": links}


@pytest.mark.no_cover  # long, and what it meets is counted elsewhere
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=_STEPS, steps=_STEPS, limit=st.integers(1, 4))
def test_a_copy_ends_as_the_original(
    before: list[tuple[str, object]], steps: list[tuple[str, object]], limit: int
) -> None:
    with emulated_project.open_project() as project:
        for kind, what in before:
            _change(project, kind, what)
        copies = [
            Copy(project, "onePhase", limit, sort=False),
            Copy(project, "twoPhase", limit, sort=False),
            Copy(project, "twoPhase", limit, sort=True),
        ]
        for kind, what in steps:
            if kind == "read":
                for copy in copies:
                    copy.read()
            else:
                _change(project, kind, what)
        for copy in copies:
            copy.catch_up()
            # A link to a tool that became one later is told of only when it changes itself.
            existing = _existing(project)
            assert copy.kept["tools"] == existing["tools"]
            assert copy.kept["links"].items() <= existing["links"].items()
