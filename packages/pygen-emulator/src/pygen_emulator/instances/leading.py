"""Which table a list goes through first, where SQLite would not see it by itself.

SQLite knows neither how many rows a comparison leaves nor that a page needs only its first thousand. Both matter in a
large database: a sort that an index has done already must follow that index, unless the filter leaves few rows anyway.
"""

# ruff: noqa: S608 -- names come quoted from storage.names

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from pygen_client.schema import ContainerId

from pygen_emulator.filters.properties import Column, column
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances.sorting import Order
from pygen_emulator.storage import names

_SELECTIVE_BASE = ("externalId", "type", "startNode", "endNode")
"""What every instance has and an index of the instance table begins with, the space left out: it leaves most rows."""

_LARGE = 1_000
"""Rows from which on a container counts as large."""


def lead(connection: sqlite3.Connection, filter_: Any, order: Order, scope: Scope, sources: Sources) -> None:
    """Let the scope begin with a container that is small, or whose index has the order; without a sort, with any.

    To be called before the order is used. The filter must have been compiled: it is taken to be well formed.
    """
    sizes = _sizes(connection, scope.required)
    if not sizes:
        return
    smallest = min(sizes, key=sizes.__getitem__)
    container = smallest if order.is_of_storing else order.leader()
    if sizes[smallest] < _LARGE:
        scope.lead(smallest)
    elif container is not None and not any(
        _is_selective(compared, container, sources, order) for compared in _compared(filter_, scope, sources)
    ):
        scope.lead(container)


def _sizes(connection: sqlite3.Connection, containers: Sequence[ContainerId]) -> dict[ContainerId, int]:
    """How many rows each container has; of a large one not all are counted."""
    if not containers:
        return {}
    counts = (
        f"(SELECT count(*) FROM (SELECT 1 FROM {names.table(container)} LIMIT {_LARGE}))" for container in containers
    )
    row = connection.execute(f"SELECT {', '.join(counts)}").fetchone()
    return dict(zip(containers, row, strict=True))


def _compared(filter_: Any, scope: Scope, sources: Sources) -> Iterator[Column | None]:
    """The properties that every match has certain values of; None stands for the instance's own identity."""
    for kind, body in (filter_ or {}).items():
        if kind == "and":
            for part in body:
                yield from _compared(part, scope, sources)
        elif kind == "instanceReferences":
            yield None
        elif kind in ("equals", "in", "prefix", "range"):
            yield column(body["property"], scope, sources)


def _is_selective(compared: Column | None, container: ContainerId, sources: Sources, order: Order) -> bool:
    """Whether an index of another table leads to few rows. Indexes of the container itself SQLite compares alone."""
    if compared is None:
        return True
    if compared.container is None:
        # The index of spaces has the order of storing, and no other.
        return compared.path[1] in _SELECTIVE_BASE or (compared.path[1] == "space" and order.is_of_storing)
    return compared.container != container and sources.is_indexed(compared.container, compared.identifier)
