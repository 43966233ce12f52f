"""Timestamps in the form of the service."""

from __future__ import annotations

from datetime import datetime, timezone

from pydantic_core import PydanticCustomError


def timestamp_text(value: datetime) -> str:
    """A timestamp as the service takes it: in UTC, cut to milliseconds.

    Raises:
        ValueError: It has no timezone, or lies outside the years 0001 to 9999 in UTC.
    """
    if value.tzinfo is timezone.utc:
        return value.isoformat(timespec="milliseconds")
    if value.tzinfo is None or value.utcoffset() is None:
        raise PydanticCustomError(
            "timestamp_naive",
            "A timestamp needs a timezone: use datetime.now(timezone.utc), or value.astimezone() for local time",
        )
    try:
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    except OverflowError:
        raise PydanticCustomError("timestamp_range", "A timestamp must lie in the years 0001 to 9999 in UTC") from None
