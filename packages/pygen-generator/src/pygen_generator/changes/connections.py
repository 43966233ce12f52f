"""How a connection changed: over edges, or a direct relation seen from its target."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_generator.changes.change import Breaks, ChangeKind
from pygen_generator.changes.properties import target_message
from pygen_generator.changes.side import Classes, Difference, EdgeWrites, Fit, difference, if_
from pygen_generator.model.view import Connection, EdgeConnection, Kind, ReverseRelation

READS, WRITES, BEHAVIOUR = Breaks.READS, Breaks.WRITES, Breaks.BEHAVIOUR


def compare_connections(old: Connection, new: Connection, classes: Classes, *, written: bool) -> Iterable[Difference]:
    """What changed of a connection; ``written`` says whether instances can be written through its view, then and now.

    Reverse direct relations are never written.
    """
    forms = classes.edge_writes(old, new) if written else (EdgeWrites.NOT, EdgeWrites.NOT)
    written = forms[0] is not EdgeWrites.NOT
    if type(old) is not type(new):
        message = f"It was {kind_name(old)} and is {kind_name(new)}."
        yield difference(ChangeKind.PROPERTY_KIND, message, {READS} | if_(written, WRITES))
        return
    if old.single != new.single:
        words = "one instance at most", "any number of instances"
        before, now = words if old.single else words[::-1]
        message = f"It led to {before} and leads to {now}."
        yield difference(ChangeKind.PROPERTY_LIST, message, {READS} | if_(written, WRITES))
    if isinstance(old, EdgeConnection) and isinstance(new, EdgeConnection):
        yield from _edges(old, new, classes, forms)
    elif isinstance(old, ReverseRelation) and isinstance(new, ReverseRelation):
        yield from _reverse(old, new, classes)


def kind_name(connection: Connection) -> str:
    """What a connection is called in a sentence."""
    return "a connection over edges" if isinstance(connection, EdgeConnection) else "a reverse direct relation"


def _edges(
    old: EdgeConnection, new: EdgeConnection, classes: Classes, forms: tuple[EdgeWrites, EdgeWrites]
) -> Iterable[Difference]:
    if old.type != new.type:
        message = f"Its edges were of type {old.type} and are of type {new.type}: it finds and makes other edges."
        yield difference(ChangeKind.EDGE_TYPE, message, {BEHAVIOUR})
    if old.direction != new.direction:
        message = f"Its edges went {old.direction} and go {new.direction}."
        yield difference(ChangeKind.EDGE_DIRECTION, message, {BEHAVIOUR})
    reads = classes.fit(old.target, new.target, Kind.NODE)
    writes = classes.fit(old.target, new.target, Kind.NODE, written=True)
    written = EdgeWrites.NOT not in forms
    broken = if_(reads is not Fit.SAME, READS)
    broken |= if_(written and forms[0] is EdgeWrites.BY_NODE and writes in (Fit.NARROWED, Fit.OTHER), WRITES)
    if broken or not classes.is_same(old.target, new.target):
        yield difference(ChangeKind.TARGET, target_message(old.target, new.target, reads, writes), broken)
    reads = classes.fit(old.edge_view, new.edge_view, Kind.EDGE)
    writes = classes.fit(old.edge_view, new.edge_view, Kind.EDGE, written=True)
    broken = if_(reads is not Fit.SAME, READS) | if_(written and writes in (Fit.NARROWED, Fit.OTHER), WRITES)
    if broken or not classes.is_same(old.edge_view, new.edge_view):
        yield difference(ChangeKind.EDGE_VIEW, _edge_view_message(old, new), broken)
    if forms[0] is not forms[1]:
        yield difference(ChangeKind.EDGE_WRITES, _WRITTEN_NOW[forms[1]], if_(_is_stricter(*forms), WRITES))


_WRITTEN_NOW = {
    EdgeWrites.BY_NODE: "A node alone is enough to write one of its edges now.",
    EdgeWrites.WHOLE: "Its edges have properties that must be given now, so that a node alone does not make one.",
    EdgeWrites.NOT: "Its edges cannot be written along with the node any more.",
}


def _is_stricter(old: EdgeWrites, new: EdgeWrites) -> bool:
    order = list(EdgeWrites)
    return order.index(new) > order.index(old)


def _edge_view_message(old: EdgeConnection, new: EdgeConnection) -> str:
    if old.edge_view == new.edge_view:
        return f"The edges that it goes over are shown through {new.edge_view} in another way."
    before, now = (f"the properties of {one.edge_view}" if one.edge_view else "no properties" for one in (old, new))
    return f"Its edges had {before} and have {now}."


def _reverse(old: ReverseRelation, new: ReverseRelation, classes: Classes) -> Iterable[Difference]:
    reads = classes.fit(old.target, new.target, Kind.NODE)
    broken = if_(reads in (Fit.WIDENED, Fit.OTHER) or (reads is Fit.NARROWED and not old.single), READS)
    if broken or not classes.is_same(old.target, new.target):
        yield difference(ChangeKind.TARGET, target_message(old.target, new.target, reads, reads), broken)
    same_view = classes.is_same(old.through, new.through)
    if not same_view or old.identifier != new.identifier:
        before, now = (f"{one.identifier} of {one.through}" for one in (old, new))
        yield difference(ChangeKind.REVERSE_THROUGH, f"It followed {before} and follows {now}.", {BEHAVIOUR})
