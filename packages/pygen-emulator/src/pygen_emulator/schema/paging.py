"""Pages of a list: in the order of the ids, with a cursor that a client cannot make up (behaviour.md section 19)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

from pygen_emulator.errors import ApiError
from pygen_emulator.schema.requests import ListParameters

Item = TypeVar("Item")


def page(kind: str, items: Mapping[str, Item], parameters: ListParameters) -> tuple[list[Item], dict[str, str]]:
    """One page and, if more follows, ``{"nextCursor": ...}``.

    What is created or deleted between two pages moves nothing else: a cursor says after which id to go on. It belongs
    to one list with its parameters; only ``limit`` may change.

    Raises:
        ApiError: 400 ``Invalid cursor provided.``
    """
    scope = _scope(kind, parameters)
    after = None if parameters.cursor is None else _read(parameters.cursor, scope)
    keys = sorted(key for key in items if after is None or key > after)
    shown = keys[: parameters.limit]
    cursor = {"nextCursor": _write(shown[-1], scope)} if len(shown) < len(keys) else {}
    return [items[key] for key in shown], cursor


def _scope(kind: str, parameters: ListParameters) -> str:
    fixed: dict[str, Any] = asdict(replace(parameters, cursor=None, limit=1))
    return json.dumps([kind, fixed], sort_keys=True)


def _digest(scope: str, last: str) -> str:
    return hashlib.sha256(f"{scope}\n{last}".encode()).hexdigest()[:16]


def _write(last: str, scope: str) -> str:
    return base64.urlsafe_b64encode(f"{_digest(scope, last)}{last}".encode()).decode().rstrip("=")


def _read(cursor: str, scope: str) -> str:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        raise ApiError(400, "Invalid cursor provided.") from None
    digest, last = text[:16], text[16:]
    if digest != _digest(scope, last):
        raise ApiError(400, "Invalid cursor provided.")
    return last
