"""How much there is, of everything, in the project and in each space."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("18")

MAPPED = {
    "container": {"type": "container", "space": "model", "externalId": "Thing"},
    "containerPropertyIdentifier": "name",
}
SCHEMA: dict[str, Any] = {
    "spaces": [{"space": "model"}, {"space": "data"}],
    "containers": [
        {
            "space": "model",
            "externalId": "Thing",
            "properties": {"name": {"type": {"type": "text"}}, "size": {"type": {"type": "int32"}}},
        }
    ],
    "views": [
        {"space": "model", "externalId": "Thing", "version": version, "properties": {"name": MAPPED}}
        for version in ("v1", "v2")
    ],
    "data_models": [{"space": "model", "externalId": "Things", "version": "v1"}],
}


@pytest.fixture
def filled(emulator: Emulator, http: httpx.Client) -> Emulator:
    emulator.deploy(spaces=[{"space": "cdf_cdm"}], as_system=True)
    emulator.deploy(**SCHEMA)
    nodes = [{"instanceType": "node", "space": "data", "externalId": name} for name in "abcd"]
    ends = {"type": {"space": "data", "externalId": "a"}, "startNode": {"space": "data", "externalId": "a"}}
    edges = [
        {"instanceType": "edge", "space": "data", "externalId": f"to {name}", **ends, "endNode": reference(name)}
        for name in "bcd"
    ]
    assert http.post("/instances", json={"items": [*nodes, *edges]}).status_code == 200
    deleted = {"instanceType": "node", "space": "data", "externalId": "d"}
    assert http.post("/instances/delete", json={"items": [deleted]}).status_code == 200
    return emulator


def reference(name: str) -> dict[str, str]:
    return {"space": "data", "externalId": name}


DATA = {
    **{"space": "data", "containers": 0, "views": 0, "dataModels": 0},
    **{"edges": 2, "softDeletedEdges": 1, "nodes": 3, "softDeletedNodes": 1},
}
MODEL = {
    **{"space": "model", "containers": 1, "views": 2, "dataModels": 1},
    **{"edges": 0, "softDeletedEdges": 0, "nodes": 0, "softDeletedNodes": 0},
}


@pytest.mark.usefixtures("filled")
def test_the_project_counts_what_it_has_beside_what_it_may_have(api: Any) -> None:
    found = api.get("/statistics")
    assert found["spaces"] == {"count": 2, "limit": 100}
    assert found["containers"] == {"count": 1, "limit": 1_000}
    assert found["views"] == {"count": 2, "limit": 2_000}
    assert found["dataModels"] == {"count": 1, "limit": 500}
    assert found["containerProperties"] == {"count": 2, "limit": 25_000}
    assert found["instances"] == {
        **{"edges": 2, "softDeletedEdges": 1, "nodes": 3, "softDeletedNodes": 1},
        **{"instances": 5, "instancesLimit": 5_000_000},
        **{"softDeletedInstances": 2, "softDeletedInstancesLimit": 10_000_000},
    }
    assert [found[f"concurrent{kind}Limit"] for kind in ("Read", "Write", "Delete")] == [8, 4, 2]


@pytest.mark.usefixtures("filled")
def test_every_space_of_the_project_is_counted(api: Any) -> None:
    assert api.get("/statistics/spaces") == {"items": [DATA, MODEL]}


@pytest.mark.usefixtures("filled")
def test_spaces_are_counted_by_their_ids(api: Any) -> None:
    asked = [{"space": name} for name in ("model", "nowhere", "data", "model")]
    assert api.post("/statistics/spaces/byids", *asked) == [MODEL, DATA]


def test_a_new_project_has_nothing(api: Any) -> None:
    assert api.get("/statistics/spaces") == {"items": []}
    assert api.get("/statistics")["instances"]["instances"] == 0


@pytest.mark.evidence("4")
def test_the_number_of_spaces_is_limited(api: Any) -> None:
    assert "items size must be between 1 and 100" in api.refusal("/statistics/spaces/byids")
