"""From objects to the form of the service."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pygen_runtime.instances.properties import property_names
from pygen_runtime.instances.ref import Ref
from pygen_runtime.timestamps import timestamp_text

if TYPE_CHECKING:
    from pygen_runtime.instances.read import Instance

METADATA = {"node_type": "type", "edge_type": "type", "start_node": "startNode", "end_node": "endNode"}
"""Attributes of every node or edge, and their names on the wire."""


def wire_value(value: Any) -> Any:
    """A property value as JSON-compatible data. JSON objects and plain values are given as they are."""
    match value:
        case datetime():
            return timestamp_text(value)
        case date():
            return value.isoformat()
        case Ref():
            return {"space": value.space, "externalId": value.external_id}
        case list():
            return [wire_value(one) for one in value]
    return value


def encode_read(instance: Instance) -> dict[str, Any]:
    """An instance that was read, in the form in which the service gave it."""
    raw = instance.__dict__
    view = type(instance).view_id
    identifier = instance.as_id()
    dumped = identifier.dump(with_type=True)
    for key, name in (("_version", "version"), ("_created", "createdTime"), ("_updated", "lastUpdatedTime")):
        if raw.get(key) is not None:
            dumped[name] = raw[key]
    if raw.get("_deleted") is not None:
        dumped["deletedTime"] = raw["_deleted"]
    for key, name in METADATA.items():
        if raw.get(key) is not None:
            dumped[name] = raw[key].dump()
    properties = {
        name: wire_value(raw[attribute])
        for attribute, name in property_names(type(instance)).items()
        if raw.get(attribute) is not None
    }
    dumped["properties"] = {
        view.space: {f"{view.external_id}/{view.version}": {**properties, **instance.other_properties}}
    }
    return dumped
