"""Reading one view, with blocking calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union, overload

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import Instance, Node
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.paging import InstanceIterator, read_list
from pygen_runtime.progress import Meter
from pygen_runtime.properties import SortDirection
from pygen_runtime.view_api import ViewAPI, is_one_id, refuse_debug

if TYPE_CHECKING:
    from pygen_runtime.aggregates import AggregateList, AggregateProperty, Aggregates, GroupBy, HistogramResult
    from pygen_runtime.client import Identified, InstanceClient
    from pygen_runtime.filters import Filter
    from pygen_runtime.operations.search import SearchOperator, SearchProperties
    from pygen_runtime.query.blocking import Query
    from pygen_runtime.relations import Relation
    from pygen_runtime.sync import OnExpired, SyncBatch

T = TypeVar("T", bound=Instance)
L = TypeVar("L", bound=InstanceList[Any])
N = TypeVar("N", bound=Node)


class InstanceAPI(ViewAPI[T, L], Generic[T, L]):
    """Reads one view. Generated classes add the typed methods.

    What all methods have in common:

    * Keyword filters: all that are given must hold. A sequence means "one of these", an empty one matches nothing.
    * ``sort_by``: one attribute or up to 5, also ``space``, ``external_id``, ``created_time``, ``last_updated_time``.
    * ``limit``: the list stops there and says so; ``limit=None`` gives all, page by page behind the scenes.
    * ``target_units``: attribute to the unit in which it is wanted; filters on it are in that unit, too.

    ``search(query, properties=..., operator=...)`` finds words in the texts of the view, by default all words in any
    text, the best first, 1,000 instances at most and seconds after they were written. Without a query it is a list.

    ``count(attribute)``, ``aggregate(functions, group_by=...)``, ``histogram(attribute, interval=...)`` give numbers,
    which may also be seconds old. Attributes are given by name or as properties, ``Product.props.price``.
    """

    def __init__(self, client: InstanceClient) -> None:
        self._client = client

    @overload
    def retrieve(  # type: ignore[overload-overlap]  # one text is also a sequence of texts
        self, ids: Identified, *, target_units: Mapping[str, str] | None = None
    ) -> T | None: ...
    @overload
    def retrieve(
        self,
        ids: Sequence[Identified],
        *,
        target_units: Mapping[str, str] | None = None,
    ) -> L: ...
    def retrieve(self, ids: Any, *, target_units: Mapping[str, str] | None = None) -> Union[T, L, None]:
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
        with collector_paused():
            found = client.run(self._retrieval(client, self._client._instance_space, ids, target_units))
        if is_one_id(ids):
            return found[0] if found else None
        return self.list_class(found)

    def query(self) -> Query[T, L]:
        """Begin a query: any filter, relations to include, sort and limit; nothing is sent before it is read."""
        from pygen_runtime.query.blocking import Query  # noqa: PLC0415 - most programs list, and start faster without

        return Query(
            self._queried(self._client._instance_space, self._client._progress), self._client.client, self._spec()
        )

    def follow(self, relation: Relation[N], of: Any) -> InstanceIterator[N]:
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
        return InstanceIterator(client, reader, target, Meter.of_reading(self._client._progress, target, None))

    def sync(
        self,
        cursor: str | None = None,
        *,
        where: Filter | None = None,
        backfill: bool = True,
        chunk_size: int = 1000,
        on_expired: OnExpired = "raise",
    ) -> Iterator[SyncBatch[T]]:
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

        def batches() -> Iterator[SyncBatch[T]]:
            while (batch := changes.next()) is not None:
                yield client.run(batch)

        return batches()

    def _list(
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
        read_list(client, reader, self._meter(self._client._progress, limit), result)
        return self._complete(result, reader)

    def _iterate(
        self, chunk_size: int, limit: int | None, cursor: str | None, filters: Mapping[str, Any]
    ) -> InstanceIterator[T]:
        refuse_debug(filters)
        client = self._client.client
        space = self._client._instance_space
        reader = self._reader(client, space, filters, chunk_size=chunk_size, limit=limit, cursor=cursor)
        meter = self._meter(self._client._progress, limit)
        return InstanceIterator(client, reader, self.item_class, meter)

    def _search(  # noqa: PLR0917 - the seam: generated methods pass on what they are given
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
        return client.run(self._searching(client.api, self._client._instance_space, filters, search, sort))

    def _count(self, property: AggregateProperty | None, filters: Mapping[str, Any]) -> int:  # noqa: A002 - the word of the service
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return client.run(population.count(client.api, property))

    def _aggregate(
        self, aggregates: Aggregates, group_by: GroupBy, limit: int, filters: Mapping[str, Any]
    ) -> AggregateList:
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return client.run(population.aggregate(client.api, aggregates, group_by, limit))

    def _histogram(
        self,
        property: AggregateProperty,  # noqa: A002 - the word of the service
        interval: float,
        filters: Mapping[str, Any],
    ) -> HistogramResult:
        client, population = self._client.client, self._population(self._client._instance_space, filters)
        return client.run(population.histogram(client.api, property, interval))
