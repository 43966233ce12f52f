"""The body of a graph query, as the service's document describes it (behaviour.md section 16).

Result sets are parsed one by one: the paths in messages begin inside a result set, as in ``Unexpected field -
nodes.limit``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import Field, model_validator
from pygen_client.schema import ContainerId, ViewId
from typing_extensions import Self

from pygen_emulator.filters.references import Body, SourceReference, ViewReference
from pygen_emulator.instances.requests import Debug, Sort, SourceSelector

DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000
MAX_SETS = 50

Filter = dict[str, Any]
Direction = Literal["outwards", "inwards"]
Side = Literal["source", "destination"]
Sorts = Annotated[list[Sort], Field(max_length=5)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT)]


class Through(Body):
    """A direct relation, named through a view or container. ``view`` is the old form of ``source``."""

    source: SourceReference | None = None
    view: ViewReference | None = None
    identifier: str

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.source is None) == (self.view is None):
            raise ValueError("must have either source or view")
        return self

    def owner(self) -> ViewId | ContainerId:
        """The view or container that has the relation."""
        reference = self.source or self.view
        if reference is None:
            raise AssertionError("a through without source and view was let in")
        return reference.as_id()

    def path(self) -> list[str]:
        """The relation as filters name it."""
        owner = self.owner()
        version = f"/{owner.version}" if isinstance(owner, ViewId) else ""
        return [owner.space, f"{owner.external_id}{version}", self.identifier]


class Nodes(Body):
    from_: Annotated[str | None, Field(alias="from")] = None
    chain_to: Side | None = None
    through: Through | None = None
    direction: Direction | None = None
    filter: Filter | None = None


class Edges(Body):
    """Edges as both query and sync know them."""

    from_: Annotated[str | None, Field(alias="from")] = None
    chain_to: Side | None = None
    max_distance: Annotated[int, Field(ge=1)] | None = None
    direction: Direction | None = None
    filter: Filter | None = None
    node_filter: Filter | None = None
    termination_filter: Filter | None = None


class QueryEdges(Edges):
    limit_each: Annotated[int, Field(ge=1, le=2000)] | None = None


class NodesExpression(Body):
    nodes: Nodes
    sort: Sorts | None = None
    limit: Limit | None = None


class EdgesExpression(Body):
    edges: QueryEdges
    sort: Sorts | None = None
    post_sort: Sorts | None = None
    limit: Limit | None = None


Operand = Union[str, dict[str, Any]]
"""The name of a result set, or a set operation within another one."""


class UnionExpression(Body):
    union: list[Operand]
    except_: Annotated[list[str] | None, Field(alias="except")] = None
    limit: Limit | None = None


class UnionAllExpression(Body):
    union_all: list[Operand]
    except_: Annotated[list[str] | None, Field(alias="except")] = None
    limit: Limit | None = None


class IntersectionExpression(Body):
    intersection: list[Operand]
    except_: Annotated[list[str] | None, Field(alias="except")] = None
    limit: Limit | None = None


class SelectedSource(SourceSelector):
    """A view and the names of the properties to read; ``*`` means all."""

    properties: list[str]


class Select(Body):
    sources: Annotated[list[SelectedSource], Field(max_length=10)] | None = None
    sort: Sorts | None = None
    limit: Limit | None = None


class QueryRequest(Body):
    """``POST /models/instances/query``."""

    with_: Annotated[dict[str, dict[str, Any]], Field(alias="with", min_length=1, max_length=MAX_SETS)]
    select: Annotated[dict[str, Select], Field(min_length=1, max_length=MAX_SETS)]
    cursors: Annotated[dict[str, str | None], Field(max_length=MAX_SETS)] | None = None
    parameters: dict[str, Any] | None = None
    include_typing: bool | None = None
    debug: Debug | None = None
