"""Reading of Everything, sync and async."""

# ruff: noqa: A002 - property is the word of the service

from collections.abc import Sequence
from datetime import date, datetime
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
    RelationFilter,
    SearchOperator,
    SearchProperties,
    SortDirection,
    Unpack,
    at_least,
    at_most,
    contains_any,
    equals,
    prefix,
)

from shop_by_hand.data_classes.everything import Everything, EverythingList


class EverythingFilters(NodeFilters, total=False):
    """Keyword filters of Everything; all that are given must hold."""

    min_at: Annotated[datetime, at_least("at")]
    max_at: Annotated[datetime, at_most("at")]
    min_day: Annotated[date, at_least("day")]
    max_day: Annotated[date, at_most("day")]
    days: Annotated[date | Sequence[date], contains_any("days")]
    file: Annotated[str | Sequence[str], equals("file")]
    flag: Annotated[bool, equals("flag")]
    flags: Annotated[bool | Sequence[bool], contains_any("flags")]
    min_float32: Annotated[float, at_least("float32")]
    max_float32: Annotated[float, at_most("float32")]
    min_float64: Annotated[float, at_least("float64")]
    max_float64: Annotated[float, at_most("float64")]
    floats: Annotated[float | Sequence[float], contains_any("floats")]
    min_int32: Annotated[int, at_least("int32")]
    max_int32: Annotated[int, at_most("int32")]
    min_int64: Annotated[int, at_least("int64")]
    max_int64: Annotated[int, at_most("int64")]
    ints: Annotated[int | Sequence[int], contains_any("ints")]
    other: Annotated[RelationFilter, equals("other")]
    others: Annotated[RelationFilter, contains_any("others")]
    min_serial: Annotated[int, at_least("serial")]
    max_serial: Annotated[int, at_most("serial")]
    series: Annotated[str | Sequence[str], equals("series")]
    state: Annotated[Literal["on", "off"] | Sequence[Literal["on", "off"]], equals("state")]
    text: Annotated[str | Sequence[str], equals("text")]
    text_prefix: Annotated[str, prefix("text")]
    texts: Annotated[str | Sequence[str], contains_any("texts")]
    times: Annotated[datetime | Sequence[datetime], contains_any("times")]


EverythingSort: TypeAlias = Literal[
    "space", "external_id", "created_time", "last_updated_time", "text", "float64", "int32", "at"
]


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
