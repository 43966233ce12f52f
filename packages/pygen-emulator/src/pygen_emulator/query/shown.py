"""What a query shows of a result set: the chosen properties of the instances on its page."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.instances.reader import InstanceReader
from pygen_emulator.instances.requests import Sort
from pygen_emulator.instances.rows import InstanceRow, columns
from pygen_emulator.instances.selection import views_of
from pygen_emulator.instances.sorting import Order
from pygen_emulator.query.requests import SelectedSource
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.instance_table import InstanceKind
from pygen_emulator.storage.values import json_text

ALL = ("*", ".*")
"""Names that mean every property. The second is in a test of the official Python SDK (section 25, 28)."""


def chosen_sources(selectors: Sequence[SelectedSource], catalog: Catalog) -> list[Source]:
    """The views with those of their properties that are to be read.

    Raises:
        ApiError: 400. A view does not exist or has no such property; a connection has no value to read.
    """
    chosen = []
    for source in views_of(selectors, Sources(catalog)):
        wanted = [name for each in selectors if each.source.as_id() == source.id for name in each.properties]
        chosen.append(replace(source, properties={name: source.properties[name] for name in _names(wanted, source)}))
    return chosen


def _names(wanted: Sequence[str], source: Source) -> Sequence[str]:
    for name in wanted:
        if name in ALL or name in source.properties:
            continue
        if source.view is not None and name in source.view.properties:
            raise ApiError(400, f"The property '{name}' of the {source} is a connection and cannot be selected.")
        raise ApiError(400, f"Unknown property '{name}': the {source} has no property of that name.")
    everything = any(name in ALL for name in wanted)
    return list(source.properties) if everything else list(dict.fromkeys(wanted))


def shown(
    connection: sqlite3.Connection,
    catalog: Catalog,
    kind: InstanceKind,
    ids: Sequence[int],
    chosen: Sequence[Source],
    *,
    sort: Sequence[Sort] = (),
    limit: int = -1,
) -> list[dict[str, Any]]:
    """These instances, in their order or sorted, as the service answers them.

    A view in which an instance has no data is left out of it.

    Raises:
        ApiError: 400 for a sort that is not possible.
    """
    scope = Scope(kind)
    order = Order(sort, scope, Sources(catalog))
    clause = order.clause() if sort else "wanted.key"
    statement = (
        f"SELECT {columns(scope.instance)} FROM json_each(?) AS wanted CROSS JOIN {scope.source()}"
        f" WHERE {scope.instance}.id = wanted.value ORDER BY {clause} LIMIT ?"
    )
    rows = [InstanceRow(*row) for row in fetch(connection, statement, (json_text(list(ids)), limit))]
    return InstanceReader(connection, chosen).read(rows, leave_out_empty=True)
