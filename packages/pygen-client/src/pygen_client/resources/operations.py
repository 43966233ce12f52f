"""The five operations that every kind of schema object has, over one description of the kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter

from pygen_client.core import Api, Operation, OperationClass, in_chunks, split_on_timeout
from pygen_client.core.api import ParamValue
from pygen_client.errors import PygenValidationError
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

R = TypeVar("R", bound=SchemaModel)
W = TypeVar("W", bound=SchemaModel)
I = TypeVar("I")  # noqa: E741 - the id type, beside R and W

MAX_ITEMS = 100
"""Items in one request (behaviour.md section 4.1)."""

MAX_PAGE = 1000
"""Objects in one page of a list (behaviour.md section 4.1)."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of a list; ``next_cursor`` is None on the last."""

    items: list[R]
    next_cursor: str | None


class Kind(Generic[R, W, I]):
    """One kind of schema object: where it lives, how it reads, how it is named."""

    def __init__(self, path: str, read: type[R], dump_id: Callable[[I], dict[str, Any]]) -> None:
        self.path = path
        self.dump_id = dump_id
        self._read_items: TypeAdapter[list[R]] = TypeAdapter(list[read])  # type: ignore[valid-type]  # a class held in a variable

    def list_page(
        self, api: Api, params: Mapping[str, ParamValue], *, limit: int, cursor: str | None
    ) -> Operation[Page[R]]:
        query = {**params, "limit": limit, "cursor": cursor}
        response = yield from api.get(self.path, operation_class=OperationClass.SCHEMA, params=query)
        body = response.json()
        return Page(self._read_items.validate_python(body["items"]), body.get("nextCursor"))

    def list_all(self, api: Api, params: Mapping[str, ParamValue], limit: int | None) -> Operation[list[R]]:
        check_limit(limit)
        found: list[R] = []
        cursor = None
        while limit is None or len(found) < limit:
            wanted = MAX_PAGE if limit is None else min(MAX_PAGE, limit - len(found))
            page = yield from self.list_page(api, params, limit=wanted, cursor=cursor)
            found.extend(page.items)
            cursor = page.next_cursor
            if cursor is None:
                break
        return found

    def retrieve(self, api: Api, ids: Sequence[I], params: Mapping[str, ParamValue]) -> Operation[list[R]]:
        return self._post_items(api, f"{self.path}/byids", [self.dump_id(one) for one in ids], self._answered, params)

    def versions(self, api: Api, space: str, external_id: str, params: Mapping[str, ParamValue]) -> Operation[list[R]]:
        """All versions of one object that has versions, the newest first."""
        item = {"space": space, "externalId": external_id}
        found = yield from self._post_items(api, f"{self.path}/byids", [item], self._answered, params)
        return sorted(found, key=_created, reverse=True)

    def create(self, api: Api, items: Sequence[W]) -> Operation[list[R]]:
        return self._post_items(api, self.path, [item.dump() for item in items], self._answered)

    def delete(self, api: Api, ids: Sequence[I]) -> Operation[list[I]]:
        answered = yield from self._post_items(api, f"{self.path}/delete", [self.dump_id(one) for one in ids], _as_is)
        # The answer may say more of each id than was asked, such as its type.
        return [one for one in ids if any(self.dump_id(one).items() <= item.items() for item in answered)]

    def _answered(self, items: list[Any]) -> list[R]:
        return self._read_items.validate_python(items)

    def _post_items(
        self,
        api: Api,
        path: str,
        items: list[dict[str, Any]],
        read: Callable[[list[Any]], list[Any]],
        params: Mapping[str, ParamValue] | None = None,
    ) -> Operation[list[Any]]:
        def post(part: Sequence[dict[str, Any]]) -> Operation[list[Any]]:
            response = yield from api.post(path, {"items": part}, operation_class=OperationClass.SCHEMA, params=params)
            return read(response.json()["items"])

        if not items:
            return []
        # Large batches of views and containers can be too much at once (behaviour.md section 4.1).
        return (
            yield from in_chunks(items, MAX_ITEMS, OperationClass.SCHEMA, lambda part: split_on_timeout(part, post))
        )


def _created(one: SchemaModel) -> int:
    """When an object was created: of two versions the one created later is newer (behaviour.md section 8)."""
    time: int = one.created_time  # type: ignore[attr-defined]  # every object that the service answers has it
    return time


def _as_is(items: list[Any]) -> list[Any]:
    return items


def check_limit(limit: int | None) -> None:
    if limit is not None and limit < 0:
        raise PygenValidationError(f"limit must be 0 or more, or None for all, not {limit}")


def check_pages(limit: int | None, chunk_size: int) -> None:
    """Check the two numbers that an iteration takes."""
    check_limit(limit)
    if not 1 <= chunk_size <= MAX_PAGE:
        raise PygenValidationError(f"chunk_size must be from 1 to {MAX_PAGE}, not {chunk_size}")


def _with_version(one: ViewId | DataModelId) -> dict[str, Any]:
    return {"space": one.space, "externalId": one.external_id, "version": one.version}


def _space(one: str) -> dict[str, Any]:
    return {"space": one}


def _container(one: ContainerId) -> dict[str, Any]:
    return {"space": one.space, "externalId": one.external_id}


SPACES: Kind[Space, SpaceWrite, str] = Kind("/models/spaces", Space, _space)
CONTAINERS: Kind[Container, ContainerWrite, ContainerId] = Kind("/models/containers", Container, _container)
VIEWS: Kind[View, ViewWrite, ViewId] = Kind("/models/views", View, _with_version)
DATA_MODELS: Kind[DataModel, DataModelWrite, DataModelId] = Kind("/models/datamodels", DataModel, _with_version)


def is_one(ids: I | Sequence[I]) -> bool:
    """Whether this is one id and not a sequence of them."""
    return isinstance(ids, (str, ContainerId, ViewId, DataModelId))


def as_many(ids: I | Sequence[I]) -> Sequence[I]:
    return cast("Sequence[I]", [ids] if is_one(ids) else ids)


def view_params(space: str | None, include_global: bool, all_versions: bool, inherited: bool) -> dict[str, ParamValue]:
    return {
        "space": space,
        "includeGlobal": include_global,
        "allVersions": all_versions,
        "includeInheritedProperties": inherited,
    }


def model_params(
    space: str | None, include_global: bool, all_versions: bool, inline_views: bool
) -> dict[str, ParamValue]:
    return {
        "space": space,
        "includeGlobal": include_global,
        "allVersions": all_versions,
        "inlineViews": inline_views,
    }
