"""The body of a sync: a query without sorting and set operations, and with modes (behaviour.md section 17)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pygen_emulator.filters.references import Body
from pygen_emulator.instances.requests import Debug
from pygen_emulator.query.requests import MAX_SETS, Edges, Nodes, SelectedSource, Sorts

Mode = Literal["onePhase", "twoPhase", "noBackfill"]
Limit = Annotated[int, Field(ge=1, le=2_000)]


class SyncExpression(Body):
    """What result sets of nodes and of edges have in common."""

    limit: Limit | None = None
    skip_already_deleted: bool | None = None
    mode: Mode | None = None
    backfill_sort: Sorts | None = None


class SyncNodesExpression(SyncExpression):
    nodes: Nodes


class SyncEdgesExpression(SyncExpression):
    edges: Edges


class SyncSelect(Body):
    sources: Annotated[list[SelectedSource], Field(max_length=10)] | None = None


class SyncRequest(Body):
    """``POST /models/instances/sync``."""

    with_: Annotated[dict[str, dict[str, Any]], Field(alias="with", min_length=1, max_length=MAX_SETS)]
    select: Annotated[dict[str, SyncSelect], Field(min_length=1, max_length=MAX_SETS)]
    cursors: Annotated[dict[str, str | None], Field(max_length=MAX_SETS)] | None = None
    parameters: dict[str, Any] | None = None
    include_typing: bool | None = None
    allow_expired_cursors_and_accept_missed_deletes: bool | None = None
    debug: Debug | None = None
