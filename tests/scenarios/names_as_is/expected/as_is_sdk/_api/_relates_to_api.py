"""Reading of RelatesTo, sync and async."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AggregateList,
    AggregateProperty,
    Aggregates,
    AsyncInstanceAPI,
    EdgeFilters,
    GroupBy,
    HistogramResult,
    InstanceAPI,
    InstanceIterator,
    SearchOperator,
    SearchProperties,
    SortDirection,
    Unpack,
    at_least,
    at_most,
    awaited,
    equals,
    iterated,
    prefix,
)

from ..data_classes.relates_to import RelatesTo, RelatesToList


class RelatesToFilters(EdgeFilters, total=False):
    """Keyword filters of RelatesTo; all that are given must hold."""

    min_createdAt: Annotated[datetime, at_least("createdAt")]
    max_createdAt: Annotated[datetime, at_most("createdAt")]
    relationType: Annotated[str | Sequence[str], equals("relationType")]
    relationType_prefix: Annotated[str, prefix("relationType")]
    min_strength: Annotated[float, at_least("strength")]
    max_strength: Annotated[float, at_most("strength")]


RelatesToSort: TypeAlias = Literal[
    "space", "external_id", "created_time", "last_updated_time", "createdAt", "relationType", "strength"
]


class RelatesToAPI(InstanceAPI[RelatesTo, RelatesToList]):
    """Reads RelatesTo."""

    item_class = RelatesTo
    list_class = RelatesToList

    def list(
        self,
        *,
        sort_by: RelatesToSort | Sequence[RelatesToSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[RelatesToFilters],
    ) -> RelatesToList:
        """List RelatesTo; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[RelatesToFilters],
    ) -> InstanceIterator[RelatesTo]:
        """Go through RelatesTo lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: RelatesToSort | Sequence[RelatesToSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[RelatesToFilters],
    ) -> RelatesToList:
        """Search RelatesTo, the best match first; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[RelatesToFilters]) -> int:
        """Count RelatesTo, or those that have a value of a property."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[RelatesToFilters],
    ) -> AggregateList:
        """Numbers about RelatesTo, of all or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[RelatesToFilters]
    ) -> HistogramResult:
        """How many RelatesTo have a value in each interval."""
        return self._histogram(property, interval, filters)


class AsyncRelatesToAPI(AsyncInstanceAPI[RelatesTo, RelatesToList]):
    """Reads RelatesTo asynchronously: the same methods, awaited."""

    item_class = RelatesTo
    list_class = RelatesToList

    list = awaited(RelatesToAPI.list)
    iterate = iterated(RelatesToAPI.iterate)
    search = awaited(RelatesToAPI.search)
    count = awaited(RelatesToAPI.count)
    aggregate = awaited(RelatesToAPI.aggregate)
    histogram = awaited(RelatesToAPI.histogram)
