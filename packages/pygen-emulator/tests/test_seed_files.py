"""Instances from files and from memory: any number, one transaction, the rules of a write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_emulator import ApiError, Emulator
from pygen_emulator.seed.loading import DataFileError


@pytest.fixture
def cdf() -> Iterator[Emulator]:
    with Emulator.in_process() as emulator:
        emulator.deploy(spaces=[{"space": "shop"}])
        yield emulator


def node(name: str, **fields: Any) -> dict[str, Any]:
    return {"space": "shop", "externalId": name, **fields}


def count(cdf: Emulator) -> int:
    """All live instances of the project."""
    with httpx.Client(transport=cdf.transport(), base_url=f"{cdf.base_url}/api/v1/projects/{cdf.project}") as client:
        answer = client.get("/models/statistics", headers={"Authorization": f"Bearer {cdf.token}"})
        found: int = answer.json()["instances"]["instances"]
        return found


def test_more_than_a_request_takes_in_any_order(cdf: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    ends = {"type": node("next"), "startNode": node("n0"), "endNode": node("n1999")}
    items = [node("edge", **ends), *(node(f"n{number}") for number in range(2_000))]
    file.write_text(json.dumps({"items": items}), encoding="utf-8")

    assert cdf.load(file) == 2_001
    assert cdf.load(file) == 2_001
    assert count(cdf) == 2_002, "with the node that is the type of the edge"


def test_items_alone_will_do(cdf: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text(json.dumps([node("a", instanceType="node")]), encoding="utf-8")

    assert cdf.load(file) + cdf.load([node("b")]) + cdf.load({"items": [node("c")]}) == 3
    assert count(cdf) == 3


def test_the_options_of_a_write_count(cdf: Emulator) -> None:
    edge = node("edge", type=node("next"), startNode=node("a"), endNode=node("b"))

    with pytest.raises(ApiError, match="does not exist"):
        cdf.load([edge])
    assert count(cdf) == 0
    assert cdf.load({"items": [edge], "autoCreateStartNodes": True, "autoCreateEndNodes": True}) == 1


def test_one_wrong_item_keeps_all_out(cdf: Emulator) -> None:
    with pytest.raises(ApiError, match=r"Unexpected field - items\.colour"):
        cdf.load([node("a"), node("b", colour="red")])
    with pytest.raises(ApiError, match="items"):
        cdf.load({"items": ["a"]})
    with pytest.raises(ApiError, match="items must not be null"):
        cdf.load({})

    assert count(cdf) == 0


def test_the_services_own_spaces_are_open_only_where_asked(cdf: Emulator) -> None:
    cdf.deploy(spaces=[{"space": "cdf_cdm_units"}], as_system=True)
    unit = {"space": "cdf_cdm_units", "externalId": "pressure:bar"}

    with pytest.raises(ApiError, match="Insufficient access rights"):
        cdf.load([unit])
    assert cdf.load([unit], as_system=True) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file"),
        (b"items: []", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b'"items"', "must hold an object with items, or an array of items"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(cdf: Emulator, tmp_path: Path, content: bytes | None, reason: str) -> None:
    file = tmp_path / "data.json"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(DataFileError) as refused:
        cdf.load(file)

    assert str(refused.value).startswith(str(file))
    assert reason in str(refused.value)
