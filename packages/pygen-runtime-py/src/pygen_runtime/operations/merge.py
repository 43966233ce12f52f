"""Values that are written beside those that are stored: whether they are the same, and what they are together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from struct import pack, unpack
from typing import Any

from pydantic_core import SchemaValidator
from pydantic_core import core_schema as cs

from pygen_runtime.instances.encode_write import Kind

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_datetime = SchemaValidator(cs.datetime_schema())


def merged(new: Mapping[str, Any], stored: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """What to write so that nothing that is stored in lists and JSON objects gets lost.

    A list becomes what is stored followed by what is new, each value once; a JSON object becomes what is stored with
    the new keys over it, at every depth. Lists within a JSON object are values, and replaced. So is everything else,
    and None clears.
    """
    return {name: _together(value, stored.get(name), kinds[name]) for name, value in new.items()}


def is_same(new: Mapping[str, Any], stored: Mapping[str, Any], kinds: Mapping[str, Kind]) -> bool:
    """Whether writing these properties would change nothing. A property without value is not stored."""
    return all(_plain(value, kinds[name]) == _plain(stored.get(name), kinds[name]) for name, value in new.items())


def _together(new: Any, stored: Any, kind: Kind) -> Any:
    if isinstance(new, list) and isinstance(stored, list):
        known = [_plain(one, kind) for one in stored]
        added = []
        for one in new:
            plain = _plain(one, kind)
            if plain not in known:
                known.append(plain)
                added.append(one)
        return [*stored, *added]
    if isinstance(new, dict) and isinstance(stored, dict) and kind is not Kind.RELATION:
        return _over(stored, new)
    return new


def _over(stored: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    over = dict(stored)
    for name, value in new.items():
        below = stored.get(name)
        over[name] = _over(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return over


def _plain(value: Any, kind: Kind) -> Any:
    """A value such that two are equal if the service takes them for the same."""
    if isinstance(value, list):
        return [_plain(one, kind) for one in value]
    if value is None:
        return None
    if kind is Kind.TIMESTAMP:
        # The service may write the same moment with fewer digits or another offset (behaviour.md section 5).
        moment: datetime = _datetime.validate_python(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)) - _EPOCH
    if kind is Kind.FLOAT32:
        return unpack("f", pack("f", value))[0]
    return value
