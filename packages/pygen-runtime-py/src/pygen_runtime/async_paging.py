"""Going through the pages of a read, asynchronously."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import suppress
from typing import Generic, TypeVar

from pygen_client import AsyncPygenClient

from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.operations.read import HEAD_START, PageReader

T = TypeVar("T", bound=Instance)


async def read_pages_async(client: AsyncPygenClient, reader: PageReader[T]) -> AsyncGenerator[Page[T], None]:
    """Pages one by one. The request for the next one leaves before a page is decoded, so it travels meanwhile.

    Two pages at most are held: the one that was given, and the bytes of the next.
    """
    fetch, pending = reader.next(), None
    try:
        while fetch is not None:
            reader.received(fetch, await (client.run(fetch.operation) if pending is None else pending))
            following = reader.next()
            pending = client.start(following.operation) if following is not None else None
            if pending is not None:
                await _wait(pending.sent)
            # No variable of this frame may hold the page while the caller goes on.
            complete = reader.decode(fetch)
            while complete:
                yield complete.pop()
            fetch = following or reader.next()
    finally:
        if pending is not None:
            pending.cancel()


async def _wait(sent: asyncio.Event) -> None:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(sent.wait(), HEAD_START)


class AsyncInstanceIterator(Generic[T]):
    """Goes through instances lazily, once. Nothing is requested before the first is asked for."""

    def __init__(self, pages: AsyncGenerator[Page[T], None]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    def pages(self) -> AsyncIterator[Page[T]]:
        """The same by pages: ``page.items``, and ``page.next_cursor``, with which another iterate can go on."""
        return self._pages

    async def close(self) -> None:
        """Stop reading. Not needed after the last instance, nor when the iterator is simply dropped."""
        self._items = iter(())
        await self._pages.aclose()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            # An exhausted iterator holds its list no more, so the last page is free before the next one is made.
            self._items = iter((await anext(self._pages)).items)
