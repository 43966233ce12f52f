"""Properties in another unit than the one they are stored in (behaviour.md section 5).

A view with target units shows its properties, and reads what filters compare them with, in those units. References
to the same property through its container or another view mean the stored unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import model_validator
from pygen_client.schema import Float32Type, Float64Type, ViewId
from typing_extensions import Self

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.references import Body, ExternalId
from pygen_emulator.filters.sources import Source, Sources, StoredProperty
from pygen_emulator.units.catalog import UnknownUnitError, quantity_of, unit_in_system
from pygen_emulator.units.conversion import Conversion, conversion


class UnitChoice(Body):
    """A unit by its external id, or the one that a system of units has for the quantity."""

    external_id: ExternalId | None = None
    unit_system_name: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.external_id is None) == (self.unit_system_name is None):
            raise ValueError("must have either externalId or unitSystemName")
        return self


class TargetUnit(Body):
    """The unit in which one property is wanted."""

    property: str
    unit: UnitChoice


def in_units(source: Source, targets: Sequence[TargetUnit]) -> Source:
    """The source with these properties in these units.

    Raises:
        ApiError: 400. A property does not exist, has no unit, or is named twice; a unit is unknown, or measures
            something else.
    """
    properties = dict(source.properties)
    named: set[str] = set()
    for target in targets:
        name = target.property
        if name in named:
            raise ApiError(400, f"The property '{name}' has more than one target unit.")
        named.add(name)
        stored = properties.get(name)
        if stored is None:
            raise ApiError(400, f"Unknown property '{name}': the {source} has no property of that name.")
        properties[name] = replace(stored, conversion=_conversion(stored, target, source))
    return replace(source, properties=properties)


def view_in_units(view: ViewId, targets: Sequence[TargetUnit], sources: Sources) -> Source:
    """The view with these properties in these units, from now on for the whole request.

    Raises:
        ApiError: 400. The view does not exist, or as for :func:`in_units`.
    """
    if targets:
        sources.replace(in_units(sources.get(view), targets))
    return sources.get(view)


def _conversion(stored: StoredProperty, target: TargetUnit, source: Source) -> Conversion | None:
    type_ = stored.definition.type
    unit = type_.unit if isinstance(type_, Float32Type | Float64Type) else None
    if unit is None:
        raise ApiError(400, f"The property '{target.property}' of the {source} has no unit to convert from.")
    wanted = target.unit.external_id
    try:
        if wanted is None:
            wanted = unit_in_system(target.unit.unit_system_name or "", quantity_of(unit.external_id))
        return None if wanted == unit.external_id else conversion(unit.external_id, wanted)
    except UnknownUnitError as error:
        raise ApiError(400, f"{error}: target unit of the property '{target.property}' of the {source}.") from None
