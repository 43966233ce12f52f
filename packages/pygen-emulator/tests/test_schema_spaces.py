"""Spaces: what is taken, what is refused, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from pygen_emulator import ApiError, Emulator

pytestmark = pytest.mark.evidence("6")


def test_a_space_comes_back_with_what_the_service_adds(api: Any) -> None:
    [space] = api.post("/spaces", {"space": "s", "name": "Space", "description": "One"})

    assert space.pop("createdTime") == space.pop("lastUpdatedTime") > 1_500_000_000_000
    assert space == {"space": "s", "name": "Space", "description": "One", "isGlobal": False}


def test_absent_and_null_texts_are_left_out(api: Any) -> None:
    [space] = api.post("/spaces", {"space": "s", "name": None})

    assert space.keys() == {"space", "createdTime", "lastUpdatedTime", "isGlobal"}


def test_an_upsert_replaces_texts_and_keeps_the_time_of_creation(api: Any) -> None:
    [created] = api.post("/spaces", {"space": "s", "name": "Before", "description": "Gone after"})
    [changed] = api.post("/spaces", {"space": "s", "name": "After"})

    assert "description" not in changed
    assert changed["createdTime"] == created["createdTime"]
    assert changed["lastUpdatedTime"] > created["lastUpdatedTime"]


def test_an_unchanged_space_keeps_its_times(api: Any) -> None:
    before = api.post("/spaces", {"space": "s", "name": "Same"})

    assert api.post("/spaces", {"space": "s", "name": "Same"}) == before


@pytest.mark.evidence("3")
@pytest.mark.parametrize("name", ["a", "A-b_c", "ends_", "a" * 43])
def test_good_names_are_taken(api: Any, name: str) -> None:
    assert api.post("/spaces", {"space": name})[0]["space"] == name


@pytest.mark.evidence("3")
@pytest.mark.parametrize("name", ["1st", "has space", "a/b", "-a", "", "a" * 44, "über", "cdf", "space", "line\n"])
def test_bad_names_are_refused(api: Any, name: str) -> None:
    assert "space" in api.refusal("/spaces", {"space": name})


@pytest.mark.evidence("20")
def test_every_violation_is_counted(api: Any) -> None:
    message = api.refusal("/spaces", {"space": "s", "name": "n" * 256}, {"space": "t", "description": "d" * 1025})

    assert message == (
        "Request had 2 constraint violations. Please fix the request and try again. "
        "[name size must be between 0 and 255, description size must be between 0 and 1024]"
    )


def test_the_same_space_twice_is_refused(api: Any) -> None:
    assert "more than once" in api.refusal("/spaces", {"space": "s"}, {"space": "s", "name": "Other"})


def test_a_refused_batch_leaves_nothing_behind(api: Any) -> None:
    api.refusal("/spaces", {"space": "good"}, {"space": "1bad"})

    assert api.get("/spaces")["items"] == []


def test_by_ids_gives_what_exists_in_the_order_asked_for(api: Any) -> None:
    api.post("/spaces", {"space": "a"}, {"space": "b"})

    found = api.post("/spaces/byids", {"space": "b"}, {"space": "unknown"}, {"space": "a"}, {"space": "b"})

    assert [space["space"] for space in found] == ["b", "a"]


@pytest.mark.evidence("22", "6")
def test_delete_answers_what_was_deleted(api: Any) -> None:
    api.post("/spaces", {"space": "a"}, {"space": "b"})

    assert api.post("/spaces/delete", {"space": "b"}, {"space": "unknown"}) == [{"space": "b"}]
    assert [space["space"] for space in api.get("/spaces")["items"]] == ["a"]


@pytest.mark.evidence("22", "6")
@pytest.mark.parametrize("kind", ["containers", "views", "data models"])
def test_a_space_with_schema_cannot_be_deleted(api: Any, kind: str) -> None:
    api.post("/spaces", {"space": "s"})
    if kind == "containers":
        api.post("/containers", {"space": "s", "externalId": "C", "properties": {"p": {"type": {"type": "text"}}}})
    elif kind == "views":
        api.post("/views", {"space": "s", "externalId": "V", "version": "1"})
    else:
        api.post("/datamodels", {"space": "s", "externalId": "M", "version": "1"})

    assert api.refusal("/spaces/delete", {"space": "s"}) == f"Space 's' is not empty, it holds {kind}."


@pytest.mark.evidence("22", "6")
def test_a_space_with_instances_cannot_be_deleted(api: Any) -> None:
    api.post("/spaces", {"space": "s"})
    api.post("/instances", {"instanceType": "node", "space": "s", "externalId": "n"})

    assert api.refusal("/spaces/delete", {"space": "s"}) == "Space 's' is not empty, it holds instances."


@pytest.mark.evidence("4")
def test_the_project_has_room_for_a_hundred_spaces(api: Any) -> None:
    api.post("/spaces", *({"space": f"s{number}"} for number in range(100)))

    assert "at most 100" in api.refusal("/spaces", {"space": "one_more"})


@pytest.mark.evidence("22", "6")
def test_spaces_of_the_service_cannot_be_written_or_deleted(api: Any, emulator: Emulator) -> None:
    assert api.refusal("/spaces", {"space": "cdf_cdm"}, status=403).startswith("Insufficient access rights.")
    with pytest.raises(ApiError, match="Insufficient access rights"):
        emulator.deploy(spaces=[{"space": "cdf_cdm"}])

    emulator.deploy(spaces=[{"space": "cdf_cdm"}], as_system=True)

    assert api.post("/spaces/byids", {"space": "cdf_cdm"})[0]["isGlobal"] is True
    assert "cdf_cdm" in api.refusal("/spaces/delete", {"space": "cdf_cdm"}, status=403)


def test_lists_show_spaces_of_the_service_only_when_asked(api: Any, emulator: Emulator) -> None:
    emulator.deploy(spaces=[{"space": "cdf_cdm"}, {"space": "mine"}], as_system=True)

    assert [space["space"] for space in api.get("/spaces")["items"]] == ["mine"]
    assert [space["space"] for space in api.get("/spaces", includeGlobal="true")["items"]] == ["cdf_cdm", "mine"]
