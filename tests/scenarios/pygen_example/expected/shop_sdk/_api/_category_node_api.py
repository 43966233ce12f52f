"""Reading of CategoryNode, sync and async."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AsyncInstanceAPI,
    AsyncInstanceIterator,
    InstanceAPI,
    InstanceIterator,
    NodeFilters,
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


class AsyncCategoryNodeAPI(AsyncInstanceAPI[CategoryNode, CategoryNodeList]):
    """Reads CategoryNode asynchronously."""

    item_class = CategoryNode
    list_class = CategoryNodeList

    async def list(
        self,
        *,
        sort_by: CategoryNodeSort | Sequence[CategoryNodeSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[CategoryNodeFilters],
    ) -> CategoryNodeList:
        """List CategoryNode; see AsyncInstanceAPI for the parameters."""
        return await self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[CategoryNodeFilters],
    ) -> AsyncInstanceIterator[CategoryNode]:
        """Go through CategoryNode lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)
