"""Reading of CategoryNode."""

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

from ..data_classes.category_node import CategoryNode, CategoryNodeList


class CategoryNodeFilters(NodeFilters, total=False):
    """Keyword filters of CategoryNode; all that are given must hold."""

    category_name: Annotated[str | Sequence[str], equals("categoryName")]
    category_name_prefix: Annotated[str, prefix("categoryName")]


CategoryNodeSort: TypeAlias = Literal["space", "external_id", "created_time", "last_updated_time", "category_name"]


class CategoryNodeAPI(InstanceAPI[CategoryNode, CategoryNodeList]):
    """Reads CategoryNode."""

    item_class = CategoryNode
    list_class = CategoryNodeList

    def list(
        self,
        *,
        sort_by: CategoryNodeSort | Sequence[CategoryNodeSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[CategoryNodeFilters],
    ) -> CategoryNodeList:
        """List CategoryNode; see InstanceAPI for the parameters."""
        return self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[CategoryNodeFilters],
    ) -> InstanceIterator[CategoryNode]:
        """Go through CategoryNode lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)

    def search(
        self,
        query: str | None = None,
        /,
        *,
        properties: SearchProperties = None,
        operator: SearchOperator = "AND",
        sort_by: CategoryNodeSort | Sequence[CategoryNodeSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int = 25,
        **filters: Unpack[CategoryNodeFilters],
    ) -> CategoryNodeList:
        """Search CategoryNode, the best match first; see InstanceAPI for the parameters."""
        return self._search(query, properties, operator, sort_by, sort_direction, limit, filters)

    def count(self, property: AggregateProperty | None = None, /, **filters: Unpack[CategoryNodeFilters]) -> int:
        """Count CategoryNode, or those that have a value of a property."""
        return self._count(property, filters)

    def aggregate(
        self,
        aggregates: Aggregates,
        /,
        *,
        group_by: GroupBy = None,
        limit: int = 100,
        **filters: Unpack[CategoryNodeFilters],
    ) -> AggregateList:
        """Numbers about CategoryNode, of all or in groups."""
        return self._aggregate(aggregates, group_by, limit, filters)

    def histogram(
        self, property: AggregateProperty, /, *, interval: float, **filters: Unpack[CategoryNodeFilters]
    ) -> HistogramResult:
        """How many CategoryNode have a value in each interval."""
        return self._histogram(property, interval, filters)
