"""How large each population of a plan is."""

from __future__ import annotations

from collections.abc import Sequence

from pygen_emulator.seed.populations import Ends, Population, is_required
from pygen_emulator.seed.uniqueness import Uniqueness


def share(populations: Sequence[Population], count: int, uniqueness: Uniqueness) -> None:
    """Give each population its part of the instances: equal ones, but for those that cannot be so large.

    Args:
        populations: Each after those that it cannot do without.
        count: How many instances there are to be in all; fewer where there is no room for more.
        uniqueness: What uniqueness constraints leave room for.
    """
    open_ = list(populations)
    left = count
    while open_ and left > 0:
        part, more = divmod(left, len(open_))
        for position, population in enumerate(open_):
            wanted = population.count + part + (position < more)
            population.count = int(min(wanted, _room(population, uniqueness)))
        left = count - sum(population.count for population in populations)
        open_ = [each for each in open_ if each.count < _room(each, uniqueness)]
    serial = 1
    for population in populations:
        population.first_serial = serial
        serial += population.count


def _room(population: Population, uniqueness: Uniqueness) -> float:
    """How many instances of the population there can be beside those of the others that there are by now."""
    limits = [uniqueness.most(population)]
    id_ = population.wishes.own.get("externalId")
    if id_ is not None and id_.choices:
        limits.append(len(id_.choices))
    for (container, name), targets in population.targets.items():
        if is_required(population.fields[container][name]) and population not in targets:
            limits.append(0 if not any(target.count for target in targets) else float("inf"))
    if population.kind == "edge":
        limits.append(min((_edges(ends) for ends in population.ends), default=0) * len(population.ends))
    return min(limits)


def _edges(ends: Ends) -> float:
    starts = [each.count for each in ends.start if each.count]
    stops = [each.count for each in ends.end if each.count]
    if not starts or not stops:
        return 0
    at_start = min(starts) * len(starts) if ends.is_single_at_start else float("inf")
    at_end = min(stops) * len(stops) if ends.is_single_at_end else float("inf")
    return min(at_start, at_end)
