"""What changed of the names that languages give: a name can change, or a base be lost, for what happened elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks, ChangeKind, Symbol
from pygen_generator.changes.side import Classes, Difference, Side, difference, if_
from pygen_generator.changes.surface import Name, Part, Surface
from pygen_generator.model.view import Kind


def compare_names(old: Part, new: Part, sides: tuple[Side, Side], broken: frozenset[Breaks]) -> Iterable[Difference]:
    """What changed of the names of one view or property; ``broken`` is what other differences say is broken of it."""
    for before, now in _surfaces(*sides):
        yield from _compare(before.language, before.parts.get(old, {}), now.parts.get(new, {}), broken)


def compare_sdks(old: Side, new: Side) -> Iterable[Difference]:
    """What changed of the names of the whole SDK: the package, the clients."""
    for before, now in _surfaces(old, new):
        yield from _compare(before.language, before.sdk, now.sdk, frozenset())


def _compare(
    language: str, old: Mapping[str, Name], new: Mapping[str, Name], broken: frozenset[Breaks]
) -> Iterable[Difference]:
    there = {role: name for role, name in old.items() if role in new}
    renamed = {role: name for role, name in there.items() if new[role].identifier != name.identifier}
    if renamed:
        words = dict.fromkeys(f"{name.text} is {new[role].text} now" for role, name in renamed.items())
        breaks = {name.breaks for name in renamed.values()}
        yield difference(ChangeKind.SYMBOL_RENAMED, f"In {language} {', '.join(words)}.", breaks)
    gone = [name for role, name in old.items() if role not in new and name.breaks not in broken]
    if gone:
        words = dict.fromkeys(name.text for name in gone)
        breaks = {name.breaks for name in gone}
        yield difference(ChangeKind.SYMBOL_REMOVED, f"In {language} there is no {', '.join(words)} any more.", breaks)


def compare_bases(old: ViewId, new: ViewId, sides: tuple[Side, Side], classes: Classes) -> Iterable[Difference]:
    """Which classes the class of a view does not inherit from any more, although they are still there."""
    before_side = sides[0]
    view = before_side.model.by_id[old]
    for before, now in _surfaces(*sides):
        lost = {
            ancestor
            for kind in Kind
            if kind in view.kinds and kind in sides[1].model.by_id[new].kinds
            for ancestor in before.ancestors.get((old, kind), ())
            if (same := classes.now(ancestor)) is not None and not now.is_a(new, kind, same)
        }
        if lost:
            written = view.writable and any(before_side.model.by_id[ancestor].writable for ancestor in lost)
            names = ", ".join(str(ancestor) for ancestor in sorted(lost))
            message = f"In {before.language} its class does not inherit from that of {names} any more."
            yield difference(ChangeKind.BASE_LOST, message, {Breaks.READS} | if_(written, Breaks.WRITES))


def symbols(part: Part, side: Side, breaks: frozenset[Breaks]) -> tuple[Symbol, ...]:
    """The names of a view or property; if reads or writes alone break, those of the one that does."""
    sides = breaks - {Breaks.BEHAVIOUR} or set(Breaks)
    found = (
        Symbol(surface.language, name.text)
        for surface in side.surfaces
        for name in surface.parts.get(part, {}).values()
        if name.breaks in sides
    )
    return tuple(dict.fromkeys(found))


def sdk_symbols(side: Side) -> tuple[Symbol, ...]:
    """The names of whole SDKs."""
    return tuple(
        chain.from_iterable(
            (Symbol(surface.language, name.text) for name in surface.sdk.values()) for surface in side.surfaces
        )
    )


def _surfaces(old: Side, new: Side) -> Iterable[tuple[Surface, Surface]]:
    by_language = {surface.language: surface for surface in new.surfaces}
    return ((one, by_language[one.language]) for one in old.surfaces if one.language in by_language)
