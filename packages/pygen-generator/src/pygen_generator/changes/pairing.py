"""Which view and which property of the new schema is which of the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from pygen_client import schema as wire
from pygen_client.schema import DataModelId, ViewId

T = TypeVar("T")

Key = Callable[[T], Hashable]


def pair(old: Iterable[T], new: Iterable[T], keys: Iterable[Key[T]]) -> list[tuple[T | None, T | None]]:
    """Pairs of what is the same, then what is only old or only new, each in the given order.

    The keys are tried one after the other. Two things are a pair if nothing else on their side has the same key; a key
    of None is none.
    """
    left, right = list(old), list(new)
    pairs: dict[int, tuple[T, T]] = {}
    order = {id(one): index for index, one in enumerate(left)}
    for key in keys:
        old_by_key, new_by_key = _unique(left, key), _unique(right, key)
        for value in old_by_key.keys() & new_by_key.keys():
            before, now = old_by_key[value], new_by_key[value]
            pairs[order[id(before)]] = before, now
        matched = {id(one) for two in pairs.values() for one in two}
        left = [one for one in left if id(one) not in matched]
        right = [one for one in right if id(one) not in matched]
    return [*(pairs[index] for index in sorted(pairs)), *((one, None) for one in left), *((None, one) for one in right)]


def _unique(items: Iterable[T], key: Key[T]) -> dict[Hashable, T]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        if (value := key(item)) is not None:
            groups[value].append(item)
    return {value: found[0] for value, found in groups.items() if len(found) == 1}


def pair_models(
    old: Iterable[DataModelId], new: Iterable[DataModelId]
) -> list[tuple[DataModelId | None, DataModelId | None]]:
    """Data models: the same, or else another version of the same."""
    keys: list[Key[DataModelId]] = [lambda one: one, lambda one: (one.space, one.external_id)]
    return pair(old, new, keys)


Names = Mapping[ViewId, Hashable]
"""What programs call each view."""


def pair_views(old: Names, new: Names) -> list[tuple[ViewId | None, ViewId | None]]:
    """Views: the same, or else the only other version of it, the one that programs call the same, one of that name in
    another space, or one that is spelt alike."""
    sides = [(old, view) for view in sorted(old)], [(new, view) for view in sorted(new)]
    keys: list[Key[tuple[Names, ViewId]]] = [
        lambda one: one[1],
        lambda one: (one[1].space, one[1].external_id),
        lambda one: one[0][one[1]],
        lambda one: one[1].external_id,
        lambda one: _spelling(one[1].external_id),
    ]
    return [(before and before[1], now and now[1]) for before, now in pair(*sides, keys)]


def pair_properties(old: wire.View, new: wire.View) -> list[tuple[str | None, str | None]]:
    """Properties: the same name, or else the same property of a container, or a name that is spelt alike."""

    def stored(view: wire.View, name: str) -> Hashable:
        prop = view.properties[name]
        if not isinstance(prop, wire.MappedProperty):
            return None
        return prop.container, prop.container_property_identifier

    sides = [(old, name) for name in sorted(old.properties)], [(new, name) for name in sorted(new.properties)]
    keys: list[Key[tuple[wire.View, str]]] = [
        lambda one: one[1],
        lambda one: stored(*one),
        lambda one: _spelling(one[1]),
    ]
    return [(before and before[1], now and now[1]) for before, now in pair(*sides, keys)]


def _spelling(name: str) -> str:
    return "".join(character for character in name if character.isalnum()).casefold()
