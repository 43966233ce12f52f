"""Reading instances: by id, and page by page with a filter."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields
from typing import Any

from pygen_emulator.filters.compiler import FilterCompiler
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances import cursors, debugging
from pygen_emulator.instances.leading import lead
from pygen_emulator.instances.reader import InstanceReader, typing_of
from pygen_emulator.instances.requests import DEFAULT_LIMIT, ByIdsRequest, Debug, ListRequest
from pygen_emulator.instances.rows import InstanceRow, Name
from pygen_emulator.instances.selection import alive_members, select, select_page, views_of, visible_spaces
from pygen_emulator.instances.sorting import Order
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.instance_table import InstanceKind
from pygen_emulator.storage.values import json_text

_WIDTH = len(fields(InstanceRow))


def by_ids(connection: sqlite3.Connection, catalog: Catalog, request: ByIdsRequest) -> dict[str, Any]:
    """The instances that exist and belong to all views, each once, in the order of the request."""
    sources = Sources(catalog)
    views = views_of(request.sources or (), sources)
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
            *alive_members(views, scope, FilterCompiler(sources)),
        ]
        for row in select(connection, scope, conditions):
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
    debugging.check(request.debug)
    sources = Sources(catalog)
    views = views_of(request.sources or (), sources)
    scope = Scope(request.instance_type or "node")
    compiler = FilterCompiler(sources)
    conditions = alive_members(views, scope, compiler)
    if request.filter is not None:
        conditions.append(compiler.compile(request.filter, scope))
    conditions.append(visible_spaces(request.filter, scope))
    order = Order(request.sort or (), scope, sources)
    lead(connection, request.filter, order, scope, sources)
    identity = _identity(request)
    after = None if request.cursor is None else cursors.decode(identity, request.cursor)
    limit = request.limit or DEFAULT_LIMIT
    reader = InstanceReader(connection, views)
    emit = debugging.emits(request.debug)
    # What the selection joins already is not looked up again for what is shown.
    joined = reader.columns(scope.required) if emit else {}
    also = [f"{scope.table(container)}.{column}" for container, stored in joined.items() for column in stored.values()]
    # One more than asked for tells whether there is a next page.
    found = select_page(connection, scope, conditions, order, after=after, limit=limit + 1, also=also)
    keys = slice(_WIDTH, _WIDTH + len(order.columns))
    rows = [InstanceRow(*row[:_WIDTH]) for row in found[:limit]]
    answer: dict[str, Any] = {"items": []}
    if emit and rows:
        values = iter(list(zip(*found[:limit], strict=True))[keys.stop :])
        ids = [row.id for row in rows]
        tables = {container: (ids, {name: next(values) for name in stored}) for container, stored in joined.items()}
        answer["items"] = reader.read(rows, tables)
    if request.include_typing:
        answer["typing"] = typing_of(views)
    if request.debug is not None:
        answer["debug"] = {"notices": _notices(request, request.debug, order)}
    if emit and len(found) > limit:
        answer["nextCursor"] = cursors.encode(identity, found[limit - 1][keys])
    return answer


def _identity(request: ListRequest) -> str:
    """What must stay the same while a client pages through a list."""
    sort = [[item.property, item.direction == "descending", bool(item.nulls_first)] for item in request.sort or ()]
    views = [selector.model_dump(by_alias=True, exclude_none=True) for selector in request.sources or ()]
    return json.dumps([request.instance_type or "node", views, request.filter, sort], sort_keys=True)


def _notices(request: ListRequest, debug: Debug, order: Order) -> list[debugging.Notice]:
    notices = debugging.option_notices(debug)
    if not order.is_backed_by_index():
        notices.append(debugging.sort_not_backed(request.sort or (), "list"))
    return notices
