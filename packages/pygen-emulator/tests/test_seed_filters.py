"""Seeded instances of a view are members of it, whatever its filter asks."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pygen_emulator import Emulator

Json = dict[str, Any]
THING = {"type": "container", "space": "m", "externalId": "Thing"}
EXTRA = {"type": "container", "space": "m", "externalId": "Extra"}
PROPERTIES = {
    "name": {"type": "text"},
    "code": {"type": "text"},
    "price": {"type": "float64"},
    "stock": {"type": "int32"},
    "made": {"type": "date"},
    "due": {"type": "timestamp"},
    "on": {"type": "boolean"},
    "state": {"type": "enum", "values": {"new": {}, "used": {}, "broken": {}}},
    "tags": {"type": "text", "list": True},
    "maker": {"type": "direct"},
}
VIEW = {"type": "view", "space": "m", "externalId": "All", "version": "v1"}
MAKER = {"space": "m", "externalId": "acme"}


def own(name: str) -> list[str]:
    return ["m", "Thing", name]


def by_view(name: str) -> list[str]:
    return ["m", "All/v1", name]


def view(name: str, filter_: Json | None = None) -> Json:
    shown = {each: {"container": THING, "containerPropertyIdentifier": each} for each in PROPERTIES}
    body: Json = {"space": "m", "externalId": name, "version": "v1", "properties": shown}
    return body if filter_ is None else {**body, "filter": filter_}


def seeded(filter_: Json) -> tuple[int, dict[str, str]]:
    """How many instances are found through a view with the filter when 20 are asked for, and what is left out."""
    extra = {"space": "m", "externalId": "Extra", "properties": {"note": {"type": {"type": "text"}}}}
    properties = {name: {"type": type_} for name, type_ in PROPERTIES.items()}
    thing = {"space": "m", "externalId": "Thing", "properties": properties}
    listed = [{"type": "view", "space": "m", "externalId": "Some", "version": "v1"}]
    with Emulator.in_process() as cdf, httpx.Client(transport=cdf.transport()) as client:
        cdf.deploy(
            spaces=[{"space": "m"}],
            containers=[thing, extra],
            views=[view("All"), view("Some", filter_)],
            data_models=[{"space": "m", "externalId": "M", "version": "v1", "views": listed}],
        )
        result = cdf.seed(20)
        answer = client.post(
            f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/instances/list",
            json={"sources": [{"source": listed[0]}]},
            headers={"Authorization": f"Bearer {cdf.token}"},
        )
        found = len(answer.raise_for_status().json()["items"])
        assert found == result.count
        return found, dict(result.left_out)


def equals(name: str, value: Any) -> Json:
    return {"equals": {"property": own(name), "value": value}}


@pytest.mark.parametrize(
    "filter_",
    [
        equals("state", "broken"),
        equals("on", False),
        equals("maker", MAKER),
        {"equals": {"property": by_view("code"), "value": "A"}},
        {"in": {"property": own("name"), "values": ["one", "two"]}},
        {"exists": {"property": own("price")}},
        {"not": {"exists": {"property": own("price")}}},
        {"not": equals("state", "new")},
        {"not": {"in": {"property": own("state"), "values": ["new", "used"]}}},
        {"range": {"property": own("price"), "gte": 10, "lt": 11}},
        {"range": {"property": own("stock"), "gt": 10, "lt": 12}},
        {"range": {"property": own("stock"), "lte": -5}},
        {"not": {"range": {"property": own("stock"), "gte": -5}}},
        {"not": {"range": {"property": own("price"), "lte": 5}}},
        {"range": {"property": own("made"), "gt": "2030-01-01"}},
        {"range": {"property": own("made"), "lt": "1990-01-01"}},
        {"range": {"property": own("due"), "gt": "2030-01-01T00:00:00Z"}},
        {"range": {"property": own("due"), "lte": "1990-01-01T00:00:00Z"}},
        {"range": {"property": own("code"), "gt": "x"}},
        {"range": {"property": own("code"), "lt": "ab"}},
        {"prefix": {"property": own("code"), "value": "AB-"}},
        {"containsAny": {"property": own("tags"), "values": ["red", "blue"]}},
        {"containsAll": {"property": own("tags"), "values": ["red", "blue"]}},
        {"not": {"containsAny": {"property": own("tags"), "values": ["zzz"]}}},
        {"hasData": [THING, EXTRA]},
        {"hasData": [VIEW]},
        {"and": [{"hasData": [THING]}, {"not": {"hasData": [EXTRA]}}]},
        {"and": [equals("state", "new"), {"range": {"property": own("price"), "gt": 900}}, {"matchAll": {}}]},
        {"or": [{"and": [equals("state", "used"), equals("state", "broken")]}, equals("state", "new")]},
        {"not": {"and": [equals("state", "new"), equals("on", True)]}},
        {"not": {"or": [equals("state", "new"), equals("on", True)]}},
        {"and": [{"not": equals("state", "new")}, {"in": {"property": own("state"), "values": ["new", "used"]}}]},
        {"equals": {"property": ["node", "type"], "value": {"space": "m", "externalId": "ThingType"}}},
        {"in": {"property": ["node", "type"], "values": [MAKER, {"space": "types", "externalId": "T"}]}},
        {"equals": {"property": ["node", "space"], "value": "elsewhere"}},
        {"prefix": {"property": ["node", "externalId"], "value": "thing-"}},
        {"overlaps": {"startProperty": own("price"), "endProperty": own("stock"), "gte": 400, "lt": 500}},
        {
            "not": {
                "nested": {"scope": own("maker"), "filter": {"prefix": {"property": ["node", "space"], "value": "z"}}}
            }
        },
        {"exists": {"property": ["node", "createdTime"]}},
    ],
    ids=str,
)
def test_instances_are_members_of_a_view_with_the_filter(filter_: Json) -> None:
    assert seeded(filter_) == (20, {})


def test_where_a_filter_names_instances_there_are_no_others() -> None:
    named = [{"space": "m", "externalId": "a"}, {"space": "m", "externalId": "b"}, {"space": "n", "externalId": "c"}]

    assert seeded({"instanceReferences": named}) == (2, {})
    assert seeded({"equals": {"property": ["node", "externalId"], "value": "only"}}) == (1, {})


@pytest.mark.parametrize(
    "filter_",
    [
        {"not": {"matchAll": {}}},
        {"and": [equals("state", "new"), equals("state", "used")]},
        {"range": {"property": own("price"), "gte": {"property": own("stock")}}},
        {"not": {"overlaps": {"startProperty": own("price"), "endProperty": own("stock"), "gte": 0}}},
        {"equals": {"property": own("code"), "value": {"property": own("name")}}},
        {"not": {"instanceReferences": [{"space": "m", "externalId": f"Some_{number}"} for number in range(1, 21)]}},
    ],
    ids=str,
)
def test_a_view_whose_filter_cannot_be_met_is_left_out_and_named(filter_: Json) -> None:
    assert seeded(filter_) == (0, {"m:Some(v1)": "no way was found to meet its filter"})


def test_a_view_that_needs_a_space_of_the_service_is_left_out() -> None:
    type_ = {"equals": {"property": ["node", "type"], "value": {"space": "cdf_idm", "externalId": "T"}}}

    count, left_out = seeded(type_)

    assert count == 0
    assert left_out["m:Some(v1)"] == "it needs the space cdf_idm, which is the service's and not there"
