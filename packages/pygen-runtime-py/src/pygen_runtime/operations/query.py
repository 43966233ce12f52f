"""Reading a query page by page, with everything that is included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from pygen_client import Operation, OperationClass, PygenAPIError, PygenValidationError
from pygen_client.core import Api, is_too_heavy, now

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.query.decode import AnswerDecoder, next_cursors
from pygen_runtime.query.link import Sets
from pygen_runtime.query.plan import MAX_PAGE, Plan
from pygen_runtime.query.simplify import matches_nothing
from pygen_runtime.query.walk import QUICK, Walk

T = TypeVar("T", bound=Instance)


@dataclass(slots=True)
class QueryFetch:
    """One request of a query on its way.

    Attributes:
        operation: Fetches the answer.
        content: The answer.
        anew: Whether the page of the root was begun again, so that what came before for it does not count.
        complete: Whether with it the page of the root is complete.
        next_cursor: Where the root goes on after that page.
    """

    operation: Operation[bytes]
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
    ) -> None:
        if limit is not None and limit < 0:
            raise PygenValidationError(f"limit must be 0 or more, or None for all; not {limit}")
        if page_size is not None and not 1 <= page_size <= MAX_PAGE:
            raise PygenValidationError(f"chunk_size must be 1 to {MAX_PAGE}, not {page_size}")
        self._api = api
        self._plan = plan
        self._walk = Walk(plan, cursor=cursor, page_size=page_size)
        self._decoder = AnswerDecoder(plan)
        self._sets = Sets(plan.root)
        self._limit = 0 if matches_nothing(plan.root.filter) else limit
        self._given = 0
        self._on_their_way = 0
        self._room: int | None = None
        self._asked = 0
        self._more = True
        self._within = False
        self._started = False

    def next(self) -> QueryFetch | None:
        """What to fetch next; None at the end, or as long as answers on their way may fill the limit."""
        if not self._more:
            return None
        if not self._within:
            self._room = None if self._limit is None else self._limit - self._given - self._on_their_way
            if self._room == 0:
                return None
            if self._started:
                self._walk.turn()
            self._ask()
        fetch = QueryFetch(cast("Operation[bytes]", None))
        fetch.operation = self._answer(fetch)
        self._more = False
        return fetch

    def received(self, fetch: QueryFetch, content: bytes) -> None:
        """Take an answer. The request after it can then leave before this one is decoded."""
        fetch.content = content
        fetch.complete = self._walk.received(next_cursors(content))
        fetch.next_cursor = self._walk.next_cursor
        self._within = not fetch.complete
        self._more = self._within or fetch.next_cursor is not None
        self._on_their_way = self._asked if fetch.complete else 0

    def decode(self, fetch: QueryFetch) -> list[Page[T]]:
        """The page of the root that is complete with this answer, if one is; the bytes are given up."""
        content, fetch.content = fetch.content, b""
        if fetch.anew:
            self._sets = Sets(self._plan.root)
        with collector_paused():
            self._sets.add(self._decoder.sets(content))
            if not fetch.complete:
                return []
            complete, self._sets = self._sets, Sets(self._plan.root)
            items = cast("list[T]", complete.joined())
        # A page may be shorter than asked for while there is more (behaviour.md section 19).
        self._given += len(items)
        self._on_their_way = 0
        return [Page(items, fetch.next_cursor)]

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
