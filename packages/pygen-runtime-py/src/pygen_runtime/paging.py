"""Going through the pages of a read with blocking calls."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pygen_client import PygenClient

from pygen_runtime.collector import collector_paused
from pygen_runtime.frames import Column, to_arrow, to_pandas, to_polars
from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.instances.table import Rows, columns_of
from pygen_runtime.operations.read import HEAD_START, Asking, PageReader
from pygen_runtime.progress import Meter
from pygen_runtime.taking import into_list, into_rows

if TYPE_CHECKING:
    from pandas import DataFrame
    from polars import DataFrame as PolarsFrame
    from pyarrow import Table

T = TypeVar("T", bound=Instance)


def read_list(client: PygenClient, reader: PageReader[T], meter: Meter, into: InstanceList[T]) -> None:
    """Read all that is left into a list."""
    with collector_paused(), meter:
        _take_all(client, reader, into_list(reader, meter, into))


def _take_all(client: PygenClient, reader: Asking, take: Callable[[Any], None]) -> None:
    """Take all answers, each while the next one is on its way.

    All in this thread: to hand each request to another one takes longer than to send it.
    """
    fetch: Any = None
    while True:
        following = reader.next()
        if following is not None:
            content = client.run(following.operation, None if fetch is None else partial(take, fetch))
            reader.received(following, content)
        elif fetch is not None:
            take(fetch)
        else:
            return
        fetch = following


def read_pages(client: PygenClient, reader: PageReader[T], meter: Meter) -> Generator[Page[T], None, None]:
    """Pages one by one. The request for the next one leaves before a page is decoded, so it travels meanwhile.

    Two pages at most are held: the one that was given, and the bytes of the next.
    """
    with meter, closing(_answers(client, reader)) as answers:
        for fetch in answers:
            # No variable of this frame may hold the page while the caller goes on.
            complete = reader.decode(fetch)
            while complete:
                meter.page(len(complete[-1].items))
                yield complete.pop()


def _answers(client: PygenClient, reader: Asking) -> Generator[Any, None, None]:
    """Answers that have come, each when the request after it has left."""
    fetch, pending = reader.next(), None
    try:
        while fetch is not None:
            reader.received(fetch, client.run(fetch.operation) if pending is None else pending.result())
            following = reader.next()
            pending = client.start(following.operation) if following is not None else None
            if pending is not None:
                pending.sent.wait(HEAD_START)
            yield fetch
            fetch = following or reader.next()
    finally:
        if pending is not None:
            pending.cancel()


class InstanceIterator(Generic[T]):
    """Goes through instances lazily, once. Nothing is requested before the first is asked for."""

    def __init__(self, client: PygenClient, reader: PageReader[T], item_class: type[T], meter: Meter) -> None:
        self._client = client
        self._reader = reader
        self._item_class = item_class
        self._meter = meter
        self._begun = False
        self._pages = read_pages(client, reader, meter)
        self._items: Iterator[T] = iter(())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._item_class.__name__}>"

    def pages(self) -> Iterator[Page[T]]:
        """The same by pages: ``page.items``, and ``page.next_cursor``, with which another iterate can go on."""
        self._begun = True
        return self._pages

    def to_pandas(self) -> DataFrame:
        """A table of pandas of all that is left, with the columns that lists have; see ``InstanceList.to_pandas``.

        Asked before the first instance, the table is made straight from the answers, which takes a fraction of the
        time and memory that objects would take. Properties that the view has gained are then left out.

        Raises:
            PygenError: pandas is not installed.
        """
        return to_pandas(self._columns())

    def to_arrow(self) -> Table:
        """A table of Arrow, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: pyarrow is not installed.
        """
        return to_arrow(self._columns())

    def to_polars(self) -> PolarsFrame:
        """A table of polars, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: polars is not installed.
        """
        return to_polars(self._columns())

    def close(self) -> None:
        """Stop reading. Not needed after the last instance, nor when the iterator is simply dropped."""
        self._begun = True
        self._items = iter(())
        self._pages.close()

    def _columns(self) -> list[Column]:
        reader = None if self._begun else self._reader.by_rows()
        if reader is None:
            return columns_of(list(self), self._item_class)
        self.close()
        rows = Rows(self._item_class, reader.only)
        with collector_paused(), self._meter as meter:
            _take_all(self._client, reader, into_rows(reader, meter, rows))
        return rows.columns()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        self._begun = True
        while True:
            for item in self._items:
                return item
            # An exhausted iterator holds its list no more, so the last page is free before the next one is made.
            self._items = iter(next(self._pages).items)
