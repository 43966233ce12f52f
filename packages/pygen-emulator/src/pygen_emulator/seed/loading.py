"""Instances that someone brings along: from JSON or a file, in any number, by the rules of one request."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pygen_emulator.instances.requests import ApplyRequest, InstanceDelete, InstanceWrite
from pygen_emulator.instances.upsert import Upsert
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.validation import parse

Instances = Mapping[str, Any] | Iterable[Mapping[str, Any]]
"""The body of ``POST /models/instances``, or its ``items`` alone."""


class DataFileError(ValueError):
    """A file of instances that cannot be read; the message names it and says why."""


class _AnyNumber(ApplyRequest):
    items: list[InstanceWrite]
    delete: list[InstanceDelete] | None = None


def body_of(data: Instances) -> dict[str, Any]:
    """The body of a write. In an item without ``instanceType`` its start or end node makes it an edge."""
    body: dict[str, Any] = {"items": list(data)}
    if isinstance(data, Mapping):
        body = {str(key): value for key, value in data.items()}
    items = body.get("items")
    if isinstance(items, list):
        body["items"] = [_with_kind(item) for item in items]
    return body


def read_file(path: Path) -> dict[str, Any]:
    """The body of a write from a JSON file.

    Raises:
        DataFileError: It cannot be read, or is no JSON object or array.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise DataFileError(f"{path} is no JSON: {error}") from error
    if not isinstance(data, (dict, list)):
        raise DataFileError(f"{path} must hold an object with items, or an array of items")
    return body_of(data)


def write(
    connection: sqlite3.Connection, catalog: Catalog, body: Mapping[str, Any], *, now: int, as_system: bool = False
) -> int:
    """Write all of it within a transaction, and say how many items there were.

    Raises:
        ApiError: What the service would answer.
    """
    request = parse(_AnyNumber, body)
    answer = Upsert(connection, catalog, request, now=now, as_system=as_system, most=None).run()
    return len(answer["items"])


def _with_kind(item: Any) -> Any:
    if not isinstance(item, dict) or "instanceType" in item:
        return item
    return {"instanceType": "edge" if "startNode" in item or "endNode" in item else "node", **item}
