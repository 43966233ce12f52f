"""Timestamps: text on the wire, milliseconds since the epoch (UTC) in the database."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal()
_MINUTE = 60_000
_DAY = 86_400_000
_TIMESTAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?", re.ASCII
)
_CLOCK = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in range(60)]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_timestamp(text: str) -> int:
    """Milliseconds since the epoch, negative before 1970.

    The form is ``YYYY-MM-DDTHH:MM:SS[.f][tz]`` with one to three digits ``f`` and ``tz`` one of ``Z``, ``+HH:MM``,
    ``+HHMM``, ``+HH`` (behaviour.md section 5). Without ``tz`` it is UTC.

    Raises:
        ValueError: The text has another form, or lies outside the years 0001 to 9999.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, hour, minute, second, fraction, sign, offset_hour, offset_minute = match.groups()
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise ValueError(text)
    if int(offset_hour or 0) > 23 or int(offset_minute or 0) > 59:
        raise ValueError(text)
    offset = (int(offset_hour or 0) * 60 + int(offset_minute or 0)) * (-1 if sign == "-" else 1)
    minutes = int(hour) * 60 + int(minute) - offset
    milliseconds = (minutes * 60 + int(second)) * 1000 + int((fraction or "0").ljust(3, "0"))
    total = _day_number(day) * _DAY + milliseconds
    if not 1 <= total // _DAY + _EPOCH_DAY <= _LAST_DAY:
        raise ValueError(text)
    return total


def format_timestamp(milliseconds: int) -> str:
    """The reading form, such as ``2024-09-03T09:36:01.17+00:00``: UTC, without zeros at the end of the fraction."""
    minutes, rest = divmod(milliseconds, _MINUTE)
    day, minute = divmod(minutes, 24 * 60)
    return f"{_day_text(day)}T{_CLOCK[minute]}{_seconds_text(rest)}"


@lru_cache(maxsize=_MINUTE)
def _seconds_text(milliseconds: int) -> str:
    second, fraction = divmod(milliseconds, 1000)
    tail = f".{fraction:03d}".rstrip("0") if fraction else ""
    return f":{second:02d}{tail}+00:00"


@lru_cache(maxsize=4_096)
def _day_text(day: int) -> str:
    return date.fromordinal(day + _EPOCH_DAY).isoformat()


@lru_cache(maxsize=4_096)
def _day_number(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _EPOCH_DAY


def parse_date(text: str) -> str:
    """The date ``YYYY-MM-DD``, unchanged: its text sorts as the dates do.

    Raises:
        ValueError: The text is not a date of the years 0001 to 9999 in that form.
    """
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat()
