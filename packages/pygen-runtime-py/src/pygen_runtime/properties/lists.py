"""Properties with several values, by type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pygen_runtime.filters.language import ContainsAll, ContainsAny, Filter
from pygen_runtime.properties import kinds
from pygen_runtime.properties.base import AnyProperty, EquatableProperty

V = TypeVar("V")


class ListProperty(EquatableProperty[Sequence[V]], Generic[V]):
    """A list of values. ``==`` compares the whole list, order included."""

    __slots__ = ()
    _is_list = True

    def contains_any(self, values: Iterable[V]) -> Filter:
        """At least one of these values is in it; none given matches nothing."""
        return ContainsAny(self.path, [self._value(one) for one in self._several(values)])

    def contains_all(self, values: Iterable[V]) -> Filter:
        """All of these values are in it; none given matches every list."""
        wanted = [self._value(one) for one in self._several(values)]
        # What the service makes of no values is not documented.
        return ContainsAll(self.path, wanted) if wanted else self.exists()


class TextListProperty(ListProperty[str]):
    """A list of text."""

    __slots__ = ()
    _kind = kinds.TEXT


class IntListProperty(ListProperty[int]):
    """A list of int32 or int64."""

    __slots__ = ()
    _kind = kinds.INTEGER


class FloatListProperty(ListProperty[float]):
    """A list of float32 or float64."""

    __slots__ = ()
    _kind = kinds.FLOAT


class BooleanListProperty(ListProperty[bool]):
    """A list of boolean."""

    __slots__ = ()
    _kind = kinds.BOOLEAN


class DateListProperty(ListProperty[date]):
    """A list of dates."""

    __slots__ = ()
    _kind = kinds.DATE


class TimestampListProperty(ListProperty[datetime]):
    """A list of timestamps."""

    __slots__ = ()
    _kind = kinds.TIMESTAMP


class ReferenceListProperty(ListProperty[str]):
    """A list of references to time series, files or sequences by their external ids."""

    __slots__ = ()
    _kind = kinds.REFERENCE


class JsonListProperty(AnyProperty[Sequence[Mapping[str, Any]]]):
    """A list of JSON objects; filters only tell whether it is there."""

    __slots__ = ()
    _kind = kinds.JSON
    _is_list = True
