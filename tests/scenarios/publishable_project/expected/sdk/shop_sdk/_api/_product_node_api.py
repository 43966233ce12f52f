"""Reading of ProductNode."""

from collections.abc import Sequence
from datetime import date, datetime
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

from ..data_classes.product_node import ProductNode, ProductNodeList


class ProductNodeFilters(NodeFilters, total=False):
    """Keyword filters of ProductNode; all that are given must hold."""

    active: Annotated[bool, equals("active")]
    category: Annotated[RelationFilter, equals("category")]
    min_created_date: Annotated[date, at_least("createdDate")]
    max_created_date: Annotated[date, at_most("createdDate")]
    description: Annotated[str | Sequence[str], equals("description")]
    description_prefix: Annotated[str, prefix("description")]
    name: Annotated[str | Sequence[str], equals("name")]
    name_prefix: Annotated[str, prefix("name")]
    min_price: Annotated[float, at_least("price")]
    max_price: Annotated[float, at_most("price")]
    prices: Annotated[float | Sequence[float], contains_any("prices")]
    quantities: Annotated[int | Sequence[int], contains_any("quantities")]
    min_quantity: Annotated[int, at_least("quantity")]
    max_quantity: Annotated[int, at_most("quantity")]
    tags: Annotated[str | Sequence[str], contains_any("tags")]
    min_updated_timestamp: Annotated[datetime, at_least("updatedTimestamp")]
    max_updated_timestamp: Annotated[datetime, at_most("updatedTimestamp")]


ProductNodeSort: TypeAlias = Literal[
    "space",
    "external_id",
    "created_time",
    "last_updated_time",
    "active",
    "created_date",
    "description",
    "name",
    "price",
    "quantity",
    "updated_timestamp",
]


class ProductNodeAPI(InstanceAPI[ProductNode, ProductNodeList]):
    """Reads ProductNode."""

    item_class = ProductNode
    list_class = ProductNodeList

    def list(
        self,
        *,
        sort_by: ProductNodeSort | Sequence[ProductNodeSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[ProductNodeFilters],
    ) -> ProductNodeList:
        """List ProductNode; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[ProductNodeFilters],
    ) -> InstanceIterator[ProductNode]:
        """Go through ProductNode lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: ProductNodeSort | Sequence[ProductNodeSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[ProductNodeFilters],
    ) -> ProductNodeList:
        """Search ProductNode, the best match first; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[ProductNodeFilters]) -> int:
        """Count ProductNode, or those that have a value of a property."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[ProductNodeFilters],
    ) -> AggregateList:
        """Numbers about ProductNode, of all or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[ProductNodeFilters]
    ) -> HistogramResult:
        """How many ProductNode have a value in each interval."""
        return self._histogram(property, interval, filters)
