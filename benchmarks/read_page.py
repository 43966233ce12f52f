"""From the bytes of one page to objects: what a thousand instances cost, beside other ways to decode the same bytes.

Run ``python benchmarks/read_page.py``. Ratios are to ``json.loads``, which gives plain dictionaries; the second line is
pydantic-core without classes, which is the least that checked values can cost.
"""

from __future__ import annotations

import gc
import json
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import TypeAdapter
from pygen_runtime.codegen import Node, Ref, ViewId, prop
from pygen_runtime.instances.decode import decoder_of
from typing_extensions import NotRequired, TypedDict

INSTANCES = 1000
ROUNDS = 30


class Pump(Node):
    """A view with 16 properties of all common types."""

    view_id: ClassVar = ViewId("plant", "Pump", "v1")

    name: str
    description: str | None = None
    tags: list[str] | None = None
    pressure: float
    pressures: list[float] | None = None
    stages: int
    counts: list[int] | None = None
    active: bool | None = None
    built: Annotated[date, prop("builtOn")]
    inspected: Annotated[datetime | None, prop("inspectedAt")] = None
    status: Literal["running", "stopped"] | str | None = None
    site: Ref[Pump] | None = None
    feeds: list[Ref[Pump]] | None = None
    maker: str | None = None
    serial: int | None = None
    flow: float | None = None


class _Reference(TypedDict):
    space: str
    externalId: str


class _Properties(TypedDict):
    name: str
    description: NotRequired[str]
    tags: NotRequired[list[str]]
    pressure: float
    pressures: NotRequired[list[float]]
    stages: int
    counts: NotRequired[list[int]]
    active: NotRequired[bool]
    builtOn: date
    inspectedAt: NotRequired[datetime]
    status: NotRequired[str]
    site: NotRequired[_Reference]
    feeds: NotRequired[list[_Reference]]
    maker: NotRequired[str]
    serial: NotRequired[int]
    flow: NotRequired[float]


_View = TypedDict("_View", {"Pump/v1": _Properties})


class _Space(TypedDict):
    plant: _View


class _Item(TypedDict):
    space: str
    externalId: str
    version: int
    createdTime: int
    lastUpdatedTime: int
    properties: _Space


class _Page(TypedDict):
    items: list[_Item]
    nextCursor: str


def page_of(count: int) -> bytes:
    """The answer of the service for a page of this view."""
    return json.dumps({"items": [_item(number) for number in range(count)], "nextCursor": "next"}).encode()


def _item(number: int) -> dict[str, Any]:
    properties = {
        "name": f"Pump {number}",
        "description": "Moves water from the basin to the tower",
        "tags": ["water", "new"],
        "pressure": number + 0.5,
        "pressures": [1.5, 2.5],
        "stages": number % 7,
        "counts": [1, 2, 3],
        "active": True,
        "builtOn": "2024-01-31",
        "inspectedAt": "2025-09-03T09:36:01.17+00:00",
        "status": "running",
        "site": {"space": "plant", "externalId": f"site_{number % 10}"},
        "feeds": [{"space": "plant", "externalId": f"pump_{number + 1}"}],
        "maker": "A maker",
        "serial": number,
        "flow": 0.25,
    }
    return {
        "instanceType": "node",
        "space": "plant",
        "externalId": f"pump_{number}",
        "version": 3,
        "createdTime": 1_726_000_000_000 + number,
        "lastUpdatedTime": 1_727_000_000_000 + number,
        "properties": {"plant": {"Pump/v1": properties}},
    }


def seconds(work: Callable[[], object]) -> float:
    """The best of several rounds, the collector paused for all alike."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        begin = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - begin)
        gc.enable()
        del result
    return best


def kilobytes(work: Callable[[], object]) -> float:
    """What the result holds, per instance."""
    work()
    tracemalloc.start()
    result = work()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return held / INSTANCES / 1000


def main() -> None:
    content = page_of(INSTANCES)
    decoder, plain = decoder_of(Pump), TypeAdapter(_Page)
    ways: dict[str, Callable[[], object]] = {
        "json.loads": lambda: json.loads(content),
        "pydantic-core, typed dictionaries": lambda: plain.validate_json(content),
        "pygen_runtime, typed objects": lambda: decoder.page(content),
    }
    base = seconds(ways["json.loads"])
    print(f"{INSTANCES} instances, {len(content) / 1000:.0f} kB")
    for name, work in ways.items():
        taken = seconds(work)
        print(f"{name:36} {taken * 1000:6.2f} ms  {taken / base:5.2f} of json.loads  {kilobytes(work):5.2f} kB each")


if __name__ == "__main__":
    main()
