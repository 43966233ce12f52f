"""Reading instances: by id, and page by page with a filter."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import FilterCompiler, join
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.instances import cursors
from pygen_emulator.instances.reader import InstanceReader, typing_of
from pygen_emulator.instances.requests import DEFAULT_LIMIT, ByIdsRequest, Debug, ListRequest, SourceSelector
from pygen_emulator.instances.rows import InstanceRow, Name, columns
from pygen_emulator.instances.sorting import Order
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.instance_table import InstanceKind
from pygen_emulator.storage.values import json_text

_WIDTH = len(fields(InstanceRow))


def by_ids(connection: sqlite3.Connection, catalog: Catalog, request: ByIdsRequest) -> dict[str, Any]:
    """The instances that exist and belong to all views, each once, in the order of the request."""
    sources = Sources(catalog)
    views = _views(request.sources or (), sources)
    found: dict[Name, InstanceRow] = {}
    kinds: dict[InstanceKind, list[list[str]]] = {}
    for item in request.items:
        kinds.setdefault(item.instance_type, []).append([item.space, item.external_id])
    for kind, wanted in kinds.items():
        scope = Scope(kind)
        conditions = [
            Predicate(
                f"({scope.instance}.space, {scope.instance}.external_id) IN "
                "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
                (json_text(wanted),),
            ),
            *_alive_members(views, scope, FilterCompiler(sources)),
        ]
        for row in _select(connection, scope, conditions):
            instance = InstanceRow(*row[:_WIDTH])
            found[instance.kind, instance.space, instance.external_id] = instance
    order: dict[Name, None] = dict.fromkeys(
        (item.instance_type, item.space, item.external_id) for item in request.items
    )
    rows = [found[name] for name in order if name in found]
    answer: dict[str, Any] = {"items": InstanceReader(connection, views).read(rows)}
    if request.include_typing:
        answer["typing"] = typing_of(views)
    return answer


def list_page(connection: sqlite3.Connection, catalog: Catalog, request: ListRequest) -> dict[str, Any]:
    """One page of the instances that belong to all views and match the filter.

    Instances of the service's own spaces are listed only where the filter names their space.
    """
    if request.debug is not None:
        _check_debug(request.debug)
    sources = Sources(catalog)
    views = _views(request.sources or (), sources)
    scope = Scope(request.instance_type or "node")
    compiler = FilterCompiler(sources)
    conditions = _alive_members(views, scope, compiler)
    if request.filter is not None:
        conditions.append(compiler.compile(request.filter, scope))
    conditions.append(_global_spaces(request.filter, scope))
    order = Order(request.sort or (), scope, sources)
    identity = _identity(request)
    if request.cursor is not None:
        conditions.append(order.after(cursors.decode(identity, request.cursor)))
    limit = request.limit or DEFAULT_LIMIT
    # One more than asked for tells whether there is a next page.
    found = _select(connection, scope, conditions, order, limit + 1)
    rows = [InstanceRow(*row[:_WIDTH]) for row in found[:limit]]
    emit = request.debug is None or request.debug.emit_results is not False
    answer: dict[str, Any] = {"items": InstanceReader(connection, views).read(rows) if emit else []}
    if request.include_typing:
        answer["typing"] = typing_of(views)
    if request.debug is not None:
        answer["debug"] = {"notices": _notices(request, request.debug, order)}
    if emit and len(found) > limit:
        answer["nextCursor"] = cursors.encode(identity, found[limit - 1][_WIDTH:])
    return answer


def _views(selectors: Sequence[SourceSelector], sources: Sources) -> list[Source]:
    ids = list(dict.fromkeys(selector.source.as_id() for selector in selectors))
    sources.demand(ids)
    if any(selector.target_units for selector in selectors):
        raise ApiError(501, "Not simulated: targetUnits, the conversion to other units")
    return [sources.get(id_) for id_ in ids]


def _alive_members(views: Iterable[Source], scope: Scope, compiler: FilterCompiler) -> list[Predicate]:
    kind = Predicate(f"({scope.instance}.kind = ?)", (scope.kind,))
    alive = Predicate(f"({scope.instance}.deleted_time IS NULL)")
    return [kind, alive, *(compiler.member_of(view, scope) for view in views)]


def _select(
    connection: sqlite3.Connection,
    scope: Scope,
    conditions: Sequence[Predicate],
    order: Order | None = None,
    limit: int = -1,
) -> list[tuple[Any, ...]]:
    """The rows, and behind their own columns the keys they are sorted by."""
    where = join(" AND ", list(conditions))
    selected = ", ".join([columns(scope.instance), *(order.columns if order else ())])
    ordered = f" ORDER BY {order.clause()}" if order else ""
    statement = f"SELECT {selected} FROM {scope.source()} WHERE {where.sql}{ordered} LIMIT ?"
    try:
        return [tuple(row) for row in connection.execute(statement, (*where.parameters, limit))]
    except sqlite3.OperationalError as error:
        raise ApiError(400, f"The filter is too large for the emulator's database: {error}.") from None


def _global_spaces(filter_: Any, scope: Scope) -> Predicate:
    named = json_text(sorted(_named_spaces(filter_)))
    sql = f"({scope.instance}.is_global = 0 OR {scope.instance}.space IN (SELECT value FROM json_each(?)))"
    return Predicate(sql, (named,))


def _named_spaces(filter_: Any) -> set[str]:
    """The spaces that the filter asks for by name: with equals or in on the instance's space, or by references."""
    if not isinstance(filter_, dict):
        return set()
    spaces: set[Any] = set()
    for kind, body in filter_.items():
        if kind in ("and", "or") and isinstance(body, list):
            spaces.update(*map(_named_spaces, body))
        elif kind in ("equals", "in") and body.get("property") in (["node", "space"], ["edge", "space"]):
            values = body.get("values", [body.get("value")])
            spaces.update(values if isinstance(values, list) else ())
        elif kind == "instanceReferences":
            spaces.update(reference["space"] for reference in body)
    return {space for space in spaces if isinstance(space, str)}


def _identity(request: ListRequest) -> str:
    """What must stay the same while a client pages through a list."""
    sort = [[item.property, item.direction == "descending", bool(item.nulls_first)] for item in request.sort or ()]
    views = [str(selector.source.as_id()) for selector in request.sources or ()]
    return json.dumps([request.instance_type or "node", views, request.filter, sort], sort_keys=True)


def _check_debug(debug: Debug) -> None:
    alpha = {
        "includeTranslatedQuery": debug.include_translated_query,
        "includePlan": debug.include_plan,
        "includeLlmPrompt": debug.include_llm_prompt,
    }
    for name, wanted in alpha.items():
        if wanted:
            raise ApiError(501, f"Not simulated: debug.{name}")


def _notices(request: ListRequest, debug: Debug, order: Order) -> list[dict[str, Any]]:
    notices: list[dict[str, Any]] = []
    if debug.timeout is not None and debug.emit_results is not False:
        notices.append(
            {
                "code": "noTimeoutWithResults",
                "category": "invalidDebugOptions",
                "level": "warning",
                "hint": "The timeout is ignored: it needs emitResults=false.",
            }
        )
    if not order.is_backed_by_index():
        notices.append(
            {
                "code": "sortNotBackedByIndex",
                "category": "sorting",
                "level": "warning",
                "grade": "C",
                "hint": "No cursorable btree index has these properties first, in this order.",
                "sort": [item.model_dump(by_alias=True, exclude_none=True) for item in request.sort or ()],
                "resultExpression": "list",
            }
        )
    return notices
