"""Going through the pages of a read, asynchronously."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pygen_client import AsyncPygenClient

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


async def read_list_async(client: AsyncPygenClient, reader: PageReader[T], meter: Meter, into: InstanceList[T]) -> None:
    """Read all that is left into a list."""
    with meter:
        await _take_all(client, reader, into_list(reader, meter, into))


async def _take_all(client: AsyncPygenClient, reader: Asking, take: Callable[[Any], None]) -> None:
    """Take all answers, each while the next one is on its way."""
    fetch: Any = None
    while True:
        following = reader.next()
        if following is not None:
            content = await client.run(following.operation, None if fetch is None else partial(take, fetch))
            reader.received(following, content)
        elif fetch is not None:
            take(fetch)
        else:
            return
        fetch = following


async def read_pages_async(
    client: AsyncPygenClient, reader: PageReader[T], meter: Meter
) -> AsyncGenerator[Page[T], None]:
    """Pages one by one. The request for the next one leaves before a page is decoded, so it travels meanwhile.

    Two pages at most are held: the one that was given, and the bytes of the next.
    """
    with meter:
        async with aclosing(_answers(client, reader)) as answers:
            async for fetch in answers:
                # No variable of this frame may hold the page while the caller goes on.
                complete = reader.decode(fetch)
                while complete:
                    meter.page(len(complete[-1].items))
                    yield complete.pop()


async def _answers(client: AsyncPygenClient, reader: Asking) -> AsyncGenerator[Any, None]:
    """Answers that have come, each when the request after it has left."""
    fetch, pending = reader.next(), None
    try:
        while fetch is not None:
            reader.received(fetch, await (client.run(fetch.operation) if pending is None else pending))
            following = reader.next()
            pending = client.start(following.operation) if following is not None else None
            if pending is not None:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(pending.sent.wait(), HEAD_START)
            yield fetch
            fetch = following or reader.next()
    finally:
        if pending is not None:
            pending.cancel()


class AsyncInstanceIterator(Generic[T]):
    """Goes through instances lazily, once. Nothing is requested before the first is asked for."""

    def __init__(self, client: AsyncPygenClient, reader: PageReader[T], item_class: type[T], meter: Meter) -> None:
        self._client = client
        self._reader = reader
        self._item_class = item_class
        self._meter = meter
        self._begun = False
        self._pages = read_pages_async(client, reader, meter)
        self._items: Iterator[T] = iter(())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._item_class.__name__}>"

    def pages(self) -> AsyncIterator[Page[T]]:
        """The same by pages: ``page.items``, and ``page.next_cursor``, with which another iterate can go on."""
        self._begun = True
        return self._pages

    async def to_pandas(self) -> DataFrame:
        """A table of pandas of all that is left; see ``InstanceIterator.to_pandas``.

        Raises:
            PygenError: pandas is not installed.
        """
        return to_pandas(await self._columns())

    async def to_arrow(self) -> Table:
        """A table of Arrow, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: pyarrow is not installed.
        """
        return to_arrow(await self._columns())

    async def to_polars(self) -> PolarsFrame:
        """A table of polars, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: polars is not installed.
        """
        return to_polars(await self._columns())

    async def close(self) -> None:
        """Stop reading. Not needed after the last instance, nor when the iterator is simply dropped."""
        self._begun = True
        self._items = iter(())
        await self._pages.aclose()

    async def _columns(self) -> list[Column]:
        reader = None if self._begun else self._reader.by_rows()
        if reader is None:
            return columns_of([item async for item in self], self._item_class)
        await self.close()
        rows = Rows(self._item_class, reader.only)
        with self._meter as meter:
            await _take_all(self._client, reader, into_rows(reader, meter, rows))
        return rows.columns()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        self._begun = True
        while True:
            for item in self._items:
                return item
            # An exhausted iterator holds its list no more, so the last page is free before the next one is made.
            self._items = iter((await anext(self._pages)).items)
