"""Functions over the values of a property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias, Union

from pygen_runtime.operations.attributes import AttributeLike
from pygen_runtime.properties import AnyProperty


class Aggregate:
    """One number about many instances. What has no value is left out.

    Args:
        of: The attribute, by its name or as a property: ``"price"`` or ``Product.props.price``.
    """

    __slots__ = ("of",)

    function: ClassVar[str]
    """What the service calls it."""

    of: AttributeLike | None

    def __init__(self, of: AttributeLike, /) -> None:
        self.of = of

    @property
    def name(self) -> str:
        """Under this name the value is found, such as ``avg_price``."""
        attribute = self.of.attribute if isinstance(self.of, AnyProperty) else self.of
        return self.function if attribute is None else f"{self.function}_{attribute}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'' if self.of is None else repr(self.of)})"


class Count(Aggregate):
    """How many instances there are; with an attribute, how many have a value of it. Any attribute can be counted."""

    __slots__ = ()
    function = "count"

    def __init__(self, of: AttributeLike | None = None, /) -> None:
        self.of = of


class Avg(Aggregate):
    """The mean of a number; None where no instance has a value."""

    __slots__ = ()
    function = "avg"


class Min(Aggregate):
    """The least of a number; None where no instance has a value."""

    __slots__ = ()
    function = "min"


class Max(Aggregate):
    """The largest of a number; None where no instance has a value."""

    __slots__ = ()
    function = "max"


class Sum(Aggregate):
    """The sum of a number; None where no instance has a value."""

    __slots__ = ()
    function = "sum"


AggregateProperty: TypeAlias = AttributeLike
"""An attribute by its name, or as a property: ``"price"`` or ``Product.props.price``."""

Aggregates: TypeAlias = Union[Aggregate, Sequence[Aggregate]]
"""One function or several."""

GroupBy: TypeAlias = Union[AttributeLike, Sequence[AttributeLike], None]
"""One attribute or up to 5: text, numbers, booleans and direct relations; each value of a list makes a group."""
