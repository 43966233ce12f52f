"""Relations as generated classes declare them, and as queries include them. All are immutable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from pygen_client import PygenValidationError
from pygen_client.schema import ContainerId, NodeId, ViewId
from typing_extensions import Self

from pygen_runtime.instances.read import Edge, Node

if TYPE_CHECKING:
    from pygen_runtime.filters import Filter
    from pygen_runtime.properties import AnyProperty, SortTerm

N_co = TypeVar("N_co", bound=Node, covariant=True)
E_co = TypeVar("E_co", bound=Edge, covariant=True)

NodeClass: TypeAlias = type[Node]
EdgeClass: TypeAlias = type[Edge]

MAX_DEPTH = 24
"""Levels of a recursive include: each costs one or two of the 50 result sets (behaviour.md section 4.1)."""


@dataclass(frozen=True, eq=False)
class Relation(Generic[N_co]):
    """A relation of a view, to be followed or included.

    Args:
        name: The property of the view.
        target: Where the class of the nodes is: ``".module:Class"`` beside the class that declares the relation.
            None where the target is no view of the SDK; then nodes come without properties.
    """

    name: str
    target: str | None
    filters: tuple[Filter, ...] = field(default=(), kw_only=True)
    includes: tuple[Relation[Any], ...] = field(default=(), kw_only=True)
    order: tuple[SortTerm | str | AnyProperty[Any], ...] = field(default=(), kw_only=True)
    in_units: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    most: int | None = field(default=None, kw_only=True)
    levels: int = field(default=1, kw_only=True)
    attribute: str = field(default="", kw_only=True)
    _package: str = field(default="", kw_only=True, repr=False)

    if not TYPE_CHECKING:
        # So that the names in DirectRelation["CategoryNode"] are never resolved, and cost nothing.
        def __class_getitem__(cls, item: Any) -> type[Relation]:
            return cls

    def __set_name__(self, owner: Any, name: str) -> None:
        object.__setattr__(self, "attribute", name)
        object.__setattr__(self, "_package", owner.__module__.rpartition(".")[0])

    def where(self, *filters: Filter) -> Self:
        """Only what meets these conditions, and all those given before."""
        return replace(self, filters=(*self.filters, *filters))

    def include(self, *relations: Relation[Any]) -> Self:
        """Read these relations of the nodes, too."""
        return replace(self, includes=(*self.includes, *relations))

    def sort(self, *terms: SortTerm | str | AnyProperty[Any]) -> Self:
        """Order what is found for each instance, by up to 5 properties.

        A property or the name of an attribute stands for ascending.
        """
        return replace(self, order=terms)

    def units(self, **units: str) -> Self:
        """Read numbers of the nodes, or of edges with such an attribute, in other units: see ``units`` of queries."""
        return replace(self, in_units=tuple({**dict(self.in_units), **units}.items()))

    def limit(self, count: int) -> Self:
        """At most so many for each instance; without a limit all come.

        Raises:
            PygenValidationError: The number is less than 1.
        """
        if count < 1:
            raise PygenValidationError(f"The limit of a relation is 1 or more, not {count}")
        return replace(self, most=count)

    def depth(self, levels: int) -> Self:
        """Follow a relation of a view to itself over several levels, 1 to 24.

        Raises:
            PygenValidationError: The number is not in that range.
        """
        if not 1 <= levels <= MAX_DEPTH:
            raise PygenValidationError(f"The depth of a relation is 1 to {MAX_DEPTH}, not {levels}")
        return replace(self, levels=levels)

    @property
    def target_class(self) -> NodeClass:
        """The class of the nodes that it leads to."""
        found: NodeClass = self._resolve(self.target, Node)
        return found

    def _resolve(self, place: str | None, outside: Any) -> Any:
        if place is None:
            return outside
        module, _, name = place.partition(":")
        return getattr(import_module(module, self._package), name)


class DirectRelation(Relation[N_co], Generic[N_co]):
    """A direct relation, single or a list."""


@dataclass(frozen=True, eq=False)
class EdgeRelation(Relation[N_co], Generic[N_co, E_co]):
    """A connection by edges.

    Args:
        edge: Where the class of the edges is; None if they have no properties.
        type: The node that types the edges.
        direction: ``outwards`` if the edges start here, ``inwards`` if they end here.
        single: Whether there is one edge at most.
    """

    edge: str | None = None
    type: NodeId = field(kw_only=True)
    direction: Literal["outwards", "inwards"] = field(default="outwards", kw_only=True)
    single: bool = field(default=False, kw_only=True)

    @property
    def edge_class(self) -> EdgeClass:
        """The class of the edges."""
        found: EdgeClass = self._resolve(self.edge, Edge)
        return found


@dataclass(frozen=True, eq=False)
class ReverseRelation(Relation[N_co], Generic[N_co]):
    """A direct relation of other nodes that points here.

    Args:
        through: The view or container that has the direct relation, and its property there.
        through_list: Whether that relation is a list.
        single: Whether one node at most points here.
    """

    through: tuple[ViewId | ContainerId, str] = field(kw_only=True)
    through_list: bool = field(default=False, kw_only=True)
    single: bool = field(default=False, kw_only=True)


def declared(owner: type[Node] | type[Edge]) -> dict[str, Relation[Any]]:
    """The relations of a class by attribute, inherited ones included."""
    names = dir(owner.relations)
    found = {name: getattr(owner.relations, name) for name in names if not name.startswith("__")}
    return {name: one for name, one in found.items() if isinstance(one, Relation)}
