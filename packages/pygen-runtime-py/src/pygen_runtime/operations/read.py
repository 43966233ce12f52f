"""Reading pages of instances, and instances by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from pygen_client import MultiRequestError, Operation, OperationClass, PygenValidationError
from pygen_client.core import Api, halve_on_timeout, in_chunks, split_on_timeout
from pygen_client.schema import EdgeId, NodeId

from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Decoder, Page, json_of, next_cursor

T = TypeVar("T", bound=Instance)

Key: TypeAlias = tuple[str, str]
"""An id as space and external id."""

_KEY = attrgetter("space", "external_id")

MAX_PAGE = 1000
"""Instances in one page of a list, and ids in one request (behaviour.md section 4.1)."""

HEAD_START = 0.1
"""Seconds that the request for the next page is waited for at most, before this page is decoded. Decoding holds the
interpreter in one piece, so a request that has not left by then leaves only afterwards. It leaves in less than a
millisecond, unless other requests of the client take all places."""

LONG = 5000
"""A list with a limit up to this is read as a list: queries would take as many requests."""

MAX_CHUNK = 10_000
"""Instances in one page of a query (behaviour.md section 4.1)."""

QUERY_CURSOR = "query:"
"""What the cursors of queries begin with for callers, to be told from those of lists: each goes on where it is from."""


@dataclass(slots=True)
class Fetch:
    """One page on its way: the operation that fetches it, then its bytes."""

    operation: Operation[bytes]
    size: int
    content: bytes = field(default=b"", repr=False)


class Asking(Protocol):
    """A read in pages, without I/O: a list, or a query, of which a page can take several answers."""

    def next(self) -> Any:
        """What to fetch next, with its ``operation``; None at the end, or until answers on their way are decoded."""

    def received(self, fetch: Any, content: bytes) -> None:
        """Take an answer. The request after it can then leave before this one is decoded."""


class RowReader(Asking, Protocol):
    """A read whose instances are wanted as they are in the answers.

    Attributes:
        only: The attributes that are read; None for all.
    """

    @property
    def only(self) -> frozenset[str] | None: ...

    def rows(self, fetch: Any) -> list[list[dict[str, Any]]]:
        """The instances of each page that is complete with this answer, one page at most."""


class PageReader(Asking, Protocol[T]):
    """A read whose instances are wanted as objects."""

    def decode(self, fetch: Any) -> list[Page[T]]:
        """The pages that are complete with this answer, one at most."""

    def by_rows(self) -> RowReader | None:
        """This reader, if what its answers hold can be taken as it is, without making objects."""


class Reader(Generic[T]):
    """One read in pages: which request comes next, and what the answers hold. It does no I/O.

    Args:
        api: Makes the requests.
        decoder: Decodes the answers.
        body: The request but for paging.
        chunk_size: Instances in one page, 1 to 1,000.
        limit: Instances altogether; None for all.
        cursor: Where an earlier read stopped.

    Raises:
        PygenValidationError: ``limit`` or ``chunk_size`` cannot be used.
    """

    only: frozenset[str] | None = None

    def __init__(
        self,
        api: Api,
        decoder: Decoder[T],
        body: Mapping[str, Any],
        *,
        chunk_size: int = MAX_PAGE,
        limit: int | None,
        cursor: str | None = None,
    ) -> None:
        check_limit(limit)
        check_chunk_size(chunk_size)
        self._api = api
        self._decoder = decoder
        self._body = body
        self._chunk_size = chunk_size
        self._left = limit
        self._cursor = cursor
        self._more = True
        self._started = False
        self._keep_others: bool | None = None

    def next(self) -> Fetch | None:
        """What to fetch next; None at the end, or as long as pages on their way may fill the limit."""
        if not self._more or self._left == 0:
            return None
        size = self._chunk_size if self._left is None else min(self._chunk_size, self._left)
        if self._left is not None:
            self._left -= size
        body = {**self._body, "includeTyping": not self._started}
        if self._cursor is not None:
            body["cursor"] = self._cursor
        self._started = True
        # Until this page arrives nothing is known about the one after it.
        self._more = False
        return Fetch(self._page(body, size), size)

    def received(self, fetch: Fetch, content: bytes) -> None:
        """Take the bytes of a page. The request after it can then leave before this page is decoded."""
        fetch.content = content
        self._cursor = next_cursor(content)
        self._more = self._cursor is not None

    def decode(self, fetch: Fetch) -> list[Page[T]]:
        """The instances of a page, which is the only one; its bytes are given up."""
        content, fetch.content = fetch.content, b""
        page, self._keep_others = self._decoder.page(content, keep_others=self._keep_others)
        self._given(fetch, len(page.items))
        return [page]

    def by_rows(self) -> RowReader:
        """Lists have nothing but their instances."""
        return self

    def rows(self, fetch: Fetch) -> list[list[dict[str, Any]]]:
        """The instances of a page, which is the only one, as the service wrote them; its bytes are given up."""
        content, fetch.content = fetch.content, b""
        items: list[dict[str, Any]] = json_of(content)["items"]
        self._given(fetch, len(items))
        return [items]

    def _given(self, fetch: Fetch, count: int) -> None:
        if self._left is not None:
            # A page may be shorter than asked for while there is more (behaviour.md section 19).
            self._left += fetch.size - count

    def _page(self, body: dict[str, Any], size: int) -> Operation[bytes]:
        def ask(limit: int) -> Operation[bytes]:
            response = yield from self._api.post(
                "/models/instances/list", {**body, "limit": limit}, operation_class=OperationClass.READ
            )
            return response.content

        content, worked = yield from halve_on_timeout(size, ask)
        if worked < size:
            self._chunk_size = worked
        return content


def check_chunk_size(size: int) -> None:
    """Raises PygenValidationError if no read has pages of this size."""
    if not 1 <= size <= MAX_CHUNK:
        raise PygenValidationError(f"chunk_size must be 1 to {MAX_CHUNK}, not {size}")


def check_limit(limit: object) -> None:
    """Raises PygenValidationError if the limit of a read cannot be used."""
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise PygenValidationError(f"limit must be 0 or more, or None for all; not {limit!r}")


def retrieve(
    api: Api, decoder: Decoder[T], source: Mapping[str, Any], kind: type[NodeId | EdgeId], keys: Sequence[Key]
) -> Operation[list[T]]:
    """Fetch instances by id, in the order of the ids; those that do not exist in the view are left out.

    ``source`` is the view, with the units that are wanted, in the form of the service. The ids are plain pairs: to make
    and to hash objects for them takes a tenth of the whole time.
    """
    sources, instance_type = [source], kind.instance_type

    def fetch(part: Sequence[Key]) -> Operation[list[T]]:
        items = [
            {"instanceType": instance_type, "space": space, "externalId": external_id} for space, external_id in part
        ]
        body = {"items": items, "sources": sources, "includeTyping": True}
        response = yield from api.post("/models/instances/byids", body, operation_class=OperationClass.READ)
        return decoder.page(response.content)[0].items

    if not keys:
        return []
    unique = list(dict.fromkeys(keys))
    try:
        items = yield from in_chunks(unique, MAX_PAGE, OperationClass.READ, lambda part: split_on_timeout(part, fetch))
    except MultiRequestError as error:
        _name_ids(error, kind)
        raise
    given = list(map(_KEY, items))
    if given == keys:
        return items
    found = dict(zip(given, items, strict=True))
    return [found[key] for key in keys if key in found]


def _name_ids(error: MultiRequestError, kind: type[NodeId | EdgeId]) -> None:
    """Put ids in place of the pairs that were not fetched."""
    for request in (*error.failed, *error.unknown):
        request.items[:] = [kind(*key) for key in request.items]
    error.not_sent[:] = [kind(*key) for key in error.not_sent]
