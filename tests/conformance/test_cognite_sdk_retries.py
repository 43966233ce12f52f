"""The official Python SDK gets through what goes wrong on the way, and through more than one request takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import OAuthClientCredentials, Token
from cognite.client.data_classes import data_modeling as dm
from cognite.client.exceptions import CogniteAPIError
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("21")

SPACE = "retries"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as cdf:
        cdf.deploy(spaces=[{"space": SPACE}])
        yield cdf


@pytest.fixture
def client(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> CogniteClient:
    monkeypatch.setattr(global_config, "disable_pypi_version_check", True)
    return _client(emulator, Token(emulator.token))


def _client(emulator: Emulator, credentials: Token | OAuthClientCredentials) -> CogniteClient:
    config = ClientConfig(
        client_name="conformance", project=emulator.project, base_url=emulator.base_url, credentials=credentials
    )
    return CogniteClient(config)


@pytest.mark.parametrize("effect", ["429", "429 retry-after=0", "502", "503", "504", "drop-before", "drop-after"])
def test_a_write_gets_through(client: CogniteClient, emulator: Emulator, effect: str) -> None:
    with emulator.fault(f"POST /models/instances {effect} x2") as fault:
        result = client.data_modeling.instances.apply(dm.NodeApply(SPACE, "a"))

    assert fault.hits == 2
    assert [node.external_id for node in result.nodes] == ["a"]
    assert len(client.data_modeling.instances.list(limit=None)) == 1


def test_what_cannot_get_better_is_not_tried_again(client: CogniteClient, emulator: Emulator) -> None:
    with (
        emulator.fault("POST /models/instances version-conflict") as fault,
        pytest.raises(CogniteAPIError, match="A version conflict caused the ingest to fail") as error,
    ):
        client.data_modeling.instances.apply(dm.NodeApply(SPACE, "a"))

    assert (error.value.code, fault.hits) == (409, 1)


def test_what_is_too_much_for_one_request_goes_in_several(client: CogniteClient, emulator: Emulator) -> None:
    api = client.data_modeling.instances
    names = [f"n{number:04}" for number in range(2_300)]

    with emulator.fault("POST /models/instances latency=0ms") as writes:
        written = api.apply([dm.NodeApply(SPACE, name) for name in names])
    with emulator.fault("POST /models/instances/byids latency=0ms") as reads:
        read = api.retrieve([(SPACE, name) for name in names])
    with emulator.fault("POST /models/instances/list latency=0ms") as pages:
        listed = api.list(limit=None)
    with emulator.fault("POST /models/instances/delete latency=0ms") as deletes:
        deleted = api.delete([(SPACE, name) for name in names])

    assert sorted(node.external_id for node in written.nodes) == names
    assert sorted(node.external_id for node in read.nodes) == names
    assert sorted(node.external_id for node in listed) == names
    assert sorted(node.external_id for node in deleted.nodes) == names
    assert [each.hits for each in (writes, reads, pages, deletes)] == [3, 3, 3, 3]
