"""industrial-model at work: one path in one process, figures as JSON. Runs in an environment of its own.

Its models are written by hand, so they are here, with all properties. It reads a single instance as a query.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import plant
from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client.credentials import Token
from industrial_model import (
    DataModelId,
    Engine,
    InstanceId,
    ViewInstanceConfig,
    WritableViewInstance,
    col,
    search,
    select,
)
from measuring import measured
from pydantic import Field

PAGE = 1000
"""What the others begin with, and the most that a search gives."""


class _Instance(WritableViewInstance):
    def edge_id_factory(self, target_node: InstanceId, edge_type: InstanceId) -> InstanceId:
        """There are no edges in the plant."""
        raise NotImplementedError


class Site(_Instance):
    """A site, with all its properties."""

    view_config = ViewInstanceConfig(view_external_id="Site")
    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    opened: date | None = None
    area: float | None = None
    staff: int | None = None
    active: bool | None = None


class Pump(_Instance):
    """A pump, with all its properties; its site is an id."""

    view_config = ViewInstanceConfig(view_external_id="Pump")
    name: str
    description: str | None = None
    tags: list[str] | None = None
    pressure: float
    pressures: list[float] | None = None
    stages: int
    counts: list[int] | None = None
    active: bool | None = None
    built_on: date = Field(alias="builtOn")
    inspected_at: datetime | None = Field(default=None, alias="inspectedAt")
    status: str | None = None
    site: InstanceId | None = None
    feeds: list[InstanceId] | None = None
    maker: str | None = None
    serial: int | None = None
    flow: float | None = None


class PumpOfASite(Pump):
    """A pump that is read with its site."""

    site: Site | None = None  # type: ignore[assignment]  # read with it, it is no id


def connect(url: str) -> Engine:
    """The engine for the plant."""
    global_config.disable_pypi_version_check = True
    client = CogniteClient(
        ClientConfig(client_name="benchmark", project="plant", base_url=url, credentials=Token("token"))
    )
    return Engine(client, DataModelId(external_id="Plant", space=plant.SPACE, version=plant.VERSION))


def written(count: int) -> list[Pump]:
    """Pumps to write."""

    def node(external_id: str) -> InstanceId:
        return InstanceId(external_id=external_id, space=plant.SPACE)

    def pump(values: dict[str, Any]) -> Pump:
        site, feeds = node(values.pop("site")), [node(one) for one in values.pop("feeds")]
        days = {"builtOn": values.pop("built_on"), "inspectedAt": values.pop("inspected_at")}
        return Pump(space=plant.SPACE, site=site, feeds=feeds, **days, **values)

    return [pump(plant.written(number)) for number in range(count)]


def pages(engine: Engine) -> int:
    """Go through all pumps, a page at a time."""
    count, cursor = 0, None
    while True:
        page = engine.query(select(Pump).limit(PAGE).cursor(cursor))
        count += len(page.data)
        if not page.has_next_page:
            return count
        cursor = page.next_cursor


def work_of(path: str, url: str, count: int) -> Callable[[], Any]:
    """The work of one path, all else being done before."""
    engine = connect(url)
    ids = [f"pump_{number}" for number in range(count)] if path in ("retrieve", "delete") else []
    items = written(count) if path in {"upsert", "delete"} else []
    works: dict[str, Callable[[], Any]] = {
        "list": lambda: engine.query_all_pages(select(Pump).limit(PAGE)),
        "iterate": lambda: pages(engine),
        "include": lambda: engine.query_all_pages(select(PumpOfASite).limit(PAGE)),
        "retrieve": lambda: engine.query(select(Pump).where(col(Pump.external_id).in_(ids)).limit(count)),
        "search": lambda: engine.search(search(Pump).query_by("water").limit(count)),
        "delete": lambda: engine.delete(items),
        "upsert": lambda: engine.upsert(items),
    }
    return works[path]


if __name__ == "__main__":
    measured(*sys.argv[1:], work_of=work_of)
