"""The functions of aggregate, in SQL and back. Nulls are skipped by all of them."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pygen_emulator.aggregate.columns import Columns
from pygen_emulator.aggregate.requests import Aggregate, Count, Histogram
from pygen_emulator.filters.properties import Column
from pygen_emulator.storage.values import Stored

Json = dict[str, Any]

_NUMBERS = ("int32", "int64", "float32", "float64")
_INTEGERS = ("int32", "int64")


@dataclass(frozen=True)
class Metric:
    """``count``, ``avg``, ``min``, ``max`` or ``sum``: one number for each group."""

    function: str
    name: str | None
    """The property."""
    column: Column | None

    @property
    def columns(self) -> list[str]:
        """What to select. The sum of integers comes in two halves, which no number of values can make too large."""
        if self.column is None:
            return ["count(*)"]
        sql = self.column.sql
        if self.function in ("min", "max", "count"):
            return [f"{self.function}({sql})"]
        if self._is_exact:
            return [f"count({sql})", f"sum({sql} >> 32)", f"sum({sql} & 4294967295)"]
        return [f"count({sql})", f"total({sql})"]

    def shown(self, values: Sequence[Any]) -> Json:
        """The answer for one group. Without any value there is no ``value`` in it, unless it is a count."""
        shown: Json = {"aggregate": self.function}
        if self.name is not None:
            shown["property"] = self.name
        value = self._value(values)
        if value is not None:
            shown["value"] = value
        return shown

    @property
    def _is_exact(self) -> bool:
        return self.column is not None and self.column.type.type in _INTEGERS

    def _value(self, values: Sequence[Any]) -> int | float | None:
        if len(values) == 1:
            number: int | float | None = values[0]
            return number
        count = values[0]
        if count == 0:
            return None
        total = values[1] * 2**32 + values[2] if self._is_exact else _finite(values[1])
        return total if self.function == "sum" or total is None else total / count


@dataclass(frozen=True)
class Buckets:
    """``histogram``: how many values lie in each interval. Intervals are counted from 0; empty ones are left out."""

    name: str
    column: Column
    interval: float

    def shown(self, counts: Sequence[tuple[Stored, int]]) -> Json:
        """The answer for one group: the number of each bucket, in ascending order, and of the values in it."""
        return {
            "aggregate": "histogram",
            "property": self.name,
            "interval": self.interval,
            "buckets": [{"start": self._start(number), "count": count} for number, count in counts],
        }

    def _start(self, number: Any) -> int | float | None:
        if isinstance(number, int) and self.interval.is_integer():
            return number * int(self.interval)
        return _finite(number * self.interval)


def compiled(aggregate: Aggregate, columns: Columns) -> Metric | Buckets:
    """The function over the columns of a view.

    Raises:
        ApiError: 400. A property does not exist, or holds no numbers; any can be counted.
    """
    name, given = aggregate.function()
    if isinstance(given, Count):
        return Metric(name, given.property, None if given.property is None else columns.counted(given.property))
    column = columns.typed(given.property, name, _NUMBERS)
    if isinstance(given, Histogram):
        return Buckets(given.property, column, given.interval)
    return Metric(name, given.property, column)


def _finite(number: float | None) -> float | None:
    """JSON has no infinity: the largest float stands for it."""
    if number is None or math.isfinite(number):
        return number
    return math.copysign(sys.float_info.max, number)
