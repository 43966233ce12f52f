"""Versions of views and data models (behaviour.md section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar


class Versioned(Protocol):
    @property
    def created_time(self) -> int: ...


class VersionedId(Protocol):
    @property
    def space(self) -> str: ...
    @property
    def external_id(self) -> str: ...


Id = TypeVar("Id", bound=VersionedId)
Stored = TypeVar("Stored", bound=Versioned)


def newest(stored: Mapping[Id, Stored]) -> dict[Id, Stored]:
    """Of each external id the version that was created last."""
    found: dict[tuple[str, str], tuple[Id, Stored]] = {}
    for id_, item in stored.items():
        known = found.get((id_.space, id_.external_id))
        if known is None or known[1].created_time <= item.created_time:
            found[id_.space, id_.external_id] = (id_, item)
    return dict(found.values())
