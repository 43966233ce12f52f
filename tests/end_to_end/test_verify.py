"""`client.verify()`: what the service has otherwise than the SDK that was generated from it once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import ModuleType
from typing import Any

import generated_sdk
import pytest
from deployed_model import Deployed
from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ServiceSource, generate_sdk
from pygen_runtime import SchemaChangedError

Json = dict[str, Any]
Change = Callable[[Json, Json], None]
SPACE = "yard"


def _type(name: str, **more: Any) -> Json:
    options = {key: more.pop(key) for key in ("list", "values") if key in more}
    return {"type": {"type": name, **options}, **more}


def _view(name: str) -> Json:
    return {"type": "view", "space": SPACE, "externalId": name, "version": "v1"}


# A value of each type that the SDK tells apart, in two containers.
PUMP: Json = {
    "name": _type("text", nullable=False),
    "note": _type("text"),
    "power": _type("float64"),
    "count": _type("int32"),
    "on": _type("boolean"),
    "day": _type("date"),
    "at": _type("timestamp"),
    "data": _type("json"),
    "series": _type("timeseries"),
    "state": _type("enum", values={"a": {}, "b": {}}),
    "tags": _type("text", list=True),
    "part": _type("direct"),
    "parts": _type("direct", list=True),
}
SITE: Json = {"name": _type("text", nullable=False)}
CONNECTIONS: Json = {
    "feeds": {
        "connectionType": "multi_edge_connection",
        "type": {"space": SPACE, "externalId": "feeds"},
        "source": _view("Pump"),
        "direction": "outwards",
    },
    "partOf": {
        "connectionType": "multi_reverse_direct_relation",
        "source": _view("Pump"),
        "through": {"source": _view("Pump"), "identifier": "part"},
    },
}


def _deploy(cdf: Emulator, change: Change | None = None) -> None:
    """Put the schema in; ``change`` changes containers and connections first, each by view and property."""
    containers, connections = deepcopy({"Pump": PUMP, "Site": SITE}), deepcopy({"Pump": CONNECTIONS, "Site": {}})
    if change is not None:
        change(containers, connections)
    views = [
        {
            "space": SPACE,
            "externalId": name,
            "version": "v1",
            "properties": {
                prop: {
                    "container": {"type": "container", "space": SPACE, "externalId": name},
                    "containerPropertyIdentifier": prop,
                    **({"source": _view("Pump")} if value["type"]["type"] == "direct" else {}),
                }
                for prop, value in properties.items()
            }
            | connections[name],
        }
        for name, properties in containers.items()
    ]
    cdf.deploy(
        spaces=[{"space": SPACE}],
        containers=[
            {"space": SPACE, "externalId": name, "usedFor": "node", "properties": properties}
            for name, properties in containers.items()
        ],
        views=views,
        data_models=[
            {"space": SPACE, "externalId": "Yard", "version": "v1", "views": [_view(name) for name in containers]}
        ],
    )


@contextmanager
def _client(cdf: Emulator) -> Iterator[PygenClient]:
    config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
    with PygenClient(config, transport=cdf.transport()) as client:
        yield client


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The SDK of the schema as it was."""
    folder = tmp_path_factory.mktemp("yard")
    config = GeneratorConfig.load(
        {
            "models": [{"space": SPACE, "external_id": "Yard", "version": "v1"}],
            "python": {"package": "yard_sdk", "client_name": "Client"},
        }
    )
    with Emulator.in_process() as cdf:
        _deploy(cdf)
        with _client(cdf) as client:
            assert client.data_models.retrieve(DataModelId(SPACE, "Yard", "v1")) is not None
            generated_sdk.write(generate_sdk(ServiceSource(client), config), folder)
    with generated_sdk.imported(folder, "yard_sdk") as module:
        yield module


def test_nothing_has_changed(yard: ModuleType) -> None:
    with Emulator.in_process() as cdf:
        _deploy(cdf)
        with _client(cdf) as client:
            found = yard.Client(client).verify()

    assert found.differences == ()
    assert str(found) == "All 2 views are as this SDK expects them."
    assert repr(found) == "<Verification: All 2 views are as this SDK expects them.>"
    found.raise_if_breaking()


def _set(view: str, name: str, value: Json) -> Change:
    def change(containers: Json, connections: Json) -> None:
        containers[view][name] = value

    return change


def _remove(view: str, name: str | None = None) -> Change:
    def change(containers: Json, connections: Json) -> None:
        if name is None:
            del containers[view]
        else:
            containers[view].pop(name, None)
            connections[view].pop(name, None)

    return change


def _connect(name: str, **fields: Any) -> Change:
    def change(containers: Json, connections: Json) -> None:
        connections["Pump"][name] |= fields

    return change


def _replace(name: str, by: str) -> Change:
    """A connection in place of something else."""

    def change(containers: Json, connections: Json) -> None:
        containers["Pump"].pop(name, None)
        connections["Pump"][name] = deepcopy(CONNECTIONS[by])

    return change


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_remove("Site"), ": the service has no such view, or does not show it (breaks reads and writes)"),
        (_remove("Pump", "note"), ".note: it is gone (breaks reads and writes)"),
        (
            _set("Pump", "note", _type("int32")),
            ".note: its type was text or timeseries or file or sequence or enum and",
        ),
        (_set("Pump", "count", _type("int64")), ""),
        (_set("Pump", "count", _type("text")), ".count: its type was int32 or int64 and is text (breaks reads and wr"),
        (_set("Pump", "at", _type("date")), ".at: its type was timestamp and is date (breaks reads and writes)"),
        (_set("Pump", "day", _type("timestamp")), ".day: its type was date and is timestamp (breaks reads and writes)"),
        (_set("Pump", "on", _type("json")), ".on: its type was boolean and is json (breaks reads and writes)"),
        (_set("Pump", "data", _type("boolean")), ".data: its type was json and is boolean (breaks reads and writes)"),
        (_set("Pump", "power", _type("float32")), ""),
        (_set("Pump", "state", _type("text")), ""),
        (_set("Pump", "note", PUMP["state"]), ".note: it takes the values of an enum only (breaks writes)"),
        (
            _set("Pump", "note", _type("text", list=True)),
            ".note: it was a single value and is a list (breaks reads and",
        ),
        (_set("Pump", "tags", _type("text")), ".tags: it was a list and is a single value (breaks reads and writes)"),
        (_set("Pump", "name", _type("text")), ".name: it was never empty and can be empty (breaks reads)"),
        (
            _set("Pump", "note", _type("text", nullable=False)),
            ".note: it could be left out and must be given (breaks w",
        ),
        (_set("Pump", "note", _type("text", nullable=False, defaultValue="-")), ""),
        (_set("Pump", "more", _type("text")), ".more: this SDK does not know it"),
        (
            _set("Pump", "more", _type("text", nullable=False)),
            ".more: this SDK does not know it, and it must be given in writes (breaks writes)",
        ),
        (_remove("Pump", "feeds"), ".feeds: it is gone (breaks reads and writes)"),
        (
            _connect("feeds", direction="inwards"),
            ".feeds: it followed edges outwards of type yard:feeds and follows oth",
        ),
        (
            _connect("feeds", type={"space": SPACE, "externalId": "x"}),
            ".feeds: it followed edges outwards of type yard",
        ),
        (_replace("feeds", by="partOf"), ".feeds: it was a connection over edges and is something else (breaks reads"),
        (
            _replace("partOf", by="feeds"),
            ".partOf: it was a reverse direct relation and is something else (breaks reads",
        ),
        (_replace("note", by="feeds"), ".note: it was a value and is a connection (breaks reads and writes)"),
    ],
)
def test_a_change(change: Change, line: str, yard: ModuleType) -> None:
    with Emulator.in_process() as cdf:
        _deploy(cdf, change)
        with _client(cdf) as client:
            found = yard.Client(client).verify()

    assert len(found.differences) == bool(line)
    assert f"v1){line}" in str(found) or not line
    if "breaks" in line:
        with pytest.raises(SchemaChangedError, match="Generate the SDK again"):
            found.raise_if_breaking()


def test_a_view_that_cannot_be_written_any_more(yard: ModuleType) -> None:
    with Emulator.in_process() as cdf:
        _deploy(cdf)
        hidden = {"space": SPACE, "externalId": "Site", "usedFor": "node", "properties": {**SITE, "code": PUMP["name"]}}
        cdf.deploy(containers=[hidden])
        with _client(cdf) as client:
            found = yard.Client(client).verify()

    assert [str(one) for one in found.differences] == [
        "yard:Site(v1): it cannot be written any more (breaks writes)",
    ]


def test_an_asynchronous_client_verifies_the_same(yard: ModuleType) -> None:
    async def main() -> None:
        with Emulator.in_process() as cdf:
            _deploy(cdf, _remove("Pump", "note"))
            config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
            async with AsyncPygenClient(config, transport=cdf.async_transport()) as client:
                found = await yard.AsyncClient(client).verify()
            with _client(cdf) as client:
                assert found == yard.Client(client).verify()
            assert [one.property_name for one in found.breaking] == ["note"]

    asyncio.run(main())


def test_a_fresh_sdk_of_any_model_has_nothing_to_fear(model: Deployed) -> None:
    with model.client() as client:
        found = model.module.Client(client).verify()

    assert found.breaking == ()
    assert {one.message for one in found.differences} <= {"this SDK does not know it"}
