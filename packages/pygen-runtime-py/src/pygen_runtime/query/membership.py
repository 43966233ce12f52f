"""What is in a view."""

from __future__ import annotations

from pygen_runtime.filters import Filter, HasData, StoredFilter
from pygen_runtime.instances.read import Instance


def members_of(item_class: type[Instance]) -> list[Filter]:
    """The condition that an instance is in the view of a class; none for a class without a view.

    Lists know it by themselves, queries and syncs have to be told: the view's own filter or, without one, that there is
    data in the view (behaviour.md section 11).
    """
    for base in item_class.__mro__:
        own = base.__dict__
        if "view_id" in own:
            form = own.get("view_filter")
            return [HasData(own["view_id"]) if form is None else StoredFilter(form)]
    return []
