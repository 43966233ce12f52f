"""Sync: cursors and their age, and requests that the service refuses."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
from emulated_project import SCHEMA, STOCK, Json, Project, data, edge, name_of, node, path, reference, view
from graph_queries import body_of, edges, ids, named, nodes, query, reading, sync
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("17")

HOUR = 3_600
EXPIRED = "Cursor has expired. Try again with a new cursor."


class Clock:
    """Seconds since the epoch, as far as a test has come."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def project(clock: Clock) -> Iterator[Project]:
    emulator = Emulator.in_process(clock=clock)
    emulator.deploy(
        spaces=[{"space": SCHEMA}, {"space": STOCK}],
        containers=emulated_project.containers(),
        views=emulated_project.views(),
    )
    with emulated_project.connected(emulator) as project:
        project.write(node("a", data("Tool", name="a")), node("b"), edge("ab", "a", "b"))
        yield project


def delete(project: Project, external_id: str) -> None:
    project.post("instances/delete", {"items": [name_of(external_id)]})


def test_a_cursor_is_good_for_three_days(project: Project, clock: Clock) -> None:
    sets = {"all": nodes()}
    cursors = sync(project, sets)["nextCursor"]
    clock.now += 72 * HOUR
    cursors = sync(project, sets, cursors=cursors)["nextCursor"]
    clock.now += 72 * HOUR
    assert ids(sync(project, sets, cursors=cursors)) == {"all": []}
    clock.now += 0.001
    refused = project.refused("instances/sync", body_of(sets, cursors=cursors))
    assert (refused.status, refused.message) == (400, EXPIRED)


@pytest.mark.parametrize("mode", ["onePhase", "twoPhase", "noBackfill"])
def test_an_expired_cursor_is_good_for_those_who_accept_to_miss_deletions(
    project: Project, clock: Clock, mode: str
) -> None:
    sets = {"all": nodes(mode=mode)}
    cursors = sync(project, sets)["nextCursor"]
    delete(project, "b")
    clock.now += 100 * HOUR
    project.write(node("c"))
    assert project.refused("instances/sync", body_of(sets, cursors=cursors)).message == EXPIRED
    answer = sync(project, sets, cursors=cursors, allowExpiredCursorsAndAcceptMissedDeletes=True)
    assert ids(answer) == {"all": ["c"]}


def test_deletions_are_forgotten_after_three_days(project: Project, clock: Clock) -> None:
    project.write(node("x", data("Tool", name="x")))
    delete(project, "x")
    clock.now += 72 * HOUR
    sets = {"all": nodes(named("x", "a"), skipAlreadyDeleted=False)}
    assert ids(sync(project, sets)) == {"all": ["a", "-x"]}
    clock.now += 1
    assert ids(sync(project, sets)) == {"all": ["a"]}
    delete(project, "a")
    assert ids(sync(project, sets)) == {"all": ["-a"]}


@pytest.mark.parametrize("cursor", ["", "nonsense", "AAAA"])
def test_anything_else_is_no_cursor(project: Project, cursor: str) -> None:
    refused = project.refused("instances/sync", body_of({"all": nodes()}, cursors={"all": cursor}))
    assert (refused.status, refused.message) == (400, "Invalid cursor provided.")


def test_a_cursor_of_a_query_is_none_of_a_sync(project: Project) -> None:
    cursors = query(project, {"all": nodes(limit=1)})["nextCursor"]
    assert project.refused("instances/sync", body_of({"all": nodes()}, cursors=cursors)).status == 400
    cursors = sync(project, {"all": nodes()})["nextCursor"]
    assert project.refused("instances/query", body_of({"all": nodes()}, cursors=cursors)).status == 400


def test_a_cursor_from_now_on_goes_with_another_filter(project: Project) -> None:
    """As the Spark data source begins a subscription."""
    cursors = sync(project, {"all": nodes({"not": {"matchAll": {}}}, limit=1)})["nextCursor"]
    project.write(node("c", data("Tool", name="c")), node("d"))
    assert ids(sync(project, {"all": nodes({"hasData": [view("Tool")]})}, cursors=cursors)) == {"all": ["c"]}


def test_a_backfill_goes_on_only_as_it_began(project: Project) -> None:
    by_name: list[Json] = [{"property": path("Named", "name")}]
    cursors = sync(project, {"all": nodes(named("a", "b"), mode="twoPhase", limit=1)})["nextCursor"]
    for changed in (nodes(), nodes(mode="noBackfill"), nodes(mode="twoPhase", backfillSort=by_name)):
        refused = project.refused("instances/sync", body_of({"all": changed}, cursors=cursors))
        assert refused.message == "Invalid cursor provided."
    assert ids(sync(project, {"all": nodes(named("a", "b"), mode="twoPhase", limit=2)}, cursors=cursors)) == {
        "all": ["b"]
    }


def test_sets_without_a_cursor_begin_anew(project: Project) -> None:
    sets = {"nodes": nodes(named("a", "b")), "edges": edges()}
    answer = sync(project, sets)
    again = sync(project, sets, cursors={"nodes": answer["nextCursor"]["nodes"], "edges": None})
    assert ids(again) == {"nodes": [], "edges": ["ab"]}


def test_the_answer_can_tell_types_and_leave_the_results_out(project: Project) -> None:
    sets = {"all": nodes(named("a")), "links": edges()}
    select = {"all": reading("Tool", "name"), "links": {}}
    answer = sync(project, sets, select, includeTyping=True, debug={"emitResults": False})
    assert answer["items"] == {"all": [], "links": []}
    assert list(answer["typing"]) == ["all"]
    assert answer["debug"] == {"notices": []}
    assert ids(sync(project, sets, select, cursors=answer["nextCursor"])) == {"all": ["a"], "links": ["ab"]}


def test_parameters_stand_for_values_in_filters(project: Project) -> None:
    sets = {"it": nodes({"equals": {"property": ["node", "externalId"], "value": {"parameter": "name"}}})}
    assert ids(sync(project, sets, parameters={"name": "b"})) == {"it": ["b"]}


def test_a_container_that_gains_a_property_or_goes_leaves_deletions_readable(project: Project) -> None:
    sets = {"tools": nodes({"exists": {"property": [SCHEMA, "Everything", "text"]}}), "all": nodes(named("e"))}
    project.write(node("e", data("Everything", text="x")))
    cursors = sync(project, sets)["nextCursor"]
    everything = next(each for each in emulated_project.containers() if each["externalId"] == "Everything")
    longer = {**everything, "properties": {**everything["properties"], "added": {"type": {"type": "text"}}}}
    project.emulator.deploy(containers=[longer])
    delete(project, "e")
    answer = sync(project, sets, cursors=cursors)
    assert ids(answer) == {"tools": ["-e"], "all": ["-e"]}
    project.post("containers/delete", {"items": [{"space": SCHEMA, "externalId": "Everything"}]})
    assert ids(sync(project, {"all": sets["all"]}, cursors={"all": cursors["all"]})) == {"all": ["-e"]}


def test_system_spaces_are_followed_by_name_only(project: Project) -> None:
    project.emulator.deploy(spaces=[{"space": "cdf_cdm_units"}], as_system=True)
    project.write(node("a", type=reference("metre", space="cdf_cdm_units")))
    units = {"equals": {"property": ["node", "space"], "value": "cdf_cdm_units"}}
    answer = sync(project, {"all": nodes(), "units": nodes(units)})
    assert ids(answer) == {"all": ["b", "next", "a"], "units": ["metre"]}


def violated(text: str) -> str:
    return f"Request had 1 constraint violations. Please fix the request and try again. [{text}]"


BY_NAME: Json = {"property": path("Named", "name")}


@pytest.mark.parametrize(
    ("result_set", "message"),
    [
        (nodes(backfillSort=[BY_NAME]), "Backfill sort can only be used with two-phase sync."),
        (nodes(mode="noBackfill", backfillSort=[BY_NAME]), "Backfill sort can only be used with two-phase sync."),
        (
            nodes(mode="twoPhase", backfillSort=[{"property": path("Tool", "price")}]),
            "The backfillSort of 'it' has no cursorable index with these properties first.",
        ),
        (nodes(mode="twoPhase", backfillSort=[BY_NAME] * 6), violated("backfillSort size must be between 0 and 5")),
        (nodes(sort=[BY_NAME]), "Unexpected field - sort"),
        (edges(postSort=[BY_NAME]), "Unexpected field - postSort"),
        (edges(from_="root", maxDistance=1, limitEach=1), "Unexpected field - edges.limitEach"),
        ({"union": ["root"]}, "Unexpected field - union"),
        ({"unionAll": ["root"]}, "Unexpected field - unionAll"),
        ({"intersection": ["root"]}, "Unexpected field - intersection"),
        ({}, violated("with.it must have one of nodes, edges")),
        (nodes(limit=2001), violated("limit must be less than or equal to 2000")),
        (nodes(limit=0), violated("limit must be greater than or equal to 1")),
        (nodes(mode="all"), violated("mode must be one of 'onePhase', 'twoPhase' or 'noBackfill'")),
        (nodes(from_="root"), "The result set 'it' goes from nodes to nodes: it needs a direct relation in through."),
        (nodes({"nope": {}}), "Unexpected field - nodes.filter.nope"),
        (edges(from_="root", terminationFilter={"nope": {}}), "Unexpected field - edges.terminationFilter.nope"),
    ],
)
def test_a_result_set_that_cannot_be_followed_is_refused(project: Project, result_set: Json, message: str) -> None:
    refused = project.refused("instances/sync", body_of({"root": nodes(), "it": result_set}, ["root"]))
    assert refused.status == 400
    assert message in refused.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (body_of({"root": nodes()}, {"root": {"limit": 1}}), "Unexpected field - select.root.limit"),
        (body_of({"root": nodes()}, {"root": {"sort": []}}), "Unexpected field - select.root.sort"),
        (body_of({"root": nodes()}, ["nope"]), "Unknown result sets in select: 'nope'."),
        (body_of({"root": nodes()}, cursors={"nope": None}), "Unknown result sets in cursors: 'nope'."),
        (
            body_of({"root": nodes()}, {"root": {"sources": [{"source": view("Tool")}]}}),
            "[properties must not be null]",
        ),
        ({"select": {"root": {}}}, violated("with must not be null")),
        (body_of({"root": nodes()}, debug={"includePlan": True}), "Not simulated: debug.includePlan"),
    ],
)
def test_a_body_that_means_nothing_is_refused(project: Project, body: Json, message: str) -> None:
    assert message in project.refused("instances/sync", body).message
