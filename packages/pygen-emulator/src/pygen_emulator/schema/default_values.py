"""Whether a default value fits the type of its property (behaviour.md section 5)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from pygen_client.schema import EnumType, PropertyType

from pygen_emulator.schema import limits

_TIMESTAMP = re.compile(
    r"(?P<local>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,3})?(Z|[+-](?P<hours>\d{2})(:?(?P<minutes>\d{2}))?)?"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGERS = {"int32": 2**31, "int64": 2**63}
_LARGEST_FLOAT32 = 3.4028234663852886e38
_JSON_SIZE = 40_960


def fits(value: Any, type_: PropertyType) -> bool:
    """Whether the value may be the default of a property of this type. Lists and relations have no defaults."""
    kind = type_.type
    if type_.is_list or kind == "direct":
        return False
    if kind in _INTEGERS or kind in ("float32", "float64"):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and _number_fits(value, kind)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "json":
        return isinstance(value, dict) and len(json.dumps(value, ensure_ascii=False).encode()) <= _JSON_SIZE
    return isinstance(value, str) and _text_fits(value, type_)


def _number_fits(value: float, kind: str) -> bool:
    if kind in _INTEGERS:
        return isinstance(value, int) and -_INTEGERS[kind] <= value < _INTEGERS[kind]
    return kind == "float64" or abs(value) <= _LARGEST_FLOAT32


def _text_fits(value: str, type_: PropertyType) -> bool:
    if isinstance(type_, EnumType):
        return value in type_.values and value != type_.unknown_value
    if type_.type == "timestamp":
        return _is_timestamp(value)
    if type_.type == "date":
        return bool(_DATE.fullmatch(value)) and _parses(date, value)
    largest = getattr(type_, "max_text_size", None) or limits.TEXT_SIZE
    return len(value.encode()) <= largest and "\0" not in value


def _is_timestamp(value: str) -> bool:
    match = _TIMESTAMP.fullmatch(value)
    if match is None or not _parses(datetime, match["local"]):
        return False
    return int(match["hours"] or 0) < 24 and int(match["minutes"] or 0) < 60


def _parses(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True
