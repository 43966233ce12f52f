"""Who lives in seeded data: one population for each view, with what its instances are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pygen_client.schema import (
    Container,
    ContainerId,
    ContainerProperty,
    DirectRelationType,
    MappedProperty,
    NodeId,
    RequiresConstraint,
    View,
    ViewId,
)

from pygen_emulator.seed.wishes import NOTHING, Place, Wish, Wishes
from pygen_emulator.storage.instance_table import InstanceKind

_NO_WISH = Wish()


class UnseedableError(ValueError):
    """Why a population cannot live, in a few words."""


@dataclass(frozen=True)
class Ends:
    """Between whom the edges of a population go."""

    start: tuple[Population, ...]
    end: tuple[Population, ...]
    is_single_at_start: bool = False
    """Whether a start node has at most one of these edges."""
    is_single_at_end: bool = False


@dataclass(eq=False)
class Population:
    """Instances that are alike: those of one view, or the edges of one connection."""

    label: str
    """What their external ids begin with, unlike that of any other population."""
    kind: InstanceKind
    view: View | None
    """The view they must be members of; None for edges without properties."""
    options: list[Wishes] = field(default_factory=lambda: [NOTHING])
    """Ways to be a member, of which the first is taken."""
    edge_type: NodeId | None = None
    ends: list[Ends] = field(default_factory=list)
    fields: Mapping[ContainerId, Mapping[str, ContainerProperty]] = field(default_factory=dict)
    """The properties to fill, by the containers that the instances have data in."""
    targets: Mapping[Place, tuple[Population, ...]] = field(default_factory=dict)
    """Where direct relations lead; those that lead nowhere stay empty."""
    count: int = 0
    first_serial: int = 0

    @property
    def wishes(self) -> Wishes:
        return self.options[0]

    @property
    def name(self) -> str:
        """For messages."""
        if self.view is not None:
            return str(self.view.as_id())
        return f"edges of the type {self.edge_type}"

    def wish(self, place: Place) -> Wish:
        return self.wishes.properties.get(place, _NO_WISH)

    def available(self, round_: int, rounds: int) -> int:
        """How many of them there are when a round is over."""
        return -(-self.count * (round_ + 1) // rounds)


def settle(population: Population, containers: Mapping[ContainerId, Container]) -> None:
    """Find out what the instances are made of, from the view and the wishes.

    Raises:
        UnseedableError: A container does not exist or is for the other kind of instance.
    """
    view, wishes = population.view, population.wishes
    mapped: dict[ContainerId, set[str]] = {}
    for property_ in view.properties.values() if view is not None else ():
        if isinstance(property_, MappedProperty):
            mapped.setdefault(property_.container, set()).add(property_.container_property_identifier)
    wanted = _with_required({*mapped, *wishes.all_containers()} - wishes.without, containers)
    fields: dict[ContainerId, Mapping[str, ContainerProperty]] = {}
    for id_ in sorted(wanted):
        container = containers[id_]
        if container.used_for not in ("all", population.kind):
            raise UnseedableError(f"the container {id_} is for {container.used_for}s only")
        wished = {name for owner, name in wishes.properties if owner == id_}
        chosen = mapped.get(id_, set()) | wished | set(_required(container))
        fields[id_] = {name: container.properties[name] for name in sorted(chosen & container.properties.keys())}
    population.fields = fields


def _with_required(ids: Iterable[ContainerId], containers: Mapping[ContainerId, Container]) -> set[ContainerId]:
    """The containers and those that they require."""
    found: set[ContainerId] = set()
    open_ = list(ids)
    while open_:
        id_ = open_.pop()
        if id_ not in containers:
            raise UnseedableError(f"the container {id_} does not exist")
        if id_ not in found:
            found.add(id_)
            constraints = containers[id_].constraints.values()
            open_ += [each.require for each in constraints if isinstance(each, RequiresConstraint)]
    return found


def _required(container: Container) -> Iterator[str]:
    for name, property_ in container.properties.items():
        if is_required(property_):
            yield name


def is_required(property_: ContainerProperty) -> bool:
    """Whether an instance must be given a value."""
    return not property_.nullable and property_.default_value is None and not property_.auto_increment


def link(population: Population, others: list[Population], ancestors: Mapping[ViewId, frozenset[ViewId]]) -> None:
    """Find out where the direct relations of a population lead.

    Args:
        others: All populations of nodes, this one among them.
        ancestors: Of each view the views that it implements, at any distance.

    Raises:
        UnseedableError: A relation that must have a value has nowhere to lead.
    """
    sources = _sources(population.view)
    targets: dict[Place, tuple[Population, ...]] = {}
    for container, properties in population.fields.items():
        for name, property_ in properties.items():
            place = container, name
            if isinstance(property_.type, DirectRelationType) and population.wish(place).choices is None:
                found = _fitting(others, sources.get(place), property_.type.container, ancestors)
                if not found and is_required(property_):
                    raise UnseedableError(f"nothing is there that its relation {name} could lead to")
                targets[place] = found
    population.targets = targets


def _sources(view: View | None) -> dict[Place, ViewId]:
    """The views that direct relations are meant to lead to, as the view says."""
    found: dict[Place, ViewId] = {}
    for property_ in view.properties.values() if view is not None else ():
        if (
            isinstance(property_, MappedProperty)
            and isinstance(property_.type, DirectRelationType)
            and property_.type.source is not None
        ):
            found.setdefault((property_.container, property_.container_property_identifier), property_.type.source)
    return found


def _fitting(
    others: Iterable[Population],
    source: ViewId | None,
    container: ContainerId | None,
    ancestors: Mapping[ViewId, frozenset[ViewId]],
) -> tuple[Population, ...]:
    with_data = [each for each in others if container is None or container in each.fields]
    return tuple(with_data) if source is None else members(with_data, source, ancestors)


def members(
    others: Iterable[Population], view: ViewId, ancestors: Mapping[ViewId, frozenset[ViewId]]
) -> tuple[Population, ...]:
    """The populations of a view; where it has none, those of views that implement it."""
    with_views = [(each, each.view.as_id()) for each in others if each.view is not None]
    exact = tuple(each for each, id_ in with_views if id_ == view)
    return exact or tuple(each for each, id_ in with_views if view in ancestors.get(id_, ()))
