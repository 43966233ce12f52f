"""The result sets of a query: what each one is made of, checked and in an order in which they can be worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.requests import Sort
from pygen_emulator.query.parameters import bind
from pygen_emulator.query.requests import (
    DEFAULT_LIMIT,
    Edges,
    EdgesExpression,
    Filter,
    IntersectionExpression,
    Nodes,
    NodesExpression,
    Operand,
    QueryEdges,
    Through,
    UnionAllExpression,
    UnionExpression,
)
from pygen_emulator.storage.instance_table import InstanceKind
from pygen_emulator.validation import parse, violations

DEFAULT_MAX_DISTANCE: int | None = None
"""Levels of edges that a traversal follows unless told otherwise: all. Not attested (behaviour.md section 25, 18)."""


@dataclass(frozen=True)
class Traversal:
    """Nodes or edges, all or those that are reached from another result set."""

    kind: InstanceKind
    origin: str | None
    """The result set that it starts from."""
    inwards: bool
    to_source: bool
    """Whether it starts from the near end of the edges in its origin, not from the far one."""
    filter: Filter | None
    through: Through | None = None
    max_distance: int | None = 1
    """Levels of edges to follow; None for all. 1 for nodes."""
    node_filter: Filter | None = None
    termination_filter: Filter | None = None
    limit_each: int | None = None

    @property
    def near(self) -> str:
        """The column of an edge that holds the node it is followed from."""
        return "end_id" if self.inwards else "start_id"

    @property
    def far(self) -> str:
        """The column of an edge that holds the node it leads to."""
        return "start_id" if self.inwards else "end_id"

    @property
    def is_recursive(self) -> bool:
        return self.origin is not None and self.max_distance != 1


@dataclass(frozen=True)
class Combination:
    """A set operation."""

    operation: Literal["union", "unionAll", "intersection"]
    operands: tuple[str | Combination, ...]
    excluded: tuple[str, ...]
    limit: int

    def names(self) -> Iterator[str]:
        """Every result set that it uses."""
        for operand in self.operands:
            if isinstance(operand, str):
                yield operand
            else:
                yield from operand.names()
        yield from self.excluded


Definition = TypeVar("Definition")


@dataclass(frozen=True)
class ResultSet(Generic[Definition]):
    """One entry of ``with``."""

    name: str
    kind: InstanceKind
    definition: Definition
    limit: int
    sort: Sequence[Sort] = ()
    post_sort: Sequence[Sort] = ()
    depends_on: frozenset[str] = field(default=frozenset())
    """Every result set it is made from, directly or not."""


QuerySet = ResultSet[Traversal | Combination]


def query_sets(bodies: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, QuerySet]:
    """The result sets of a query, each behind those that it uses.

    Raises:
        ApiError: 400. A result set is malformed, or uses one that does not exist, or uses itself.
    """
    return arranged({name: _parsed(name, body, parameters) for name, body in bodies.items()})


def arranged(sets: Mapping[str, ResultSet[Definition]]) -> dict[str, ResultSet[Definition]]:
    """The result sets, each behind those that it uses, with their kinds.

    Raises:
        ApiError: 400. One uses another that does not exist or cannot be used that way, or uses itself.
    """
    done: dict[str, ResultSet[Definition]] = {}
    for name in sets:
        _arrange(name, sets, done, ())
    return done


def _arrange(
    name: str,
    sets: Mapping[str, ResultSet[Definition]],
    done: dict[str, ResultSet[Definition]],
    path: tuple[str, ...],
) -> None:
    if name in done:
        return
    if name in path:
        raise ApiError(400, f"The result set '{name}' uses itself: {' -> '.join([*path, name])}.")
    result_set = sets[name]
    used = list(_used(result_set.definition))
    for other in used:
        if other not in sets:
            raise ApiError(400, f"The result set '{name}' uses '{other}', which is not in with.")
        _arrange(other, sets, done, (*path, name))
    kind = result_set.kind
    if isinstance(result_set.definition, Traversal):
        if result_set.definition.origin is not None:
            _check_step(name, result_set.definition, done[result_set.definition.origin].kind)
    elif used:
        kinds: set[InstanceKind] = {done[other].kind for other in used}
        if len(kinds) > 1:
            raise ApiError(400, f"The result set '{name}' mixes nodes and edges.")
        (kind,) = kinds
    depends_on = frozenset(used).union(*(done[other].depends_on for other in used))
    done[name] = ResultSet(
        name, kind, result_set.definition, result_set.limit, result_set.sort, result_set.post_sort, depends_on
    )


def _used(definition: object) -> Iterator[str]:
    if isinstance(definition, Combination):
        yield from definition.names()
    elif isinstance(definition, Traversal) and definition.origin is not None:
        yield definition.origin


def _check_step(name: str, traversal: Traversal, origin: InstanceKind) -> None:
    if traversal.kind == "node" and origin == "node" and traversal.through is None:
        raise ApiError(400, f"The result set '{name}' goes from nodes to nodes: it needs a direct relation in through.")
    if traversal.through is not None and traversal.inwards and origin == "edge":
        raise ApiError(400, f"The result set '{name}' cannot go inwards from edges: direct relations point at nodes.")


def _parsed(name: str, body: Any, parameters: Mapping[str, Any]) -> QuerySet:
    if "nodes" in body:
        nodes = parse(NodesExpression, body)
        return ResultSet(
            name, "node", node_traversal(nodes.nodes, parameters), nodes.limit or DEFAULT_LIMIT, nodes.sort or ()
        )
    if "edges" in body:
        edges = parse(EdgesExpression, body)
        return ResultSet(
            name,
            "edge",
            edge_traversal(edges.edges, parameters),
            edges.limit or DEFAULT_LIMIT,
            edges.sort or (),
            edges.post_sort or (),
        )
    combination = _combination(body, f"with.{name}")
    return ResultSet(name, "node", combination, combination.limit)


def node_traversal(nodes: Nodes, parameters: Mapping[str, Any]) -> Traversal:
    """What a result set of nodes is made of; the service follows relations inwards unless told otherwise."""
    if nodes.through is not None and nodes.from_ is None:
        raise violations(["nodes.through can only be used together with from"])
    return Traversal(
        "node",
        nodes.from_,
        nodes.direction != "outwards",
        nodes.chain_to == "source",
        bind(nodes.filter, parameters),
        nodes.through,
    )


def edge_traversal(edges: Edges, parameters: Mapping[str, Any]) -> Traversal:
    """What a result set of edges is made of."""
    limit_each = edges.limit_each if isinstance(edges, QueryEdges) else None
    if limit_each is not None and (edges.from_ is None or edges.max_distance != 1):
        raise violations(["edges.limitEach can only be used together with from and maxDistance=1"])
    return Traversal(
        "edge",
        edges.from_,
        edges.direction == "inwards",
        edges.chain_to == "source",
        bind(edges.filter, parameters),
        None,
        edges.max_distance or DEFAULT_MAX_DISTANCE,
        bind(edges.node_filter, parameters),
        bind(edges.termination_filter, parameters),
        limit_each,
    )


def _combination(body: Any, where: str) -> Combination:
    for key, read in _OPERATIONS.items():
        if key in body:
            return read(body, where)
    raise violations([f"{where} must have one of nodes, edges, {', '.join(_OPERATIONS)}"])


def _union(body: Any, where: str) -> Combination:
    union = parse(UnionExpression, body)
    return _combined("union", union.union, union.except_, union.limit, f"{where}.union")


def _union_all(body: Any, where: str) -> Combination:
    union = parse(UnionAllExpression, body)
    return _combined("unionAll", union.union_all, union.except_, union.limit, f"{where}.unionAll")


def _intersection(body: Any, where: str) -> Combination:
    intersection = parse(IntersectionExpression, body)
    operands = intersection.intersection
    return _combined("intersection", operands, intersection.except_, intersection.limit, f"{where}.intersection")


_OPERATIONS: dict[str, Callable[[Any, str], Combination]] = {
    "union": _union,
    "unionAll": _union_all,
    "intersection": _intersection,
}


def _combined(
    operation: Literal["union", "unionAll", "intersection"],
    operands: Sequence[Operand],
    excluded: Sequence[str] | None,
    limit: int | None,
    where: str,
) -> Combination:
    parts = (operand if isinstance(operand, str) else _combination(operand, where) for operand in operands)
    # The default holds for an operation within another one too: the document has one schema for both.
    return Combination(operation, tuple(parts), tuple(excluded or ()), limit or DEFAULT_LIMIT)
