"""What aggregates give."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from pygen_runtime.frames import to_frame
from pygen_runtime.spelling import did_you_mean

if TYPE_CHECKING:
    from pandas import DataFrame


class AggregateValues(Mapping[str, Any]):
    """The numbers of one group by name: ``values.avg_price``, or ``values["avg_price"]``."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            try:
                return object.__getattribute__(self, "_values")[name]
            except KeyError:
                known = object.__getattribute__(self, "_values")
                raise AttributeError(f"There is no value {name!r}{did_you_mean(name, known)}") from None

    else:

        def __getattr__(self, name: str) -> Any: ...

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self._values]

    def __repr__(self) -> str:
        return ", ".join(f"{name}={value!r}" for name, value in self._values.items())


@dataclass(frozen=True, slots=True)
class AggregateResult:
    """The numbers of one group.

    Attributes:
        group: Attribute to value, of what the group has in common; empty without ``group_by``. A node is a NodeId.
        values: The numbers by name: ``count``, ``count_name``, ``avg_price``. None where no instance has a value.
    """

    group: Mapping[str, Any]
    values: AggregateValues

    if not TYPE_CHECKING:
        # Type checkers find it by themselves.
        def __getattr__(self, name: str) -> Any:
            hint = "" if name.startswith("_") else ": numbers are in .values, what the group has in common in .group"
            raise AttributeError(f"A row has no attribute {name!r}{hint}", name=name, obj=self)


class AggregateList(builtins.list[AggregateResult]):
    """One result for each group, and exactly one without ``group_by``. A list, that also shows as a table."""

    def to_pandas(self) -> DataFrame:
        """A table: one row a group, first what it has in common, then the numbers.

        Raises:
            PygenError: pandas is not installed.
        """
        return to_frame(self._columns())

    def _columns(self) -> dict[str, builtins.list[Any]]:
        names = dict.fromkeys(name for row in self for name in row.group)
        numbers = dict.fromkeys(name for row in self for name in row.values)
        columns = {name: [row.group.get(name) for row in self] for name in names}
        # An attribute may be called as a number is.
        return columns | {
            f"{name}_" if name in columns else name: [row.values.get(name) for row in self] for name in numbers
        }

    def __repr__(self) -> str:
        shown = "; ".join(
            ", ".join([*(f"{name}={value!r}" for name, value in row.group.items()), repr(row.values)])
            for row in self[:3]
        )
        return f"<{type(self).__name__} of {len(self)}: [{shown}{'; ...' if len(self) > 3 else ''}]>"

    def _repr_html_(self) -> str:
        return _table(self._columns())


@dataclass(frozen=True, slots=True)
class HistogramBucket:
    """How many values lie from ``start``, which belongs to it, to the start of the next."""

    start: float
    count: int


class HistogramResult(builtins.list[HistogramBucket]):
    """The buckets of a histogram in ascending order. The service may leave empty ones out.

    Attributes:
        interval: How wide each bucket is.
    """

    interval: float

    def __init__(self, buckets: Iterable[HistogramBucket] = (), *, interval: float) -> None:
        super().__init__(buckets)
        self.interval = interval

    def to_pandas(self) -> DataFrame:
        """A table with the columns ``start`` and ``count``.

        Raises:
            PygenError: pandas is not installed.
        """
        return to_frame(self._columns())

    def _columns(self) -> dict[str, builtins.list[Any]]:
        return {"start": [one.start for one in self], "count": [one.count for one in self]}

    def __repr__(self) -> str:
        total = sum(one.count for one in self)
        return f"<{type(self).__name__}: {total} values in {len(self)} buckets of {self.interval}>"

    def _repr_html_(self) -> str:
        return _table(self._columns())


def _table(columns: Mapping[str, builtins.list[Any]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    rows = zip(*columns.values(), strict=True)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
