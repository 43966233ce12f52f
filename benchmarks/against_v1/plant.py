"""What is measured: a data model with 16 properties of all common types in one view, and its instances.

Standard library only: the server and the workers of every environment import it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from typing import Any

SPACE, VERSION = "plant", "v1"
PUMPS_OF_A_SITE = 10

Json = dict[str, Any]

_PUMP: dict[str, tuple[str, bool, bool]] = {
    # property: type, whether it is a list, whether it may be null
    "name": ("text", False, False),
    "description": ("text", False, True),
    "tags": ("text", True, True),
    "pressure": ("float64", False, False),
    "pressures": ("float64", True, True),
    "stages": ("int32", False, False),
    "counts": ("int32", True, True),
    "active": ("boolean", False, True),
    "builtOn": ("date", False, False),
    "inspectedAt": ("timestamp", False, True),
    "status": ("enum", False, True),
    "site": ("direct", False, True),
    "feeds": ("direct", True, True),
    "maker": ("text", False, True),
    "serial": ("int64", False, True),
    "flow": ("float32", False, True),
}
_SITE: dict[str, tuple[str, bool, bool]] = {
    "name": ("text", False, False),
    "country": ("text", False, True),
    "latitude": ("float64", False, True),
    "longitude": ("float64", False, True),
    "opened": ("date", False, True),
    "area": ("float64", False, True),
    "staff": ("int32", False, True),
    "active": ("boolean", False, True),
}
_TARGETS = {"site": "Site"}
"""Relations to a known view; version 1 reads all of them along, or none."""
_BUILT_ON = date(2024, 1, 31)
_WRITTEN_AT = datetime(2025, 9, 3, 9, 36, 1, tzinfo=timezone.utc)


def properties(number: int) -> Json:
    """The properties of a pump in the form of the service. Ten pumps belong to one site."""
    return {
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
        "site": {"space": SPACE, "externalId": f"site_{number // PUMPS_OF_A_SITE}"},
        "feeds": [{"space": SPACE, "externalId": f"pump_{number + 1}"}],
        "maker": "A maker",
        "serial": number,
        "flow": 0.25,
    }


def written(number: int) -> Json:
    """What is written of a pump, by the names that attributes have in Python."""
    values = properties(number)
    del values["builtOn"], values["inspectedAt"]
    site_, feeds = values["site"]["externalId"], [one["externalId"] for one in values["feeds"]]
    dates = {"built_on": _BUILT_ON, "inspected_at": _WRITTEN_AT}
    return {**values, "external_id": f"pump_{number}", "site": site_, "feeds": feeds, **dates}


def data_model() -> Json:
    """The data model as the service gives it, with its views."""
    return {
        "space": SPACE,
        "externalId": "Plant",
        "version": VERSION,
        "createdTime": 0,
        "lastUpdatedTime": 0,
        "isGlobal": False,
        "views": [_view("Pump", _PUMP), _view("Site", _SITE)],
    }


def _view(name: str, properties: dict[str, tuple[str, bool, bool]]) -> Json:
    return {
        "space": SPACE,
        "externalId": name,
        "version": VERSION,
        "createdTime": 0,
        "lastUpdatedTime": 0,
        "writable": True,
        "queryable": True,
        "usedFor": "node",
        "isGlobal": False,
        "implements": [],
        "mappedContainers": [_container(name)],
        "properties": {property_: _property(name, property_, *how) for property_, how in properties.items()},
    }


def _property(view: str, name: str, kind: str, is_list: bool, nullable: bool) -> Json:
    type_: Json = {"type": kind, "list": is_list}
    if kind == "text":
        type_["collation"] = "ucs_basic"
    if kind == "enum":
        type_["values"] = {"running": {}, "stopped": {}}
    if name in _TARGETS:
        target = {"type": "view", "space": SPACE, "externalId": _TARGETS[name], "version": VERSION}
        type_["source"] = target
    return {
        "type": type_,
        "container": _container(view),
        "containerPropertyIdentifier": name,
        "immutable": False,
        "nullable": nullable,
        "autoIncrement": False,
    }


def _container(name: str) -> Json:
    return {"type": "container", "space": SPACE, "externalId": name}


def pump(number: int) -> bytes:
    """One pump, as the service writes it."""
    return _instance("Pump", f"pump_{number}", properties(number))


def site(number: int) -> bytes:
    """One site, as the service writes it."""
    properties = {
        "name": f"Site {number}",
        "country": "Norway",
        "latitude": 59.5,
        "longitude": 10.25,
        "opened": "1999-12-31",
        "area": 1234.5,
        "staff": number % 100,
        "active": True,
    }
    return _instance("Site", f"site_{number}", properties)


def _instance(view: str, external_id: str, properties: Json) -> bytes:
    item = {
        "instanceType": "node",
        "space": SPACE,
        "externalId": external_id,
        "version": 3,
        "createdTime": 1_726_000_000_000,
        "lastUpdatedTime": 1_727_000_000_000,
        "properties": {SPACE: {f"{view}/{VERSION}": properties}},
    }
    return json.dumps(item, separators=(",", ":")).encode()
