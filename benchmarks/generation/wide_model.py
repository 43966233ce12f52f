"""A data model of any number of views, as the service answers it. Standard library only."""

from __future__ import annotations

from typing import Any

PROPERTIES = 20
"""Of each view: 5,000 for 250 views."""
SPACE = "wide"
_TYPES = ("text", "int64", "float64", "boolean", "timestamp", "date", "json", "timeseries", "text", "float32")


def data_model(views: int) -> dict[str, Any]:
    """Views with values of all types, and relations to their neighbours in both directions."""
    listed = [_view(number, views) for number in range(views)]
    return {"space": SPACE, "externalId": f"Wide{views}", "version": "v1", "views": listed, **_TIMES}


def name_of(number: int) -> str:
    """The name of a view, which every generator keeps as it is: ``MachineAa``, ``MachineAb``."""
    return f"Machine{chr(65 + number // 26)}{chr(97 + number % 26)}"


_TIMES = {"createdTime": 1, "lastUpdatedTime": 1, "isGlobal": False}


def _view(number: int, count: int) -> dict[str, Any]:
    container = {"type": "container", "space": SPACE, "externalId": name_of(number)}
    next_one, one_before = _id((number + 1) % count), _id((number - 1) % count)
    properties: dict[str, Any] = {
        f"{type_}Value{place}": _property(container, f"{type_}Value{place}", {"type": type_, "list": place % 5 == 4})
        for place, type_ in zip(range(PROPERTIES - 2), _TYPES * 2, strict=False)
    }
    properties["nextOne"] = _property(container, "nextOne", {"type": "direct", "list": False, "source": next_one})
    properties["onesBefore"] = {
        "connectionType": "multi_reverse_direct_relation",
        "source": one_before,
        "through": {"source": one_before, "identifier": "nextOne"},
        "targetsList": False,
    }
    return {
        **{name: value for name, value in _id(number).items() if name != "type"},
        "name": name_of(number),
        "description": "One of very many machines.",
        "properties": properties,
        "implements": [],
        "writable": True,
        "queryable": True,
        "usedFor": "node",
        "mappedContainers": [container],
        **_TIMES,
    }


def _id(number: int) -> dict[str, Any]:
    return {"type": "view", "space": SPACE, "externalId": name_of(number), "version": "v1"}


def _property(container: dict[str, Any], name: str, type_: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": type_,
        "container": container,
        "containerPropertyIdentifier": name,
        "name": name,
        "description": f"What {name} says of the machine.",
        "nullable": True,
        "immutable": False,
        "autoIncrement": False,
    }
