"""A project with a small schema of a test's own, filled by seeding.

::

    with Project([container("Saw", {"name": prop("text")})], [view("Saw", {"Saw": ["name"]})]) as project:
        project.seed(10)
        project.values("Saw")

The schema is in the space ``model``, instances are in ``data``.
"""

from __future__ import annotations

from typing import Any

import httpx
from pygen_emulator import Emulator
from pygen_emulator.seed.service import Seeded

Json = dict[str, Any]
MODEL, DATA = "model", "data"


def ref(container: str) -> Json:
    return {"type": "container", "space": MODEL, "externalId": container}


def view_ref(view: str, version: str = "v1") -> Json:
    return {"type": "view", "space": MODEL, "externalId": view, "version": version}


def container(name: str, properties: Json, **more: Any) -> Json:
    return {"space": MODEL, "externalId": name, "properties": properties, **more}


def view(name: str, mapped: dict[str, list[str]] | None = None, **more: Any) -> Json:
    """A view that shows properties of containers by their own names; ``sources`` are the views of relations."""
    sources = more.pop("sources", {})
    properties = {
        each: {
            "container": ref(owner),
            "containerPropertyIdentifier": each,
            **({"source": view_ref(sources[each])} if each in sources else {}),
        }
        for owner, names in (mapped or {}).items()
        for each in names
    }
    connections = more.pop("connections", {})
    body = {"space": MODEL, "externalId": name, "version": "v1", "properties": {**properties, **connections}}
    return {**body, **more}


def edges(type_: str, source: str, **more: Any) -> Json:
    return {
        "connectionType": "multi_edge_connection",
        "type": {"space": MODEL, "externalId": type_},
        "source": view_ref(source),
        **more,
    }


class Project:
    """An emulator with a schema, seeded."""

    def __init__(self, containers: list[Json], views: list[Json]) -> None:
        self.cdf = Emulator.in_process()
        self.cdf.deploy(spaces=[{"space": MODEL}], containers=containers, views=views)

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.cdf.close()

    def seed(self, count: int, **options: Any) -> Seeded:
        return self.cdf.seed(count, **{"space": DATA, **options})

    def post(self, path: str, body: Json) -> Json:
        with httpx.Client(transport=self.cdf.transport(), base_url=self.cdf.base_url) as client:
            url = f"/api/v1/projects/{self.cdf.project}/models/{path}"
            response = client.post(url, json=body, headers={"Authorization": f"Bearer {self.cdf.token}"})
            assert response.status_code == 200, response.text
            answer: Json = response.json()
            return answer

    def items(self, name: str, kind: str = "node") -> list[Json]:
        """All members of a view."""
        body = {"instanceType": kind, "sources": [{"source": view_ref(name)}], "limit": 1000}
        found: list[Json] = self.post("instances/list", body)["items"]
        return found

    def values(self, name: str, kind: str = "node") -> list[Json]:
        """What the members of a view show in it."""
        return [item["properties"][MODEL][f"{name}/v1"] for item in self.items(name, kind)]


def prop(kind: str, **options: Any) -> Json:
    """A container property; ``required`` makes it so, the rest belongs to the type unless it is an attribute."""
    attributes: Json = {
        key: options.pop(key) for key in ("defaultValue", "autoIncrement", "immutable") if key in options
    }
    required = {"nullable": False} if options.pop("required", False) else {}
    return {"type": {"type": kind, **options}, **attributes, **required}
