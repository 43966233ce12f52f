"""Search: instances of one view that match a text and a filter, the best first."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from typing import Any

from pygen_emulator.filters.compiler import FilterCompiler, join
from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.filters.target_units import view_in_units
from pygen_emulator.instances.reader import InstanceReader, typing_of
from pygen_emulator.instances.requests import DEFAULT_LIMIT, Sort
from pygen_emulator.instances.rows import InstanceRow, columns
from pygen_emulator.instances.selection import alive_members, visible_spaces
from pygen_emulator.instances.sorting import Order
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.search.index import with_indexes
from pygen_emulator.search.matching import match
from pygen_emulator.search.requests import SearchRequest
from pygen_emulator.storage.database import Database
from pygen_emulator.validation import parse

Json = dict[str, Any]


class SearchService:
    """The search endpoint. What was written is found at once; the service may take some seconds."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def search(self, body: Any) -> Json:
        """``POST /models/instances/search``.

        Sorted as the request says; else by relevance; else, without a text, in the order of lists.

        Raises:
            ApiError: 400, for a request that is malformed or names what does not exist.
        """
        request = parse(SearchRequest, body)
        return with_indexes(self._database, self._catalog, lambda connection: self._answer(connection, request))

    def _answer(self, connection: sqlite3.Connection, request: SearchRequest) -> Json:
        sources = Sources(self._catalog)
        views = [view_in_units(request.view.as_id(), request.target_units or (), sources)]
        found = match(
            connection, sources, views[0], request.query, properties=request.properties, operator=request.operator
        )
        scope = Scope(request.instance_type or "node")
        conditions = alive_members(views, scope, FilterCompiler(sources))
        if request.filter is not None:
            conditions.append(FilterCompiler(sources, in_search=True).compile(request.filter, scope))
        conditions.append(visible_spaces(request.filter, scope))
        sorts = [Sort.model_validate(sort.model_dump(by_alias=True)) for sort in request.sort or ()]
        order = Order(sorts, scope, sources).clause()
        ranked, leading = Predicate(""), ""
        if found is not None:
            conditions.append(found.condition(scope))
            if found.can_match and not sorts:
                # SQLite never changes the order of a cross join: what is found leads, and the rest is looked up.
                ranked, order = found.ranking(), f"hit.rank, {order}"
                conditions.append(Predicate(f"({scope.instance}.id = hit.id)"))
                leading = "hit CROSS JOIN "
        where = join(" AND ", conditions)
        statement = (
            f"{ranked.sql}SELECT {columns(scope.instance)} FROM {leading}{scope.source()} "
            f"WHERE {where.sql} ORDER BY {order} LIMIT ?"
        )
        parameters = (*ranked.parameters, *where.parameters, request.limit or DEFAULT_LIMIT)
        rows = [InstanceRow(*row) for row in fetch(connection, statement, parameters)]
        answer: Json = {"items": InstanceReader(connection, views).read(rows)}
        if request.include_typing:
            answer["typing"] = typing_of(views)
        return answer
