"""Reading of Product, sync and async."""

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
    equals,
    prefix,
)

from shop_by_hand.data_classes.product import Product, ProductList


class ProductFilters(NodeFilters, total=False):
    """Keyword filters of Product; all that are given must hold."""

    name: Annotated[str | Sequence[str], equals("name")]
    name_prefix: Annotated[str, prefix("name")]
    min_price: Annotated[float, at_least("price")]
    max_price: Annotated[float, at_most("price")]
    min_created_date: Annotated[date, at_least("createdDate")]
    max_created_date: Annotated[date, at_most("createdDate")]
    min_updated_timestamp: Annotated[datetime, at_least("updatedTimestamp")]
    max_updated_timestamp: Annotated[datetime, at_most("updatedTimestamp")]
    min_quantity: Annotated[int, at_least("quantity")]
    max_quantity: Annotated[int, at_most("quantity")]
    active: Annotated[bool, equals("active")]
    status: Annotated[Literal["new", "old"] | Sequence[Literal["new", "old"]], equals("status")]
    category: Annotated[RelationFilter, equals("category")]


ProductSort: TypeAlias = Literal[
    "space", "external_id", "created_time", "last_updated_time", "name", "price", "created_date", "quantity"
]


class ProductAPI(InstanceAPI[Product, ProductList]):
    """Reads Product."""

    item_class = Product
    list_class = ProductList

    def list(
        self,
        *,
        sort_by: ProductSort | Sequence[ProductSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[ProductFilters],
    ) -> ProductList:
        """List Product; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[ProductFilters],
    ) -> InstanceIterator[Product]:
        """Go through Product lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: ProductSort | Sequence[ProductSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[ProductFilters],
    ) -> ProductList:
        """Search Product; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[ProductFilters]) -> int:
        """Count Product, or those that have a value of an attribute."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[ProductFilters],
    ) -> AggregateList:
        """Numbers about Product, all together or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[ProductFilters]
    ) -> HistogramResult:
        """How many Product have a value in each interval."""
        return self._histogram(property, interval, filters)


class AsyncProductAPI(AsyncInstanceAPI[Product, ProductList]):
    """Reads Product."""

    item_class = Product
    list_class = ProductList

    async def list(
        self,
        *,
        sort_by: ProductSort | Sequence[ProductSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[ProductFilters],
    ) -> ProductList:
        """List Product; see AsyncInstanceAPI for the parameters."""
        return await self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[ProductFilters],
    ) -> AsyncInstanceIterator[Product]:
        """Go through Product lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    async def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: ProductSort | Sequence[ProductSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[ProductFilters],
    ) -> ProductList:
        """Search Product; see AsyncInstanceAPI for the parameters."""
        return await self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    async def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[ProductFilters]) -> int:
        """Count Product, or those that have a value of an attribute."""
        return await self._count(property, filters)

    async def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[ProductFilters],
    ) -> AggregateList:
        """Numbers about Product, all together or in groups."""
        return await self._aggregate(aggregates, group_by, limit, filters)

    async def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[ProductFilters]
    ) -> HistogramResult:
        """How many Product have a value in each interval."""
        return await self._histogram(property, interval, filters)
