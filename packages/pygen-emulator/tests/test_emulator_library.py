"""The emulator as a library: on a port, in process, with schema to begin with, in a file, as a process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from pygen_client.schema import (
    Container,
    ContainerId,
    ContainerPropertyWrite,
    ContainerWrite,
    DataModel,
    DataModelWrite,
    MappedPropertyWrite,
    Space,
    SpaceWrite,
    TextType,
    View,
    ViewId,
    ViewWrite,
)
from pygen_emulator import ApiError, Emulator, serve

SPACE = SpaceWrite(space="s")
CONTAINER = ContainerWrite(space="s", external_id="C", properties={"p": ContainerPropertyWrite(type=TextType())})
VIEW = ViewWrite(
    space="s",
    external_id="V",
    version="1",
    properties={"p": MappedPropertyWrite(container=ContainerId("s", "C"), container_property_identifier="p")},
)
MODEL = DataModelWrite(space="s", external_id="M", version="1", views=[ViewId("s", "V", "1")])


def _get(cdf: Emulator, path: str = "/models/spaces", **parameters: Any) -> Any:
    with httpx.Client(transport=cdf.transport()) as client:
        url = f"{cdf.base_url}/api/v1/projects/{cdf.project}{path}"
        response = client.get(url, params=parameters, headers={"Authorization": f"Bearer {cdf.token}"})
        return response.raise_for_status().json()["items"]


def test_it_serves_on_a_free_port_of_this_machine_and_frees_it() -> None:
    before = set(threading.enumerate())

    with Emulator() as cdf:
        headers = {"Authorization": f"Bearer {cdf.token}"}
        response = httpx.get(f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/spaces", headers=headers)
        assert response.json() == {"items": []}
        assert cdf.base_url.startswith("http://127.0.0.1:")
        assert cdf.token_url == f"{cdf.base_url}/oauth2/token"
        port = httpx.URL(cdf.base_url).port

    assert port is not None
    assert set(threading.enumerate()) <= before
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_two_emulators_know_nothing_of_each_other() -> None:
    with Emulator() as one, Emulator() as other:
        one.deploy(spaces=[SPACE])

        assert one.base_url != other.base_url
        assert (len(_get(one)), len(_get(other))) == (1, 0)
        assert len({one.token, other.token, one.client_secret, other.client_secret}) == 4


def test_a_port_in_use_is_an_error_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        cdf = Emulator(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            cdf.__enter__()
        cdf.close()


def test_it_has_no_url_before_it_is_started() -> None:
    cdf = Emulator()

    with pytest.raises(RuntimeError, match="not started"):
        _ = cdf.base_url
    cdf.close()


def test_it_serves_ipv6_where_asked() -> None:
    with Emulator(host="::1") as cdf:
        assert cdf.base_url.startswith("http://[::1]:")
        assert httpx.get(f"{cdf.base_url}/api/v1/token/inspect").status_code == 401


def test_in_process_it_opens_no_socket_and_ends_its_threads() -> None:
    before = set(threading.enumerate())

    with Emulator.in_process(project="local", token="secret") as cdf:
        transport = cdf.transport()
        client = httpx.Client(transport=transport, base_url=f"{cdf.base_url}/api/v1/projects/local")
        assert client.get("/models/spaces", headers={"Authorization": "Bearer secret"}).json() == {"items": []}
        streamed = client.post("/models/spaces", content=iter([b'{"items":', b"[]}"]))
        assert streamed.status_code == 401

    assert set(threading.enumerate()) <= before
    client.close()


def test_in_process_it_answers_asynchronous_clients() -> None:
    async def call(cdf: Emulator) -> int:
        async with httpx.AsyncClient(transport=cdf.async_transport(), base_url=cdf.base_url) as client:
            responses = await asyncio.gather(*(client.get("/api/v1/token/inspect") for _ in range(3)))
        return len(responses)

    with Emulator.in_process() as cdf:
        assert asyncio.run(call(cdf)) == 3


def test_the_synchronous_transport_works_inside_a_running_loop() -> None:
    async def call(cdf: Emulator) -> list[Any]:
        items: list[Any] = _get(cdf)
        return items

    with Emulator.in_process() as cdf:
        assert asyncio.run(call(cdf)) == []


def test_deploy_takes_write_forms_answers_and_json() -> None:
    with Emulator.in_process() as first, Emulator.in_process() as second, Emulator.in_process() as third:
        first.deploy(spaces=[SPACE], containers=[CONTAINER], views=[VIEW], data_models=[MODEL])
        answers = {
            "spaces": _get(first),
            "containers": _get(first, "/models/containers"),
            "views": _get(first, "/models/views"),
            "data_models": _get(first, "/models/datamodels", inlineViews="true"),
        }
        second.deploy(**answers)
        third.deploy(
            spaces=[Space.load(item) for item in answers["spaces"]],
            containers=[Container.load(item) for item in answers["containers"]],
            views=[View.load(item) for item in answers["views"]],
            data_models=[DataModel.load(item) for item in answers["data_models"]],
        )

        for cdf in (second, third):
            [model] = _get(cdf, "/models/datamodels", inlineViews="true")
            [view] = model["views"]
            assert view["properties"] == answers["views"][0]["properties"]


def test_deploy_makes_the_views_that_a_data_model_brings_and_leaves_others_alone() -> None:
    with Emulator.in_process() as first, Emulator.in_process() as second:
        first.deploy(spaces=[SPACE], containers=[CONTAINER], views=[VIEW], data_models=[MODEL])
        [model] = _get(first, "/models/datamodels", inlineViews="true")
        for brought in (model, DataModel.load(model)):
            second.deploy(spaces=[SPACE], containers=[CONTAINER], data_models=iter([brought]))
        [same] = _get(second, "/models/datamodels", inlineViews="true")
        assert [view["properties"] for view in same["views"]] == [view["properties"] for view in model["views"]]

        second.deploy(views=[{**VIEW.dump(), "name": "Mine"}])
        second.deploy(data_models=[model])
        [view] = _get(second, "/models/views")
        assert view["name"] == "Mine"


def test_deploy_is_as_strict_as_the_service() -> None:
    with Emulator.in_process() as cdf:
        with pytest.raises(ApiError, match="Unexpected field - colour") as error:
            cdf.deploy(spaces=[{"space": "s", "colour": "red"}])
        assert error.value.status == 400
        with pytest.raises(ApiError, match="type must not be null"):
            cdf.deploy(views=[{**VIEW.dump(), "implements": [{"space": "s", "externalId": "V", "version": "1"}]}])


def test_deploy_is_all_or_nothing() -> None:
    with Emulator.in_process() as cdf:
        with pytest.raises(ApiError, match="One or more containers do not exist: 's:C'"):
            cdf.deploy(spaces=[SPACE], views=[VIEW])

        assert _get(cdf) == []


def test_deploy_takes_more_than_a_request_does() -> None:
    with Emulator.in_process() as cdf:
        cdf.deploy(
            spaces=[SPACE],
            views=[ViewWrite(space="s", external_id=f"V{number}", version="1") for number in range(150)],
        )

        assert len(_get(cdf, "/models/views", limit=1000)) == 150


def test_schema_to_begin_with_may_be_that_of_the_service() -> None:
    source = {"spaces": [{"space": "cdf_cdm"}, SPACE], "containers": [CONTAINER], "views": [VIEW]}

    with Emulator.in_process(source=source) as cdf:
        assert [space["isGlobal"] for space in _get(cdf, includeGlobal="true")] == [True, False]
        assert len(_get(cdf, "/models/views")) == 1


def test_bad_schema_to_begin_with_is_an_error_that_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "cdf.db"

    with pytest.raises(ApiError, match="One or more spaces do not exist: 's'"):
        Emulator.in_process(path=path, source={"containers": [CONTAINER]})

    path.unlink()


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "cdf.db"
    with Emulator.in_process(path=path) as cdf:
        cdf.deploy(spaces=[SPACE], containers=[CONTAINER], views=[VIEW], data_models=[MODEL])
        before = [_get(cdf, f"/models/{kind}") for kind in ("spaces", "containers", "views", "datamodels")]

    with Emulator.in_process(path=path) as cdf:
        after = [_get(cdf, f"/models/{kind}") for kind in ("spaces", "containers", "views", "datamodels")]

    assert after == before
    assert all(len(items) == 1 for items in after)


def test_times_grow_though_the_clock_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "cdf.db"
    times = []
    for name in ("a", "b"):
        with Emulator.in_process(path=path, clock=lambda: 1_000.0) as cdf:
            cdf.deploy(spaces=[SpaceWrite(space=name)])
            times.append([space["createdTime"] for space in _get(cdf) if space["space"] == name])

    assert times == [[1_000_000], [1_000_001]]


@pytest.mark.outside_document("a defect of the emulator, made on purpose")
def test_a_defect_is_a_500_that_names_itself_and_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("pygen_emulator.schema.service.SchemaService.list_spaces", broken)
    with Emulator() as cdf:
        headers = {"Authorization": f"Bearer {cdf.token}"}
        response = httpx.get(f"{cdf.base_url}/api/v1/projects/{cdf.project}/models/spaces", headers=headers)

    assert response.status_code == 500
    assert response.json()["error"]["message"] == "Defect in the emulator: OperationalError: disk full"
    assert "x-request-id" in response.headers


def test_serve_answers_until_it_is_told_to_stop() -> None:
    stop = threading.Event()
    urls = []

    def ready(cdf: Emulator) -> None:
        urls.append(cdf.base_url)
        assert httpx.get(f"{cdf.base_url}/api/v1/token/inspect").status_code == 401
        stop.set()

    serve(Emulator(), ready, stop)

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{urls[0]}/api/v1/token/inspect")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_ends_cleanly_on_signals(number: signal.Signals) -> None:
    before = signal.getsignal(signal.SIGTERM)
    # Python leaves it ignored where it was started so, as shells start what is to run in the background.
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)

    try:
        serve(Emulator(), lambda _: signal.raise_signal(number) if number == signal.SIGTERM else _interrupt_soon())
    finally:
        signal.signal(signal.SIGINT, interrupt)

    assert signal.getsignal(signal.SIGTERM) is before


def _interrupt_soon() -> None:
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_serve_works_outside_the_main_thread() -> None:
    stop = threading.Event()
    started = threading.Event()
    thread = threading.Thread(target=serve, args=(Emulator(), lambda _: started.set(), stop))

    thread.start()
    assert started.wait(10)
    stop.set()
    thread.join(10)

    assert not thread.is_alive()
