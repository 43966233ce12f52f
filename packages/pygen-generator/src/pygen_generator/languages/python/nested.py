"""Classes inside of data classes (``relations``, ``props``): what each declares itself, and what it builds on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.inheritance import Inheritance, linearise


class Declared(Protocol):
    """What an inner class holds under one name."""

    @property
    def written(self) -> tuple[object, ...]:
        """What its declaration consists of: equal ones are written in the same way."""
        ...


Content = Mapping[str, Declared]
"""What an inner class holds in all, by attribute."""


@dataclass(frozen=True, slots=True)
class Nested:
    """One class inside of a data class."""

    bases: tuple[ClassKey, ...]
    """The data classes whose inner class it builds on; that of the runtime where there is none."""
    own: tuple[str, ...]
    """The attributes that it declares, in order."""
    lacks_base: bool = False
    """Whether it holds what an inner class of a base would bring without building on it: Python found no order."""


def plan_nested(inheritance: Inheritance, contents: Mapping[ClassKey, Content]) -> dict[ClassKey, Nested]:
    """The data classes that need an inner class of their own, by what the inner class of each holds in all.

    Needed is one that declares something, or that brings together those of several bases: checkers refuse a class whose
    bases have different ones.
    """
    found: dict[ClassKey, Nested] = {}
    owners: dict[ClassKey, ClassKey] = {}
    orders: dict[ClassKey, list[ClassKey]] = {}
    for key in sorted(contents, key=lambda key: len(inheritance.orders[key])):
        by_owner: dict[ClassKey, ClassKey] = {}
        for base in inheritance.bases[key]:
            if base in owners:
                by_owner.setdefault(owners[base], base)
        kept = [owner for owner in by_owner if not any(owner in orders[other][1:] for other in by_owner)]
        kept.sort(key=inheritance.orders[key].index)
        wanted = len(kept)
        while (order := linearise(kept, orders)) is None:
            kept.pop()
        own = tuple(name for name in sorted(contents[key]) if _is_own(name, contents[key], [contents[o] for o in kept]))
        if own or len(kept) > 1:
            found[key] = Nested(tuple(by_owner[owner] for owner in kept), own, len(kept) < wanted)
            owners[key], orders[key] = key, [key, *order]
        elif kept:
            owners[key] = kept[0]
    return found


def _is_own(name: str, content: Content, inherited: list[Content]) -> bool:
    there = [other[name] for other in inherited if name in other]
    return not there or any(one.written != content[name].written for one in there)
