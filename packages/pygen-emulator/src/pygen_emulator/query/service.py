"""The endpoint of graph queries: from a decoded request body to a JSON answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from pygen_client.schema import BtreeIndex

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.instances import debugging
from pygen_emulator.instances.reader import typing_of
from pygen_emulator.query.expressions import QuerySet, Traversal, query_sets
from pygen_emulator.query.pages import Pages
from pygen_emulator.query.reach import relation_of
from pygen_emulator.query.requests import QueryRequest, Through
from pygen_emulator.query.shown import chosen_sources, shown
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.storage.database import Database
from pygen_emulator.validation import parse


class QueryService:
    """Answers graph queries (behaviour.md section 16).

    Args:
        database: Where the instances are.
        catalog: The schema.
        over_report: Whether a page that is just full has a cursor though nothing comes after it. The service may
            answer so; the next page is then empty.
    """

    def __init__(self, database: Database, catalog: Catalog, *, over_report: bool = False) -> None:
        self._database = database
        self._catalog = catalog
        self._over_report = over_report

    def query(self, body: Any) -> dict[str, Any]:
        """``POST /models/instances/query``.

        Raises:
            ApiError: The request ends with the service's error body.
        """
        request = parse(QueryRequest, body)
        debugging.check(request.debug)
        sets = query_sets(request.with_, request.parameters or {})
        check_names("select", request.select, sets)
        check_names("cursors", request.cursors or {}, sets)
        with self._database.read() as connection:
            return self._answer(connection, request, sets)

    def _answer(
        self, connection: sqlite3.Connection, request: QueryRequest, sets: Mapping[str, QuerySet]
    ) -> dict[str, Any]:
        sources = Sources(self._catalog)
        pages = Pages(connection, sources, sets, request, over_report=self._over_report)
        chosen = {name: chosen_sources(select.sources or (), self._catalog) for name, select in request.select.items()}
        emits = debugging.emits(request.debug)
        items: dict[str, Any] = {name: [] for name in request.select}
        next_cursor: dict[str, str] = {}
        for name, select in request.select.items() if emits else ():
            page, result_set = pages.page(name), sets[name]
            items[name] = shown(
                connection,
                self._catalog,
                result_set.kind,
                page.ids,
                chosen[name],
                sort=[*(select.sort or ()), *result_set.post_sort],
                limit=select.limit or -1,
            )
            if page.next_cursor is not None:
                next_cursor[name] = page.next_cursor
        answer: dict[str, Any] = {"items": items, "nextCursor": next_cursor}
        if request.include_typing:
            answer["typing"] = typing_of_sets(chosen)
        if request.debug is not None:
            notices = debugging.option_notices(request.debug)
            answer["debug"] = {"notices": [*notices, *_notices(request, sets, pages, sources)]}
        return answer


def check_names(where: str, names: Mapping[str, Any], sets: Mapping[str, Any]) -> None:
    """Refuse names of result sets that are not in ``with``."""
    unknown = ", ".join(f"'{name}'" for name in names if name not in sets)
    if unknown:
        raise ApiError(400, f"Unknown result sets in {where}: {unknown}. They are not in with.")


def typing_of_sets(chosen: Mapping[str, list[Source]]) -> dict[str, Any]:
    """The types of the properties that are read, for each result set that reads some."""
    return {name: typing_of(sources) for name, sources in chosen.items() if sources}


def _notices(
    request: QueryRequest, sets: Mapping[str, QuerySet], pages: Pages, sources: Sources
) -> list[debugging.Notice]:
    notices = []
    for name, result_set in sets.items():
        definition = result_set.definition
        if not isinstance(definition, Traversal):
            continue
        if not pages.is_sorted_by_index(name):
            notices.append(debugging.sort_not_backed(result_set.sort, name))
        if definition.through is not None and definition.inwards and not _is_indexed(definition.through, sources):
            notices.append(debugging.unindexed_through(definition.through.path(), name))
        if (request.cursors or {}).get(name) is not None and _has_nested(definition.filter):
            notices.append(debugging.nested_with_cursor(name))
    return notices


def _is_indexed(through: Through, sources: Sources) -> bool:
    """Whether a btree index leads from a target to the nodes that point at it."""
    relation = relation_of(through, sources)
    indexes = sources.container(relation.container).indexes.values()
    return any(isinstance(index, BtreeIndex) and index.properties[0] == relation.identifier for index in indexes)


def _has_nested(filter_: Any) -> bool:
    if isinstance(filter_, list):
        return any(map(_has_nested, filter_))
    return isinstance(filter_, dict) and ("nested" in filter_ or any(map(_has_nested, filter_.values())))
