"""Attributes for edges and reverse relations: they hold something only if a query included them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar

from pygen_client.schema import NodeId

from pygen_runtime.errors import NotIncludedError
from pygen_runtime.instances.read import Edge, Node

N = TypeVar("N", bound=Node)
E = TypeVar("E", bound=Edge)


class Link(Generic[N, E]):
    """One edge of a connection, with the node at its other end."""

    __slots__ = ("_far", "_node", "edge")

    edge: E
    """The edge, with its properties if the connection has any."""

    def __init__(self, edge: E, node: N | None, *, far: NodeId) -> None:
        self.edge = edge
        self._node = node
        self._far = far

    @property
    def node(self) -> N:
        """The node at the other end.

        Raises:
            NotIncludedError: The node has no data in the view that the connection leads to.
        """
        if self._node is None:
            raise NotIncludedError(f"Node {self._far} has no data in the view that this connection leads to")
        return self._node

    @property
    def node_id(self) -> NodeId:
        """Identifier of the node at the other end, which is always known."""
        return self._far

    if not TYPE_CHECKING:
        # Type checkers find it by themselves.
        def __getattr__(self, name: str) -> Any:
            hint = "" if name.startswith("_") else ": .edge has the properties of the edge, .node those of the node"
            raise AttributeError(f"A link has no attribute {name!r}{hint}", name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        return self.edge.as_id() == other.edge.as_id() if isinstance(other, Link) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.edge)

    def __repr__(self) -> str:
        return f"Link({self._far.space!r}, {self._far.external_id!r})"


class _Connection:
    """Stands in the class; what a query includes is kept in the object and hides it there."""

    _name = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        if instance is None:
            return self
        raise NotIncludedError(
            f"{type(instance).__name__}.{self._name} of {instance.space}:{instance.external_id} was not included: add "
            f"include({type(instance).__name__}.relations.{self._name}) to the query"
        )


def connection() -> Any:
    """Declare an edge or reverse relation in a read class; touching it raises NotIncludedError until it is included."""
    return _Connection()


if TYPE_CHECKING:
    Links: TypeAlias = list[Link[N, E]]
    LinkTo: TypeAlias = Link[N, E] | None
    Many: TypeAlias = list[N]
    One: TypeAlias = N | None
else:

    class _Outside:
        """Makes a declaration that pydantic passes over: the names in it are never resolved."""

        def __class_getitem__(cls, item: Any) -> Any:
            return ClassVar[Any]

    class Links(_Outside):
        """Edges of a connection, each with the node at its other end."""

    class LinkTo(_Outside):
        """The edge of a connection that has one at most, with the node at its other end; or None."""

    class Many(_Outside):
        """The nodes whose direct relation points here."""

    class One(_Outside):
        """The node whose direct relation points here; or None."""
