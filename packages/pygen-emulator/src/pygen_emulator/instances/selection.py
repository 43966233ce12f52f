"""Which instances a request is about: those that exist, belong to its views, and may be seen."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from pygen_emulator.filters.compiler import FilterCompiler, join
from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.filters.target_units import in_units
from pygen_emulator.instances.requests import SourceSelector
from pygen_emulator.instances.rows import columns
from pygen_emulator.instances.sorting import Order
from pygen_emulator.storage.values import Stored, json_text


def views_of(selectors: Sequence[SourceSelector], sources: Sources) -> list[Source]:
    """The views to read, each once, with their properties in the units that are wanted.

    Raises:
        ApiError: 400. A view does not exist, or a target unit does not fit its property.
    """
    ids = list(dict.fromkeys(selector.source.as_id() for selector in selectors))
    sources.demand(ids)
    for id_ in ids:
        targets = [unit for each in selectors if each.source.as_id() == id_ for unit in each.target_units or ()]
        if targets:
            sources.replace(in_units(sources.get(id_), targets))
    return [sources.get(id_) for id_ in ids]


def alive_members(views: Iterable[Source], scope: Scope, compiler: FilterCompiler) -> list[Predicate]:
    """The conditions for an instance of the scope's kind that exists and belongs to all of the views."""
    kind = Predicate(f"({scope.instance}.kind = ?)", (scope.kind,))
    alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
    views = list(views)
    for view in views:
        if view.view is not None and view.view.filter is None:
            scope.require(view.containers)
    return [kind, alive, *(compiler.member_of(view, scope) for view in views)]


def select(
    connection: sqlite3.Connection,
    scope: Scope,
    conditions: Sequence[Predicate],
    order: Order | None = None,
    limit: int = -1,
    *,
    also: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """The rows that meet all conditions, and behind their own columns the keys they are sorted by, and ``also``.

    Raises:
        ApiError: 400, when the statement is more than SQLite takes.
    """
    keys, ordered = (order.columns, order.clause()) if order else ([], None)
    statement, parameters = _statement(scope, conditions, [*keys, *also], ordered)
    return fetch(connection, statement, (*parameters, limit))


def select_page(
    connection: sqlite3.Connection,
    scope: Scope,
    conditions: Sequence[Predicate],
    order: Order,
    *,
    after: Sequence[Stored] | None,
    limit: int,
    also: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """The first rows in the order behind the keys ``after``, as :func:`select` gives them.

    Where an index has the order, it costs the same at any depth.
    """
    if after is None:
        return select(connection, scope, conditions, order, limit, also=also)
    if not scope.is_led:
        return select(connection, scope, [*conditions, order.after(after)], order, limit, also=also)
    found: list[tuple[Any, ...]] = []
    for stretch in order.stretches(after):
        selected = [*order.columns, *also]
        statement, parameters = _statement(scope, [*conditions, stretch.condition], selected, stretch.clause)
        found += fetch(connection, statement, (*parameters, limit - len(found)))
        if len(found) == limit:
            break
    return found


def _statement(
    scope: Scope, conditions: Sequence[Predicate], more: Sequence[str], ordered: str | None
) -> tuple[str, tuple[Stored, ...]]:
    """A statement that lacks its last parameter, the limit."""
    where = join(" AND ", list(conditions))
    selected = ", ".join([columns(scope.instance), *more])
    order_by = f" ORDER BY {ordered}" if ordered else ""
    return f"SELECT {selected} FROM {scope.source()} WHERE {where.sql}{order_by} LIMIT ?", where.parameters


def visible_spaces(filter_: Any, scope: Scope) -> Predicate:
    """Leaves out the service's own spaces, but for those that the filter asks for by name (behaviour.md section 11)."""
    named = json_text(sorted(_named_spaces(filter_)))
    sql = f"({scope.instance}.is_global = 0 OR {scope.instance}.space IN (SELECT value FROM json_each(?)))"
    return Predicate(sql, (named,))


def _named_spaces(filter_: Any) -> set[str]:
    """The spaces that the filter asks for by name: with equals or in on the instance's space, or by references."""
    if not isinstance(filter_, dict):
        return set()
    spaces: set[str] = set()
    for kind, body in filter_.items():
        if kind in ("and", "or") and isinstance(body, list):
            spaces.update(*map(_named_spaces, body))
        elif kind in ("equals", "in") and body.get("property") in (["node", "space"], ["edge", "space"]):
            given = body.get("values", [body.get("value")])
            values = given if isinstance(given, list) else []
            # Anything but a text is a parameter or a property to compare with, and names no space.
            spaces.update(value for value in values if isinstance(value, str))
        elif kind == "instanceReferences":
            spaces.update(reference["space"] for reference in body)
    return spaces
