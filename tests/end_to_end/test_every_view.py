"""Every writable view of every real data model: written, read, written back unchanged, through its generated SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import generated_sdk
import membership
import pytest
import sample_values
import shared_models
from pygen_client import (
    AsyncPygenClient,
    BadRequestError,
    OperationClass,
    PygenClient,
    PygenClientConfig,
    TokenCredentials,
)
from pygen_client.schema import Container, ContainerId, View, ViewId
from pygen_emulator import Emulator
from pygen_generator.config import GeneratorConfig, PythonConfig
from pygen_generator.generate import generate_sdk
from pygen_runtime import Edge, Instance, InstanceWrite

pytestmark = pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout")

SPACE = "end_to_end"


class Deployed:
    """A data model in an emulator, and the package that was generated from it there."""

    def __init__(self, cdf: Emulator) -> None:
        self.cdf = cdf
        self.views: dict[ViewId, View] = {}
        self.containers: dict[ContainerId, Container] = {}
        self.module = ModuleType("not generated yet")

    def config(self) -> PygenClientConfig:
        return PygenClientConfig(self.cdf.base_url, self.cdf.project, TokenCredentials(self.cdf.token))

    def client(self) -> PygenClient:
        return PygenClient(self.config(), transport=self.cdf.transport())

    def read_classes(self) -> list[type[Instance]]:
        """The classes of writable views."""
        found = [getattr(self.module, name) for name in dir(self.module)]
        return [
            one for one in found if isinstance(one, type) and issubclass(one, Instance) and hasattr(one, "as_write")
        ]

    def can_exist(self, view: View) -> bool:
        """Whether any instance can have data in all containers: some are for nodes only, some for edges only."""
        return not {"node", "edge"} <= {self.containers[one].used_for for one in view.mapped_containers}

    def example(self, read_class: type[Instance], seed: int) -> tuple[Any, dict[str, Any]]:
        """An object of the class with a value for every property, and the instance that must be there before it."""
        view = self.views[read_class.view_id]
        target = {"space": SPACE, "externalId": f"target {seed}"}
        wanted = membership.needs(view, self.containers, 2_000_000 + seed)
        values = {**sample_values.of_view(view, seed, target), **membership.overrides(view, wanted)}
        bare: dict[str, Any] = {
            "instanceType": "edge" if issubclass(read_class, Edge) else "node",
            "space": SPACE,
            "externalId": f"{read_class.__name__} {seed}",
            "type": wanted.node_type or target,
        }
        if issubclass(read_class, Edge):
            bare |= {"startNode": target, "endNode": target}
        given = read_class.load({**bare, "properties": {view.space: {f"{view.external_id}/{view.version}": values}}})
        own = set(view.mapped_containers)
        sources = [
            {"source": container.dump(), "properties": properties}
            for container, properties in wanted.values.items()
            if container not in own
        ]
        return given, {**bare, "sources": sources} if sources else {}


@pytest.fixture(scope="module", params=shared_models.names())
def deployed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    name: str = request.param
    folder: Path = tmp_path_factory.mktemp(name)
    package = f"sdk_{name.lower()}"
    with Emulator.in_process() as cdf:
        shared_models.deploy(cdf, name)
        cdf.deploy(spaces=[{"space": SPACE}])
        result = Deployed(cdf)
        with result.client() as client:
            answered = client.data_models.retrieve(shared_models.load(name).data_model.as_id(), inline_views=True)
            assert answered is not None
            result.views = {view.as_id(): view for view in answered.views if isinstance(view, View)}
            result.containers = {one.as_id(): one for one in client.containers.list(include_global=True)}
            write_targets(client, result.containers.values(), 4 * len(result.views))
        source = folder / "model.json"
        source.write_text(json.dumps(answered.dump()), encoding="utf-8")
        python = PythonConfig(package=package, client_name="Client")
        sdk = generate_sdk(source, GeneratorConfig(default_instance_space=SPACE, python=python))
        generated_sdk.write(sdk, folder)
        with generated_sdk.imported(folder, package) as result.module:
            yield result


def write_targets(client: PygenClient, containers: Iterable[Container], count: int) -> None:
    """Nodes that any relation may point to: they have data in every container for nodes."""
    for seed in range(count):
        target = {"space": SPACE, "externalId": f"target {seed}"}
        sources = [
            {
                "source": container.as_id().dump(),
                "properties": sample_values.required_of_container(container, 1_000_000 + seed, target),
            }
            for container in containers
            if container.used_for in ("node", "all")
        ]
        write(client, {"instanceType": "node", **target, **({"sources": sources} if sources else {})})


def write(client: PygenClient, item: dict[str, Any]) -> None:
    client.run(client.api.post("/models/instances", {"items": [item]}, operation_class=OperationClass.WRITE))


def values(item: InstanceWrite) -> dict[str, Any]:
    """All that was set, but for the version that guards the write."""
    return {name: getattr(item, name) for name in item.model_fields_set - {"existing_version"}}


def apis(sdk: object) -> dict[type[Instance], Any]:
    found = (getattr(sdk, name) for name in dir(type(sdk)))
    return {api.item_class: api for api in found if hasattr(api, "item_class")}


def test_every_writable_view_has_a_write_class(deployed: Deployed) -> None:
    written = {cls.view_id for cls in deployed.read_classes()}
    assert written == {id_ for id_, view in deployed.views.items() if view.writable}


def test_every_writable_view_survives_a_round_trip(deployed: Deployed) -> None:
    with deployed.client() as client:
        sdk = deployed.module.Client(client)
        api_of = apis(sdk)
        for seed, read_class in enumerate(deployed.read_classes()):
            given, before = deployed.example(read_class, seed)
            if not deployed.can_exist(deployed.views[read_class.view_id]):
                with pytest.raises(BadRequestError, match="only"):
                    sdk.upsert(given.as_write())
                continue
            if before:
                write(client, before)
            first = sdk.upsert(given.as_write())
            assert [*first.created, *first.updated] == [given.as_id()]
            read = api_of[read_class].retrieve(given.as_id())
            assert values(read.as_write()) == values(given.as_write())
            again = sdk.upsert(read.as_write())
            assert (again.unchanged, again.updated) == ([given.as_id()], [])


def test_every_writable_view_survives_a_round_trip_from_asyncio(deployed: Deployed) -> None:
    async def main() -> None:
        async with AsyncPygenClient(deployed.config(), transport=deployed.cdf.async_transport()) as client:
            sdk = deployed.module.AsyncClient(client)
            api_of = apis(sdk)
            classes = deployed.read_classes()
            for seed, read_class in enumerate(classes, start=len(classes)):
                given, before = deployed.example(read_class, seed)
                if not deployed.can_exist(deployed.views[read_class.view_id]):
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
