"""A view with a filter of its own shows what meets the filter, whatever reads it and however much there is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from deployed_sdk import Made, made
from pygen_client import AsyncPygenClient
from seeded_project import MODEL, container, prop, view

FEW, MANY = 100, 1300


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Many instances with data in one container, few in two; views that show all of them, or those of a type."""
    part = {"hasData": [{"type": "container", "space": MODEL, "externalId": "Part"}]}
    is_saw = {"equals": {"property": ["node", "type"], "value": {"space": "data", "externalId": "saw"}}}
    views = [
        view("Part", {"Part": ["name"]}),
        view("AnyPart", {"Part": ["name"], "Price": ["price"]}, filter=part),
        view("Saw", {"Part": ["name"]}, filter={"and": [part, is_saw]}),
    ]
    containers = [container("Part", {"name": prop("text")}), container("Price", {"price": prop("float64")})]
    with made(containers, views, tmp_path_factory.mktemp("shown")) as found:
        package = found.package
        found.sdk.upsert([package.PartWrite(external_id=f"p{number}", name="P") for number in range(MANY)])
        found.sdk.upsert([package.AnyPartWrite(external_id=f"q{number}", name="Q", price=1) for number in range(FEW)])
        found.sdk.upsert([package.SawWrite(external_id=f"s{number}", name="S") for number in range(FEW)])
        yield found


WAYS = {
    "list": lambda api: api.list(limit=None),
    "iterate": lambda api: api.iterate(),
    "pages": lambda api: api.iterate(chunk_size=100),
    "query": lambda api: api.query().list(),
    "query by pages": lambda api: api.query().iterate(chunk_size=100),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_read_shows_all_of_it(shown: Made, way: str) -> None:
    assert len(list(WAYS[way](shown.sdk.any_part))) == MANY + 2 * FEW
    assert {one.name for one in WAYS[way](shown.sdk.saw)} == {"S"}
    assert len(list(WAYS[way](shown.sdk.saw))) == FEW


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_read_shows_all_of_it_from_asyncio(shown: Made, way: str) -> None:
    async def use() -> None:
        async with AsyncPygenClient(shown.client.config, transport=shown.cdf.async_transport()) as client:
            sdk = shown.package.AsyncMadeClient(client)
            assert len(await everything(WAYS[way](sdk.any_part))) == MANY + 2 * FEW
            assert len(await everything(WAYS[way](sdk.saw))) == FEW

    asyncio.run(use())


async def everything(found: Any) -> list[Any]:
    return [one async for one in found] if hasattr(found, "__anext__") else list(await found)


def test_syncs_and_counts_show_all_of_it(shown: Made) -> None:
    told = [one for batch in shown.sdk.any_part.sync() for one in batch.upserted]

    assert len(told) == shown.sdk.any_part.count() == shown.sdk.any_part.query().count() == MANY + 2 * FEW
    assert shown.sdk.saw.count() == shown.sdk.saw.query().count() == FEW


def test_what_has_no_data_in_a_container_has_no_value_there(shown: Made) -> None:
    found = shown.sdk.any_part.retrieve(["p1", "q1"])

    assert [one.price for one in found] == [None, 1]


def test_conditions_hold_besides(shown: Made) -> None:
    assert len(shown.sdk.any_part.list(name="Q", limit=None)) == FEW
    assert len(shown.sdk.any_part.query().where(min_price=0).list()) == FEW
    assert len(list(shown.sdk.any_part.iterate(name="P", limit=MANY - 1))) == MANY - 1
