"""Filters as SQL, with SQL's logic of three values.

A comparison with a property that has no value is neither true nor false, and its negation neither: both match nothing.
``exists``, ``hasData``, ``instanceReferences`` and ``nested`` are always true or false.
"""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pygen_client.schema import ContainerId

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.operands import Predicate, bound, family, literals, referenced, several, single
from pygen_emulator.filters.properties import Column, column
from pygen_emulator.filters.references import HasData, InstanceReferences
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.storage.container_tables import order_of
from pygen_emulator.storage.values import describe, json_text
from pygen_emulator.validation import parse, unexpected_field, violations

MAX_DEPTH = 100
MAX_IN_VALUES = 1000
MAX_NESTED_SCOPE = 3
_LOWER = {"gt": ">", "gte": ">="}
_UPPER = {"lt": "<", "lte": "<="}
_UNORDERED = ("boolean", "json", "direct")


class FilterCompiler:
    """Compiles filters in their JSON form (behaviour.md section 12).

    Args:
        in_search: By the rules of search, where ``in`` on a list of direct relations asks whether the list holds one of
            the values, and ``overlaps`` is not available (sections 12 and 14).
    """

    def __init__(self, sources: Sources, *, in_search: bool = False) -> None:
        self._sources = sources
        self._in_search = in_search
        self._kinds: dict[str, Callable[[Any, Scope, str, int], Predicate]] = {
            "and": self._and,
            "or": self._or,
            "not": self._not,
            "equals": self._equals,
            "in": self._in,
            "range": self._range,
            "prefix": self._prefix,
            "exists": self._exists,
            "containsAny": self._contains_any,
            "containsAll": self._contains_all,
            "overlaps": self._overlaps,
            "hasData": self._has_data,
            "nested": self._nested,
            "instanceReferences": self._instance_references,
            "matchAll": self._match_all,
        }

    def compile(self, filter_: Any, scope: Scope, where: str = "filter", depth: int = 0) -> Predicate:
        """The condition, over the scope's tables.

        Args:
            where: The place of the filter in the request, for messages.

        Raises:
            ApiError: 400. The filter is malformed, or names what does not exist, or compares what cannot be compared.
        """
        if depth > MAX_DEPTH:
            raise ApiError(400, f"The filter is nested too deeply: at most {MAX_DEPTH} levels are allowed.")
        if not isinstance(filter_, dict) or not filter_:
            raise violations([f"{where} must be an object with one of {', '.join(self._kinds)}"])
        for kind in filter_:
            if kind not in self._kinds:
                raise unexpected_field(f"{where}.{kind}")
        if len(filter_) > 1:
            raise violations([f"{where} must be one filter, not {len(filter_)}: {', '.join(filter_)}"])
        ((kind, body),) = filter_.items()
        return self._kinds[kind](body, scope, f"{where}.{kind}", depth + 1)

    def member_of(self, source: Source, scope: Scope) -> Predicate:
        """Whether the instance belongs to a view: by the view's own filter, else by data in all its containers.

        Raises:
            ApiError: 400, when the view is not queryable.
        """
        view = source.view
        if view is not None and not view.queryable:
            raise ApiError(400, f"The {source} is not queryable: it has no filter and maps no property.")
        if view is not None and view.filter is not None:
            return FilterCompiler(self._sources.as_stored()).compile(view.filter, scope, f"filter of the {source}")
        return self._has_data_in(source.containers, scope)

    def _and(self, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        return self._joined(" AND ", body, scope, where, depth)

    def _or(self, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        return self._joined(" OR ", body, scope, where, depth)

    def _joined(self, word: str, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        if not isinstance(body, list) or not body:
            raise violations([f"{where} must be a list of at least one filter"])
        return join(word, [self.compile(part, scope, where, depth) for part in body])

    def _not(self, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        inner = self.compile(body, scope, where, depth)
        return Predicate(f"NOT {inner.sql}", inner.parameters)

    def _equals(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        fields = _fields(body, where, ("property", "value"))
        target = self._column(fields["property"], scope, where)
        value = single(target, fields["value"], scope, self._sources)
        if target.type.type == "json":
            return Predicate(f"json_equal({target.sql}, {value.sql})", value.parameters)
        # An index keeps texts in the order of their collation, which finds the same texts equal.
        indexed = self._sources.is_indexed(target.container, target.identifier, in_order=True)
        return Predicate(f"({target.sql}{order_of(target.type) if indexed else ''} = {value.sql})", value.parameters)

    def _in(self, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        fields = _fields(body, where, ("property", "values"))
        target = self._column(fields["property"], scope, where)
        if target.type.is_list and self._in_search and target.type.type == "direct":
            return self._contains_any(body, scope, where, depth)
        if target.type.is_list:
            raise ApiError(400, "Invalid value for list property")
        if target.type.type == "json":
            raise _unsupported("in", target)
        values = fields["values"]
        if isinstance(values, list) and len(values) > MAX_IN_VALUES:
            raise violations([f"{where}.values size must be between 0 and {MAX_IN_VALUES}"])
        if values == []:
            return Predicate("0")
        if isinstance(values, list) and family(target.type) == "number":
            # As parameters, not as JSON: SQLite's reading of decimals may miss the last bit.
            each = literals(target, values)
            return Predicate(f"({target.sql} IN ({each.sql}))", each.parameters)
        operand = several(target, values, scope, self._sources)
        condition = Predicate(f"({target.sql} IN ({operand.sql}))", operand.parameters)
        other = referenced(values, scope, self._sources)
        return condition if other is None else _if_present([other], condition)

    def _range(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        fields = _fields(body, where, ("property",), (*_LOWER, *_UPPER))
        target = self._ordered(fields["property"], scope, where, "range")
        conditions = [
            Predicate(f"({target.sql} {operator} {value.sql})", value.parameters)
            for operator, value in self._bounds(fields, target, scope, where)
        ]
        return join(" AND ", conditions)

    def _overlaps(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        if self._in_search:
            raise ApiError(400, "The filter overlaps is not available in search.")
        fields = _fields(body, where, ("startProperty", "endProperty"), (*_LOWER, *_UPPER))
        start = self._ordered(fields["startProperty"], scope, where, "overlaps")
        end = self._ordered(fields["endProperty"], scope, where, "overlaps")
        if family(start.type) != family(end.type):
            raise ApiError(400, f"The properties {start} and {end} make no interval: their types differ.")
        conditions = []
        for operator, value in self._bounds(fields, start, scope, where):
            side = end if operator in _LOWER.values() else start
            conditions.append(Predicate(f"({side.sql} {operator} {value.sql})", value.parameters))
        return join(" AND ", conditions)

    def _bounds(self, fields: dict[str, Any], target: Column, scope: Scope, where: str) -> list[tuple[str, Predicate]]:
        for pair in (_LOWER, _UPPER):
            if len(pair.keys() & fields.keys()) > 1:
                raise violations([f"{where} must not have both {' and '.join(pair)}"])
        given = [(operator, fields[name]) for name, operator in (_LOWER | _UPPER).items() if name in fields]
        if not given:
            raise violations([f"{where} must have one of {', '.join(_LOWER | _UPPER)}"])
        return [(operator, bound(target, value, scope, self._sources)) for operator, value in given]

    def _prefix(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        fields = _fields(body, where, ("property", "value"))
        target = self._column(fields["property"], scope, where)
        if target.type.type != "text" or target.type.is_list:
            raise _unsupported("prefix", target)
        value = fields["value"]
        if not isinstance(value, str):
            referenced(value, scope, self._sources)
            raise ApiError(400, f"Invalid value {describe(value)} for the prefix filter: it must be a text.")
        # The first condition lets an index lead; the second decides.
        condition = f"({target.sql} >= ? AND substr({target.sql}, 1, {len(value)}) = ?)"
        return Predicate(condition, (value, value))

    def _exists(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        fields = _fields(body, where, ("property",))
        return Predicate(f"({self._column(fields['property'], scope, where).sql} IS NOT NULL)")

    def _contains_any(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        target, values, present = self._contained(body, scope, where, "containsAny")
        sql = f"EXISTS (SELECT 1 FROM json_each({target.sql}) AS e WHERE e.value IN ({values.sql}))"
        return _if_present(present, Predicate(sql, values.parameters))

    def _contains_all(self, body: Any, scope: Scope, where: str, _depth: int) -> Predicate:
        target, values, present = self._contained(body, scope, where, "containsAll")
        sql = (
            f"NOT EXISTS (SELECT 1 FROM ({values.sql}) AS v "
            f"WHERE v.value NOT IN (SELECT value FROM json_each({target.sql})))"
        )
        return _if_present(present, Predicate(sql, values.parameters))

    def _contained(self, body: Any, scope: Scope, where: str, kind: str) -> tuple[Column, Predicate, list[Column]]:
        fields = _fields(body, where, ("property", "values"))
        target = self._column(fields["property"], scope, where)
        if not target.type.is_list or target.type.type == "json":
            raise _unsupported(kind, target)
        other = referenced(fields["values"], scope, self._sources)
        present = [target] if other is None else [target, other]
        return target, several(target, fields["values"], scope, self._sources), present

    def _has_data(self, body: Any, scope: Scope, _where: str, _depth: int) -> Predicate:
        references = parse(HasData, {"hasData": body}).has_data
        ids = [reference.as_id() for reference in references]
        self._sources.demand(ids)
        containers = (container for id_ in ids for container in self._sources.get(id_).containers)
        return self._has_data_in(containers, scope)

    def _has_data_in(self, containers: Iterable[ContainerId], scope: Scope) -> Predicate:
        tables = dict.fromkeys(scope.table(container) for container in containers)
        return join(" AND ", [Predicate(f"({table}.id IS NOT NULL)") for table in tables] or [Predicate("1")])

    def _nested(self, body: Any, scope: Scope, where: str, depth: int) -> Predicate:
        fields = _fields(body, where, ("scope", "filter"))
        path = fields["scope"]
        if not isinstance(path, list) or not 1 <= len(path) <= MAX_NESTED_SCOPE:
            raise violations([f"{where}.scope size must be between 1 and {MAX_NESTED_SCOPE}"])
        relation = self._column(path, scope, f"{where}.scope")
        if relation.type.type != "direct" or relation.type.is_list:
            raise _unsupported("nested", relation)
        target = scope.inner("node")
        inner = self.compile(fields["filter"], target, f"{where}.filter", depth)
        sql = (
            f"EXISTS (SELECT 1 FROM {target.source()} "
            f"WHERE {target.instance}.id = {relation.sql} AND {target.instance}.deleted_time IS NULL AND {inner.sql})"
        )
        return Predicate(sql, inner.parameters)

    def _instance_references(self, body: Any, scope: Scope, _where: str, _depth: int) -> Predicate:
        references = parse(InstanceReferences, {"instanceReferences": body}).instance_references
        named = json_text([[reference.space, reference.external_id] for reference in references])
        sql = (
            f"(({scope.instance}.space, {scope.instance}.external_id) IN "
            "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)))"
        )
        return Predicate(sql, (named,))

    def _match_all(self, body: Any, _scope: Scope, where: str, _depth: int) -> Predicate:
        _fields(body, where, ())
        return Predicate("1")

    def _column(self, path: Any, scope: Scope, where: str) -> Column:
        if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
            raise violations([f"{where} must refer to a property by a list of texts, not {describe(path)}"])
        return column(path, scope, self._sources)

    def _ordered(self, path: Any, scope: Scope, where: str, kind: str) -> Column:
        target = self._column(path, scope, where)
        if target.type.is_list or target.type.type in _UNORDERED:
            raise _unsupported(kind, target)
        return target


def join(word: str, parts: list[Predicate]) -> Predicate:
    """The conditions with ``AND`` or ``OR`` between them, in parentheses."""
    return Predicate(f"({word.join(part.sql for part in parts)})", _parameters(parts))


def _parameters(parts: list[Predicate]) -> tuple[Any, ...]:
    return tuple(parameter for part in parts for parameter in part.parameters)


def _if_present(columns: list[Column], condition: Predicate) -> Predicate:
    """The condition where the columns have values, else null."""
    present = " AND ".join(f"{target.sql} IS NOT NULL" for target in columns)
    return Predicate(f"(CASE WHEN {present} THEN {condition.sql} END)", condition.parameters)


def _fields(body: Any, where: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise violations([f"{where} must be an object"])
    for name in body:
        if name not in (*required, *optional):
            raise unexpected_field(f"{where}.{name}")
    missing = [name for name in required if body.get(name) is None]
    if missing:
        raise violations([f"{name} must not be null" for name in missing])
    return {name: value for name, value in body.items() if value is not None}


def _unsupported(kind: str, target: Column) -> ApiError:
    list_of = "a list of " if target.type.is_list else ""
    return ApiError(
        400, f"The filter {kind} cannot be used on the property {target}: it is {list_of}{target.type.type}."
    )
