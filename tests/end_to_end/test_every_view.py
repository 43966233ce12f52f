"""Every writable view of every data model: written, read, written back unchanged, through its generated SDK."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from deployed_model import Deployed, apis, write
from pygen_client import AsyncPygenClient, BadRequestError, OperationClass
from pygen_runtime import InstanceWrite


def values(item: InstanceWrite) -> dict[str, Any]:
    """All that was set, but for the version that guards the write."""
    return {name: getattr(item, name) for name in item.model_fields_set - {"existing_version"}}


def test_every_writable_view_has_a_write_class(model: Deployed) -> None:
    written = {cls.view_id for cls in model.read_classes()}
    assert written == {id_ for id_, view in model.views.items() if view.writable}


def test_every_writable_view_survives_a_round_trip(model: Deployed) -> None:
    with model.client() as client:
        sdk = model.module.Client(client)
        api_of = apis(sdk)
        for seed, read_class in enumerate(model.read_classes()):
            given, before = model.example(read_class, seed)
            if not model.can_exist(model.views[read_class.view_id]):
                with pytest.raises(BadRequestError, match="only"):
                    sdk.upsert(given.as_write())
                continue
            if before:
                write(client, [before])
            first = sdk.upsert(given.as_write())
            assert [*first.created, *first.updated] == [given.as_id()]
            read = api_of[read_class].retrieve(given.as_id())
            assert values(read.as_write()) == values(given.as_write())
            again = sdk.upsert(read.as_write())
            assert (again.unchanged, again.updated) == ([given.as_id()], [])


def test_every_writable_view_survives_a_round_trip_from_asyncio(model: Deployed) -> None:
    async def main() -> None:
        async with AsyncPygenClient(model.config(), transport=model.cdf.async_transport()) as client:
            sdk = model.module.AsyncClient(client)
            api_of = apis(sdk)
            classes = model.read_classes()
            for seed, read_class in enumerate(classes, start=len(classes)):
                given, before = model.example(read_class, seed)
                if not model.can_exist(model.views[read_class.view_id]):
                    continue
                if before:
                    body = {"items": [before]}
                    await client.run(client.api.post("/models/instances", body, operation_class=OperationClass.WRITE))
                first = await sdk.upsert(given.as_write())
                assert [*first.created, *first.updated] == [given.as_id()]
                read = await api_of[read_class].retrieve(given.as_id())
                assert values(read.as_write()) == values(given.as_write())
                again = await sdk.upsert(read.as_write())
                assert (again.unchanged, again.updated) == ([given.as_id()], [])

    asyncio.run(main())
