"""Reading a query page by page, with everything that is included."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from pygen_client import Operation, OperationClass, PygenAPIError
from pygen_client.core import Api, chunks, is_too_heavy, now
from pygen_client.schema import NodeId

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page, json_of
from pygen_runtime.operations.read import check_chunk_size, check_limit
from pygen_runtime.properties.base import MAX_VALUES
from pygen_runtime.query.decode import AnswerDecoder, next_cursors
from pygen_runtime.query.link import Sets, place_listed, prepare_listed
from pygen_runtime.query.plan import Plan, Step
from pygen_runtime.query.simplify import matches_nothing
from pygen_runtime.query.walk import QUICK, Walk

T = TypeVar("T", bound=Instance)


@dataclass(slots=True)
class QueryFetch:
    """One request of a query on its way.

    Attributes:
        reader: Whose request it is: the reader that was asked, or one that reads something apart for it.
        operation: Fetches the answer.
        content: The answer.
        anew: Whether the page of the root was begun again, so that what came before for it does not count.
        complete: Whether with it the page of the root is complete.
        next_cursor: Where the root goes on after that page.
    """

    reader: QueryReader[Any]
    operation: Operation[bytes] = field(init=False)
    content: bytes = field(default=b"", repr=False)
    anew: bool = False
    complete: bool = False
    next_cursor: str | None = None


class QueryReader(Generic[T]):
    """One read of a plan: which request comes next, and what the answers hold. It does no I/O.

    Args:
        api: Makes the requests.
        plan: The plan.
        limit: Instances of the root altogether; None for all.
        page_size: Instances of the root in one page, 1 to 10,000; None to adapt it.
        cursor: Where an earlier read stopped.
        result: The result set whose objects the pages hold; None for the root. A limit goes with the root only.

    Raises:
        PygenValidationError: ``limit`` or ``page_size`` cannot be used.
    """

    def __init__(
        self,
        api: Api,
        plan: Plan,
        *,
        limit: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        result: Step | None = None,
    ) -> None:
        check_limit(limit)
        if page_size is not None:
            check_chunk_size(page_size)
        self._api = api
        self._plan = plan
        self._walk = Walk(plan, cursor=cursor, page_size=page_size)
        self._decoder = AnswerDecoder(plan)
        self._sets = Sets(plan.root)
        self._limit = limit
        self._result = result
        self._page_cursor: str | None = None
        self._given = 0
        self._on_their_way = 0
        self._room: int | None = None
        self._asked = 0
        self._more = not matches_nothing(plan.root.filter)
        self._asking = False
        self._within = False
        self._started = False
        self._is_flat = plan.root.is_alone
        self._has_apart = any(step.apart for step in plan.steps())
        self._joining = False
        self._apart: deque[_Apart] = deque()

    @property
    def finished(self) -> bool:
        """Whether nothing more is to be asked for, once the answer that is there is decoded."""
        return not (self._more or self._asking or self._joining)

    def next(self) -> QueryFetch | None:
        """What to fetch next; None at the end, or as long as answers on their way may fill the limit."""
        if self._apart:
            return self._apart[0].reader.next()
        if self._joining or not self._more:
            return None
        if not self._within:
            self._room = None if self._limit is None else self._limit - self._given - self._on_their_way
            if self._room == 0:
                return None
            if self._started:
                self._walk.turn()
            self._ask()
        fetch = QueryFetch(self)
        fetch.operation = self._answer(fetch)
        self._more, self._asking = False, True
        return fetch

    def received(self, fetch: QueryFetch, content: bytes) -> None:
        """Take an answer. The request after it can then leave before this one is decoded."""
        if fetch.reader is not self:
            self._apart[0].reader.received(fetch, content)
            return
        self._asking = False
        fetch.content = content
        fetch.complete = self._walk.received(next_cursors(content))
        fetch.next_cursor = self._walk.next_cursor
        self._within = not fetch.complete
        self._more = self._within or fetch.next_cursor is not None
        self._on_their_way = self._asked if fetch.complete else 0
        self._joining = fetch.complete and self._has_apart

    def decode(self, fetch: QueryFetch) -> list[Page[T]]:
        """The page of the root that is complete with this answer, if one is; the bytes are given up."""
        with collector_paused():
            if fetch.reader is self:
                content, fetch.content = fetch.content, b""
                if self._is_flat:
                    self._page_cursor = fetch.next_cursor
                    return [self._page(self._decoder.sets(content)[self._plan.root.name])]
                if fetch.anew:
                    self._sets = Sets(self._plan.root)
                self._sets.add(self._decoder.sets(content))
                if not fetch.complete:
                    return []
                self._page_cursor = fetch.next_cursor
                self._sets.join()
                self._apart.extend(self._read_apart())
            else:
                first = self._apart[0]
                for page in first.reader.decode(fetch):
                    place_listed(first.owners, first.step, first.known, page.items)
                if first.reader.finished:
                    self._apart.popleft()
            return [] if self._apart else [self._complete()]

    @property
    def only(self) -> frozenset[str] | None:
        """The attributes of the root that are read; None for all."""
        return self._plan.root.form.only

    def by_rows(self) -> QueryReader[T] | None:
        """This reader, if nothing but the root is read."""
        return self if self._is_flat else None

    def rows(self, fetch: QueryFetch) -> list[list[dict[str, Any]]]:
        """The instances of the root's page as the service wrote them; the bytes are given up."""
        content, fetch.content = fetch.content, b""
        items: list[dict[str, Any]] = json_of(content)["items"][self._plan.root.name]
        self._page(items)
        return [items]

    def _complete(self) -> Page[T]:
        sets, self._sets = self._sets, Sets(self._plan.root)
        return self._page(list(sets.objects(self._plan.root if self._result is None else self._result).values()))

    def _page(self, objects: list[Any]) -> Page[T]:
        items = cast("list[T]", objects)
        # A page may be shorter than asked for while there is more (behaviour.md section 19).
        self._given += len(items)
        self._on_their_way = 0
        self._joining = False
        return Page(items, self._page_cursor)

    def _read_apart(self) -> Iterator[_Apart]:
        """What belongs to the objects of this page and is found by their ids, some of them in each query."""
        for before in self._plan.steps():
            owners = self._sets.objects(before)
            for step in before.apart:
                prepare_listed(owners, step)
                known: dict[tuple[str, str], Any] = {}
                for part in chunks(list(owners), MAX_VALUES):
                    plan = Plan(step.pointing_to([NodeId(*key) for key in part]))
                    reader: QueryReader[Any] = QueryReader(self._api, plan)
                    yield _Apart(reader, step, {key: owners[key] for key in part}, known)

    def _ask(self) -> None:
        self._asked = self._walk.root_size if self._room is None else min(self._walk.root_size, self._room)

    def _answer(self, fetch: QueryFetch) -> Operation[bytes]:
        while True:
            body: Mapping[str, Any] = {**self._walk.body(self._asked), "includeTyping": not self._started}
            begun = yield from now()
            try:
                response = yield from self._api.post(
                    "/models/instances/query", body, operation_class=OperationClass.QUERY
                )
            except PygenAPIError as error:
                if not is_too_heavy(error) or not self._walk.shrink():
                    raise
                self._ask()
                fetch.anew = True
                continue
            self._started = True
            if (yield from now()) - begun < QUICK:
                self._walk.grow()
            return response.content


@dataclass(slots=True)
class _Apart:
    """A query of what points to some objects of a page."""

    reader: QueryReader[Any]
    step: Step
    owners: Mapping[tuple[str, str], Any]
    known: dict[tuple[str, str], Any]
