"""From the attributes that a caller names to the properties of a view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, Union, get_args

from pygen_client import PygenValidationError

from pygen_runtime.instances import Instance
from pygen_runtime.instances.properties import property_names
from pygen_runtime.properties import AnyProperty
from pygen_runtime.spelling import did_you_mean

AttributeLike: TypeAlias = Union[str, AnyProperty[Any]]
"""An attribute by its name, or as a property: ``"price"`` or ``Product.props.price``."""

UnitSystem: TypeAlias = Literal["SI", "Imperial", "Default"]

OF_INSTANCE = {
    "space": "space",
    "external_id": "externalId",
    "created_time": "createdTime",
    "last_updated_time": "lastUpdatedTime",
}
"""Attributes of every node or edge that can be sorted by and counted."""


def attribute_of(item_class: type[Instance], given: AttributeLike, *, of_instance: bool = False) -> tuple[str, str]:
    """The attribute of a class, and its property in the view.

    Args:
        item_class: The class.
        given: The attribute by its name, or as a property of this class or one that it inherits from.
        of_instance: Whether what every instance has is meant, too, such as ``external_id``.

    Raises:
        PygenValidationError: The class has no such attribute; the message has the nearest right name.
    """
    known = dict(property_names(item_class))
    if of_instance:
        known = {**OF_INSTANCE, **known}
    if isinstance(given, AnyProperty):
        own = {one for base in item_class.__mro__ if (one := getattr(base, "props", None)) is not None}
        if given.owner not in own or given.attribute not in known:
            raise PygenValidationError(f"{given!r} is no property of {item_class.__name__}")
        return given.attribute, known[given.attribute]
    if given not in known:
        raise PygenValidationError(f"{item_class.__name__} has no attribute {given!r}{did_you_mean(given, known)}")
    return given, known[given]


def attributes_of(
    item_class: type[Instance], given: AttributeLike | Iterable[AttributeLike] | None
) -> list[tuple[str, str]]:
    """The same for one attribute, several or none."""
    if given is None:
        return []
    several = [given] if isinstance(given, (str, AnyProperty)) else list(given)
    return [attribute_of(item_class, one) for one in several]


def units_of(item_class: type[Instance], units: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """The target units of a request (behaviour.md section 5).

    Args:
        item_class: The class.
        units: Attribute to the external id of a unit such as ``"temperature:deg_f"``, or to a system of units: ``SI``,
            ``Imperial`` or ``Default``.

    Raises:
        PygenValidationError: The class has no such attribute.
    """
    return [
        {
            "property": attribute_of(item_class, attribute)[1],
            "unit": {"unitSystemName" if unit in get_args(UnitSystem) else "externalId": unit},
        }
        for attribute, unit in (units or {}).items()
    ]
