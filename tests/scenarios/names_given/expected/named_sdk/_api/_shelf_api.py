"""Reading of Shelf."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AggregateList,
    AggregateProperty,
    Aggregates,
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

from ..data_classes.shelf import Shelf, ShelfList


class ShelfFilters(NodeFilters, total=False):
    """Keyword filters of Shelf; all that are given must hold."""

    title: Annotated[str | Sequence[str], equals("categoryName")]
    title_prefix: Annotated[str, prefix("categoryName")]


ShelfSort: TypeAlias = Literal["space", "external_id", "created_time", "last_updated_time", "title"]


class ShelfAPI(InstanceAPI[Shelf, ShelfList]):
    """Reads Shelf."""

    item_class = Shelf
    list_class = ShelfList

    def list(
        self,
        *,
        sort_by: ShelfSort | Sequence[ShelfSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[ShelfFilters],
    ) -> ShelfList:
        """List Shelf; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[ShelfFilters],
    ) -> InstanceIterator[Shelf]:
        """Go through Shelf lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: ShelfSort | Sequence[ShelfSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[ShelfFilters],
    ) -> ShelfList:
        """Search Shelf, the best match first; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[ShelfFilters]) -> int:
        """Count Shelf, or those that have a value of a property."""
        return self._count(property, filters)

    def aggregate(
        self, aggregates: Aggregates, /, *, group_by: GroupBy = None, limit: int = 100, **filters: Unpack[ShelfFilters]
    ) -> AggregateList:
        """Numbers about Shelf, of all or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[ShelfFilters]
    ) -> HistogramResult:
        """How many Shelf have a value in each interval."""
        return self._histogram(property, interval, filters)
