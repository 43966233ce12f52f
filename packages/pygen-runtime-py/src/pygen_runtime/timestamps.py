"""Timestamps in the form of the service."""

from __future__ import annotations

from datetime import datetime, timezone

from pydantic_core import PydanticCustomError, to_json

_WHOLE_SECOND = len("2024-01-31T00:00:00Z")
_MILLISECOND = len("2024-01-31T00:00:00.000")


def timestamp_text(value: datetime) -> str:
    """A timestamp as the service takes it: in UTC, cut to milliseconds.

    Raises:
        ValueError: It has no timezone, or lies outside the years 0001 to 9999 in UTC.
    """
    # Half the time that isoformat takes, and a good part of what a write takes.
    text = to_json(value)[1:-1].decode()
    if text[-1] == "Z":
        return (text[:-1] + ".000" if len(text) == _WHOLE_SECOND else text[:_MILLISECOND]) + "+00:00"
    if value.tzinfo is None or value.utcoffset() is None:
        raise PydanticCustomError(
            "timestamp_naive",
            "A timestamp needs a timezone: use datetime.now(timezone.utc), or value.astimezone() for local time",
        )
    try:
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    except OverflowError:
        raise PydanticCustomError("timestamp_range", "A timestamp must lie in the years 0001 to 9999 in UTC") from None
