"""Generation straight from a project, against the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import ContainerId, ContainerWrite, DataModelId, DataModelWrite, SpaceWrite, ViewId, ViewWrite
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ModelNotFoundError, ServiceSource, SourceError, generate_sdk

SHOP = DataModelId("s", "Shop", "v1")


@pytest.fixture
def client() -> Iterator[PygenClient]:
    with Emulator.in_process() as cdf:
        cdf.deploy(
            spaces=[SpaceWrite(space="s")],
            containers=[
                ContainerWrite.load(
                    {"space": "s", "externalId": "Pump", "properties": {"pumpName": {"type": {"type": "text"}}}}
                )
            ],
            views=[
                ViewWrite.load(
                    {
                        "space": "s",
                        "externalId": "Pump",
                        "version": "v1",
                        "properties": {
                            "pumpName": {
                                "container": ContainerId("s", "Pump").dump(),
                                "containerPropertyIdentifier": "pumpName",
                            }
                        },
                    }
                )
            ],
            data_models=[
                DataModelWrite(space="s", external_id="Shop", version="v1", views=[ViewId("s", "Pump", "v1")])
            ],
        )
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            yield client


def test_a_project_generates_with_containers_and_spaces_in_the_lock(client: PygenClient) -> None:
    sdk = generate_sdk(ServiceSource(client), GeneratorConfig(models=(SHOP,)))

    assert 'pump_name: Annotated[str | None, prop("pumpName")] = None' in sdk.files["shop/data_classes/pump.py"]
    assert [container.external_id for container in sdk.lock.schema.containers] == ["Pump"]
    assert [space.space for space in sdk.lock.schema.spaces] == ["s"]


def test_two_runs_give_the_same_lock(client: PygenClient) -> None:
    config = GeneratorConfig(models=(SHOP,))

    assert generate_sdk(ServiceSource(client), config).lock == generate_sdk(ServiceSource(client), config).lock


def test_a_data_model_that_is_not_there_is_named(client: PygenClient) -> None:
    with pytest.raises(ModelNotFoundError, match=r"no data model s:Shop\(v2\).*may read its space"):
        ServiceSource(client).load([SHOP, DataModelId("s", "Shop", "v2")])


def test_a_project_needs_to_be_told_which_model(client: PygenClient) -> None:
    with pytest.raises(SourceError, match="Name those to generate from"):
        generate_sdk(ServiceSource(client))
