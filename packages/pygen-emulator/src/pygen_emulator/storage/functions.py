"""The functions that the emulator adds to SQLite. All of them give null for null."""

from __future__ import annotations

import json
import math
import sqlite3

from pygen_emulator.storage.values import float32_in_range, json_text, same_json
from pygen_emulator.units.conversion import conversion


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection."""
    connection.create_function("json_equal", 2, json_equal, deterministic=True)
    connection.create_function("in_unit", 4, in_unit, deterministic=True)
    connection.create_function("bucket", 2, bucket, deterministic=True)


def json_equal(left: str | None, right: str | None) -> bool | None:
    """Whether two stored values of type json, or two lists of them, mean the same."""
    if left is None or right is None:
        return None
    return same_json(left, right)


def in_unit(value: float | str | None, source: str, target: str, single: int) -> float | str | None:
    """A stored value in another unit; of a list, its JSON text with every element converted.

    Args:
        source: External id of the unit that it is stored in.
        target: External id of the unit wanted.
        single: Whether the property has floats of 32 bits, to which the result is rounded.
    """
    if value is None:
        return None
    convert = conversion(source, target)
    if isinstance(value, str):
        return json_text([in_unit(element, source, target, single) for element in json.loads(value)])
    converted = convert(value)
    return float32_in_range(converted) if single else converted


def bucket(value: float | None, interval: float) -> float | None:
    """The number of the bucket of a histogram that the value falls into, counted from the one that begins at 0."""
    if value is None:
        return None
    if isinstance(value, int) and float(interval).is_integer():
        return value // int(interval)
    quotient = value / interval
    return float(math.floor(quotient)) if math.isfinite(quotient) else quotient
