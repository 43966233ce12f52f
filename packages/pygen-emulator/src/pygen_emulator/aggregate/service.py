"""Aggregate: numbers about the instances of one view, all together or in groups."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from pygen_emulator.aggregate.columns import Columns
from pygen_emulator.aggregate.functions import Buckets, Metric, compiled
from pygen_emulator.aggregate.groups import Groups, Key
from pygen_emulator.aggregate.requests import DEFAULT_GROUPS, AggregateRequest
from pygen_emulator.filters.compiler import FilterCompiler, join
from pygen_emulator.filters.execution import fetch
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.filters.target_units import view_in_units
from pygen_emulator.instances.reader import typing_of
from pygen_emulator.instances.selection import alive_members, visible_spaces
from pygen_emulator.schema.catalog import Catalog
from pygen_emulator.search.index import with_indexes
from pygen_emulator.search.matching import match
from pygen_emulator.storage.database import Database
from pygen_emulator.storage.values import Stored
from pygen_emulator.validation import parse, violations

Json = dict[str, Any]


class AggregateService:
    """The aggregate endpoint. What was written counts at once; the service may take some seconds."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def aggregate(self, body: Any) -> Json:
        """``POST /models/instances/aggregate``: one item without ``groupBy``, else one for each group, by its values.

        Raises:
            ApiError: 400, for a request that is malformed or names what does not exist.
        """
        request = parse(AggregateRequest, body)
        if not request.aggregates and not request.group_by:
            raise violations(["aggregates must not be empty where there is no groupBy"])
        return with_indexes(self._database, self._catalog, lambda connection: self._answer(connection, request))

    def _answer(self, connection: sqlite3.Connection, request: AggregateRequest) -> Json:
        sources = Sources(self._catalog)
        source = view_in_units(request.view.as_id(), request.target_units or (), sources)
        statement = _Statement(connection, request, source, sources)
        keys, metrics = statement.metrics()
        buckets = statement.buckets()
        groups = statement.groups.shown(connection, keys)
        items: list[Json] = []
        for key, group, values in zip(keys, groups, metrics, strict=True):
            numbers = iter(values)
            items.append(
                {
                    "instanceType": statement.scope.kind,
                    **({"group": group} if request.group_by else {}),
                    "aggregates": [
                        function.shown(next(numbers))
                        if isinstance(function, Metric)
                        else function.shown(buckets[position].get(key, ()))
                        for position, function in enumerate(statement.functions)
                    ],
                }
            )
        answer: Json = {"items": items}
        if request.include_typing:
            answer["typing"] = typing_of([source])
        return answer


class _Statement:
    """The parts of SQL that all statements of one request have in common."""

    def __init__(
        self, connection: sqlite3.Connection, request: AggregateRequest, source: Source, sources: Sources
    ) -> None:
        self._connection = connection
        self._limit = request.limit or DEFAULT_GROUPS
        self.scope = Scope(request.instance_type or "node")
        if source.view is None:
            raise AssertionError("aggregate is about a view")
        columns = Columns(source.view, self.scope, sources)
        self.functions = [compiled(aggregate, columns) for aggregate in request.aggregates or ()]
        self.groups = Groups(request.group_by or (), columns, self.scope)
        found = match(
            connection, sources, source, request.query, properties=request.properties, operator=request.operator
        )
        conditions = alive_members([source], self.scope, FilterCompiler(sources))
        if request.filter is not None:
            conditions.append(FilterCompiler(sources, in_search=True).compile(request.filter, self.scope))
        conditions.append(visible_spaces(request.filter, self.scope))
        if found is not None:
            conditions.append(found.condition(self.scope))
        self._conditions = [*conditions, *self.groups.conditions()]

    def metrics(self) -> tuple[list[Key], list[list[Sequence[Any]]]]:
        """The keys of the groups, and for each group the values of every metric."""
        wanted = [function.columns for function in self.functions if isinstance(function, Metric)]
        selected = [*self.groups.columns, *(sql for each in wanted for sql in each), "count(*)"]
        rows = self._fetch(selected, [], self.groups.clause())
        width = len(self.groups.columns)
        keys = [row[:width] for row in rows]
        return keys, [list(_cut(row[width:], map(len, wanted))) for row in rows]

    def buckets(self) -> dict[int, dict[Key, list[tuple[Stored, int]]]]:
        """By the position of each histogram and by group: the buckets and how much is in them."""
        found: dict[int, dict[Key, list[tuple[Stored, int]]]] = {}
        for position, function in enumerate(self.functions):
            if isinstance(function, Buckets):
                by_key = found.setdefault(position, {})
                selected = [*self.groups.columns, f"bucket({function.column.sql}, ?) AS bucket", "count(*)"]
                present = Predicate(f"({function.column.sql} IS NOT NULL)")
                for *key, number, count in self._fetch(
                    selected, [present], self.groups.clause("bucket"), (function.interval,), limit=-1
                ):
                    by_key.setdefault(tuple(key), []).append((number, count))
        return found

    def _fetch(
        self,
        selected: Sequence[str],
        further: Sequence[Predicate],
        clause: str,
        parameters: tuple[Stored, ...] = (),
        *,
        limit: int | None = None,
    ) -> list[tuple[Any, ...]]:
        where = join(" AND ", [*self._conditions, *further])
        statement = (
            f"SELECT {', '.join(selected)} FROM {self.scope.source()}{self.groups.joins} "
            f"WHERE {where.sql}{clause} LIMIT ?"
        )
        least = self._limit if limit is None else limit
        return fetch(self._connection, statement, (*parameters, *where.parameters, least))


def _cut(values: Sequence[Any], lengths: Iterable[int]) -> Iterable[Sequence[Any]]:
    """The values in pieces of these lengths."""
    start = 0
    for length in lengths:
        yield values[start : start + length]
        start += length
