"""Reading of Category, sync and async."""

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
    RelationFilter,
    SearchOperator,
    SearchProperties,
    SortDirection,
    Unpack,
    equals,
    prefix,
)

from shop_by_hand.data_classes.category import Category, CategoryList


class CategoryFilters(NodeFilters, total=False):
    """Keyword filters of Category; all that are given must hold."""

    category_name: Annotated[str | Sequence[str], equals("categoryName")]
    category_name_prefix: Annotated[str, prefix("categoryName")]
    parent: Annotated[RelationFilter, equals("parent")]


CategorySort: TypeAlias = Literal["space", "external_id", "created_time", "last_updated_time", "category_name"]


class CategoryAPI(InstanceAPI[Category, CategoryList]):
    """Reads Category."""

    item_class = Category
    list_class = CategoryList

    def list(
        self,
        *,
        sort_by: CategorySort | Sequence[CategorySort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[CategoryFilters],
    ) -> CategoryList:
        """List Category; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[CategoryFilters],
    ) -> InstanceIterator[Category]:
        """Go through Category lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: CategorySort | Sequence[CategorySort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[CategoryFilters],
    ) -> CategoryList:
        """Search Category; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[CategoryFilters]) -> int:
        """Count Category, or those that have a value of an attribute."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[CategoryFilters],
    ) -> AggregateList:
        """Numbers about Category, all together or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[CategoryFilters]
    ) -> HistogramResult:
        """How many Category have a value in each interval."""
        return self._histogram(property, interval, filters)


class AsyncCategoryAPI(AsyncInstanceAPI[Category, CategoryList]):
    """Reads Category."""

    item_class = Category
    list_class = CategoryList

    async def list(
        self,
        *,
        sort_by: CategorySort | Sequence[CategorySort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[CategoryFilters],
    ) -> CategoryList:
        """List Category; see AsyncInstanceAPI for the parameters."""
        return await self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[CategoryFilters],
    ) -> AsyncInstanceIterator[Category]:
        """Go through Category lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    async def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: CategorySort | Sequence[CategorySort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[CategoryFilters],
    ) -> CategoryList:
        """Search Category; see AsyncInstanceAPI for the parameters."""
        return await self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    async def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[CategoryFilters]) -> int:
        """Count Category, or those that have a value of an attribute."""
        return await self._count(property, filters)

    async def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[CategoryFilters],
    ) -> AggregateList:
        """Numbers about Category, all together or in groups."""
        return await self._aggregate(aggregates, group_by, limit, filters)

    async def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[CategoryFilters]
    ) -> HistogramResult:
        """How many Category have a value in each interval."""
        return await self._histogram(property, interval, filters)
