"""Queries without blocking calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pygen_client import AsyncPygenClient

from pygen_runtime.async_paging import AsyncInstanceIterator, read_list_async
from pygen_runtime.instances import Instance
from pygen_runtime.instances.decode import Page
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.query.builder import BaseQuery
from pygen_runtime.query.explain import explain
from pygen_runtime.query.indexes import indexes as look_up

if TYPE_CHECKING:
    from pandas import DataFrame
    from polars import DataFrame as PolarsFrame
    from pyarrow import Table

T = TypeVar("T", bound=Instance)
L = TypeVar("L", bound=InstanceList[Any])


class AsyncQuery(BaseQuery[T, L], Generic[T, L]):
    """A query of one view, asynchronous. Immutable; nothing is sent before it is read."""

    __slots__ = ()
    _client: AsyncPygenClient

    async def list(self) -> L:
        """All instances, or as many as ``limit`` says, with everything that is included."""
        client = self._client
        result = self._queried.list_class()
        await read_list_async(client, self._reader(client.api, None, None), self._meter(), result)
        return result

    def iterate(self, *, chunk_size: int | None = None, cursor: str | None = None) -> AsyncInstanceIterator[T]:
        """Go through the instances lazily, with everything that is included.

        Args:
            chunk_size: Instances in one page, 1 to 10,000; None to adapt it. What is included comes with its page.
            cursor: Where an earlier page said that it goes on.
        """
        client = self._client
        reader = self._reader(client.api, chunk_size, cursor)
        return AsyncInstanceIterator(client, reader, self._queried.item_class, self._meter())

    def pages(self, *, chunk_size: int | None = None, cursor: str | None = None) -> AsyncIterator[Page[T]]:
        """The same by pages: ``page.items``, and ``page.next_cursor``, with which another iterate can go on."""
        return self.iterate(chunk_size=chunk_size, cursor=cursor).pages()

    async def to_pandas(self) -> DataFrame:
        """A table of pandas, with the columns that lists have; what is included is there as ids.

        Without includes it is made straight from the answers; see ``InstanceIterator.to_pandas``.

        Raises:
            PygenError: pandas is not installed.
        """
        return await self.iterate().to_pandas()

    async def to_arrow(self) -> Table:
        """A table of Arrow, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: pyarrow is not installed.
        """
        return await self.iterate().to_arrow()

    async def to_polars(self) -> PolarsFrame:
        """A table of polars, made like that of ``to_pandas``. JSON is its text.

        Raises:
            PygenError: polars is not installed.
        """
        return await self.iterate().to_polars()

    async def first(self) -> T | None:
        """The first instance; None if there is none."""
        found = await self.limit(1).list()
        return found[0] if found else None

    async def count(self) -> int:
        """How many instances meet the conditions, whatever the limit."""
        return await self._client.run(self._count(self._client.api))

    async def explain(self, *, indexes: bool = False) -> str:
        """The plan as readable text: result sets, conditions, order, and what it costs. Nothing is read.

        Args:
            indexes: Whether to look up which index each condition and sort can use; that takes two requests.
        """
        plan = self.plan
        found = await self._client.run(look_up(self._client.api, plan)) if indexes else None
        return explain(plan, self._spec.most, found)
