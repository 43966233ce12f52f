"""The emulator takes every request of the shared cases of tests/vectors/wire, so that none of them is fiction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_emulator import Emulator
from wire_words import Json, sendable

VECTORS = Path(__file__).parent / "wire"


def cases(file: str) -> list[Any]:
    found = json.loads((VECTORS / f"{file}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


def deploy(emulator: Emulator, model: Json) -> None:
    """Put the model in, with containers that fit its views."""
    views: list[Json] = []
    containers: Json = {}
    for one in model["views"]:
        properties: Json = {}
        for name, prop in one["properties"].items():
            if "connectionType" in prop:
                properties[name] = {key: value for key, value in prop.items() if key != "targetsList"}
                continue
            source = prop["type"].get("source")
            reference = {key: prop[key] for key in ("container", "containerPropertyIdentifier")}
            properties[name] = {**reference, **({"source": source} if source else {})}
            kept = ("nullable", "immutable", "autoIncrement", "defaultValue")
            type_ = {key: value for key, value in prop["type"].items() if key != "source"}
            place = containers.setdefault(
                prop["container"]["externalId"], {"usedFor": one["usedFor"], "properties": {}}
            )
            place["properties"][name] = {"type": type_, **{key: prop[key] for key in kept if key in prop}}
        id_ = {key: one[key] for key in ("space", "externalId", "version")}
        views.append({**id_, "properties": properties})
    emulator.deploy(
        spaces=[{"space": name} for name in ("vectors", "shop", "else", "types")],
        containers=[{"space": "vectors", "externalId": name, **one} for name, one in containers.items()],
        views=views,
    )


@pytest.fixture(scope="module")
def service() -> Iterator[Callable[[str, Json], httpx.Response]]:
    with Emulator.in_process() as emulator:
        deploy(emulator, json.loads((VECTORS / "model.json").read_text("utf-8")))
        with httpx.Client(transport=emulator.transport(), base_url=emulator.base_url) as client:
            headers = {"Authorization": f"Bearer {emulator.token}"}

            def post(path: str, body: Json) -> httpx.Response:
                return client.post(f"/api/v1/projects/{emulator.project}{path}", json=sendable(body), headers=headers)

            ends = [("shop", "a"), ("else", "b"), ("shop", "x"), ("shop", "y"), ("else", "z"), ("shop", "g")]
            ends += [("shop", "y z ü"), ("shop", "y" * 200)]
            items = [{"instanceType": "node", "space": space, "externalId": name} for space, name in ends]
            assert post("/models/instances", {"items": items}).status_code == 200
            yield post


@pytest.mark.parametrize("case", cases("write"))
def test_takes_what_is_written(service: Callable[[str, Json], httpx.Response], case: Json) -> None:
    for request in case.get("requests", []):
        answer = service(request["path"], request["body"])
        assert answer.status_code == 200 or "conflict" in answer.text, answer.text


@pytest.mark.parametrize("case", cases("filters"))
def test_takes_what_is_filtered(service: Callable[[str, Json], httpx.Response], case: Json) -> None:
    if "filter" in case:
        kind = "edge" if case["view"] == "Link" else "node"
        source = {"type": "view", "space": "vectors", "externalId": case["view"], "version": "v1"}
        body = {"instanceType": kind, "sources": [{"source": source}], "filter": case["filter"]}
        answer = service("/models/instances/list", body)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("case", cases("requests"))
def test_takes_what_is_asked(service: Callable[[str, Json], httpx.Response], case: Json) -> None:
    for request in case["exchange"]:
        # A cursor is the service's own, so that of a case means nothing to it.
        body = {name: value for name, value in request["body"].items() if name not in ("cursor", "cursors")}
        answer = service(request["path"], body)
        assert answer.status_code == 200, answer.text
