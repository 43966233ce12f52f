"""Following one relation from ids, as queries that give what is at its other end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pygen_client import PygenValidationError
from pygen_client.core import Api, chunks
from pygen_client.schema import NodeId

from pygen_runtime.filters import In, InstanceReferences
from pygen_runtime.instances import Instance, Node
from pygen_runtime.instances.decode import ItemForm, Page
from pygen_runtime.properties.base import MAX_VALUES
from pygen_runtime.query.plan import Plan, Step
from pygen_runtime.query.planner import ROOT, check_relation, plan
from pygen_runtime.query.reader import QueryFetch, QueryReader
from pygen_runtime.query.simplify import all_of
from pygen_runtime.query.spec import QuerySpec
from pygen_runtime.relations.declarations import Relation

T = TypeVar("T", bound=Instance)

FEW = 100
"""Nodes in one page from which relations are followed: a list of direct relations has up to 2,000 targets."""


def follow(api: Api, owner: type[Any], relation: Relation[Any], ids: Sequence[NodeId]) -> Followed[Any]:
    """The nodes at the other end of a relation, each once.

    Raises:
        PygenValidationError: The class has no such relation, or the relation has a limit or a depth.
    """
    check_relation(owner, relation)
    if relation.most is not None or relation.levels != 1:
        raise PygenValidationError(
            f"follow gives all that {relation.attribute} leads to, one level far: stop iterating where you have "
            "enough, or include the relation in a query"
        )
    whole = plan(QuerySpec(owner, includes=(relation,))).root
    (step,) = (*whole.steps, *whole.apart)
    return Followed(_reader(api, step, part) for part in chunks(list(dict.fromkeys(ids)), MAX_VALUES))


def _reader(api: Api, step: Step, ids: Sequence[NodeId]) -> QueryReader[Any]:
    hop = step.hop
    kind = None if hop is None else hop.kind
    if kind == "listed":
        return QueryReader(api, Plan(replace(step.pointing_to(ids), form=replace(step.form, via=None))))
    if kind == "reverse":
        # What points here can be found by its relation alone: one result set, in order, page by page.
        through = step.expression["through"]
        source = through["source"]
        version = f"/{source['version']}" if source["type"] == "view" else ""
        path = (source["space"], f"{source['externalId']}{version}", through["identifier"])
        return QueryReader(api, Plan(_rooted(step, In(path, ids))))
    if hop is not None and kind == "edges":
        end = ("edge", "endNode" if hop.inwards else "startNode")
        (ends,) = step.steps
        return QueryReader(api, Plan(_rooted(step, In(end, ids))), result=ends)
    start = Step(ROOT, Node, {}, InstanceReferences(ids), (), ItemForm(Node), steps=(step,))
    return QueryReader(api, Plan(start), page_size=FEW, result=step)


def _rooted(step: Step, condition: Any) -> Step:
    """The same result set, found by a condition and not from another one."""
    known = [] if step.filter is None else [step.filter]
    expression = {"direction": step.expression["direction"]} if step.of_edges else {}
    form = replace(step.form, via=None)
    return replace(step, expression=expression, filter=all_of([*known, condition]), form=form)


class Followed(Generic[T]):
    """Several queries read one after the other, as one. What was given once is not given again.

    The ids of what was given are kept, about 200 bytes for each.
    """

    def __init__(self, readers: Iterable[QueryReader[T]]) -> None:
        self._readers: Iterator[QueryReader[T]] = iter(readers)
        self._current = next(self._readers, None)
        self._given: set[tuple[str, str]] = set()
        self._on_their_way = 0

    def next(self) -> QueryFetch | None:
        """What to fetch next; None at the end, or until an answer is decoded."""
        while self._current is not None:
            fetch = self._current.next()
            if fetch is not None or self._on_their_way or not self._current.finished:
                return fetch
            self._current = next(self._readers, None)
        return None

    def received(self, fetch: QueryFetch, content: bytes) -> None:
        """Take an answer."""
        if self._current is not None:
            self._current.received(fetch, content)
            self._on_their_way += 1

    def decode(self, fetch: QueryFetch) -> list[Page[T]]:
        """The page that is complete with this answer, if one is."""
        if self._current is None:
            return []
        self._on_their_way -= 1
        return [Page(self._fresh(page.items), None) for page in self._current.decode(fetch)]

    def by_rows(self) -> None:
        """What was given before has to be told apart, so objects are made."""

    def _fresh(self, items: list[T]) -> list[T]:
        fresh = [one for one in items if (one.space, one.external_id) not in self._given]
        self._given.update((one.space, one.external_id) for one in fresh)
        return fresh
