"""What is in a view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pygen_client.schema import ViewId

from pygen_runtime.filters import Filter, HasData, StoredFilter
from pygen_runtime.instances.read import Instance


def members(view: ViewId, view_filter: Mapping[str, Any] | None) -> Filter:
    """The condition that an instance is in a view: its own filter or, without one, that there is data in it.

    Lists know it by themselves, queries and syncs have to be told (behaviour.md section 11).
    """
    return HasData(view) if view_filter is None else StoredFilter(view_filter)


def members_of(item_class: type[Instance]) -> list[Filter]:
    """The same for the view of a class, as the class knows its filter; none for a class without a view."""
    for base in item_class.__mro__:
        own = base.__dict__
        if "view_id" in own:
            return [members(own["view_id"], own.get("view_filter"))]
    return []
