"""Property values: from JSON to something that compares as the service compares, and back."""

from __future__ import annotations

import re
import struct
from datetime import datetime, timedelta, timezone
from typing import Any

from evaluator.schema import Property

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_TIMESTAMP = re.compile(r"([0-9-]{10}T[0-9:]{8})(\.\d+)?(Z|[+-][\d:]+)?")


def value_of(property_: Property, given: Any) -> Any:
    """The value that JSON means.

    Timestamps are milliseconds, relations pairs of space and external id, lists are tuples. Two values are equal
    exactly if the service holds them for equal.
    """
    if given is None:
        return None
    if property_.is_list:
        return tuple(_single(property_.type, element) for element in given)
    return _single(property_.type, given)


def element_of(property_: Property, given: Any) -> Any:
    """The same for one element of a list."""
    return _single(property_.type, given)


def json_of(property_: Property, value: Any) -> Any:
    """How an answer shows the value."""
    if property_.is_list:
        return [_shown(property_.type, element) for element in value]
    return _shown(property_.type, value)


def _single(type_: str, given: Any) -> Any:
    if type_ == "timestamp":
        return given if isinstance(given, int) else _milliseconds(given)
    if type_ == "direct":
        return given["space"], given["externalId"]
    if type_ == "float64":
        return float(given)
    if type_ == "float32":
        return _float32(given)
    if type_ == "json":
        return Object(given)
    return given


def _shown(type_: str, value: Any) -> Any:
    if type_ == "timestamp":
        return timestamp_text(value)
    if type_ == "direct":
        return {"space": value[0], "externalId": value[1]}
    if type_ == "json":
        return value.given
    return value


class Object:
    """A JSON object. The order of keys means nothing, and true is not 1."""

    def __init__(self, given: Any) -> None:
        self.given = given
        self._form = _form(given)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and self._form == other._form

    def __hash__(self) -> int:
        return hash(self._form)

    def __repr__(self) -> str:
        return repr(self.given)


def _form(given: Any) -> Any:
    if isinstance(given, dict):
        return "object", frozenset((key, _form(value)) for key, value in given.items())
    if isinstance(given, list):
        return "list", tuple(map(_form, given))
    return isinstance(given, bool), given


def _milliseconds(text: str) -> int:
    """A timestamp without zone is UTC (stance 30)."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise AssertionError(text)
    time, fraction, zone = match.groups()
    moment = datetime.fromisoformat(time).replace(tzinfo=timezone.utc)
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    milliseconds += int(f"{(fraction or '.')[1:]:0<3}")
    if zone and zone != "Z":
        digits = f"{zone[1:].replace(':', ''):0<4}"
        offset = (int(digits[:2]) * 60 + int(digits[2:])) * 60_000
        milliseconds += offset if zone[0] == "-" else -offset
    return milliseconds


def timestamp_text(milliseconds: int) -> str:
    """UTC, without the zeros at the end of the fraction (section 5)."""
    moment = EPOCH + timedelta(milliseconds=milliseconds)
    fraction = f".{milliseconds % 1000:03d}".rstrip("0").rstrip(".")
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{fraction}+00:00"


def _float32(given: float) -> float:
    """The shortest decimal that means the same number of 32 bits."""
    packed = struct.pack("<f", given)
    return next(
        shorter for digits in range(1, 10) if struct.pack("<f", shorter := float(f"{given:.{digits}g}")) == packed
    )
