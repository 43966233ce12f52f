"""Stored filters in answers: what refers to something that was deleted is shown as invalid (behaviour.md section 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pygen_client.schema import ContainerId, ViewId

from pygen_emulator.lookup import SchemaLookup

_JOINED = ("and", "or")
_REFERENCES = ("property", "startProperty", "endProperty", "scope")


def shown(filter_: dict[str, Any], schema: SchemaLookup) -> dict[str, Any]:
    """The filter, with ``{"invalid": {"previouslyReferencedProperties", "filterType"}}`` for what leads nowhere."""
    ((kind, body),) = filter_.items()
    if kind in _JOINED:
        return {kind: [shown(part, schema) for part in body]}
    if kind == "not":
        return {kind: shown(body, schema)}
    paths = list(_paths(body))
    if not all(_exists(path, schema) for path in paths):
        return {"invalid": {"previouslyReferencedProperties": paths, "filterType": kind}}
    if kind == "nested":
        return {kind: {**body, "filter": shown(body["filter"], schema)}}
    return filter_


def _paths(body: Any) -> Iterator[list[str]]:
    """The properties that one filter itself refers to, those it compares with included."""
    if not isinstance(body, dict):
        return
    for name, value in body.items():
        if name in _REFERENCES:
            yield value
        elif isinstance(value, dict) and isinstance(value.get("property"), list):
            yield value["property"]


def _exists(path: list[str], schema: SchemaLookup) -> bool:
    if len(path) != 3:
        return True
    space, owner, name = path
    view, slash, version = owner.partition("/")
    if slash:
        found = schema.view(ViewId(space, view, version))
        return found is not None and name in found.properties
    container = schema.container(ContainerId(space, owner))
    return container is not None and name in container.properties
