"""pydantic-core alone, on the bytes of the same pages: the least that typed, checked values cost."""

from __future__ import annotations

import json
import sys
import time
from datetime import date, datetime
from typing import Any, Literal

import plant_server
from pydantic import TypeAdapter
from typing_extensions import NotRequired, TypedDict


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
    status: NotRequired[Literal["running", "stopped"]]
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


def main(count: int) -> None:
    """Decode as many instances and print ``{"seconds": .., "cpu": .., "growth": ..}``."""
    decode = TypeAdapter(_Page).validate_json
    size = min(count, plant_server.BLOCK)
    pages = [b'{"items":[' + plant_server.items("pump", at, size) + b"]}" for at in range(0, count, size)]
    decode(pages[0])
    begin, computed = time.perf_counter(), time.process_time()
    kept: list[Any] = [decode(page) for page in pages]
    seconds, computed = time.perf_counter() - begin, time.process_time() - computed
    print(json.dumps({"seconds": seconds, "cpu": computed, "growth": 0.0, "pages": len(kept)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
