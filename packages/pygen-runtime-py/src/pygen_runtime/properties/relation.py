"""Direct relations as properties."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Generic, TypeAlias, TypeVar, Union, cast

from pygen_client import PygenValidationError
from pygen_client.schema import NodeId, ViewId

from pygen_runtime.filters.language import And, Filter, Nested
from pygen_runtime.filters.paths import paths
from pygen_runtime.filters.values import Identified
from pygen_runtime.properties import kinds
from pygen_runtime.properties.base import AnyProperty, SingleProperty
from pygen_runtime.properties.lists import ListProperty

T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)

NodeReference: TypeAlias = Union[NodeId, tuple[str, str], Identified]
"""A node by its id: NodeId, ``(space, external_id)``, an object that was read, or a Ref."""


class _DirectedProperty(AnyProperty[V_co], Generic[V_co, T_co]):
    """Points to nodes.

    Args:
        name: The property of the view.
        target: Where the class of these nodes is: ``".module:Class"`` beside the class that declares the relation.
            None where it is no view of the SDK.
        of_instance: Whether every node or edge has it, such as ``startNode``.
    """

    __slots__ = ("_package", "_target")
    _kind = kinds.RELATION

    def __init__(self, name: str, target: str | None = None, *, of_instance: bool = False) -> None:
        super().__init__(name, of_instance=of_instance)
        self._target = target
        self._package = ""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        super().__set_name__(owner, name)
        self._package = owner.__module__.rpartition(".")[0]

    @property
    def target_class(self) -> type[T_co] | None:
        """The class of the nodes that it leads to; None where that is no view of the SDK."""
        if self._target is None:
            return None
        module, _, name = self._target.partition(":")
        return cast("type[T_co]", getattr(import_module(module, self._package), name))


class RelationProperty(SingleProperty[NodeReference], _DirectedProperty[NodeReference, T_co]):
    """A direct relation. For reading what it leads to see ``relations``."""

    __slots__ = ()

    def where(self, *filters: Filter) -> Filter:
        """The node that it points to meets all of these conditions.

        That can be slow where there are several pages (behaviour.md section 12).

        Raises:
            PygenValidationError: No condition is given, or one is about this view, not about the node behind it.
        """
        condition = filters[0] if len(filters) == 1 else And(filters)
        self._check(condition)
        return Nested(self.path, condition)

    def _check(self, condition: Filter) -> None:
        target = self.target_class
        if target is None:
            return
        misplaced = _views(self._data_class) - _views(target)
        for path in paths(condition.dump()):
            if path[:-1] in misplaced:
                raise PygenValidationError(
                    f"{self!r}.where(...) is about the {target.__name__} that it points to, and property "
                    f"{path[-1]!r} is one of {self._data_class.__name__}"
                )


class RelationListProperty(
    ListProperty[NodeReference], _DirectedProperty[Sequence[NodeReference], T_co], Generic[T_co]
):
    """A list of direct relations."""

    __slots__ = ()


def _views(data_class: Any) -> set[tuple[str, ...]]:
    """The views of a class and of those that it is made from, as paths begin with them."""
    views: list[ViewId] = [base.__dict__["view_id"] for base in data_class.__mro__ if "view_id" in base.__dict__]
    return {view.as_path() for view in views}
