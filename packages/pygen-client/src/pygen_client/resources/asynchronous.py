"""Schema of a project: spaces, containers, views and data models, for asyncio."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar, overload

from pygen_client.core import Api, Operation
from pygen_client.core.api import ParamValue
from pygen_client.resources.container_parts import ContainerPart, ContainerParts, act_on_parts
from pygen_client.resources.inspection import ContainerInspection, inspect_containers
from pygen_client.resources.operations import (
    CONTAINERS,
    DATA_MODELS,
    MAX_PAGE,
    SPACES,
    VIEWS,
    Kind,
    as_many,
    check_pages,
    is_one,
    model_params,
    view_params,
)
from pygen_client.schema import (
    Container,
    ContainerId,
    ContainerWrite,
    DataModel,
    DataModelId,
    DataModelWrite,
    Space,
    SpaceWrite,
    View,
    ViewId,
    ViewWrite,
)
from pygen_client.schema._base import SchemaModel

T = TypeVar("T")
R = TypeVar("R", bound=SchemaModel)
W = TypeVar("W", bound=SchemaModel)
I = TypeVar("I")  # noqa: E741 - the id type, beside R and W


class AsyncRunner(Protocol):
    """Who runs the operations: the client."""

    @property
    def api(self) -> Api: ...

    async def run(self, operation: Operation[T]) -> T: ...


class AsyncSchemaAPI(Generic[R, W, I]):
    """Create, retrieve and delete; the same for every kind of schema object."""

    def __init__(self, client: AsyncRunner, kind: Kind[R, W, I]) -> None:
        self._client = client
        self._kind = kind

    async def create(self, items: W | Sequence[W]) -> builtins.list[R]:
        """Create objects, or update those that exist; give them as the service now has them.

        More than 100 are sent in several requests; what they refer to should come first.

        Raises:
            PygenAPIError: The service refused; nothing was created.
            MultiRequestError: Some of several requests failed; it tells what became of each object.
        """
        many = [items] if isinstance(items, SchemaModel) else items
        return await self._client.run(self._kind.create(self._client.api, many))

    async def delete(self, ids: I | Sequence[I]) -> builtins.list[I]:
        """Delete objects; give the ids of those that existed. Unknown ids are passed over."""
        return await self._client.run(self._kind.delete(self._client.api, as_many(ids)))

    async def _retrieve(self, ids: I | Sequence[I], params: Mapping[str, ParamValue]) -> R | builtins.list[R] | None:
        found = await self._client.run(self._kind.retrieve(self._client.api, as_many(ids), params))
        if is_one(ids):
            return found[0] if found else None
        return found

    async def _list(self, params: Mapping[str, ParamValue], limit: int | None) -> builtins.list[R]:
        return await self._client.run(self._kind.list_all(self._client.api, params, limit))

    def _iterate(self, params: Mapping[str, ParamValue], limit: int | None, chunk_size: int) -> AsyncIterator[R]:
        check_pages(limit, chunk_size)
        return self._items(params, limit, chunk_size)

    async def _items(self, params: Mapping[str, ParamValue], limit: int | None, chunk_size: int) -> AsyncIterator[R]:
        cursor, left = None, limit
        while left is None or left > 0:
            size = chunk_size if left is None else min(chunk_size, left)
            page = await self._client.run(self._kind.list_page(self._client.api, params, limit=size, cursor=cursor))
            for item in page.items:
                yield item
            left = None if left is None else left - len(page.items)
            cursor = page.next_cursor
            if cursor is None:
                return


class AsyncSpacesAPI(AsyncSchemaAPI[Space, SpaceWrite, str]):
    """Spaces of the project."""

    def __init__(self, client: AsyncRunner) -> None:
        super().__init__(client, SPACES)

    @overload
    async def retrieve(self, ids: str) -> Space | None: ...
    @overload
    async def retrieve(self, ids: builtins.list[str] | tuple[str, ...]) -> builtins.list[Space]: ...
    async def retrieve(self, ids: str | builtins.list[str] | tuple[str, ...]) -> Space | builtins.list[Space] | None:
        """Get one space (None if there is none), or those of several that exist."""
        return await self._retrieve(ids, {})

    async def list(self, *, include_global: bool = False, limit: int | None = None) -> builtins.list[Space]:
        """List spaces; ``include_global`` adds those of the service; ``limit=None`` gives all."""
        return await self._list({"includeGlobal": include_global}, limit)

    def iterate(
        self, *, include_global: bool = False, limit: int | None = None, chunk_size: int = MAX_PAGE
    ) -> AsyncIterator[Space]:
        """Go through spaces lazily, a page of ``chunk_size`` (at most 1,000) in memory."""
        return self._iterate({"includeGlobal": include_global}, limit, chunk_size)


class AsyncContainersAPI(AsyncSchemaAPI[Container, ContainerWrite, ContainerId]):
    """Containers of the project."""

    def __init__(self, client: AsyncRunner) -> None:
        super().__init__(client, CONTAINERS)

    @overload
    async def retrieve(self, ids: ContainerId) -> Container | None: ...
    @overload
    async def retrieve(self, ids: Sequence[ContainerId]) -> builtins.list[Container]: ...
    async def retrieve(self, ids: ContainerId | Sequence[ContainerId]) -> Container | builtins.list[Container] | None:
        """Get one container (None if there is none), or those of several that exist."""
        return await self._retrieve(ids, {})

    async def list(
        self, *, space: str | None = None, include_global: bool = False, limit: int | None = None
    ) -> builtins.list[Container]:
        """List containers, of one space or all; ``limit=None`` gives all."""
        return await self._list({"space": space, "includeGlobal": include_global}, limit)

    def iterate(
        self,
        *,
        space: str | None = None,
        include_global: bool = False,
        limit: int | None = None,
        chunk_size: int = MAX_PAGE,
    ) -> AsyncIterator[Container]:
        """Go through containers lazily, a page of ``chunk_size`` (at most 1,000) in memory."""
        return self._iterate({"space": space, "includeGlobal": include_global}, limit, chunk_size)

    async def inspect(
        self,
        ids: ContainerId | Sequence[ContainerId],
        *,
        all_versions: bool = False,
        include_unavailable_views: bool = True,
    ) -> builtins.list[ContainerInspection]:
        """Which views map containers; those that exist are answered.

        Args:
            ids: One id or many.
            all_versions: Whether every version of a view counts, or only the newest.
            include_unavailable_views: Whether the count has views too that the caller may not see.
        """
        operation = inspect_containers(
            self._client.api,
            as_many(ids),
            all_versions=all_versions,
            include_unavailable_views=include_unavailable_views,
        )
        return await self._client.run(operation)

    async def delete_indexes(self, parts: ContainerParts) -> builtins.list[ContainerPart]:
        """Delete indexes of containers; give those that existed. Data stays, but reads that used them get slower."""
        return await self._client.run(act_on_parts(self._client.api, "indexes/delete", parts))

    async def delete_constraints(self, parts: ContainerParts) -> builtins.list[ContainerPart]:
        """Delete constraints of containers; give those that existed."""
        return await self._client.run(act_on_parts(self._client.api, "constraints/delete", parts))

    async def retry_indexes(self, parts: ContainerParts) -> builtins.list[ContainerPart]:
        """Build indexes again that failed. This reads all data of the container; the service limits how often."""
        return await self._client.run(act_on_parts(self._client.api, "indexes/retry", parts))

    async def retry_constraints(self, parts: ContainerParts) -> builtins.list[ContainerPart]:
        """Check constraints again that failed. This reads all data of the container; the service limits how often."""
        return await self._client.run(act_on_parts(self._client.api, "constraints/retry", parts))

    async def retry_properties(self, parts: ContainerParts) -> builtins.list[ContainerPart]:
        """Check again what properties demand (not null, largest size) and data did not hold. Limited as the others."""
        return await self._client.run(act_on_parts(self._client.api, "properties/retry", parts))


class AsyncViewsAPI(AsyncSchemaAPI[View, ViewWrite, ViewId]):
    """Views of the project."""

    def __init__(self, client: AsyncRunner) -> None:
        super().__init__(client, VIEWS)

    @overload
    async def retrieve(self, ids: ViewId, *, include_inherited_properties: bool = True) -> View | None: ...
    @overload
    async def retrieve(
        self, ids: Sequence[ViewId], *, include_inherited_properties: bool = True
    ) -> builtins.list[View]: ...
    async def retrieve(
        self, ids: ViewId | Sequence[ViewId], *, include_inherited_properties: bool = True
    ) -> View | builtins.list[View] | None:
        """Get one view (None if there is none), or those of several that exist.

        Without ``include_inherited_properties`` a view has only the properties that it declares itself.
        """
        return await self._retrieve(ids, {"includeInheritedProperties": include_inherited_properties})

    async def list(
        self,
        *,
        space: str | None = None,
        include_global: bool = False,
        all_versions: bool = False,
        include_inherited_properties: bool = True,
        limit: int | None = None,
    ) -> builtins.list[View]:
        """List views, of one space or all: the newest version of each, or ``all_versions``."""
        return await self._list(view_params(space, include_global, all_versions, include_inherited_properties), limit)

    def iterate(
        self,
        *,
        space: str | None = None,
        include_global: bool = False,
        all_versions: bool = False,
        include_inherited_properties: bool = True,
        limit: int | None = None,
        chunk_size: int = MAX_PAGE,
    ) -> AsyncIterator[View]:
        """Go through views lazily, a page of ``chunk_size`` (at most 1,000) in memory."""
        params = view_params(space, include_global, all_versions, include_inherited_properties)
        return self._iterate(params, limit, chunk_size)

    async def versions(
        self, space: str, external_id: str, *, include_inherited_properties: bool = True
    ) -> builtins.list[View]:
        """Get all versions of one view, the newest first; an empty list if there is none."""
        params = {"includeInheritedProperties": include_inherited_properties}
        return await self._client.run(self._kind.versions(self._client.api, space, external_id, params))

    async def latest(self, space: str, external_id: str, *, include_inherited_properties: bool = True) -> View | None:
        """Get the version of one view that was created last; None if there is none."""
        found = await self.versions(space, external_id, include_inherited_properties=include_inherited_properties)
        return found[0] if found else None


class AsyncDataModelsAPI(AsyncSchemaAPI[DataModel, DataModelWrite, DataModelId]):
    """Data models of the project."""

    def __init__(self, client: AsyncRunner) -> None:
        super().__init__(client, DATA_MODELS)

    @overload
    async def retrieve(self, ids: DataModelId, *, inline_views: bool = False) -> DataModel | None: ...
    @overload
    async def retrieve(self, ids: Sequence[DataModelId], *, inline_views: bool = False) -> builtins.list[DataModel]: ...
    async def retrieve(
        self, ids: DataModelId | Sequence[DataModelId], *, inline_views: bool = False
    ) -> DataModel | builtins.list[DataModel] | None:
        """Get one data model (None if there is none), or those of several that exist, with whole views if asked."""
        return await self._retrieve(ids, {"inlineViews": inline_views})

    async def list(
        self,
        *,
        space: str | None = None,
        include_global: bool = False,
        all_versions: bool = False,
        inline_views: bool = False,
        limit: int | None = None,
    ) -> builtins.list[DataModel]:
        """List data models, of one space or all: the newest version of each, or ``all_versions``."""
        return await self._list(model_params(space, include_global, all_versions, inline_views), limit)

    def iterate(
        self,
        *,
        space: str | None = None,
        include_global: bool = False,
        all_versions: bool = False,
        inline_views: bool = False,
        limit: int | None = None,
        chunk_size: int = MAX_PAGE,
    ) -> AsyncIterator[DataModel]:
        """Go through data models lazily, a page of ``chunk_size`` (at most 1,000) in memory."""
        return self._iterate(model_params(space, include_global, all_versions, inline_views), limit, chunk_size)

    async def versions(self, space: str, external_id: str, *, inline_views: bool = False) -> builtins.list[DataModel]:
        """Get all versions of one data model, the newest first; an empty list if there is none."""
        params = {"inlineViews": inline_views}
        return await self._client.run(self._kind.versions(self._client.api, space, external_id, params))

    async def latest(self, space: str, external_id: str, *, inline_views: bool = False) -> DataModel | None:
        """Get the version of one data model that was created last; None if there is none."""
        found = await self.versions(space, external_id, inline_views=inline_views)
        return found[0] if found else None
