"""How the values of uniqueness constraints come out different: who carries the difference, and how far it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from string import ascii_lowercase
from typing import Any

from pygen_client.schema import Container, ContainerId, ContainerProperty, EnumType, TextType, UniquenessConstraint

from pygen_emulator.seed.populations import Population
from pygen_emulator.seed.wishes import Place

_CARRIERS = (
    *("text", "timeseries", "file", "sequence", "int64", "int32", "float64", "timestamp", "date", "float32", "json"),
    "direct",
)
"""Types that can tell any number of instances apart, the best first. Booleans and enums tell only a few apart."""

_SHORT = 3
"""Bytes up to which a text has too little room for the number of an instance, and tells only so many apart."""


class Uniqueness:
    """Decides for every uniqueness constraint which of its properties is different in every instance.

    Args:
        containers: All there are.
        populations: Those who may have data in them. Properties that carry a difference are added to their fields.
    """

    def __init__(self, containers: Mapping[ContainerId, Container], populations: Sequence[Population]) -> None:
        self._writers: dict[ContainerId, list[Population]] = {}
        for population in populations:
            for id_ in population.fields:
                self._writers.setdefault(id_, []).append(population)
        self._carriers: set[Place] = set()
        self._wheels: dict[ContainerId, dict[str, Sequence[Any]]] = {}
        for id_, writers in self._writers.items():
            for constraint in containers[id_].constraints.values():
                if isinstance(constraint, UniquenessConstraint):
                    self._decide(containers[id_], constraint, writers)

    def is_carrier(self, place: Place) -> bool:
        """Whether the property must have another value in every instance."""
        return place in self._carriers

    def turn(self, population: Population, container: ContainerId, index: int) -> int:
        """The number of an instance among all that have data in the container, from 0."""
        writers = self._writers[container]
        return index * len(writers) + writers.index(population)

    def target(self, population: Population, place: Place, index: int) -> tuple[Population, int]:
        """Where the relation of an instance leads, so that no other instance's leads there: a population, and which of
        its instances. There may not be so many.

        Args:
            population: That of the instance; its relation leads to a population that is not empty.
            place: The relation, which must have another value in every instance.
            index: The number of the instance in its population.
        """
        own = _living(population, place)
        writers = [each for each in self._writers[place[0]] if _living(each, place)]
        if all(_same(_living(each, place), own) for each in writers):
            round_, position = divmod(self.turn(population, place[0], index), len(own))
            return own[position], round_
        # Views can lead to different ones: those who lead to the same target take turns there.
        round_, position = divmod(index, len(own))
        target = own[position]
        sharing = [each for each in writers if any(one is target for one in _living(each, place))]
        return target, round_ * len(sharing) + sharing.index(population)

    def fixed(self, population: Population, place: Place, index: int) -> Any:
        """The value where few values must make a difference together, as the wheels of a counter do; else None."""
        container, name = place
        wheels = self._wheels.get(container, {})
        if name not in wheels:
            return None
        number = self.turn(population, container, index)
        for other, values in wheels.items():
            number, position = divmod(number, len(values))
            if other == name:
                return values[position]
        raise AssertionError(f"{name} is one of the wheels")

    def most(self, population: Population) -> float:
        """How many instances of the population there can be."""
        limits = [
            prod(map(len, wheels.values())) / len(self._writers[id_])
            for id_, wheels in self._wheels.items()
            if id_ in population.fields
        ]
        for (id_, name), targets in population.targets.items():
            if (id_, name) in self._carriers and not population.fields[id_][name].nullable:
                each = min((target.count for target in targets), default=0)
                limits.append(each * len(targets) / len(self._writers[id_]))
        return min(limits, default=float("inf"))

    def _decide(self, container: Container, constraint: UniquenessConstraint, writers: Sequence[Population]) -> None:
        id_ = container.as_id()
        named = {name: container.properties[name] for name in constraint.properties}
        if any(property_.auto_increment for property_ in named.values()):
            return
        free = [name for name in named if not any(_is_decided(each, (id_, name)) for each in writers)]
        able = [name for name in free if named[name].type.type in _CARRIERS and not _is_short(named[name])]
        if able:
            carrier = min(able, key=lambda name: (_is_wished(writers, (id_, name)), _rank(named[name])))
            self._carriers.add((id_, carrier))
            _demand(writers, id_, {carrier: named[carrier]})
        else:
            wheels = {name: _few(named[name]) for name in free}
            self._wheels.setdefault(id_, {}).update(wheels)
            _demand(writers, id_, {name: named[name] for name in wheels})


def _living(population: Population, place: Place) -> list[Population]:
    return [each for each in population.targets.get(place, ()) if each.count]


def _same(some: Sequence[Population], others: Sequence[Population]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _rank(property_: ContainerProperty) -> int:
    return _CARRIERS.index(property_.type.type)


def _is_short(property_: ContainerProperty) -> bool:
    type_ = property_.type
    return isinstance(type_, TextType) and type_.max_text_size is not None and type_.max_text_size <= _SHORT


def _few(property_: ContainerProperty) -> Sequence[Any]:
    """The values of an enum, a boolean or a short text."""
    if isinstance(property_.type, TextType):
        texts = ["".join(digits) for digits in product(ascii_lowercase, repeat=property_.type.max_text_size or _SHORT)]
        return [[text] for text in texts] if property_.type.is_list else texts
    if isinstance(property_.type, EnumType):
        return [value for value in sorted(property_.type.values) if value != property_.type.unknown_value]
    return [False, True]


def _is_decided(population: Population, place: Place) -> bool:
    wish = population.wish(place)
    return wish.choices is not None or wish.is_absent


def _is_wished(writers: Sequence[Population], place: Place) -> bool:
    return any(place in each.wishes.properties for each in writers)


def _demand(writers: Sequence[Population], id_: ContainerId, properties: Mapping[str, ContainerProperty]) -> None:
    for each in writers:
        each.fields = {**each.fields, id_: {**each.fields[id_], **properties}}
