"""What an instance must be like so that a filter finds it.

A filter becomes ways to meet it, each a set of wishes. What no wish can express is left open; whether an instance meets
the filter in the end is seen when it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from pygen_client.schema import ContainerId, MappedProperty, ViewId

from pygen_emulator.lookup import SchemaLookup

MOST_WAYS = 50
"""Ways to meet a filter that are tried."""

Place = tuple[ContainerId, str]
"""A property of a container."""


@dataclass(frozen=True)
class Wish:
    """What the value of one property must be like."""

    choices: tuple[Any, ...] | None = None
    """It is one of these."""
    least: Any = None
    most: Any = None
    includes_ends: bool = True
    """Whether it may be just ``least`` or just ``most``."""
    prefix: str = ""
    holds: tuple[Any, ...] = ()
    """Elements of a list."""
    forbidden: tuple[Any, ...] = ()
    is_absent: bool = False

    def joined(self, other: Wish) -> Wish:
        """Both wishes at once, as far as that can be said."""
        choices = self.choices if other.choices is None else other.choices
        if self.choices is not None and other.choices is not None:
            choices = tuple(value for value in self.choices if value in other.choices)
        return Wish(
            choices,
            self.least if other.least is None else other.least,
            self.most if other.most is None else other.most,
            self.includes_ends and other.includes_ends,
            max(self.prefix, other.prefix, key=len),
            (*self.holds, *other.holds),
            (*self.forbidden, *other.forbidden),
            self.is_absent or other.is_absent,
        )


@dataclass(frozen=True)
class Wishes:
    """What an instance must be like."""

    properties: Mapping[Place, Wish] = field(default_factory=dict)
    own: Mapping[str, Wish] = field(default_factory=dict)
    """Of the instance itself, by ``space``, ``externalId``, ``type`` and so on."""
    containers: frozenset[ContainerId] = frozenset()
    """In which it must have data."""
    without: frozenset[ContainerId] = frozenset()
    """In which it must have none."""

    def joined(self, other: Wishes) -> Wishes:
        """Both at once."""
        return Wishes(
            _joined(self.properties, other.properties),
            _joined(self.own, other.own),
            self.containers | other.containers,
            self.without | other.without,
        )

    def all_containers(self) -> frozenset[ContainerId]:
        """The containers that it must have data in to meet the wishes."""
        return self.containers | {place[0] for place, wish in self.properties.items() if not wish.is_absent}


def _joined(left: Mapping[Any, Wish], right: Mapping[Any, Wish]) -> dict[Any, Wish]:
    both = {key: left[key].joined(right[key]) for key in left if key in right}
    return {**left, **right, **both}


NOTHING = Wishes()


def ways(filter_: Mapping[str, Any] | None, schema: SchemaLookup) -> list[Wishes]:
    """The first ways to meet the filter, the simplest first; one without any wish where there is no filter."""
    if filter_ is None:
        return [NOTHING]
    return list(islice(_Solver(schema).meet(filter_, True), MOST_WAYS))


class _Solver:
    def __init__(self, schema: SchemaLookup) -> None:
        self._schema = schema
        self._kinds: dict[str, Callable[[Any, bool], Iterator[Wishes]]] = {
            "and": lambda parts, wanted: self._all(parts, True) if wanted else self._any(parts, False),
            "or": lambda parts, wanted: self._any(parts, True) if wanted else self._all(parts, False),
            "not": lambda part, wanted: self.meet(part, not wanted),
            "equals": lambda body, wanted: self._one_of(body["property"], (body["value"],), wanted),
            "in": self._in,
            "exists": self._exists,
            "range": self._range,
            "prefix": lambda body, wanted: self._about(body["property"], Wish(prefix=str(body["value"])), wanted),
            "containsAny": lambda body, wanted: self._holds(body, 1, wanted),
            "containsAll": lambda body, wanted: self._holds(body, None, wanted),
            "overlaps": self._overlaps,
            "hasData": self._has_data,
            "instanceReferences": self._references,
        }

    def meet(self, filter_: Mapping[str, Any], wanted: bool) -> Iterator[Wishes]:
        """Ways to meet the filter, or where it is not wanted, to miss it."""
        ((kind, body),) = filter_.items()
        make = self._kinds.get(kind)
        return iter((NOTHING,)) if make is None else make(body, wanted)

    def _all(self, parts: list[Any], wanted: bool) -> Iterator[Wishes]:
        options = [list(islice(self.meet(part, wanted), MOST_WAYS)) for part in parts]
        for combination in product(*options):
            joined = NOTHING
            for wishes in combination:
                joined = joined.joined(wishes)
            yield joined

    def _any(self, parts: list[Any], wanted: bool) -> Iterator[Wishes]:
        for part in parts:
            yield from self.meet(part, wanted)

    def _one_of(self, path: list[str], values: tuple[Any, ...], wanted: bool) -> Iterator[Wishes]:
        if any(isinstance(value, Mapping) and value.keys() <= {"property", "parameter"} for value in values):
            return iter((NOTHING,))  # a value that another property gives
        return self._about(path, Wish(choices=values) if wanted else Wish(forbidden=values), True)

    def _exists(self, body: Any, wanted: bool) -> Iterator[Wishes]:
        return self._about(body["property"], Wish() if wanted else Wish(is_absent=True), True)

    def _range(self, body: Any, wanted: bool) -> Iterator[Wishes]:
        least, most = body.get("gte", body.get("gt")), body.get("lte", body.get("lt"))
        is_open = "gt" in body or "lt" in body
        if any(isinstance(bound, Mapping) for bound in (least, most)):
            yield NOTHING
        elif wanted:
            yield from self._about(body["property"], Wish(least=least, most=most, includes_ends=not is_open), True)
        else:
            if least is not None:
                yield from self._about(body["property"], Wish(most=least, includes_ends=is_open), True)
            if most is not None:
                yield from self._about(body["property"], Wish(least=most, includes_ends=is_open), True)

    def _in(self, body: Any, wanted: bool) -> Iterator[Wishes]:
        if isinstance(body["values"], Mapping):  # those of another property
            return iter((NOTHING,))
        return self._one_of(body["property"], tuple(body["values"]), wanted)

    def _holds(self, body: Any, most: int | None, wanted: bool) -> Iterator[Wishes]:
        if isinstance(body["values"], Mapping):
            return iter((NOTHING,))
        return self._about(body["property"], Wish(holds=tuple(body["values"][:most])), wanted)

    def _overlaps(self, body: Any, wanted: bool) -> Iterator[Wishes]:
        least, most = body.get("gte", body.get("gt")), body.get("lte", body.get("lt"))
        point = least if least is not None else most
        if not wanted or isinstance(point, Mapping):
            yield NOTHING
            return
        # An interval from the one end of the asked one to just that end overlaps it, unless the end is open.
        for start in self._about(body["startProperty"], Wish(most=point), True):
            for end in self._about(body["endProperty"], Wish(least=point if most is None else most), True):
                yield start.joined(end)

    def _has_data(self, references: list[Mapping[str, str]], wanted: bool) -> Iterator[Wishes]:
        containers = frozenset(container for reference in references for container in self._containers(reference))
        if wanted:
            yield Wishes(containers=containers)
        else:
            for container in sorted(containers):
                yield Wishes(without=frozenset({container}))

    def _containers(self, reference: Mapping[str, str]) -> list[ContainerId]:
        if "version" not in reference:
            return [ContainerId(reference["space"], reference["externalId"])]
        view = self._schema.view(ViewId(reference["space"], reference["externalId"], reference["version"]))
        return [] if view is None else view.mapped_containers

    def _references(self, references: list[Mapping[str, str]], wanted: bool) -> Iterator[Wishes]:
        if not wanted:
            yield NOTHING
            return
        for space in dict.fromkeys(reference["space"] for reference in references):
            ids = tuple(reference["externalId"] for reference in references if reference["space"] == space)
            yield Wishes(own={"space": Wish(choices=(space,)), "externalId": Wish(choices=ids)})

    def _about(self, path: list[str], wish: Wish, wanted: bool) -> Iterator[Wishes]:
        """A wish about the property at a path; where its contrary is wanted, that there is a value at all.

        A prefix or an element is rarely there by chance, but without value the contrary is not met either.
        """
        wish = wish if wanted else Wish()
        if len(path) == 2:
            yield Wishes(own={path[1]: wish})
        else:
            place = self._place(path)
            yield NOTHING if place is None else Wishes({place: wish})

    def _place(self, path: list[str]) -> Place | None:
        space, source, name = path
        external_id, is_view, version = source.partition("/")
        if not is_view:
            return ContainerId(space, external_id), name
        view = self._schema.view(ViewId(space, external_id, version))
        mapped = None if view is None else view.properties.get(name)
        if not isinstance(mapped, MappedProperty):
            return None
        return mapped.container, mapped.container_property_identifier
