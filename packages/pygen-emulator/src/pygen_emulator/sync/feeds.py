"""The result sets of a sync: what each one follows, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pygen_emulator.errors import ApiError
from pygen_emulator.instances.requests import Sort
from pygen_emulator.query.expressions import ResultSet, Traversal, arranged, edge_traversal, node_traversal
from pygen_emulator.query.requests import DEFAULT_LIMIT
from pygen_emulator.sync.requests import Mode, SyncEdgesExpression, SyncExpression, SyncNodesExpression
from pygen_emulator.validation import parse, unexpected_field, violations

_SET_OPERATIONS = ("union", "unionAll", "intersection")


@dataclass(frozen=True)
class Feed:
    """How a result set is followed."""

    mode: Mode
    skip_already_deleted: bool
    backfill_sort: Sequence[Sort]


SyncSet = ResultSet[Traversal]


def sync_sets(bodies: Mapping[str, Any], parameters: Mapping[str, Any]) -> tuple[dict[str, SyncSet], dict[str, Feed]]:
    """The result sets of a sync, each behind the one it starts from, and how each is followed.

    Raises:
        ApiError: 400. A result set is malformed, or starts from one that does not exist, or from itself.
    """
    sets: dict[str, SyncSet] = {}
    feeds: dict[str, Feed] = {}
    for name, body in bodies.items():
        sets[name], feeds[name] = _parsed(name, body, parameters)
    return arranged(sets), feeds


def _parsed(name: str, body: Any, parameters: Mapping[str, Any]) -> tuple[SyncSet, Feed]:
    expression: SyncExpression
    if "nodes" in body:
        expression = parse(SyncNodesExpression, body)
        traversal = node_traversal(expression.nodes, parameters)
    elif "edges" in body:
        expression = parse(SyncEdgesExpression, body)
        traversal = edge_traversal(expression.edges, parameters)
    else:
        for key in _SET_OPERATIONS:
            if key in body:
                raise unexpected_field(key)
        raise violations([f"with.{name} must have one of nodes, edges"])
    mode = expression.mode or "onePhase"
    if expression.backfill_sort and mode != "twoPhase":
        raise ApiError(400, "Backfill sort can only be used with two-phase sync.")
    feed = Feed(mode, expression.skip_already_deleted is not False, expression.backfill_sort or ())
    return ResultSet(name, traversal.kind, traversal, expression.limit or DEFAULT_LIMIT), feed


def followed_by_deletions(traversal: Traversal) -> Traversal:
    """The traversal as deleted instances are tested by it: without filters on nodes that may be deleted as well."""
    return replace(traversal, node_filter=None, termination_filter=None)
