"""What properties of all types have in common."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, Union

from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, ViewId
from typing_extensions import Self

from pygen_runtime.filters.language import NOTHING, Equals, Exists, Filter, In, Not, Or
from pygen_runtime.filters.values import PropertyPath, PropertyReference
from pygen_runtime.properties.kinds import Kind
from pygen_runtime.properties.order import SortTerm
from pygen_runtime.spelling import did_you_mean

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

MAX_VALUES = 1000
"""Values that one ``in`` takes (behaviour.md section 4.1)."""

_ELSEWHERE = {
    "asc": "ascending",
    "contains": "contains_any",
    "desc": "descending",
    "in_": "is_in",
    "is_null": "is_missing",
    "isin": "is_in",
    "isna": "is_missing",
    "isnull": "is_missing",
    "like": "startswith",
    "notna": "exists",
    "prefix": "startswith",
}
"""What other libraries call it."""

# Reentrant: it is held for moments only.
_BINDING = threading.RLock()


class AnyProperty(Generic[V_co]):
    """A property of the view of the class that it is looked up on. Immutable and hashable.

    Args:
        name: The property of the view.
        of_instance: Whether every node or edge has it, such as ``externalId``.
    """

    __slots__ = ("_attribute", "_name", "_of_instance", "_owner")

    _kind: ClassVar[Kind]
    _is_list: ClassVar[bool] = False

    def __init__(self, name: str, *, of_instance: bool = False) -> None:
        self._name = name
        self._of_instance = of_instance
        self._attribute = name
        self._owner: Any = None

    if not TYPE_CHECKING:
        # So that the names in RelationProperty["CategoryNode"] are never resolved, and cost nothing.
        def __class_getitem__(cls, item: Any) -> type[AnyProperty]:
            return cls

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._attribute = name
        self._owner = owner

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Self:
        if owner is None or self._owner is owner:
            return self
        # Inherited from the properties of another class: from now on one of this class, always the same object.
        with _BINDING:
            if self._attribute not in owner.__dict__:
                bound = copy(self)
                bound._owner = owner
                setattr(owner, self._attribute, bound)
        found: Self = owner.__dict__[self._attribute]
        return found

    @property
    def name(self) -> str:
        """The property of the view."""
        return self._name

    @property
    def attribute(self) -> str:
        """The attribute of the data class."""
        return self._attribute

    @property
    def owner(self) -> type[Any] | None:
        """The class of properties that it belongs to, such as ``Product.props``."""
        owner: type[Any] | None = self._owner
        return owner

    @property
    def path(self) -> PropertyPath:
        """Where the property is, as the service names it in filters and sorts."""
        data_class = self._data_class
        if self._of_instance:
            return ("edge" if data_class._id_class is EdgeId else "node", self._name)
        view: ViewId = data_class.view_id
        return (*view.as_path(), self._name)

    def exists(self) -> Filter:
        """It has a value; an empty list is one."""
        return Exists(self.path)

    def is_missing(self) -> Filter:
        """It has no value."""
        return Not(Exists(self.path))

    @property
    def _data_class(self) -> Any:
        data_class = None if self._owner is None else self._owner._data_class
        if data_class is None:
            raise PygenValidationError(
                f"Property {self._name!r} belongs to no data class: use Product.props.{self._name}"
            )
        return data_class

    def __repr__(self) -> str:
        owner = None if self._owner is None else self._owner._data_class
        return f"{'?' if owner is None else owner.__name__}.props.{self._attribute}"

    if not TYPE_CHECKING:
        # Type checkers find it by themselves.
        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                # Asked while a copy is made, which has nothing yet to be shown.
                raise AttributeError(name, name=name, obj=self)
            known = [one for one in dir(type(self)) if not one.startswith("_")]
            meant = _ELSEWHERE.get(name)
            hint = f"; use {meant}" if meant in known else did_you_mean(name, known)
            raise AttributeError(f"{self!r} has no {name!r}{hint}", name=name, obj=self)

    __hash__ = object.__hash__

    def _value(self, value: Any) -> Any:
        """A value to compare one value of this property with.

        Raises:
            PygenValidationError: It is of another type, or cannot be sent.
        """
        if value is None:
            raise PygenValidationError(f"{self!r} cannot be compared with None: use .is_missing() or .exists()")
        return self._kind.checked(repr(self), value)

    def _operand(self, other: Any) -> Any:
        """The other side of a comparison: a value, or another property of the same instance."""
        if not isinstance(other, AnyProperty):
            # A filter is a value: it keeps nothing that the caller may change.
            return tuple(self._value(one) for one in self._several(other)) if self._is_list else self._value(other)
        if other._kind.family != self._kind.family or other._is_list != self._is_list:
            raise PygenValidationError(f"{self!r} and {other!r} cannot be compared: their types differ")
        return PropertyReference(other.path)

    def _several(self, values: Any) -> list[Any]:
        if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
            raise PygenValidationError(f"{self!r} expects several values, not {values!r}: put it in a list")
        return list(values)


class EquatableProperty(AnyProperty[V], Generic[V]):
    """A property that can be compared for being the same.

    What has no value is neither equal nor unequal to any (behaviour.md section 12): ``!=`` does not find it, so add
    ``| P.x.is_missing()`` where that is wanted.
    """

    __slots__ = ()
    # Python forgets it where __eq__ is defined.
    __hash__ = AnyProperty.__hash__

    def __eq__(self, other: Union[V, AnyProperty[V]]) -> Filter:  # type: ignore[override]  # makes a filter
        return Equals(self.path, self._operand(other))

    def __ne__(self, other: Union[V, AnyProperty[V]]) -> Filter:  # type: ignore[override]  # makes a filter
        return Not(Equals(self.path, self._operand(other)))


class SingleProperty(EquatableProperty[V], Generic[V]):
    """A property with one value."""

    __slots__ = ()

    def is_in(self, values: Iterable[V]) -> Filter:
        """It has one of these values; none given matches nothing. Any number of values."""
        return one_of(self.path, [self._value(one) for one in self._several(values)])


class SortableProperty(SingleProperty[V], Generic[V]):
    """A property that instances can be ordered by."""

    __slots__ = ()

    def ascending(self, *, nulls_first: bool | None = None) -> SortTerm:
        """Smallest first.

        Args:
            nulls_first: Whether what has no value comes first; None leaves it to the service. Search does not take it.
        """
        return SortTerm(self.path, "ascending", nulls_first)

    def descending(self, *, nulls_first: bool | None = None) -> SortTerm:
        """Largest first.

        Args:
            nulls_first: Whether what has no value comes first; None leaves it to the service. Search does not take it.
        """
        return SortTerm(self.path, "descending", nulls_first)


def one_of(path: PropertyPath, values: list[Any]) -> Filter:
    """A filter on one value among any number of them."""
    if not values:
        return NOTHING
    if len(values) == 1:
        return Equals(path, values[0])
    parts = [In(path, values[start : start + MAX_VALUES]) for start in range(0, len(values), MAX_VALUES)]
    return parts[0] if len(parts) == 1 else Or(parts)
