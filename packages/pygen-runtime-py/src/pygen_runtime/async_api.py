"""Reading one view, asynchronously."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union, overload

from pygen_runtime.async_paging import AsyncInstanceIterator, read_list_async
from pygen_runtime.instances import Instance, Node
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.progress import Meter
from pygen_runtime.properties import SortDirection
from pygen_runtime.view_api import ViewAPI, is_one_id, refuse_debug

if TYPE_CHECKING:
    from pygen_runtime.aggregates import AggregateList, AggregateProperty, Aggregates, GroupBy, HistogramResult
    from pygen_runtime.async_client import AsyncInstanceClient
    from pygen_runtime.client import Identified
    from pygen_runtime.filters import Filter
    from pygen_runtime.operations.search import SearchOperator, SearchProperties
    from pygen_runtime.query.asynchronous import AsyncQuery
    from pygen_runtime.relations import Relation
    from pygen_runtime.sync import OnExpired, SyncBatch

T = TypeVar("T", bound=Instance)
L = TypeVar("L", bound=InstanceList[Any])
N = TypeVar("N", bound=Node)


class AsyncInstanceAPI(ViewAPI[T, L], Generic[T, L]):
    """Reads one view asynchronously. Generated classes add the typed methods, those of ``InstanceAPI``, awaited."""

    def __init__(self, client: AsyncInstanceClient) -> None:
        self._client = client

    @overload
    async def retrieve(  # type: ignore[overload-overlap]  # one text is also a sequence of texts
        self, ids: Identified, *, target_units: Mapping[str, str] | None = None
    ) -> T | None: ...
    @overload
    async def retrieve(
        self,
        ids: Sequence[Identified],
        *,
        target_units: Mapping[str, str] | None = None,
    ) -> L: ...
    async def retrieve(self, ids: Any, *, target_units: Mapping[str, str] | None = None) -> Union[T, L, None]:
        """Fetch one instance by id (None if there is none), or several: those that exist, in the order of the ids.

        An id is text (in the default instance space), a ``(space, external_id)`` pair, a NodeId, EdgeId, Ref or an
        object. More than 1,000 are fetched in several requests.

        Args:
            ids: One id, or several.
            target_units: Attribute to the unit in which it is wanted, as the keyword of ``list``.

        Raises:
            PygenValidationError: Text was given, and the client has no default instance space; or there is no such
                attribute.
        """
        client = self._client.client
        found = await client.run(self._retrieval(client, self._client._instance_space, ids, target_units))
        if is_one_id(ids):
            return found[0] if found else None
        return self.list_class(found)

    def query(self) -> AsyncQuery[T, L]:
        """Begin a query: any filter, relations to include, sort and limit; nothing is sent before it is read."""
        from pygen_runtime.query.asynchronous import AsyncQuery  # noqa: PLC0415 - most programs list, and start faster without

        return AsyncQuery(
            self._queried(self._client._instance_space, self._client._progress), self._client.client, self._spec()
        )

    def follow(self, relation: Relation[N], of: Any) -> AsyncInstanceIterator[N]:
        """Go through the nodes at the other end of a relation, lazily, each once, however many there are.

        The relation can have conditions and includes of its own; edges and reverse relations a sort, too, which counts
        within the same 1,000 ids.

        Args:
            relation: One of this view's relations.
            of: From where: an id in any form that ``retrieve`` takes, or several.

        Raises:
            PygenValidationError: The view has no such relation, it has a limit or a depth, or something is no id.
        """
        client = self._client.client
        reader = self._following(client, self._client._instance_space, relation, of)
        target: Any = relation.target_class
        return AsyncInstanceIterator(client, reader, target, Meter.of_reading(self._client._progress, target, None))

    def sync(
        self,
        cursor: str | None = None,
        *,
        where: Filter | None = None,
        backfill: bool = True,
        chunk_size: int = 1000,
        on_expired: OnExpired = "raise",
    ) -> AsyncIterator[SyncBatch[T]]:
        """Go through what changed since a cursor, batch by batch, until there is nothing more for now.

        Without cursor everything is told that is there, and from then on what changes. Keep ``batch.cursor`` once a
        batch is carried out; the last batch can be empty, and its cursor is the newest. What no longer meets the
        condition is not told. Order is that of the service's transactions.

        Args:
            cursor: Where an earlier sync stopped.
            where: Only instances that meet this condition.
            backfill: False to begin with what changes from now on; counts without cursor only.
            chunk_size: Instances in one batch, 1 to 2,000; below 100 is discouraged.
            on_expired: What to do with a cursor that is older than 3 days: ``raise``, ``restart`` (everything is told
                anew, and ``batch.restarted`` says so) or ``miss_deletions`` (go on; deletions may be missing).

        Raises:
            CursorExpiredError: The cursor has expired, and ``on_expired`` is ``raise``.
            PygenValidationError: An argument cannot be used.
        """
        client = self._client.client
        changes = self._changes(
            client.api, cursor=cursor, where=where, backfill=backfill, chunk_size=chunk_size, on_expired=on_expired
        )

        async def batches() -> AsyncIterator[SyncBatch[T]]:
            while (batch := changes.next()) is not None:
                yield await client.run(batch)

        return batches()

    async def _list(
        self,
        sort_by: str | Sequence[str] | None,
        sort_direction: SortDirection,
        limit: int | None,
        filters: Mapping[str, Any],
    ) -> L:
        client = self._client.client
        sort = (sort_by, sort_direction)
        reader = self._reader(client, self._client._instance_space, filters, sort=sort, limit=limit)
        result = self.list_class()
        await read_list_async(client, reader, self._meter(self._client._progress, limit), result)
        return self._complete(result, reader)

    def _iterate(
        self, chunk_size: int, limit: int | None, cursor: str | None, filters: Mapping[str, Any]
    ) -> AsyncInstanceIterator[T]:
        refuse_debug(filters)
        client = self._client.client
        space = self._client._instance_space
        reader = self._reader(client, space, filters, chunk_size=chunk_size, limit=limit, cursor=cursor)
        meter = self._meter(self._client._progress, limit)
        return AsyncInstanceIterator(client, reader, self.item_class, meter)

    async def _search(  # noqa: PLR0917 - the seam: generated methods pass on what they are given
        self,
        query: str | None,
        properties: SearchProperties,
        operator: SearchOperator,
        sort_by: str | Sequence[str] | None,
        sort_direction: SortDirection,
        limit: int,
        filters: Mapping[str, Any],
    ) -> L:
        client = self._client.client
        search = (query, properties, operator, limit)
        sort = (sort_by, sort_direction)
        return await client.run(self._searching(client.api, self._client._instance_space, filters, search, sort))

    async def _count(self, property: AggregateProperty | None, filters: Mapping[str, Any]) -> int:  # noqa: A002 - the word of the service
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return await client.run(population.count(client.api, property))

    async def _aggregate(
        self, aggregates: Aggregates, group_by: GroupBy, limit: int, filters: Mapping[str, Any]
    ) -> AggregateList:
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return await client.run(population.aggregate(client.api, aggregates, group_by, limit))

    async def _histogram(
        self,
        property: AggregateProperty,  # noqa: A002 - the word of the service
        interval: float,
        filters: Mapping[str, Any],
    ) -> HistogramResult:
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return await client.run(population.histogram(client.api, property, interval))
