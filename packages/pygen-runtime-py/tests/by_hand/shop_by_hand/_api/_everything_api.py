"""Reading of Everything, sync and async."""

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

from shop_by_hand.data_classes.everything import Everything, EverythingList


class EverythingFilters(NodeFilters, total=False):
    """Keyword filters of Everything; all that are given must hold."""

    text: Annotated[str | Sequence[str], equals("text")]
    text_prefix: Annotated[str, prefix("text")]


EverythingSort: TypeAlias = Literal["space", "external_id", "created_time", "last_updated_time", "text"]


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
