"""Going through the pages of a read with blocking calls."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

from pygen_client import PygenClient

from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.operations.read import HEAD_START, PageReader

T = TypeVar("T", bound=Instance)


def read_pages(client: PygenClient, reader: PageReader[T]) -> Generator[Page[T], None, None]:
    """Pages one by one. The request for the next one leaves before a page is decoded, so it travels meanwhile.

    Two pages at most are held: the one that was given, and the bytes of the next.
    """
    fetch, pending = reader.next(), None
    try:
        while fetch is not None:
            reader.received(fetch, client.run(fetch.operation) if pending is None else pending.result())
            following = reader.next()
            pending = client.start(following.operation) if following is not None else None
            if pending is not None:
                pending.sent.wait(HEAD_START)
            # No variable of this frame may hold the page while the caller goes on.
            complete = reader.decode(fetch)
            while complete:
                yield complete.pop()
            fetch = following or reader.next()
    finally:
        if pending is not None:
            pending.cancel()


class InstanceIterator(Generic[T]):
    """Goes through instances lazily, once. Nothing is requested before the first is asked for."""

    def __init__(self, pages: Generator[Page[T], None, None]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    def pages(self) -> Iterator[Page[T]]:
        """The same by pages: ``page.items``, and ``page.next_cursor``, with which another iterate can go on."""
        return self._pages

    def close(self) -> None:
        """Stop reading. Not needed after the last instance, nor when the iterator is simply dropped."""
        self._items = iter(())
        self._pages.close()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        while True:
            for item in self._items:
                return item
            # An exhausted iterator holds its list no more, so the last page is free before the next one is made.
            self._items = iter(next(self._pages).items)
