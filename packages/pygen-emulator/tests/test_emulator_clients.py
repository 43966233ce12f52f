"""The clients that an emulator hands out, ready to use."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pygen_emulator
import pytest
from pygen_client import PygenTimeoutError, RequestTimeoutError, RetryPolicy
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator


@pytest.mark.parametrize("make", [Emulator, Emulator.in_process], ids=["on a port", "in process"])
def test_a_client_is_ready_to_use(make: type[Emulator]) -> None:
    with make(project="shop") as cdf, cdf.client() as client:
        client.spaces.create([SpaceWrite(space="stock")])

        assert [space.space for space in client.spaces.list()] == ["stock"]
        assert client.config.project == "shop"


@pytest.mark.parametrize("make", [Emulator, Emulator.in_process], ids=["on a port", "in process"])
def test_so_is_one_for_asyncio(make: type[Emulator]) -> None:
    async def spaces(cdf: Emulator) -> list[str]:
        async with cdf.async_client() as client:
            return [space.space for space in await client.spaces.list()]

    with make() as cdf:
        cdf.deploy(spaces=[SpaceWrite(space="stock")])

        assert asyncio.run(spaces(cdf)) == ["stock"]


def test_a_client_takes_more_of_its_configuration() -> None:
    with Emulator.in_process(faults=["408"]) as cdf, cdf.client(retry=RetryPolicy(max_retries=0)) as client:
        with pytest.raises(RequestTimeoutError):
            client.spaces.list()
        assert [each.hits for each in cdf.faults.all()] == [1]


def test_credentials_log_in_with_the_token() -> None:
    with Emulator.in_process(token="open-sesame") as cdf, cdf.client(credentials=cdf.credentials) as client:
        assert client.spaces.list() == []
        assert "open-sesame" not in repr(cdf.credentials)


def test_clients_end_with_the_emulator() -> None:
    before = set(threading.enumerate())
    with Emulator() as cdf:
        client = cdf.client()
        client.spaces.list()

    assert set(threading.enumerate()) <= before


def test_there_is_no_client_before_the_start() -> None:
    cdf = Emulator()

    with pytest.raises(RuntimeError, match="not started"):
        cdf.client()
    cdf.close()


def test_what_the_package_offers_is_there() -> None:
    for name in pygen_emulator.__all__:
        assert getattr(pygen_emulator, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'Simulator'"):
        pygen_emulator.Simulator  # noqa: B018 - the attempt is the test


def test_a_request_that_its_client_gave_up_is_carried_out_all_the_same() -> None:
    with Emulator.in_process() as cdf, httpx.Client(transport=cdf.transport(), base_url=cdf.base_url) as http:
        url, headers = f"/api/v1/projects/{cdf.project}/models/spaces", {"Authorization": f"Bearer {cdf.token}"}
        with cdf.fault("latency=200ms x1"), pytest.raises(httpx.ReadTimeout):
            http.post(url, json={"items": [{"space": "late"}]}, headers=headers, timeout=0.05)
        assert any(http.get(url, headers=headers).json()["items"] for _ in range(5_000))


def test_a_client_that_blocks_can_be_used_where_an_event_loop_runs() -> None:
    async def spaces(cdf: Emulator) -> list[str]:
        with cdf.client() as client:
            client.spaces.create([SpaceWrite(space="stock")])
            return [space.space for space in client.spaces.list()]

    with Emulator.in_process() as cdf:
        assert asyncio.run(spaces(cdf)) == ["stock"]


def test_an_answer_in_process_can_take_too_long_without_a_fault() -> None:
    impatient = {"timeout": 1e-9, "retry": RetryPolicy(max_retries=0)}
    with Emulator.in_process() as cdf, cdf.client(**impatient) as client, pytest.raises(PygenTimeoutError):
        client.spaces.list()


def test_listening_to_every_address_it_can_be_called_from_here() -> None:
    with Emulator(host="0.0.0.0") as cdf, cdf.client() as client:  # noqa: S104 - it is gone in a moment
        assert cdf.base_url.startswith("http://127.0.0.1:")
        assert client.spaces.list() == []
