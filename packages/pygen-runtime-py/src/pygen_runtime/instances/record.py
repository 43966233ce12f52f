"""What the service records of every instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class DataRecord:
    """Version and times of an instance, as the service keeps them. Times are timezone-aware, in UTC.

    An object that was made by hand, and not read, has version 0 and the epoch for both times.
    """

    version: int = 0
    created_time: datetime = EPOCH
    last_updated_time: datetime = EPOCH
    deleted_time: datetime | None = None
    """Set only in changes that report a deletion."""


def from_milliseconds(value: int) -> datetime:
    """The service counts milliseconds since 1970 in UTC (behaviour.md section 1)."""
    return EPOCH + timedelta(milliseconds=value)
