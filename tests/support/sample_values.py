"""Valid values for every property, made from its type, in the service's form: the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pygen_client.schema import Container, DirectRelationType, EnumType, MappedProperty, PropertyType, View

_SINGLE: Mapping[str, tuple[Any, ...]] = {
    "text": ("plain", 'quote " and \\', "\u00e5\u00df\u4e2d \U0001f980", "two\nlines"),
    "boolean": (False, True),
    "int32": (0, -(2**31), 2**31 - 10_000_000),
    "int64": (2**62, 0, -(2**63)),
    "float32": (0.5, -0.25, 1.25e10),
    "float64": (1e-300, 0.1, -12.5),
    "timestamp": ("2024-02-29T23:59:59.123+00:00", "1999-12-31T00:00:00+00:00"),
    "date": ("2024-02-29", "0999-01-01"),
    "json": ({"a": [1, {"b": None}]}, {}),
    "timeseries": ("ts one",),
    "file": ("file one",),
    "sequence": ("sequence one",),
}


def value(type_: PropertyType, seed: int, target: Mapping[str, str]) -> Any:
    """A value of the type; texts and whole numbers differ by seed, relations point to ``target``."""
    if isinstance(type_, DirectRelationType):
        return [dict(target)] if type_.is_list else dict(target)
    if isinstance(type_, EnumType):
        writable = [name for name in type_.values if name != type_.unknown_value]
        return writable[seed % len(writable)]
    samples = _SINGLE[type_.type]
    if type_.is_list:
        return list(samples)
    chosen = samples[seed % len(samples)]
    if type_.type == "text":
        return f"{seed} {chosen}"[: getattr(type_, "max_text_size", None)]
    return chosen + seed if type_.type in ("int32", "int64") else chosen


def of_view(view: View, seed: int, target: Mapping[str, str]) -> dict[str, Any]:
    """A value for each mapped property of a view; the same where two map the same property of a container."""
    mapped = {name: prop for name, prop in view.properties.items() if isinstance(prop, MappedProperty)}
    stored = sorted({(prop.container, prop.container_property_identifier) for prop in mapped.values()})
    position = {place: number for number, place in enumerate(stored)}
    return {
        name: value(prop.type, seed + position[prop.container, prop.container_property_identifier], target)
        for name, prop in mapped.items()
    }


def required_of_container(container: Container, seed: int, target: Mapping[str, str]) -> dict[str, Any]:
    """A value for each property of a container that cannot be left out."""
    return {
        name: value(prop.type, seed, target)
        for name, prop in container.properties.items()
        if not prop.nullable and prop.default_value is None and not prop.auto_increment
    }
