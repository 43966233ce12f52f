"""Reading of RelatesTo, sync and async."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pygen_runtime.codegen import (
    AsyncInstanceAPI,
    AsyncInstanceIterator,
    EdgeFilters,
    InstanceAPI,
    InstanceIterator,
    SortDirection,
    Unpack,
    at_least,
    at_most,
    equals,
    prefix,
)

from ..data_classes.relates_to import RelatesTo, RelatesToList


class RelatesToFilters(EdgeFilters, total=False):
    """Keyword filters of RelatesTo; all that are given must hold."""

    min_created_at: Annotated[datetime, at_least("createdAt")]
    max_created_at: Annotated[datetime, at_most("createdAt")]
    relation_type: Annotated[str | Sequence[str], equals("relationType")]
    relation_type_prefix: Annotated[str, prefix("relationType")]
    min_strength: Annotated[float, at_least("strength")]
    max_strength: Annotated[float, at_most("strength")]


RelatesToSort: TypeAlias = Literal[
    "space", "external_id", "created_time", "last_updated_time", "created_at", "relation_type", "strength"
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


class AsyncRelatesToAPI(AsyncInstanceAPI[RelatesTo, RelatesToList]):
    """Reads RelatesTo asynchronously."""

    item_class = RelatesTo
    list_class = RelatesToList

    async def list(
        self,
        *,
        sort_by: RelatesToSort | Sequence[RelatesToSort] | None = None,
        sort_direction: SortDirection = "ascending",
        limit: int | None = 25,
        **filters: Unpack[RelatesToFilters],
    ) -> RelatesToList:
        """List RelatesTo; see AsyncInstanceAPI for the parameters."""
        return await self._list(sort_by, sort_direction, limit, filters)

    def iterate(
        self,
        *,
        chunk_size: int = 1000,
        limit: int | None = None,
        cursor: str | None = None,
        **filters: Unpack[RelatesToFilters],
    ) -> AsyncInstanceIterator[RelatesTo]:
        """Go through RelatesTo lazily, two chunks in memory at most."""
        return self._iterate(chunk_size, limit, cursor, filters)
