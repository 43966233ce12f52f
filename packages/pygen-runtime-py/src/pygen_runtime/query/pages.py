"""Long reads of one view: pages of the query endpoint, which may be ten times as large as those of lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Generic, TypeVar, cast

from pygen_client import Operation, OperationClass, PygenAPIError
from pygen_client.core import Api, Done, Failed, gather, halve_on_timeout, now

from pygen_runtime.answers import answer_to
from pygen_runtime.filters import Filter, StoredFilter
from pygen_runtime.instances import Edge, Instance
from pygen_runtime.instances.decode import ItemForm, Page, json_of, next_cursor
from pygen_runtime.operations.read import (
    MAX_CHUNK,
    QUERY_CURSOR,
    Fetch,
    Reader,
    RowReader,
    check_chunk_size,
    check_limit,
)
from pygen_runtime.query.decode import AnswerDecoder, next_cursors
from pygen_runtime.query.membership import members, members_of
from pygen_runtime.query.plan import Plan, Step
from pygen_runtime.query.simplify import all_of

T = TypeVar("T", bound=Instance)

FIRST_PAGE = 1000
"""Instances in the first page of a query; see :class:`PageSize`."""
WORTH_IT = 0.25
"""The share of what a page is larger by, by which instances a second must be more."""
TRIES = 3
"""How often a larger page may disappoint."""
SLOW = 5.0
"""Seconds. Pages that take longer do not grow, for the service gives up on what takes too long."""
HIDDEN = 1.5
"""How many times as long as it is decoded a page may take to come and is hardly waited for: the one before it is
decoded meanwhile."""
USUAL = 20e-6
"""Seconds that an instance takes to decode, for as long as nobody knows: a small one takes half of it."""

_NAME = "all"


class PageSize:
    """How many instances to ask for: twice as many as long as that brings more of them in a second.

    Where each request waits long for its answer, large pages wait less often; where pages come about as fast as they
    are decoded, small ones cost less memory and time. One answer may be late for any reason, so a larger size is tried
    three times before it is given up.

    Args:
        fixed: Always as many; None to adapt.
    """

    def __init__(self, fixed: int | None) -> None:
        self.next = FIRST_PAGE if fixed is None else fixed
        self._settled = fixed is not None
        self._known: tuple[int, float] | None = None
        self._failures = 0
        self._decoding = USUAL

    def decoded(self, count: int, seconds: float) -> None:
        """Take how long the instances of a page took to decode."""
        if count:
            self._decoding = seconds / count

    def answered(self, asked: int, worked: int, seconds: float) -> None:
        """Take how long a page took. Fewer worked than were asked for where so many were too much."""
        if worked < asked:
            self.next, self._settled = worked, True
        if self._settled or asked < self.next or seconds < HIDDEN * self._decoding * worked:
            return
        rate = worked / max(seconds, 1e-6)
        size, known = self._known or (worked, 0.0)
        if rate < known * (1 + WORTH_IT * (worked / size - 1)):
            self._failures += 1
            self.next, self._known = size, None
            self._settled = self._failures == TRIES
        elif worked == MAX_CHUNK or seconds > SLOW:
            self._settled = True
        else:
            self._failures = self._failures if worked == size else 0
            self._known = (worked, rate)
            self.next = min(MAX_CHUNK, 2 * worked)


class QueryPages(Generic[T]):
    """A read of one view by queries. It does no I/O.

    A list shows what is in a view by now, and a list must not show something else because it is long. What a query asks
    for is what the class knows to be in the view, and its filter may have changed since the class was generated: so the
    view is looked up along with the first page.

    Args:
        api: Makes the requests.
        item_class: The class of the view.
        body: The request as it would be for a list, but for paging.
        chunk_size: Instances in one page, 1 to 10,000; None to adapt it.
        limit: Instances altogether; None for all.
        cursor: Where an earlier read stopped.

    Attributes:
        is_open: Whether the view was looked up.

    Raises:
        PygenValidationError: ``limit`` or ``chunk_size`` cannot be used.
    """

    only: frozenset[str] | None = None

    def __init__(
        self,
        api: Api,
        item_class: type[T],
        body: Mapping[str, Any],
        *,
        chunk_size: int | None,
        limit: int | None,
        cursor: str | None = None,
    ) -> None:
        check_limit(limit)
        if chunk_size is not None:
            check_chunk_size(chunk_size)
        self.is_open = False
        self._api = api
        self._view = item_class.view_id
        (self._members,) = members_of(item_class)
        self._conditions = [StoredFilter(body["filter"])] if "filter" in body else []
        self._step = Step(
            name=_NAME,
            item_class=item_class,
            expression={},
            filter=all_of([self._members, *self._conditions]),
            sort=tuple(body.get("sort", ())),
            form=ItemForm(item_class),
            of_edges=issubclass(item_class, Edge),
        )
        self._decoder = AnswerDecoder(Plan(self._step))
        self._size = PageSize(chunk_size)
        self._left = limit
        self._cursor = cursor
        self._more = True
        self._typed = False

    def next(self) -> Fetch | None:
        """What to fetch next; None at the end, or as long as pages on their way may fill the limit."""
        if not self._more or self._left == 0:
            return None
        self._more = False
        size = self._size.next if self._left is None else min(self._size.next, self._left)
        if self._left is not None:
            self._left -= size
        return Fetch(self._answer(size) if self.is_open else self._open(size), size)

    def received(self, fetch: Fetch, content: bytes) -> None:
        """Take the bytes of a page. The request after it can then leave before this page is decoded."""
        fetch.content = content
        self._cursor = next_cursors(content).get(_NAME)
        self._more = self._cursor is not None

    def decode(self, fetch: Fetch) -> list[Page[T]]:
        """The instances of a page, which is the only one; its bytes are given up."""
        content, fetch.content = fetch.content, b""
        begun = perf_counter()
        items = cast("list[T]", self._decoder.sets(content)[_NAME])
        self._size.decoded(len(items), perf_counter() - begun)
        self._given(fetch, len(items))
        return [Page(items, None if self._cursor is None else QUERY_CURSOR + self._cursor)]

    def by_rows(self) -> RowReader:
        """There is nothing but the instances of one view."""
        return self

    def rows(self, fetch: Fetch) -> list[list[dict[str, Any]]]:
        """The instances of a page, which is the only one, as the service wrote them; its bytes are given up."""
        content, fetch.content = fetch.content, b""
        begun = perf_counter()
        items: list[dict[str, Any]] = json_of(content)["items"][_NAME]
        self._size.decoded(len(items), perf_counter() - begun)
        self._given(fetch, len(items))
        return [items]

    def _given(self, fetch: Fetch, count: int) -> None:
        if self._left is not None:
            # A page may be shorter than asked for while there is more (behaviour.md section 19).
            self._left += fetch.size - count

    def _answer(self, size: int) -> Operation[bytes]:
        begun = yield from now()
        content, worked = yield from halve_on_timeout(size, self._ask)
        self._size.answered(size, worked, (yield from now()) - begun)
        return content

    def _open(self, size: int) -> Operation[bytes]:
        """The first page. It is asked for again if the filter of the view is not the one that the class knows."""
        both: list[Operation[Any]] = [self._look_up(), self._answer(size)]
        looked, answered = yield from gather(both, OperationClass.QUERY)
        if isinstance(looked, Failed):
            raise looked.error
        self.is_open = True
        found = cast("Done[Filter]", looked).value
        if found.dump() != self._members.dump():
            self._step = replace(self._step, filter=all_of([found, *self._conditions]))
            self._typed = False
            return (yield from self._answer(size))
        if isinstance(answered, Failed):
            raise answered.error
        return cast("Done[bytes]", answered).value

    def _look_up(self) -> Operation[Filter]:
        """What is in the view by now; as the class knows it where the service shows no such view."""
        view = {"space": self._view.space, "externalId": self._view.external_id, "version": self._view.version}
        response = yield from self._api.post(
            "/models/views/byids", {"items": [view]}, operation_class=OperationClass.SCHEMA
        )
        with answer_to("a lookup of the view"):
            found: list[Mapping[str, Any]] = response.json()["items"]
            return members(self._view, found[0].get("filter")) if found else self._members

    def _ask(self, size: int) -> Operation[bytes]:
        body: dict[str, Any] = {
            "with": {_NAME: self._step.dump(size)},
            "select": {_NAME: self._step.select()},
            "includeTyping": not self._typed,
        }
        if self._cursor is not None:
            body["cursors"] = {_NAME: self._cursor}
        response = yield from self._api.post("/models/instances/query", body, operation_class=OperationClass.QUERY)
        self._typed = True
        return response.content


@dataclass(slots=True)
class LongFetch:
    """One page on its way, of whichever reader it comes from."""

    reader: Reader[Any] | QueryPages[Any]
    fetch: Fetch
    operation: Operation[bytes] = field(init=False)
    dropped: bool = False


class LongReader(Generic[T]):
    """A read of one view that may be long: by queries, or as a list where it is short or nothing else works.

    The first request is that of a list, so whoever reads little notices nothing. If there is more, queries begin anew,
    because neither goes on from the cursors of the other.

    Args:
        listed: Begins to read as a list.
        queried: Reads by queries.
        is_long: Whether it is known to be long, so that it begins with queries.
    """

    only: frozenset[str] | None = None

    def __init__(self, listed: Callable[[], Reader[T]], queried: QueryPages[T], *, is_long: bool) -> None:
        self._listed = listed
        self._queried = queried
        self._probing = not is_long
        self._reader: Reader[T] | QueryPages[T] = queried if is_long else listed()

    def next(self) -> LongFetch | None:
        """What to fetch next; None at the end, or as long as pages on their way may fill the limit."""
        fetch = self._reader.next()
        if fetch is None:
            return None
        found = LongFetch(self._reader, fetch)
        found.operation = self._answer(found)
        return found

    def received(self, fetch: LongFetch, content: bytes) -> None:
        """Take the bytes of a page. The request after it can then leave before this page is decoded."""
        if self._probing and next_cursor(content) is not None:
            fetch.dropped = True
            self._reader = self._queried
        else:
            fetch.reader.received(fetch.fetch, content)
        self._probing = False

    def decode(self, fetch: LongFetch) -> list[Page[T]]:
        """The instances of a page, if they count; its bytes are given up."""
        return [] if fetch.dropped else fetch.reader.decode(fetch.fetch)

    def by_rows(self) -> RowReader:
        """Neither way has anything but the instances of one view."""
        return self

    def rows(self, fetch: LongFetch) -> list[list[dict[str, Any]]]:
        """The instances of a page as the service wrote them, if they count; its bytes are given up."""
        return [] if fetch.dropped else fetch.reader.rows(fetch.fetch)

    def _answer(self, one: LongFetch) -> Operation[bytes]:
        try:
            return (yield from one.fetch.operation)
        except PygenAPIError:
            if one.reader is not self._queried or self._queried.is_open:
                raise
        # The caller may read the instances and not the view. A list needs no more than that.
        reader = self._listed()
        fetch = reader.next()
        if fetch is None:
            raise AssertionError("a list that is to read something begins with a request")
        self._reader = one.reader = reader
        one.fetch = fetch
        return (yield from fetch.operation)
