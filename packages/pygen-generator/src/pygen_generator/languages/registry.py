"""Names that live side by side, each given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_generator.languages.words import digest


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that something would like to have."""

    key: str
    """What the name is for, as the data model spells it; it must be the only wish of the scope with this key."""
    name: str
    rank: int = 0
    """How far the name is from one that stands in the model; ``XList`` follows from ``X`` and gives way to others."""


def assign(
    wishes: Iterable[Wish], *, reserved: frozenset[str] = frozenset(), fixed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Give every wish a name of its own, whatever the order of the wishes.

    A reserved name gets ``_`` at its end. Of several wishes for one name the first gets it: the lowest rank, then a key
    that is spelt like the name, then the smallest key. The others get a mark made from their key, or ``_`` if their
    rank is not 0. What a wish gets depends on those it shares its name with and on no others, so a model that grows
    does not rename what it had. Names in ``fixed`` (key to name) are given already.
    """
    names = dict(fixed or {})
    taken = set(reserved) | set(names.values())
    losers: list[Wish] = []
    wishes = [wish for wish in wishes if wish.key not in names]
    for wish in sorted(wishes, key=lambda wish: (wish.rank, wish.key != wish.name, wish.key)):
        name = _free_of(wish.name, reserved)
        if name in taken:
            losers.append(wish)
        else:
            names[wish.key] = name
            taken.add(name)
    for wish in losers:
        names[wish.key] = name = _other(wish, taken)
        taken.add(name)
    return names


def _free_of(name: str, taken: frozenset[str] | set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _other(wish: Wish, taken: set[str]) -> str:
    if wish.rank:
        return _free_of(wish.name, taken)
    marked = (f"{wish.name}_{digest(wish.key, length)}" for length in (4, 8, 16, 64))
    return next((name for name in marked if name not in taken), _free_of(wish.name, taken))
