"""Versions of instances guard what was read, in writes and in deletes."""

from __future__ import annotations

import pytest
from emulated_project import Project, container, data, edge, name_of, node, reference

pytestmark = pytest.mark.evidence("10")


@pytest.mark.parametrize(("existing", "accepted"), [(1, False), (2, True), (3, True), (0, False), (None, True)])
def test_existing_version_guards_what_was_read(project: Project, existing: int | None, accepted: bool) -> None:
    project.write(node("saw", data("Named", name="a")))
    project.write(node("saw", data("Named", name="b")))
    item = node("saw", data("Named", name="c"), existingVersion=existing)
    if accepted:
        assert project.write(item)[0]["version"] == 3
    else:
        refused = project.refuses(item)
        assert (refused.status, refused.message) == (409, "A version conflict caused the ingest to fail.")


def test_existing_version_zero_inserts(project: Project) -> None:
    assert project.write(node("saw", existingVersion=0))[0]["version"] == 1


def test_conflicts_may_be_skipped_item_by_item(project: Project) -> None:
    project.write(node("a", data("Named", name="a")), node("b", data("Named", name="b")), node("old"))
    answer = project.post(
        "instances",
        {
            "items": [
                node("a", data("Named", name="A"), data(container("Everything"), relation=reference("c"))),
                node("b", data("Named", name="B"), existingVersion=0),
            ],
            "delete": [{**name_of("old"), "existingVersion": 0}],
            "skipOnVersionConflict": True,
        },
    )
    assert [item["wasModified"] for item in answer["items"]] == [True, False]
    assert answer["deleted"] == []
    assert project.values("b", "Named") == {"name": "b"}


def test_a_request_deletes_before_it_writes(project: Project) -> None:
    project.write(node("a"), node("b"), edge("e", "a", "b"))
    answer = project.post(
        "instances", {"items": [node("x", type=reference("a"))], "delete": [name_of("a"), name_of("unknown")]}
    )
    assert answer["deleted"] == [name_of("a")]
    assert project.read("e", instance_type="edge") is None
    assert project.read("a") is not None


def test_a_version_conflict_of_a_delete_fails_the_request(project: Project) -> None:
    project.write(node("a"))
    body = {"items": [node("b")], "delete": [{**name_of("a"), "existingVersion": 0}]}
    assert project.refused("instances", body).status == 409
    assert project.read("b") is None
