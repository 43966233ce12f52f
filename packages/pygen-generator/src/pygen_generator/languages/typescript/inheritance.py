"""Which interfaces extend which: along ``implements``, wherever what the parent promises holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.typescript.members import Member, Members
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk

PARTS = ("read", "write", "filters", "relations")
"""The interfaces of a family."""


@dataclass(frozen=True)
class Extension:
    """One interface: what it extends, and what it says itself."""

    bases: tuple[ClassKey, ...]
    own: tuple[Member, ...]
    """Members that no base has, or that a base has otherwise."""
    all: tuple[Member, ...]


Extensions = Mapping[tuple[ClassKey, str], Extension]


def extend(sdk: Sdk) -> Extensions:
    """All interfaces of an SDK.

    TypeScript compares interfaces by their members, so an instance fits wherever its members do, whether its interface
    extends the other or not. Extending says so, and says each member once.
    """
    found: dict[tuple[ClassKey, str], Extension] = {}
    ancestors: dict[tuple[ClassKey, str], set[ClassKey]] = {}
    for view in sdk.model.parents_first():
        for kind in sorted(view.kinds, key=lambda kind: kind.value):
            family = sdk.names.families[view.id, kind]
            for part, members in _parts(sdk, family):
                parents = [(parent.id, kind) for parent in sdk.model.parents(view)]
                sound = [key for key in parents if (key, part) in found and _holds(found[key, part].all, members)]
                inherited = {up for key in sound for up in ancestors[key, part]}
                bases = tuple(key for key in sound if key not in inherited)
                own = tuple(_own(members, [found[key, part].all for key in bases]))
                found[family.key, part] = Extension(bases, own, tuple(members))
                ancestors[family.key, part] = {*bases, *inherited}
    return found


def _parts(sdk: Sdk, family: Family) -> Iterator[tuple[str, list[Member]]]:
    members = Members(sdk, family)
    yield "read", list(members.read())
    if family.view.writable:
        yield "write", list(members.write())
    yield "filters", list(members.filters())
    yield "relations", list(members.relations())


def _holds(base: Sequence[Member], members: Iterable[Member]) -> bool:
    """Whether all that a base promises holds: the same types, and nothing optional that always is there."""
    if not base:
        return False
    own = {member.name: member for member in members}
    return all(
        (found := own.get(member.name)) is not None
        and found.shape == member.shape
        and not (found.is_optional and not member.is_optional)
        for member in base
    )


def _own(members: Iterable[Member], bases: Sequence[Sequence[Member]]) -> Iterator[Member]:
    inherited = [{member.name: member for member in base} for base in bases]
    for member in members:
        there = [base[member.name] for base in inherited if member.name in base]
        if not there or any((one.is_optional, one.text) != (member.is_optional, member.text) for one in there):
            yield member
