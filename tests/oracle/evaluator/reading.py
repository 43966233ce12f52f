"""Reading instances: by id, in lists, and in the order of a sort (behaviour.md sections 11 and 13)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from typing import Any

from evaluator.filters import Filters
from evaluator.schema import Json
from evaluator.state import Instance, State, name_of, shown

Key = tuple[Any, ...]
"""What an instance is sorted by."""


def byids(state: State, request: Json) -> list[Json]:
    """The items that exist and belong to all sources, each once, in the order of the request (stance 29)."""
    filters, sources = Filters(state), request.get("sources", [])
    found = []
    for name in dict.fromkeys(name_of(item) for item in request["items"]):
        instance = state.alive(name)
        if instance is not None and all(filters.in_view(instance, source["source"]) for source in sources):
            found.append(shown(state, instance, sources))
    return found


def listed(state: State, request: Json) -> list[Instance]:
    """All that a list has on its pages, in the order of its sort; equal ones in any order."""
    filters, sources = Filters(state), request.get("sources", [])
    found = [
        instance
        for instance in state.all_alive(request.get("instanceType", "node"))
        if filters.matches(instance, request.get("filter"))
        and all(filters.in_view(instance, source["source"]) for source in sources)
    ]
    return in_order(state, found, request.get("sort", []))


def in_order(state: State, instances: Iterable[Instance], sorts: Sequence[Json]) -> list[Instance]:
    """Sorted; equal ones keep their order."""

    def compare(left: Instance, right: Instance) -> int:
        for sort in sorts:
            difference = _compare(sort, sort_value(state, left, sort), sort_value(state, right, sort))
            if difference:
                return difference
        return 0

    return sorted(instances, key=cmp_to_key(compare))


def sort_key(state: State, instance: Instance, sorts: Sequence[Json]) -> Key:
    """The values that the instance is sorted by: two instances with one key may come in any order."""
    return tuple(sort_value(state, instance, sort) for sort in sorts)


def sort_value(state: State, instance: Instance, sort: Json) -> Any:
    property_, value = state.lookup(instance, sort["property"])
    if value is None or property_.collation == "ucs_basic":
        return value
    return _linguistic(value)


def _compare(sort: Json, left: Any, right: Any) -> int:
    """Nulls come last in both directions, unless they are asked for first."""
    if left is None or right is None:
        absent = (left is None) - (right is None)
        return -absent if sort.get("nullsFirst", False) else absent
    difference = (left > right) - (left < right)
    return -difference if sort.get("direction") == "descending" else difference


def _linguistic(text: str) -> tuple[str, str, str, str]:
    """Base letters, then marks, then lower case before upper case: the emulator's one order of languages."""
    decomposed = unicodedata.normalize("NFD", text)
    base = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return base.casefold(), decomposed.casefold(), text.swapcase(), text
