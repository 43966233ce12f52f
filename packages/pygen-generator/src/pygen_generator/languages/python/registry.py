"""Names that live side by side, each given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygen_generator.languages.python.naming import digest


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that something would like to have."""

    key: str
    """What the name is for, as the data model spells it; it must be the only wish of the scope with this key."""
    name: str
    suffix: str = ""
    """What tells its bearer apart if another has the name; by default a mark made from the key."""
    derived: bool = False
    """Whether the name follows from another one (``XList`` from ``X``); derived names give way."""


def assign(
    wishes: Iterable[Wish], *, reserved: frozenset[str] = frozenset(), fixed: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Give every wish a name of its own, whatever the order of the wishes.

    A reserved name gets ``_`` at its end. Of several wishes for one name the first gets it: own names before derived
    ones, then a key that is spelt like the name, then the smallest key. The others get their suffix, derived ones
    ``_``. What a wish gets depends on those it shares its name with and on no others, so a model that grows does not
    rename what it had. Names in ``fixed`` (key to name) are given already.
    """
    names = dict(fixed or {})
    taken = set(reserved) | set(names.values())
    losers: list[Wish] = []
    wishes = [wish for wish in wishes if wish.key not in names]
    for wish in sorted(wishes, key=lambda wish: (wish.derived, wish.key != wish.name, wish.key)):
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
    if wish.derived:
        return _free_of(wish.name, taken)
    for suffix in (wish.suffix, *(f"_{digest(wish.key, length)}" for length in (4, 8, 16, 64))):
        if suffix and wish.name + suffix not in taken:
            return wish.name + suffix
    return _free_of(wish.name, taken)
