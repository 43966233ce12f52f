"""Reading of Category, sync and async."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AsyncInstanceAPI,
    AsyncInstanceIterator,
    InstanceAPI,
    InstanceIterator,
    NodeFilters,
    RelationFilter,
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
