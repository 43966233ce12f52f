"""Lists: pages, cursors and the parameters that choose what is shown."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.evidence("19")


@pytest.fixture
def twelve(api: Any) -> list[str]:
    names = [f"s{number:02}" for number in range(12)]
    api.post("/spaces", *({"space": name} for name in reversed(names)))
    return names


def _names(page: Any) -> list[str]:
    return [item["space"] for item in page["items"]]


def test_a_page_has_ten_items_unless_told_otherwise(api: Any, twelve: list[str]) -> None:
    first = api.get("/spaces")
    second = api.get("/spaces", cursor=first["nextCursor"])

    assert _names(first) + _names(second) == twelve
    assert len(first["items"]) == 10
    assert "nextCursor" not in second


def test_a_full_last_page_has_no_cursor(api: Any, twelve: list[str]) -> None:
    assert "nextCursor" not in api.get("/spaces", limit=len(twelve))


def test_the_limit_may_change_between_pages(api: Any, twelve: list[str]) -> None:
    first = api.get("/spaces", limit=1)

    assert _names(api.get("/spaces", limit=2, cursor=first["nextCursor"])) == twelve[1:3]


def test_what_changes_between_pages_moves_nothing_else(api: Any, twelve: list[str]) -> None:
    first = api.get("/spaces", limit=3)
    api.post("/spaces/delete", {"space": twelve[0]}, {"space": twelve[2]})
    api.post("/spaces", {"space": "s00new"})

    assert _names(api.get("/spaces", limit=3, cursor=first["nextCursor"])) == twelve[3:6]


@pytest.mark.parametrize("cursor", ["made-up", "", "ä", "AAAA", "c3BhY2U"])
def test_a_made_up_cursor_is_refused(http: httpx.Client, cursor: str) -> None:
    response = http.get("/spaces", params={"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["error"]["message"] == "Invalid cursor provided."


def test_a_cursor_belongs_to_its_list_and_parameters(http: httpx.Client, api: Any, twelve: list[str]) -> None:
    cursor = api.get("/spaces")["nextCursor"]

    assert http.get("/views", params={"cursor": cursor}).status_code == 400
    assert http.get("/spaces", params={"cursor": cursor, "includeGlobal": "true"}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "ten", "1.5", "", "٣"])
def test_the_limit_is_1_to_1000(http: httpx.Client, limit: str) -> None:
    response = http.get("/spaces", params={"limit": limit})

    assert response.status_code == 400
    assert "[limit must be between 1 and 1000]" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("includeGlobal=yes", "includeGlobal must be true or false"),
        ("includeGlobal=True", "includeGlobal must be true or false"),
        ("space=1bad", "space must match"),
        ("usedFor=everything", "usedFor must be one of node, edge, all, record"),
        ("limit=1&limit=2", "limit must be given once"),
        ("unknown=1", "Unexpected query parameter - unknown"),
        ("allVersions=true", "Unexpected query parameter - allVersions"),
    ],
)
def test_parameters_are_strict(http: httpx.Client, query: str, message: str) -> None:
    response = http.get(f"/containers?{query}")

    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_a_post_takes_only_its_own_parameters(http: httpx.Client) -> None:
    body = {"items": [{"space": "s", "externalId": "V"}]}

    assert http.post("/views/byids?includeInheritedProperties=false", json=body).status_code == 200
    assert http.post("/views/byids?inlineViews=true", json=body).status_code == 400
    assert http.post("/datamodels/byids?inlineViews=true", json=body).status_code == 200


def test_a_list_of_one_space(api: Any) -> None:
    api.post("/spaces", {"space": "a"}, {"space": "b"})
    api.post("/views", *({"space": space, "externalId": "V", "version": "1"} for space in "ab"))

    assert _names(api.get("/views", space="b")) == ["b"]
    assert _names(api.get("/views", space="unknown")) == []


def test_the_newest_version_is_listed_unless_all_are_asked_for(api: Any) -> None:
    api.post("/spaces", {"space": "s"})
    for version in ("v2", "v1"):
        api.post("/views", {"space": "s", "externalId": "V", "version": version})
        api.post("/datamodels", {"space": "s", "externalId": "M", "version": version})

    for path in ("/views", "/datamodels"):
        assert [item["version"] for item in api.get(path)["items"]] == ["v1"]
        assert [item["version"] for item in api.get(path, allVersions="true")["items"]] == ["v1", "v2"]


def test_containers_are_listed_by_what_they_are_used_for(api: Any) -> None:
    api.post("/spaces", {"space": "s"})
    properties = {"p": {"type": {"type": "int32"}}}
    api.post(
        "/containers",
        *(
            {"space": "s", "externalId": kind.capitalize(), "usedFor": kind, "properties": properties}
            for kind in ("node", "edge", "all", "record")
        ),
    )

    def listed(**parameters: Any) -> list[str]:
        return [item["usedFor"] for item in api.get("/containers", **parameters)["items"]]

    assert listed() == ["all", "edge", "node"]
    assert listed(usedFor="record") == ["record"]
    assert listed(usedFor=["edge", "record"]) == ["edge", "record"]
