"""Reading of Everything, sync and async."""

# ruff: noqa: A002 - property is the word of the service

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AggregateList,
    AggregateProperty,
    Aggregates,
    AsyncInstanceAPI,
    AsyncInstanceIterator,
    GroupBy,
    HistogramResult,
    InstanceAPI,
    InstanceIterator,
    NodeFilters,
    SearchOperator,
    SearchProperties,
    SortDirection,
    Unpack,
    equals,
    prefix,
)

from shop_by_hand.data_classes.everything import Everything, EverythingList


class EverythingFilters(NodeFilters, total=False):
    """Keyword filters of Everything; all that are given must hold."""

    text: Annotated[str | Sequence[str], equals("text")]
    text_prefix: Annotated[str, prefix("text")]


EverythingSort: TypeAlias = Literal["space", "external_id", "created_time", "last_updated_time", "text"]


class EverythingAPI(InstanceAPI[Everything, EverythingList]):
    """Reads Everything."""

    item_class = Everything
    list_class = EverythingList

    def list(
        self,
        *,
        sort_by: EverythingSort | Sequence[EverythingSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[EverythingFilters],
    ) -> EverythingList:
        """List Everything; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[EverythingFilters],
    ) -> InstanceIterator[Everything]:
        """Go through Everything lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: EverythingSort | Sequence[EverythingSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[EverythingFilters],
    ) -> EverythingList:
        """Search Everything; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[EverythingFilters]) -> int:
        """Count Everything, or those that have a value of an attribute."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[EverythingFilters],
    ) -> AggregateList:
        """Numbers about Everything, all together or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[EverythingFilters]
    ) -> HistogramResult:
        """How many Everything have a value in each interval."""
        return self._histogram(property, interval, filters)


class AsyncEverythingAPI(AsyncInstanceAPI[Everything, EverythingList]):
    """Reads Everything."""

    item_class = Everything
    list_class = EverythingList

    async def list(
        self,
        *,
        sort_by: EverythingSort | Sequence[EverythingSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[EverythingFilters],
    ) -> EverythingList:
        """List Everything; see AsyncInstanceAPI for the parameters."""
        return await self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[EverythingFilters],
    ) -> AsyncInstanceIterator[Everything]:
        """Go through Everything lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    async def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: EverythingSort | Sequence[EverythingSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[EverythingFilters],
    ) -> EverythingList:
        """Search Everything; see AsyncInstanceAPI for the parameters."""
        return await self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    async def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[EverythingFilters]) -> int:
        """Count Everything, or those that have a value of an attribute."""
        return await self._count(property, filters)

    async def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[EverythingFilters],
    ) -> AggregateList:
        """Numbers about Everything, all together or in groups."""
        return await self._aggregate(aggregates, group_by, limit, filters)

    async def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[EverythingFilters]
    ) -> HistogramResult:
        """How many Everything have a value in each interval."""
        return await self._histogram(property, interval, filters)
