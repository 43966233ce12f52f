"""What is stored of instances that are to be written or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pygen_client import Operation, OperationClass
from pygen_client.core import Api, split_on_timeout
from pygen_client.schema import ViewId

from pygen_runtime.answers import answer_to
from pygen_runtime.operations.account import Key
from pygen_runtime.operations.answered import key_in
from pygen_runtime.operations.write_plan import Write


@dataclass(frozen=True, slots=True)
class Stored:
    """An instance as it is stored.

    Attributes:
        item: Version, times, type and ends, as the service gives them.
        properties: By property of the view through which it is written; None if it has no data there.
    """

    item: Mapping[str, Any]
    properties: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def version(self) -> int:
        """Grows with every change."""
        version: int = self.item["version"]
        return version


def read_stored(api: Api, writes: Sequence[Write]) -> Operation[dict[Key, Stored]]:
    """What is stored of some instances, each with its properties in the view through which it is written."""
    found = yield from read_existing(api, [write.key for write in writes])
    by_view: dict[ViewId, list[Key]] = {}
    for write in writes:
        if write.view is not None and write.key in found:
            by_view.setdefault(write.view, []).append(write.key)
    for view, keys in by_view.items():
        # One view at a time: an answer leaves out what has no data in one of its views (behaviour.md section 11).
        items = yield from _by_ids(api, keys, view)
        with answer_to("a lookup of instances"):
            found.update({key_in(item): _stored(item, view) for item in items})
    return found


def read_existing(api: Api, keys: Sequence[Key]) -> Operation[dict[Key, Stored]]:
    """Those of some instances that exist, without properties."""
    items = yield from _by_ids(api, keys, None)
    with answer_to("a lookup of instances"):
        return {key_in(item): _stored(item, None) for item in items}


def _by_ids(api: Api, keys: Sequence[Key], view: ViewId | None) -> Operation[list[dict[str, Any]]]:
    sources = {} if view is None else {"sources": [{"source": view.dump()}]}

    def read(part: Sequence[Key]) -> Operation[list[dict[str, Any]]]:
        items = [{"instanceType": kind, "space": space, "externalId": name} for kind, space, name in part]
        response = yield from api.post(
            "/models/instances/byids", {"items": items, **sources}, operation_class=OperationClass.READ
        )
        with answer_to("a lookup of instances"):
            answer: list[dict[str, Any]] = [*response.json()["items"]]
        return answer

    return (yield from split_on_timeout(keys, read))


def _stored(item: Mapping[str, Any], view: ViewId | None) -> Stored:
    properties = None
    if view is not None:
        space, versioned = view.as_path()
        properties = item["properties"][space][versioned]
    # A write over what cannot be read would lose it.
    if any(type(item[name]) is not int for name in ("version", "createdTime", "lastUpdatedTime")):
        raise TypeError("an item does not say which version it is, and of when")
    if view is not None and type(properties) is not dict:
        raise TypeError("an item has properties that are none")
    return Stored(item, properties)
