"""How a view changed: itself, and each of its properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from pygen_client import schema as wire
from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks, ChangeKind
from pygen_generator.changes.connections import compare_connections, kind_name
from pygen_generator.changes.pairing import pair_properties
from pygen_generator.changes.properties import compare_properties, compare_storage, type_name
from pygen_generator.changes.side import Classes, Difference, EdgeWrites, Side, difference, if_, is_optional
from pygen_generator.model.view import Connection, Kind, Property, View

READS, WRITES, BEHAVIOUR = Breaks.READS, Breaks.WRITES, Breaks.BEHAVIOUR

Shown = Union[Property, Connection]
Found = tuple[Union[str, None], Union[str, None], Difference]
"""The property that a difference is about, as it was called and as it is called; none of both for the view itself."""


def added_view(view: View) -> Difference:
    return difference(ChangeKind.VIEW_ADDED, f"The view is new, with {_count(view)}.")


def removed_view(view: View, *, looks_like: ViewId | None) -> Difference:
    """``looks_like`` is a new view that shows the same values."""
    hint = f" {looks_like} is new and shows the same values." if looks_like else ""
    breaks = {READS} | if_(view.writable, WRITES)
    return difference(ChangeKind.VIEW_REMOVED, f"The view is gone, with {_count(view)}.{hint}", breaks)


def _count(view: View) -> str:
    count = len(view.properties) + len(view.connections)
    return f"{count} {'property' if count == 1 else 'properties'}"


def compare_views(before: ViewId, now: ViewId, old: Side, new: Side, classes: Classes) -> Iterator[Found]:
    """What changed of a view that both schemas have."""
    wires = old.views[before], new.views[now]
    views = old.model.by_id[before], new.model.by_id[now]
    for found in _itself(*wires, *views, classes):
        yield None, None, found
    written = views[0].writable and views[1].writable
    shown_before, shown_now = _shown(views[0]), _shown(views[1])
    for was, name in pair_properties(*wires):
        one = shown_before.get(was) if was else None
        other = shown_now.get(name) if name else None
        if one is not None and other is None:
            yield was, name, _removed(one, views[0], old, is_there=name is not None)
        elif other is not None and one is None:
            yield None, name, _added(other, written=written)
        elif one is not None and other is not None and was and name:
            for each in _compare(one, other, classes, written=written):
                yield was, name, each
            for each in _declared(wires[0].properties[was], wires[1].properties[name], written=written):
                yield was, name, each


def _shown(view: View) -> dict[str, Shown]:
    return {part.name: part for part in (*view.properties, *view.connections)}


def _itself(old_wire: wire.View, new_wire: wire.View, old: View, new: View, classes: Classes) -> Iterable[Difference]:
    yield from _identity(old.id, new.id)
    same = {parent: classes.now(parent) for parent in old_wire.implements}
    gone = [parent for parent, now in same.items() if now not in new_wire.implements]
    more = [parent for parent in new_wire.implements if parent not in same.values()]
    words = [f"does not implement {_listed(gone)} any more"] if gone else []
    words += [f"implements {_listed(more)} now"] if more else []
    if words:
        # Whether classes inherit otherwise, and programs notice, depends on the language.
        yield difference(ChangeKind.VIEW_IMPLEMENTS, f"It {' and '.join(words)}.")
    if old_wire.filter != new_wire.filter:
        message = "Its filter changed: it shows other instances."
        yield difference(ChangeKind.VIEW_FILTER, message, {BEHAVIOUR})
    if old.kinds != new.kinds:
        before, now = (" and ".join(f"{kind.value}s" for kind in Kind if kind in view.kinds) for view in (old, new))
        lost = bool(old.kinds - new.kinds)
        message = f"It was for {before} and is for {now}."
        yield difference(ChangeKind.VIEW_USED_FOR, message, if_(lost, READS) | if_(lost and old.writable, WRITES))
    if old.writable != new.writable:
        message = "It cannot be written any more." if old.writable else "It can be written now."
        yield difference(ChangeKind.VIEW_WRITABLE, message, if_(old.writable, WRITES))
    if old.queryable != new.queryable:
        message = "It cannot be queried any more." if old.queryable else "It can be queried now."
        yield difference(ChangeKind.VIEW_QUERYABLE, message, if_(old.queryable, READS))
    if (old.display_name, old.description) != (new.display_name, new.description):
        yield Difference(ChangeKind.VIEW_TEXT, "Its name or description changed.", is_cosmetic=True)


def _identity(old: ViewId, new: ViewId) -> Iterable[Difference]:
    if (old.space, old.external_id) != (new.space, new.external_id):
        yield difference(ChangeKind.VIEW_RENAMED, f"It is {new} now.", {BEHAVIOUR})
    elif old.version != new.version:
        yield difference(ChangeKind.VIEW_VERSION, f"It has version {new.version} now.")


def _removed(was: Shown, view: View, old: Side, *, is_there: bool) -> Difference:
    written = view.writable and (isinstance(was, Property) or old.edge_writes(was) is not EdgeWrites.NOT)
    message = "It is still in the view, but cannot be generated any more." if is_there else f"{_what(was)} is gone."
    return difference(ChangeKind.PROPERTY_REMOVED, message, {READS} | if_(written, WRITES))


def _added(now: Shown, *, written: bool) -> Difference:
    must_give = written and isinstance(now, Property) and not is_optional(now)
    message = f"{_what(now)} is new" + (", and must be given in writes." if must_give else ".")
    return difference(ChangeKind.PROPERTY_ADDED, message, if_(must_give, WRITES))


def _compare(old: Shown, new: Shown, classes: Classes, *, written: bool) -> Iterable[Difference]:
    if old.name != new.name:
        # Programs keep a name that a language makes of both; the comparison of names tells where it does not.
        yield difference(ChangeKind.PROPERTY_RENAMED, f"It is called {new.name} now.")
    if isinstance(old, Property) and isinstance(new, Property):
        yield from compare_properties(old, new, classes, written=written)
    elif not isinstance(old, Property) and not isinstance(new, Property):
        yield from compare_connections(old, new, classes, written=written)
    else:
        message = f"It was {_what(old)[0].lower()}{_what(old)[1:]} and is {_what(new)[0].lower()}{_what(new)[1:]}."
        yield difference(ChangeKind.PROPERTY_KIND, message, {READS} | if_(written, WRITES))
    if (old.display_name, old.description) != (new.display_name, new.description):
        yield Difference(ChangeKind.PROPERTY_TEXT, "Its name or description changed.", is_cosmetic=True)


def _declared(old: wire.ViewProperty, new: wire.ViewProperty, *, written: bool) -> Iterable[Difference]:
    if isinstance(old, wire.MappedProperty) and isinstance(new, wire.MappedProperty):
        yield from compare_storage(old, new, written=written)


def _what(part: Shown) -> str:
    if not isinstance(part, Property):
        return kind_name(part).capitalize()
    return f"A {'list of ' if part.is_list else ''}{type_name(part)}"


def _listed(views: Iterable[ViewId]) -> str:
    return ", ".join(str(view) for view in views)
