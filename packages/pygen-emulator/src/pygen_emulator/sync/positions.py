"""How far a subscriber has come, and the cursor that says so.

Cursors are not bound to the filters of a request: official clients take one from a request that matches nothing and go
on from it with another filter (behaviour.md section 17).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.instances import cursors
from pygen_emulator.instances.requests import Sort

LIFETIME = 72 * 3_600_000
"""Milliseconds for which a cursor is good: as long as deleted instances are kept."""

_LAST_ROW = 2**63 - 1
_OWNER = "sync"


Place = tuple[int, int, int]
"""A write, a row, and a state: 0 for a deletion, 1 for an instance, which may have come back in the same write."""


def behind(change: int) -> Place:
    """Behind everything that this write did."""
    return change, _LAST_ROW, 1


@dataclass(frozen=True)
class Live:
    """In the stream of changes, behind the one at its place."""

    instances_since: int
    """The write after which instances are told of."""
    deletions_since: int
    """The write after which deletions are told of."""
    place: Place


@dataclass(frozen=True)
class Backfill:
    """In the first of two phases: among the instances of the moment of the first call."""

    started: int
    """The last write before the first call."""
    deletions_since: int
    """As in the stream of changes that follows."""
    keys: Sequence[Any] | None
    """What the last instance was sorted by; None before the first."""


Position = Live | Backfill


def encode(position: Position, sort: Sequence[Sort], now: int) -> str:
    """The cursor that is given out now."""
    if isinstance(position, Live):
        return cursors.encode(
            _OWNER, [now, "live", position.instances_since, position.deletions_since, *position.place]
        )
    keys = [] if position.keys is None else [*position.keys]
    return cursors.encode(_OWNER, [now, "backfill", _text(sort), position.started, position.deletions_since, *keys])


def decode(cursor: str, sort: Sequence[Sort], now: int, *, two_phases: bool, allow_expired: bool) -> Position:
    """The position that a cursor stands for.

    Args:
        sort: The sort of the backfill; it may not change before the backfill is done.
        now: Milliseconds since the epoch.
        two_phases: Whether the request still asks for a backfill.
        allow_expired: Whether a cursor older than :data:`LIFETIME` is good too, though deletions may be missed.

    Raises:
        ApiError: 400. It is no cursor, belongs to another backfill, or has expired.
    """
    issued, phase, *place = cursors.decode(_OWNER, cursor)
    if not allow_expired and now - int(issued or 0) > LIFETIME:
        raise ApiError(400, "Cursor has expired. Try again with a new cursor.")
    if phase == "live":
        instances_told, deletions_told, change, row, state = (int(number or 0) for number in place)
        return Live(instances_told, deletions_told, (change, row, state))
    text, started, deletions_since, *keys = place
    if text != _text(sort) or not two_phases:
        raise ApiError(400, "Invalid cursor provided.")
    return Backfill(int(started or 0), int(deletions_since or 0), keys or None)


def _text(sort: Sequence[Sort]) -> str:
    return json.dumps([[each.property, each.direction == "descending", bool(each.nulls_first)] for each in sort])
