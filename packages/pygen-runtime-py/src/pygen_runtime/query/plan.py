"""The plan of a query: which result sets, from what, in which order. A plan is a value; it does no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pygen_client.schema import NodeId, ViewId

from pygen_runtime.filters import ContainsAny, Filter
from pygen_runtime.instances.decode import ItemForm
from pygen_runtime.instances.read import Instance
from pygen_runtime.operations.read import MAX_CHUNK
from pygen_runtime.query.simplify import all_of

MAX_SETS = 50
"""Result sets of one query (behaviour.md section 4.1)."""


@dataclass(frozen=True, slots=True)
class Hop:
    """How a result set is reached from the one before it, and where the objects go.

    Args:
        kind: ``direct`` and ``reverse`` follow direct relations, ``edges`` gives edges, ``ends`` the nodes behind them;
            ``listed`` are nodes with a list of direct relations that points to the objects before.
        attribute: The attribute of the objects before, that refers to these or holds them.
        single: Whether there is one at most; otherwise the attribute holds a list.
        most: How many are kept for each object before; None for all.
        back: For ``reverse`` and ``listed``: the attribute of these objects that points back; ``_via`` where
            the class has none.
        inwards: For ``edges``: whether they end at the objects before.
        path: For ``listed``: where the list is, as filters name it.
        filtered: For ``ends``: whether nodes may be missing because of a condition; their edges then go, too.
    """

    kind: Literal["direct", "reverse", "edges", "ends", "listed"]
    attribute: str
    single: bool = False
    most: int | None = None
    back: str = ""
    inwards: bool = False
    path: tuple[str, ...] = ()
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One result set.

    Args:
        name: Its name in the request, made of the properties on the way.
        item_class: The class of its instances.
        expression: What stands below ``nodes`` or ``edges``, without the filter.
        filter: Which instances are in it.
        sort: Its order.
        form: How its instances are decoded.
        hop: How it is reached; None for the root.
        steps: What is reached from it.
        apart: What belongs to it and is read by queries of its own, because the service cannot follow it from here.
        of_edges: Whether it holds edges.
        units: The units of some properties, in the form of the service.
    """

    name: str
    item_class: type[Instance]
    expression: Mapping[str, Any]
    filter: Filter | None
    sort: tuple[Mapping[str, Any], ...]
    form: ItemForm
    hop: Hop | None = None
    steps: tuple[Step, ...] = ()
    apart: tuple[Step, ...] = ()
    of_edges: bool = field(default=False, kw_only=True)
    units: tuple[Mapping[str, Any], ...] = field(default=(), kw_only=True)

    @property
    def is_alone(self) -> bool:
        """Whether nothing is reached from it, nor read apart for it."""
        return not (self.steps or self.apart)

    def all(self) -> Iterator[Step]:
        """This step and all that are reached from it, each before those that need it."""
        yield self
        for step in self.steps:
            yield from step.all()

    def pointing_to(self, ids: Sequence[NodeId]) -> Step:
        """For what is read apart: the result set of those whose list of direct relations has one of these nodes."""
        path = () if self.hop is None else self.hop.path
        known = [] if self.filter is None else [self.filter]
        return replace(self, filter=all_of([*known, ContainsAny(path, ids)]))

    def dump(self, limit: int) -> dict[str, Any]:
        """The result set in the form of the service."""
        body = dict(self.expression)
        if self.filter is not None:
            body["filter"] = self.filter.dump()
        dumped: dict[str, Any] = {"edges" if self.of_edges else "nodes": body, "limit": limit}
        if self.sort:
            dumped["sort"] = [dict(term) for term in self.sort]
        return dumped

    def select(self) -> dict[str, Any]:
        """What is read of the instances: ``*`` stands for all properties of a view."""
        sources = []
        form = self.form
        view: ViewId | None = getattr(self.item_class, "view_id", None)
        if view is not None:
            names = ["*"] if form.only is None else sorted(form.properties())
            units = {"targetUnits": [dict(one) for one in self.units]} if self.units else {}
            sources.append({"source": view.dump(), "properties": names, **units})
        if form.via is not None:
            sources.append({"source": form.via[0].dump(), "properties": [form.via[1]]})
        return {"sources": sources} if sources else {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query asks the service. :meth:`dump` gives the first request."""

    root: Step

    def steps(self) -> list[Step]:
        """All result sets, each before those that are reached from it."""
        return list(self.root.all())

    def dump(self, *, root_limit: int = 1000, limit: int = MAX_CHUNK) -> dict[str, Any]:
        """The request body of ``/models/instances/query`` for the first pages."""
        steps = self.steps()
        return {
            "with": {step.name: step.dump(root_limit if step is self.root else limit) for step in steps},
            "select": {step.name: step.select() for step in steps},
        }


def far_end(edge: Any, *, inwards: bool) -> NodeId:
    """The node at the other end of an edge."""
    found: NodeId = edge.start_node if inwards else edge.end_node
    return found


def near_end(edge: Any, *, inwards: bool) -> NodeId:
    """The node at this end of an edge."""
    return far_end(edge, inwards=not inwards)
