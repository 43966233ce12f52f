"""From one result set to the next, as SQL over whole sets of rows."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pygen_client.schema import ContainerId

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import FilterCompiler
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.references import HasData
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources, StoredProperty
from pygen_emulator.instances.selection import visible_spaces
from pygen_emulator.query.expressions import Traversal
from pygen_emulator.query.requests import Filter, Through
from pygen_emulator.storage import names
from pygen_emulator.storage.instance_table import InstanceKind
from pygen_emulator.storage.values import json_text
from pygen_emulator.validation import parse


def rows_of(ids: Iterable[int]) -> Predicate:
    """Rows that are known by now, as a subquery."""
    return Predicate("SELECT value FROM json_each(?)", (json_text(list(ids)),))


@dataclass(frozen=True)
class Origin:
    """The instances that a traversal starts from: subqueries for their rows.

    Edges have a direction in which they were followed, and so a near end and a far end.
    """

    kind: InstanceKind
    outwards: Predicate | None
    """Nodes, or edges that were followed from their start to their end."""
    inwards: Predicate | None = None
    """Edges that were followed the other way round."""

    def rows(self) -> Predicate:
        """All of them."""
        return union([part for part in (self.outwards, self.inwards) if part is not None])

    def nodes(self, *, to_source: bool) -> Predicate:
        """The nodes among them, or at the far ends of the edges; at the near ends with ``to_source``."""
        if self.kind == "node":
            return self.rows()
        first, second = ("start_id", "end_id") if to_source else ("end_id", "start_id")
        ends = ((self.outwards, first), (self.inwards, second))
        return union([_ends(edges, column) for edges, column in ends if edges is not None])


def members(traversal: Traversal, scope: Scope, sources: Sources) -> list[Predicate]:
    """What every instance of the traversal fulfils, wherever it starts: its kind and its filters.

    ``nodeFilter`` is about the node that an edge leads to: an edge to a node that does not match is not followed and
    not part of the result. Instances of the service's own spaces are reached, or named by their space in the filter.
    """
    compiler = FilterCompiler(sources)
    conditions = [Predicate(f"({scope.instance}.kind = ?)", (scope.kind,))]
    where = f"{traversal.kind}s"
    if traversal.filter is not None:
        conditions.append(compiler.compile(traversal.filter, scope, f"{where}.filter"))
        # It says the same again, in a form that lets an index of the container lead.
        scope.require(_demanded(traversal.filter, sources))
    if traversal.origin is None:
        conditions.append(visible_spaces(traversal.filter, scope))
    if traversal.node_filter is not None:
        conditions.append(_end_matches(traversal.far, traversal.node_filter, scope, compiler, f"{where}.nodeFilter"))
    return conditions


def goes_on(traversal: Traversal, scope: Scope, sources: Sources) -> list[Predicate]:
    """What an edge beyond the first level fulfils besides: the node it is followed from did not end the traversal."""
    if traversal.termination_filter is None:
        return []
    where = "edges.terminationFilter"
    ended = _end_matches(traversal.near, traversal.termination_filter, scope, FilterCompiler(sources), where)
    return [Predicate(f"NOT {ended.sql}", ended.parameters)]


def reached(
    traversal: Traversal, origin: Origin, scope: Scope, sources: Sources, *, with_deleted: bool = False
) -> Predicate:
    """Whether an instance is one step away from the origin.

    Args:
        with_deleted: Whether relations count that nodes had when they were deleted.
    """
    through = traversal.through
    if traversal.kind == "edge" or through is None:
        nodes = origin.nodes(to_source=traversal.to_source)
        column = traversal.near if traversal.kind == "edge" else "id"
        return Predicate(f"({scope.instance}.{column} IN ({nodes.sql}))", nodes.parameters)
    relation = relation_of(through, sources)
    column = names.column(relation.identifier)
    rows = origin.rows()
    if traversal.inwards:
        return Predicate(f"({scope.table(relation.container)}.{column} IN ({rows.sql}))", rows.parameters)
    tables = [names.table(relation.container)]
    if with_deleted:
        tables.append(names.deleted_table(relation.container))
    targets = union([_targets(table, column, rows, is_list=relation.definition.type.is_list) for table in tables])
    return Predicate(f"({scope.instance}.id IN ({targets.sql}))", targets.parameters)


def relation_of(through: Through, sources: Sources) -> StoredProperty:
    """The direct relation that a traversal goes through.

    Raises:
        ApiError: 400. There is no such view, container or property, or it is not a direct relation.
    """
    source = sources.get(through.owner())
    stored = source.properties.get(through.identifier)
    if stored is None or stored.definition.type.type != "direct":
        raise ApiError(
            400, f"Cannot traverse through '{through.identifier}': the {source} has no direct relation of that name."
        )
    return stored


def check_direction(traversal: Traversal, sources: Sources) -> None:
    """Refuse what the service refuses (behaviour.md section 16)."""
    if traversal.through is not None:
        relation = relation_of(traversal.through, sources)
        if traversal.inwards and relation.definition.type.is_list:
            raise ApiError(400, "Cannot traverse lists of direct relations inwards.")


def _demanded(filter_: Filter, sources: Sources) -> Iterator[ContainerId]:
    """The containers in which every instance that matches has data, as far as the filter says so outright."""
    for part in filter_.get("and", ()):
        yield from _demanded(part, sources)
    if "hasData" in filter_:
        for reference in parse(HasData, filter_).has_data:
            yield from sources.get(reference.as_id()).containers


def _end_matches(end: str, filter_: Filter, scope: Scope, compiler: FilterCompiler, where: str) -> Predicate:
    node = scope.inner("node")
    condition = compiler.compile(filter_, node, where)
    sql = (
        f"EXISTS (SELECT 1 FROM {node.source()} WHERE {node.instance}.id = {scope.instance}.{end}"
        f" AND {node.instance}.deleted_time IS NULL AND {condition.sql})"
    )
    return Predicate(sql, condition.parameters)


def _ends(edges: Predicate, column: str) -> Predicate:
    return Predicate(f'SELECT {column} FROM "instance" WHERE id IN ({edges.sql})', edges.parameters)


def _targets(table: str, column: str, rows: Predicate, *, is_list: bool) -> Predicate:
    if is_list:
        sql = f"SELECT e.value FROM {table} AS t, json_each(t.{column}) AS e WHERE t.id IN ({rows.sql})"
    else:
        sql = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND id IN ({rows.sql})"
    return Predicate(sql, rows.parameters)


def union(parts: list[Predicate]) -> Predicate:
    """All rows of several subqueries."""
    parameters = tuple(parameter for part in parts for parameter in part.parameters)
    return Predicate(" UNION ALL ".join(part.sql for part in parts), parameters)
