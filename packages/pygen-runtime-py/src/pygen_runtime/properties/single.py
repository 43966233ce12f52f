"""Properties with one value, by type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Generic, TypeVar, Union

from pygen_runtime.filters.language import NOTHING, Equals, Filter, Or, Overlaps, Prefix, Range
from pygen_runtime.properties import kinds
from pygen_runtime.properties.base import AnyProperty, EquatableProperty, SortableProperty

V = TypeVar("V")
L = TypeVar("L", bound=str)


class OrderedProperty(SortableProperty[V], Generic[V]):
    """A property whose values are larger and smaller."""

    __slots__ = ()

    def __gt__(self, other: Union[V, AnyProperty[V]]) -> Filter:
        return Range(self.path, gt=self._operand(other))

    def __ge__(self, other: Union[V, AnyProperty[V]]) -> Filter:
        return Range(self.path, gte=self._operand(other))

    def __lt__(self, other: Union[V, AnyProperty[V]]) -> Filter:
        return Range(self.path, lt=self._operand(other))

    def __le__(self, other: Union[V, AnyProperty[V]]) -> Filter:
        return Range(self.path, lte=self._operand(other))

    def between(self, low: Union[V, AnyProperty[V]], high: Union[V, AnyProperty[V]]) -> Filter:
        """It lies between the two, or is one of them."""
        return Range(self.path, gte=self._operand(low), lte=self._operand(high))

    def overlaps(self, end: AnyProperty[V], *, start: V | None = None, stop: V | None = None) -> Filter:
        """The interval from this property to another one has something in common with the one from start to stop.

        Ends belong to their intervals. One bound is enough. Not available in search and aggregates
        (behaviour.md section 12).

        Raises:
            PygenValidationError: There is no bound, or something is of another type.
        """
        self._operand(end)
        bounds = {"gte": start, "lte": stop}
        given = {name: self._value(value) for name, value in bounds.items() if value is not None}
        return Overlaps(self.path, end.path, **given)


class TextProperty(OrderedProperty[str]):
    """A property of type text. Texts are larger and smaller by their characters."""

    __slots__ = ()
    _kind = kinds.TEXT

    def startswith(self, prefix: str) -> Filter:
        """The text begins so; upper and lower case differ."""
        return Prefix(self.path, self._value(prefix))


class IntProperty(OrderedProperty[int]):
    """A property of type int32 or int64."""

    __slots__ = ()
    _kind = kinds.INTEGER


class FloatProperty(OrderedProperty[float]):
    """A property of type float32 or float64. Of float32 the service keeps about seven digits."""

    __slots__ = ()
    _kind = kinds.FLOAT


class DateProperty(OrderedProperty[date]):
    """A property of type date."""

    __slots__ = ()
    _kind = kinds.DATE


class TimestampProperty(OrderedProperty[datetime]):
    """A property of type timestamp; milliseconds count, finer digits are cut."""

    __slots__ = ()
    _kind = kinds.TIMESTAMP


class BooleanProperty(SortableProperty[bool]):
    """A property of type boolean."""

    __slots__ = ()
    _kind = kinds.BOOLEAN


class EnumProperty(SortableProperty[L], Generic[L]):
    """A property of type enum. Values that the model has gained since are accepted when the program runs."""

    __slots__ = ()
    _kind = kinds.ENUM

    def is_in(self, values: Iterable[L]) -> Filter:
        """It has one of these values; none given matches nothing."""
        # The service fails to look for several values of an enum at once (behaviour.md section 12).
        parts = [Equals(self.path, self._value(one)) for one in self._several(values)]
        return Or(parts) if len(parts) > 1 else parts[0] if parts else NOTHING


class ReferenceProperty(SortableProperty[str]):
    """A reference to a time series, file or sequence by its external id."""

    __slots__ = ()
    _kind = kinds.REFERENCE


class JsonProperty(EquatableProperty[Mapping[str, Any]]):
    """A property of type json: an object, equal to one with the same content."""

    __slots__ = ()
    _kind = kinds.JSON
