"""The two schemas that are compared, each with what is made of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from pygen_client import schema as wire
from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks, ChangeKind
from pygen_generator.changes.pairing import pair_views
from pygen_generator.changes.surface import Surface
from pygen_generator.model.view import Connection, EdgeConnection, Kind, Model, Property
from pygen_generator.schema import Schema, whole_views


class EdgeWrites(Enum):
    """What is given for an edge where a node is written; what is wider comes first."""

    BY_NODE = auto()
    """The node at the other end, or the edge."""
    WHOLE = auto()
    """The edge, for it has properties that must be given."""
    NOT = auto()
    """Nothing: its properties cannot be written."""


def is_optional(prop: Property) -> bool:
    """Whether it can be left out where an instance is written."""
    return prop.nullable or prop.auto_increment or prop.default is not None


@dataclass(frozen=True)
class Side:
    """A schema, its model, and the names that each language gives to that."""

    schema: Schema
    model: Model
    surfaces: Sequence[Surface]

    @cached_property
    def views(self) -> Mapping[ViewId, wire.View]:
        """The views of the model as they were fetched; without those that a hook has made up."""
        found = {view.as_id(): view for model in self.schema.data_models for view in whole_views(model)}
        return {view.id: found[view.id] for view in self.model.views if view.id in found}

    @cached_property
    def called(self) -> Mapping[ViewId, Hashable]:
        """The name that each view goes by in each language."""
        return {
            view: tuple(next(iter(one.parts[view, None].values())).identifier for one in self.surfaces)
            for view in self.views
        }

    def shown_as(self, view: ViewId | None, kind: Kind, *, written: bool) -> ViewId | None:
        """The view whose class instances are read or written as; None for plain nodes and edges."""
        found = None if view is None else self.model.by_id.get(view)
        return found.id if found and kind in found.kinds and (found.writable or not written) else None

    def edge_writes(self, connection: Connection) -> EdgeWrites:
        """How edges of a connection are written along with the node that they start or end at."""
        if not isinstance(connection, EdgeConnection):
            return EdgeWrites.NOT
        if connection.edge_view is None:
            return EdgeWrites.BY_NODE
        shown = self.shown_as(connection.edge_view, Kind.EDGE, written=True)
        if shown is None:
            return EdgeWrites.NOT
        needs_values = not all(is_optional(prop) for prop in self.model.by_id[shown].properties)
        return EdgeWrites.WHOLE if needs_values else EdgeWrites.BY_NODE


@dataclass(frozen=True, slots=True)
class Difference:
    """What a comparison finds, without the place."""

    kind: ChangeKind
    message: str
    breaks: frozenset[Breaks] = frozenset()
    is_cosmetic: bool = False


def difference(kind: ChangeKind, message: str, breaks: Iterable[Breaks] = ()) -> Difference:
    return Difference(kind, message, frozenset(breaks))


def if_(condition: bool, *breaks: Breaks) -> frozenset[Breaks]:
    """What breaks under a condition."""
    return frozenset(breaks) if condition else frozenset()


class Fit(Enum):
    """How the class that something leads to now stands to the one before."""

    SAME = auto()
    NARROWED = auto()
    """It is a subclass."""
    WIDENED = auto()
    """It is a base."""
    OTHER = auto()


class Classes:
    """Tells how classes of the new schema stand to those of the old one."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self.pairs = pair_views(old.called, new.called)
        self._now = {before: now for before, now in self.pairs if before is not None}

    def fit(self, old: ViewId | None, new: ViewId | None, kind: Kind, *, written: bool = False) -> Fit:
        """How instances of a kind are shown, or written, that were so through one view and are now through another."""
        before = self._old.shown_as(old, kind, written=written)
        now = self._new.shown_as(new, kind, written=written)
        if before is None:
            return Fit.SAME if now is None else Fit.NARROWED
        if now is None:
            return Fit.WIDENED
        same = self._now.get(before, before)
        if same is None:
            return Fit.OTHER
        if same == now:
            return Fit.SAME
        if self._is_a(now, kind, same):
            return Fit.NARROWED
        return Fit.WIDENED if self._is_a(same, kind, now) else Fit.OTHER

    def now(self, view: ViewId) -> ViewId | None:
        """What a view is in the new schema; views outside of the models keep their ids."""
        return self._now.get(view, view)

    def is_same(self, old: ViewId | None, new: ViewId | None) -> bool:
        """Whether both are the same view, if only in another version; views outside of the models by their ids."""
        return (self.now(old) if old else None) == new

    def edge_writes(self, old: Connection, new: Connection) -> tuple[EdgeWrites, EdgeWrites]:
        """How edges of a connection were written, and how they are now."""
        return self._old.edge_writes(old), self._new.edge_writes(new)

    def _is_a(self, view: ViewId, kind: Kind, other: ViewId) -> bool:
        return all(surface.is_a(view, kind, other) for surface in self._new.surfaces)
