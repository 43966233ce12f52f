"""The schema of the hand-written SDK, and an emulator that has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig, TokenCredentials
from pygen_emulator import Emulator

SCHEMA, SPACE = "shop_model", "shop"
Json = dict[str, Any]


def _type(name: str, *, required: bool = False, default: Any = None, counted: bool = False, **options: Any) -> Json:
    more = {} if default is None else {"defaultValue": default}
    return {"type": {"type": name, **options}, "nullable": not (required or counted), "autoIncrement": counted, **more}


_NEWTON = {"externalId": "force:n"}
_CONTAINERS: dict[str, tuple[str, Json]] = {
    "Category": ("node", {"categoryName": _type("text", required=True), "parent": _type("direct")}),
    "Product": (
        "node",
        {
            "name": _type("text", required=True),
            "description": _type("text"),
            "tags": _type("text", list=True),
            "price": _type("float64", required=True),
            "quantity": _type("int32", default=1),
            "active": _type("boolean"),
            "createdDate": _type("date"),
            "updatedTimestamp": _type("timestamp"),
            "status": _type("enum", values={"new": {}, "old": {}, "lost": {}}),
            "category": _type("direct"),
            "similar": _type("direct", list=True),
        },
    ),
    "Tool": ("node", {"power": _type("int32")}),
    "RelatesTo": ("edge", {"relationType": _type("text", required=True), "strength": _type("float32", unit=_NEWTON)}),
    "Note": ("edge", {"text": _type("text")}),
    "Everything": (
        "node",
        {
            "at": _type("timestamp"),
            "data": _type("json"),
            "day": _type("date"),
            "days": _type("date", list=True),
            "file": _type("file"),
            "flag": _type("boolean"),
            "flags": _type("boolean", list=True),
            "float32": _type("float32"),
            "float64": _type("float64", unit={"externalId": "temperature:deg_c"}),
            "floats": _type("float64", list=True),
            "int32": _type("int32"),
            "int64": _type("int64"),
            "ints": _type("int64", list=True),
            "objects": _type("json", list=True),
            "other": _type("direct"),
            "others": _type("direct", list=True),
            "sequence": _type("sequence"),
            "serial": _type("int64", counted=True),
            "series": _type("timeseries"),
            "state": _type("enum", values={"on": {}, "off": {}}),
            "text": _type("text"),
            "texts": _type("text", list=True),
            "times": _type("timestamp", list=True),
        },
    ),
}
_VIEWS: dict[str, tuple[str, ...]] = {
    "Category": ("Category",),
    "Product": ("Product",),
    "Tool": ("Product", "Tool"),
    "RelatesTo": ("RelatesTo",),
    "Note": ("Note",),
    "Everything": ("Everything",),
}


def _view(name: str, containers: tuple[str, ...], extra: Json) -> Json:
    mapped = [(container, property_) for container in containers for property_ in _CONTAINERS[container][1]]
    properties = {property_: _mapped(container, property_) for container, property_ in mapped}
    return {"space": SCHEMA, "externalId": name, "version": "v1", "properties": {**properties, **extra}}


def _mapped(container: str, property_: str) -> Json:
    reference = {"type": "container", "space": SCHEMA, "externalId": container}
    return {"container": reference, "containerPropertyIdentifier": property_}


def deploy(emulator: Emulator) -> None:
    """Put the schema of the SDK in."""
    emulator.deploy(
        spaces=[{"space": SCHEMA}, {"space": SPACE}, {"space": "elsewhere"}],
        containers=[
            {"space": SCHEMA, "externalId": name, "usedFor": used_for, "properties": properties}
            for name, (used_for, properties) in _CONTAINERS.items()
        ],
        views=[_view(name, containers, {}) for name, containers in _VIEWS.items()],
    )


def widen(emulator: Emulator) -> None:
    """Give the view Product a property that the SDK does not know: ``weight``."""
    view = _view("Product", ("Product",), {"weight": _mapped("Product", "weight")})
    container = {
        "space": SCHEMA,
        "externalId": "Product",
        "usedFor": "node",
        "properties": {"weight": _type("int32")},
    }
    emulator.deploy(containers=[container], views=[view])


def add_view(emulator: Emulator, name: str, types: Json) -> None:
    """Put in one more view of nodes, with a container of its own: the type of each property."""
    container = {"space": SCHEMA, "externalId": name}
    mapped = {
        property_: {"container": {"type": "container", **container}, "containerPropertyIdentifier": property_}
        for property_ in types
    }
    emulator.deploy(
        containers=[{**container, "properties": {property_: {"type": of} for property_, of in types.items()}}],
        views=[{**container, "version": "v1", "properties": mapped}],
    )


def config(emulator: Emulator) -> PygenClientConfig:
    return PygenClientConfig(emulator.base_url, emulator.project, TokenCredentials(emulator.token))


@contextmanager
def emulated() -> Iterator[Emulator]:
    """An emulator in process, with the schema."""
    with Emulator.in_process() as emulator:
        deploy(emulator)
        yield emulator


def blocking(emulator: Emulator) -> PygenClient:
    return PygenClient(config(emulator), transport=emulator.transport())


def asynchronous(emulator: Emulator) -> AsyncPygenClient:
    return AsyncPygenClient(config(emulator), transport=emulator.async_transport())
