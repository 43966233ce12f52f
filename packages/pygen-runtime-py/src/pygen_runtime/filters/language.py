"""The filter language of the service (behaviour.md section 12), as immutable values.

Combine filters with ``&``, ``|`` and ``~``. ``dump()`` gives the form of the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from pygen_client import PygenValidationError
from pygen_client.schema import ContainerId, InstanceId, ViewId

from pygen_runtime.filters.values import FilterValue, PropertyPath, filter_value, frozen_values


class Filter:
    """A condition on instances."""

    __slots__ = ()

    def dump(self) -> dict[str, Any]:
        """The filter in the form of the service."""
        raise TypeError(f"{type(self).__name__} is no filter of its own")

    def __and__(self, other: Filter) -> Filter:
        return And((*_parts(self, And), *_parts(other, And)))

    def __or__(self, other: Filter) -> Filter:
        return Or((*_parts(self, Or), *_parts(other, Or)))

    def __invert__(self) -> Filter:
        return self.filter if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        raise TypeError(
            "A filter is neither true nor false: combine filters with &, | and ~, not and, or and not, and put "
            "parentheses around each comparison: (P.price > 5) & (P.price < 9); or use between"
        )


@dataclass(frozen=True, slots=True)
class _Group(Filter):
    _name: ClassVar[str]

    filters: tuple[Filter, ...]

    def __init__(self, filters: Iterable[Filter]) -> None:
        object.__setattr__(self, "filters", tuple(filters))
        if not self.filters:
            raise PygenValidationError(f"{type(self).__name__} needs at least one filter")

    def dump(self) -> dict[str, Any]:
        return {self._name: [one.dump() for one in self.filters]}


class And(_Group):
    """All hold."""

    __slots__ = ()
    _name = "and"


class Or(_Group):
    """At least one holds."""

    __slots__ = ()
    _name = "or"


@dataclass(frozen=True, slots=True)
class Not(Filter):
    """It does not hold. What that means where the property has no value is not documented."""

    filter: Filter

    def dump(self) -> dict[str, Any]:
        return {"not": self.filter.dump()}


@dataclass(frozen=True, slots=True)
class Equals(Filter):
    """The property has this value. On a list property the value is the whole list."""

    property: PropertyPath
    value: FilterValue | Sequence[FilterValue]

    def dump(self) -> dict[str, Any]:
        return {"equals": {"property": list(self.property), "value": filter_value(self.value)}}


@dataclass(frozen=True, slots=True)
class Prefix(Filter):
    """The text begins so; upper and lower case differ."""

    property: PropertyPath
    value: FilterValue

    def dump(self) -> dict[str, Any]:
        return {"prefix": {"property": list(self.property), "value": filter_value(self.value)}}


@dataclass(frozen=True, slots=True)
class Exists(Filter):
    """The property has a value; an empty list is one."""

    property: PropertyPath

    def dump(self) -> dict[str, Any]:
        return {"exists": {"property": list(self.property)}}


@dataclass(frozen=True, slots=True)
class _OfSeveral(Filter):
    _name: ClassVar[str]

    property: PropertyPath
    values: tuple[FilterValue, ...]

    def __init__(self, property: PropertyPath, values: Iterable[FilterValue]) -> None:  # noqa: A002 - the word of the service
        object.__setattr__(self, "property", property)
        object.__setattr__(self, "values", frozen_values(values))

    def dump(self) -> dict[str, Any]:
        values = [filter_value(one) for one in self.values]
        return {self._name: {"property": list(self.property), "values": values}}


class In(_OfSeveral):
    """The property has one of these values; none given matches nothing. The service takes up to 1,000."""

    __slots__ = ()
    _name = "in"

    def dump(self) -> dict[str, Any]:
        # An empty list of values is not known to be accepted, and what it means is clear.
        return _OfSeveral.dump(self) if self.values else NOTHING.dump()


class ContainsAny(_OfSeveral):
    """The list has at least one of these values; none given matches nothing."""

    __slots__ = ()
    _name = "containsAny"

    def dump(self) -> dict[str, Any]:
        return _OfSeveral.dump(self) if self.values else NOTHING.dump()


class ContainsAll(_OfSeveral):
    """The list has all of these values."""

    __slots__ = ()
    _name = "containsAll"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    gt: FilterValue | None = None
    gte: FilterValue | None = None
    lt: FilterValue | None = None
    lte: FilterValue | None = None

    def _check(self) -> None:
        given = {name for name in _BOUNDS if getattr(self, name) is not None}
        if not given or {"gt", "gte"} <= given or {"lt", "lte"} <= given:
            raise PygenValidationError("A range needs one or two bounds: gt or gte, lt or lte")

    def _dump(self) -> dict[str, Any]:
        return {name: filter_value(bound) for name in _BOUNDS if (bound := getattr(self, name)) is not None}


_BOUNDS = ("gt", "gte", "lt", "lte")


@dataclass(frozen=True, slots=True)
class Range(_Bounds, Filter):
    """The property lies between the bounds; one bound is enough."""

    property: PropertyPath = field(kw_only=False)

    def __post_init__(self) -> None:
        self._check()

    def dump(self) -> dict[str, Any]:
        return {"range": {"property": list(self.property), **self._dump()}}


@dataclass(frozen=True, slots=True)
class Overlaps(_Bounds, Filter):
    """The interval between two properties overlaps the range. Not available in search."""

    start_property: PropertyPath = field(kw_only=False)
    end_property: PropertyPath = field(kw_only=False)

    def __post_init__(self) -> None:
        self._check()

    def dump(self) -> dict[str, Any]:
        ends = {"startProperty": list(self.start_property), "endProperty": list(self.end_property)}
        return {"overlaps": {**ends, **self._dump()}}


class OfView(Protocol):
    """A class that instances are read or written with."""

    @property
    def view_id(self) -> ViewId: ...


@dataclass(frozen=True, slots=True)
class HasData(Filter):
    """The instance has data in all of these, at most 10: views, by their ids or their classes, and containers."""

    sources: tuple[ViewId | ContainerId, ...]

    def __init__(self, *sources: ViewId | ContainerId | OfView) -> None:
        object.__setattr__(self, "sources", tuple(getattr(source, "view_id", source) for source in sources))
        if not 1 <= len(sources) <= 10:
            raise PygenValidationError(f"HasData takes 1 to 10 views or containers, not {len(sources)}")

    def dump(self) -> dict[str, Any]:
        return {"hasData": [source.dump() for source in self.sources]}


@dataclass(frozen=True, slots=True)
class Nested(Filter):
    """The node that a direct relation points to meets a filter. Slow together with paging."""

    scope: PropertyPath
    filter: Filter

    def dump(self) -> dict[str, Any]:
        return {"nested": {"scope": list(self.scope), "filter": self.filter.dump()}}


@dataclass(frozen=True, slots=True)
class InstanceReferences(Filter):
    """The instance is one of these; none given matches nothing."""

    ids: tuple[InstanceId, ...]

    def __init__(self, ids: Iterable[InstanceId]) -> None:
        object.__setattr__(self, "ids", frozen_values(ids))

    def dump(self) -> dict[str, Any]:
        return {"instanceReferences": [one.dump() for one in self.ids]} if self.ids else NOTHING.dump()


@dataclass(frozen=True, slots=True)
class MatchAll(Filter):
    """Every instance."""

    def dump(self) -> dict[str, Any]:
        return {"matchAll": {}}


@dataclass(frozen=True, slots=True, eq=False)
class StoredFilter(Filter):
    """A filter in the form of the service, such as the one of a view. It is sent as it is."""

    form: Mapping[str, Any]

    def dump(self) -> dict[str, Any]:
        return dict(self.form)


NOTHING = Not(MatchAll())
"""No instance."""


def _parts(one: Filter, group: type[_Group]) -> tuple[Filter, ...]:
    if not isinstance(one, Filter):
        raise TypeError(f"Filters combine with filters, not with {type(one).__name__}")
    return one.filters if isinstance(one, group) else (one,)
