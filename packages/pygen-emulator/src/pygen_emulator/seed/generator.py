"""The instances of a plan, round by round, as a request has them.

Every round has a part of each population, so whatever a relation needs is there in the same round or before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pygen_client.schema import ContainerId, ContainerProperty

from pygen_emulator.seed.dice import Dice
from pygen_emulator.seed.plan import Plan
from pygen_emulator.seed.populations import Population, is_required
from pygen_emulator.seed.texts import Subject, is_name, split
from pygen_emulator.seed.values import ValueMaker
from pygen_emulator.seed.wishes import Place

_PER_ROUND = 1_000
_LEFT_EMPTY = 0.1
"""Part of the values that are left out where that is allowed."""
_LEFT_TO_DEFAULT = 0.3
_PREFIX = "cognite"
"""Begins the names of the service's own views, and says nothing of what they are about."""
_MOST_TARGETS = 3
"""In a list of direct relations."""


class Generator:
    """Makes the instances of a plan.

    Args:
        plan: What there is to make.
        count: How many instances the plan is for.
        seed: Another number gives other instances; the same gives the same.
    """

    def __init__(self, plan: Plan, count: int, seed: int) -> None:
        self._plan = plan
        self._seed = seed
        self.rounds = max(1, -(-count // _PER_ROUND))

    def items(self, round_: int) -> dict[Population, list[dict[str, Any]]]:
        """The instances of one round."""
        return {
            population: list(self._of(population, round_)) for population in self._plan.populations if population.count
        }

    def _of(self, population: Population, round_: int) -> Iterator[dict[str, Any]]:
        first = population.available(round_ - 1, self.rounds)
        for index in range(first, population.available(round_, self.rounds)):
            yield _Instance(self._plan, population, index, self._seed, (round_, self.rounds)).item()


class _Instance:
    """One instance in the making."""

    def __init__(self, plan: Plan, population: Population, index: int, seed: int, when: tuple[int, int]) -> None:
        self._plan = plan
        self._population = population
        self._index = index
        self._when = when
        self._dice = Dice(seed, population.label, index)
        words = tuple(word for word in split(population.label) if word != _PREFIX)
        subject = Subject(words or (_PREFIX,), population.first_serial + index)
        self._values = ValueMaker(subject, self._dice)

    def item(self) -> dict[str, Any]:
        population = self._population
        item: dict[str, Any] = {"instanceType": population.kind, **self._reference(population, self._index)}
        type_ = population.wishes.own.get("type")
        if type_ is not None and type_.choices:
            item["type"] = type_.choices[self._index % len(type_.choices)]
        elif population.edge_type is not None:
            item["type"] = population.edge_type.dump()
        if population.ends:
            item["startNode"], item["endNode"] = self._ends()
        sources = [
            {"source": container.dump(), "properties": self._properties(container, properties)}
            for container, properties in population.fields.items()
        ]
        return {**item, "sources": sources} if sources else item

    def _properties(self, container: ContainerId, properties: Mapping[str, ContainerProperty]) -> dict[str, Any]:
        made = ((name, self._value((container, name), property_)) for name, property_ in properties.items())
        return {name: value for name, (is_given, value) in made if is_given}

    def _value(self, place: Place, property_: ContainerProperty) -> tuple[bool, Any]:
        """Whether to give the property a value, and which."""
        wish = self._population.wishes.properties.get(place)
        if wish is not None and wish.is_absent:
            return property_.default_value is not None, None
        fixed = self._plan.uniqueness.fixed(self._population, place, self._index)
        is_carrier = self._plan.uniqueness.is_carrier(place)
        if wish is None and fixed is None and not is_carrier and self._is_left_out(place[1], property_):
            return False, None
        if fixed is not None:
            value = fixed
        elif property_.type.type == "direct" and (wish is None or wish.choices is None):
            value = self._relation(place, property_, is_carrier)
        else:
            value = self._values.value(property_.type, place[1], wish, is_unique=is_carrier)
        return value is not None, value

    def _is_left_out(self, name: str, property_: ContainerProperty) -> bool:
        if property_.auto_increment:
            return True
        if property_.default_value is not None:
            return self._dice.chance(_LEFT_TO_DEFAULT)
        return property_.nullable and not is_name(name) and self._dice.chance(_LEFT_EMPTY)

    def _relation(self, place: Place, property_: ContainerProperty, is_carrier: bool) -> Any:
        targets = [each for each in self._population.targets.get(place, ()) if self._available(each)]
        if not targets:
            return None
        if is_carrier:
            target, index = self._plan.uniqueness.target(self._population, place, self._index)
            found = [self._reference(target, index)] if index < self._available(target) else []
        else:
            wanted = self._dice.between(1, _MOST_TARGETS) if property_.type.is_list else 1
            chosen = [self._target(targets, may_be_itself=is_required(property_)) for _ in range(wanted)]
            found = [each for position, each in enumerate(chosen) if each and each not in chosen[:position]]
        if property_.type.is_list:
            return found[: property_.type.max_list_size]
        return found[0] if found else None

    def _target(self, targets: Sequence[Population], *, may_be_itself: bool) -> dict[str, str] | None:
        """One of the targets. Within one population it comes before, so that chains of relations have an end."""
        target = self._dice.pick(targets)
        if target is not self._population:
            return self._reference(target, self._dice.below(self._available(target)))
        if self._index == 0:
            return self._reference(target, 0) if may_be_itself else None
        return self._reference(target, self._dice.below(self._index))

    def _ends(self) -> tuple[dict[str, str], dict[str, str]]:
        """Start and end of an edge. Where a node has one such edge only, each node gets its turn."""
        pairs = self._population.ends
        turn, position = divmod(self._index, len(pairs))
        pair = pairs[position]
        return (
            self._end(pair.start, turn if pair.is_single_at_start else None),
            self._end(pair.end, turn if pair.is_single_at_end else None),
        )

    def _end(self, populations: Sequence[Population], turn: int | None) -> dict[str, str]:
        living = [each for each in populations if each.count]
        if turn is None:
            chosen = self._dice.pick(living)
            return self._reference(chosen, self._dice.below(self._available(chosen)))
        index, position = divmod(turn, len(living))
        return self._reference(living[position], index)

    def _available(self, population: Population) -> int:
        return population.available(*self._when)

    def _reference(self, population: Population, index: int) -> dict[str, str]:
        own = population.wishes.own
        space, id_ = own.get("space"), own.get("externalId")
        prefix = id_.prefix if id_ is not None else ""
        return {
            "space": space.choices[0] if space is not None and space.choices else self._plan.space,
            "externalId": id_.choices[index]
            if id_ is not None and id_.choices
            else f"{prefix}{population.label}_{index + 1}",
        }
