"""A project of the emulator with a small schema of its own, spoken to over HTTP.

::

    with emulated_project.open_project() as project:
        project.write(node("saw", data("Tool", name="Saw")))
        project.list("Tool")

The schema is in the space ``yard``, instances are in ``stock``. Each property of a view has the name of the container
property that it maps, but for those listed in ``_RENAMED``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pygen_emulator import Emulator

SCHEMA, STOCK = "yard", "stock"
Json = dict[str, Any]


def _type(name: str, **options: Any) -> Json:
    return {"type": {"type": name, **options}}


_EVERY_TYPE: Json = {
    "text": _type("text"),
    "int32": _type("int32"),
    "int64": _type("int64"),
    "float32": _type("float32"),
    "float64": _type("float64"),
    "flag": _type("boolean"),
    "at": _type("timestamp"),
    "day": _type("date"),
    "data": _type("json"),
    "series": _type("timeseries"),
    "file": _type("file"),
    "sequence": _type("sequence"),
    "state": _type("enum", values={"on": {}, "off": {}, "other": {}}, unknownValue="other"),
    "relation": _type("direct"),
    "short": _type("text", maxTextSize=5),
    "few": _type("int32", list=True, maxListSize=3),
    "texts": _type("text", list=True),
    "ints": _type("int64", list=True),
    "floats": _type("float64", list=True),
    "flags": _type("boolean", list=True),
    "times": _type("timestamp", list=True),
    "days": _type("date", list=True),
    "objects": _type("json", list=True),
    "relations": _type("direct", list=True),
}
_CONTAINERS: dict[str, Json] = {
    "Everything": {"usedFor": "all", "properties": _EVERY_TYPE},
    "Named": {
        "usedFor": "all",
        "properties": {"name": {**_type("text"), "nullable": False}, "note": _type("text", collation="en")},
        "indexes": {"byName": {"indexType": "btree", "properties": ["name"], "cursorable": True}},
    },
    "Tool": {
        "usedFor": "node",
        "properties": {
            "price": _type("float64"),
            "kind": {**_type("text"), "defaultValue": "hand"},
            "serial": {**_type("int32"), "autoIncrement": True},
            "maker": {**_type("text"), "immutable": True},
            "hidden": _type("int32"),
            "place": _type("direct", container={"type": "container", "space": SCHEMA, "externalId": "Place"}),
            "inside": _type("direct"),
        },
        "constraints": {
            "named": {
                "constraintType": "requires",
                "require": {"type": "container", "space": SCHEMA, "externalId": "Named"},
            }
        },
    },
    "Place": {
        "usedFor": "node",
        "properties": {"row": _type("int32"), "column": _type("int32"), "label": _type("text")},
        "constraints": {
            "spot": {"constraintType": "uniqueness", "properties": ["row", "column"]},
            "label": {"constraintType": "uniqueness", "properties": ["label"], "bySpace": True},
        },
    },
    "Link": {"usedFor": "edge", "properties": {"weight": _type("float32")}},
}
_VIEWS: dict[str, Json] = {
    "Everything": {"Everything": list(_EVERY_TYPE)},
    "Named": {"Named": ["name", "note"]},
    "Tool": {"Named": ["name"], "Tool": ["price", "kind", "serial", "maker", "place", "inside"]},
    "Place": {"Place": ["row", "column", "label"]},
    "Link": {"Link": ["weight"]},
    "Nameless": {"Named": ["note"]},
    "Cheap": {"Tool": ["price", "cost"]},
    "Typed": {},
    "Bare": {},
}
_RENAMED = {"cost": "price"}
_FILTERS = {
    "Cheap": {"range": {"property": [SCHEMA, "Tool", "price"], "lt": 10}},
    "Typed": {"equals": {"property": ["node", "type"], "value": {"space": STOCK, "externalId": "Thing"}}},
}
_NEIGHBOURS = {
    "connectionType": "multi_edge_connection",
    "type": {"space": STOCK, "externalId": "next"},
    "source": {"type": "view", "space": SCHEMA, "externalId": "Typed", "version": "v1"},
}
_CONNECTIONS = {"Typed": _NEIGHBOURS, "Bare": _NEIGHBOURS, "Tool": _NEIGHBOURS}


def containers() -> list[Json]:
    """The containers of the schema, as they are written."""
    return [{"space": SCHEMA, "externalId": name, **body} for name, body in _CONTAINERS.items()]


def views() -> list[Json]:
    """The views of the schema, as they are written."""
    return [_view(name, mapped) for name, mapped in _VIEWS.items()]


def _view(name: str, mapped: dict[str, list[str]]) -> Json:
    properties: Json = {
        property_: {
            "container": {"type": "container", "space": SCHEMA, "externalId": container},
            "containerPropertyIdentifier": _RENAMED.get(property_, property_),
        }
        for container, names in mapped.items()
        for property_ in names
    }
    if name in _CONNECTIONS:
        properties["neighbours"] = _CONNECTIONS[name]
    body: Json = {"space": SCHEMA, "externalId": name, "version": "v1", "properties": properties}
    return {**body, "filter": _FILTERS[name]} if name in _FILTERS else body


def view(name: str) -> Json:
    return {"type": "view", "space": SCHEMA, "externalId": name, "version": "v1"}


def container(name: str) -> Json:
    return {"type": "container", "space": SCHEMA, "externalId": name}


def path(view_name: str, property_: str) -> list[str]:
    """A property of a view, as filters and sorts name it."""
    return [SCHEMA, f"{view_name}/v1", property_]


def reference(external_id: str, space: str = STOCK) -> Json:
    return {"space": space, "externalId": external_id}


def data(source: str | Json, **properties: Any) -> Json:
    """One entry of ``sources`` in a write; a name means a view."""
    return {"source": view(source) if isinstance(source, str) else source, "properties": properties}


def node(external_id: str, *sources: Json, space: str = STOCK, **fields: Any) -> Json:
    given = {"sources": list(sources)} if sources else {}
    return {"instanceType": "node", "space": space, "externalId": external_id, **given, **fields}


def edge(external_id: str, start: str, end: str, *sources: Json, **fields: Any) -> Json:
    given = {"sources": list(sources)} if sources else {}
    ends = {"type": reference("next"), "startNode": reference(start), "endNode": reference(end)}
    return {"instanceType": "edge", "space": STOCK, "externalId": external_id, **ends, **given, **fields}


def name_of(external_id: str, instance_type: str = "node", space: str = STOCK) -> Json:
    """An instance as byids and delete name it."""
    return {"instanceType": instance_type, "space": space, "externalId": external_id}


@dataclass(frozen=True)
class Refused:
    """The body of an error."""

    status: int
    message: str
    error: Json


class Project:
    """The instance endpoints of one project."""

    def __init__(self, emulator: Emulator, client: httpx.Client) -> None:
        self.emulator = emulator
        self._client = client

    def post(self, path_: str, body: Any) -> Json:
        """The answer, which must be a good one."""
        response = self._client.post(f"/models/{path_}", json=body)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def refused(self, path_: str, body: Any) -> Refused:
        """The error, which must be one of the service's form. A body of bytes is sent as it is."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = self._client.post(f"/models/{path_}", content=content, headers={"Content-Type": "application/json"})
        assert response.status_code >= 400, response.text
        error = response.json()["error"]
        assert error["code"] == response.status_code
        return Refused(response.status_code, error["message"], error)

    def status(self, path_: str, body: Any) -> int:
        """The status of the answer, whatever it is."""
        return self._client.post(f"/models/{path_}", json=body).status_code

    def write(self, *items: Json, **options: Any) -> list[Json]:
        """Write instances and return their results."""
        results: list[Json] = self.post("instances", {"items": list(items), **options})["items"]
        return results

    def refuses(self, *items: Json, **options: Any) -> Refused:
        """Try to write instances and return the error."""
        return self.refused("instances", {"items": list(items), **options})

    def read(self, external_id: str, *view_names: str, instance_type: str = "node", space: str = STOCK) -> Json | None:
        """One instance by its id, or None."""
        sources = [{"source": view(name)} for name in view_names]
        items = [name_of(external_id, instance_type, space)]
        found: list[Json] = self.post("instances/byids", {"items": items, "sources": sources})["items"]
        return found[0] if found else None

    def values(self, external_id: str, view_name: str, instance_type: str = "node") -> Json:
        """What the instance shows in the view."""
        found = self.read(external_id, view_name, instance_type=instance_type)
        assert found is not None, f"{external_id} is not in {view_name}"
        shown: Json = found["properties"][SCHEMA][f"{view_name}/v1"]
        return shown

    def page(self, *view_names: str, **body: Any) -> Json:
        """One page of a list."""
        sources = [{"source": view(name)} for name in view_names]
        return self.post("instances/list", {"sources": sources, **body})

    def list(self, *view_names: str, **body: Any) -> list[str]:
        """The external ids of one page of a list."""
        return [item["externalId"] for item in self.page(*view_names, **body)["items"]]


@contextmanager
def open_project(path_: Path | None = None, *, schema: bool = True) -> Iterator[Project]:
    """A project with the schema and the space ``stock``, in process."""
    emulator = Emulator.in_process(path=path_)
    if schema:
        emulator.deploy(
            spaces=[{"space": SCHEMA}, {"space": STOCK}], containers=containers(), views=views(), as_system=False
        )
    with connected(emulator) as project:
        yield project


@contextmanager
def connected(emulator: Emulator) -> Iterator[Project]:
    """The project of an emulator that is in process; the emulator is closed at the end."""
    base_url = f"{emulator.base_url}/api/v1/projects/{emulator.project}"
    headers = {"Authorization": f"Bearer {emulator.token}"}
    client = httpx.Client(transport=emulator.transport(), base_url=base_url, headers=headers, timeout=60)
    with emulator, client:
        yield Project(emulator, client)
