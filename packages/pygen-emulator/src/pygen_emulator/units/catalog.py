"""A small catalogue of units: what quantity each measures, and how it converts to the others of that quantity.

The external ids are those that the service's own catalogue gives to these units. It has many more.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_LITRE, _FOOT, _POUND, _DAY = "0.001", "0.3048", "0.45359237", "86400"
_GALLON, _BARREL = "0.003785411784", "0.158987294928"
_POUND_FORCE = "4.4482216152605"
_TURN = "6.283185307179586476925286766559"

_FACTORS: Mapping[str, Mapping[str, str]] = {
    "acceleration": {"m-per-sec2": "1", "ft-per-sec2": _FOOT},
    "angle": {"rad": "1", "deg": "0.01745329251994329576923690768489", "rev": _TURN},
    "angular_velocity": {"rad-per-sec": "1", "rev-per-sec": _TURN, "rev-per-min": "0.1047197551196597746154214461093"},
    "area": {
        **{"m2": "1", "centim2": "1e-4", "millim2": "1e-6", "kilom2": "1e6"},
        **{"ft2": "0.09290304", "in2": "0.00064516", "yd2": "0.83612736"},
    },
    "density": {"kilogm-per-m3": "1", "gm-per-centim3": "1000", "lb-per-ft3": "0.45359237/0.028316846592"},
    "dynamic_viscosity": {"pa-sec": "1", "millipa-sec": "0.001", "centipoise": "0.001"},
    "electric_current": {"a": "1", "millia": "0.001", "kiloa": "1000"},
    "electric_potential": {"v": "1", "milliv": "0.001", "kilov": "1000"},
    "energy": {
        **{"j": "1", "kiloj": "1e3", "megaj": "1e6", "gigaj": "1e9"},
        **{"w-hr": "3600", "kilow-hr": "3.6e6", "megaw-hr": "3.6e9"},
        **{"btu_it": "1055.05585262", "cal": "4.184"},
    },
    "force": {"n": "1", "kilon": "1000", "lb_f": _POUND_FORCE},
    "frequency": {"hz": "1", "kilohz": "1e3", "megahz": "1e6", "gigahz": "1e9"},
    "length": {
        **{"m": "1", "millim": "1e-3", "centim": "1e-2", "kilom": "1e3"},
        **{"in": "0.0254", "ft": _FOOT, "yd": "0.9144", "mi": "1609.344"},
    },
    "mass": {"kilogm": "1", "gm": "1e-3", "milligm": "1e-6", "tonne": "1e3", "lb": _POUND, "oz": "0.028349523125"},
    "mass_flow_rate": {
        **{"kilogm-per-sec": "1", "kilogm-per-hr": "1/3600", "tonne-per-hr": "1000/3600"},
        "lb-per-sec": _POUND,
    },
    "power": {
        **{"w": "1", "milliw": "1e-3", "kilow": "1e3", "megaw": "1e6", "gigaw": "1e9"},
        "hp": "745.69987158227022",
    },
    "pressure": {
        **{"pa": "1", "kilopa": "1e3", "megapa": "1e6", "bar": "1e5", "millibar": "1e2"},
        **{"atm": "101325", "psi": "6894.757293168361336722673445346890694"},
    },
    "resistance": {"ohm": "1", "kiloohm": "1e3", "megaohm": "1e6"},
    "temperature": {"k": "1", "deg_c": "1", "deg_f": "5/9", "deg_r": "5/9"},
    "time": {"sec": "1", "millisec": "1e-3", "min": "60", "hr": "3600", "day": _DAY, "wk": "604800"},
    "torque": {"n-m": "1", "kilon-m": "1000", "lb_f-ft": "1.3558179483314004"},
    "velocity": {
        **{"m-per-sec": "1", "kilom-per-hr": "1000/3600", "kn": "1852/3600"},
        **{"ft-per-sec": _FOOT, "mi-per-hr": "0.44704"},
    },
    "volume": {
        **{"m3": "1", "l": _LITRE, "millil": "1e-6", "centim3": "1e-6"},
        **{"ft3": "0.028316846592", "in3": "0.000016387064", "gal_us": _GALLON, "bbl": _BARREL},
    },
    "volume_flow_rate": {
        **{"m3-per-sec": "1", "m3-per-min": "1/60", "m3-per-hr": "1/3600", "m3-per-day": f"1/{_DAY}"},
        **{"l-per-sec": _LITRE, "l-per-min": "0.001/60", "ft3-per-sec": "0.028316846592"},
        **{"gal_us-per-min": f"{_GALLON}/60", "bbl-per-day": f"{_BARREL}/{_DAY}"},
    },
}
"""Of each quantity the units, and what one of each is in the unit with factor 1."""

_OFFSETS = {"temperature:deg_c": "273.15", "temperature:deg_f": "459.67"}
"""What to add to a value before its factor counts, for the units that do not begin at zero."""

_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "Default": {
        **{"acceleration": "m-per-sec2", "angle": "deg", "angular_velocity": "rev-per-sec", "area": "m2"},
        **{"density": "kilogm-per-m3", "dynamic_viscosity": "pa-sec", "electric_current": "a"},
        **{"electric_potential": "v", "energy": "j", "force": "n", "frequency": "hz", "length": "m", "mass": "kilogm"},
        **{"mass_flow_rate": "kilogm-per-sec", "power": "w", "pressure": "bar", "resistance": "ohm"},
        **{"temperature": "deg_c", "time": "sec", "torque": "n-m", "velocity": "m-per-sec", "volume": "m3"},
        "volume_flow_rate": "m3-per-sec",
    },
    "Imperial": {
        **{"acceleration": "ft-per-sec2", "area": "ft2", "density": "lb-per-ft3", "energy": "btu_it"},
        **{"force": "lb_f", "length": "ft", "mass": "lb", "mass_flow_rate": "lb-per-sec", "power": "hp"},
        **{"pressure": "psi", "temperature": "deg_f", "torque": "lb_f-ft", "velocity": "ft-per-sec"},
        **{"volume": "ft3", "volume_flow_rate": "ft3-per-sec"},
    },
    "SI": {
        quantity: next(unit for unit, factor in units.items() if factor == "1") for quantity, units in _FACTORS.items()
    },
}
"""The unit of each quantity in each system of units. Not every quantity has an imperial one."""


class UnknownUnitError(ValueError):
    """Says what the catalogue does not have, or what cannot be converted, in a sentence."""


def units_of() -> dict[str, list[str]]:
    """The external ids of all units, by quantity."""
    return {quantity: [f"{quantity}:{name}" for name in units] for quantity, units in _FACTORS.items()}


def quantity_of(unit: str) -> str:
    """What the unit measures, such as ``pressure``.

    Args:
        unit: External id, such as ``pressure:bar``.

    Raises:
        UnknownUnitError: The catalogue has no such unit.
    """
    quantity, _, name = unit.partition(":")
    if name not in _FACTORS.get(quantity, {}):
        raise UnknownUnitError(f"Unknown unit '{unit}'")
    return quantity


def factor_and_offset(unit: str) -> tuple[Fraction, Fraction]:
    """``f`` and ``o``: a value ``v`` in this unit is ``(v + o) * f`` in the base unit of its quantity.

    Raises:
        UnknownUnitError: The catalogue has no such unit.
    """
    quantity = quantity_of(unit)
    numerator, _, denominator = _FACTORS[quantity][unit.partition(":")[2]].partition("/")
    return Fraction(numerator) / Fraction(denominator or 1), Fraction(_OFFSETS.get(unit, 0))


def unit_in_system(system: str, quantity: str) -> str:
    """The external id of the unit that a system has for the quantity.

    Args:
        system: ``Default``, ``SI`` or ``Imperial``.

    Raises:
        UnknownUnitError: There is no such system, or it has no unit for the quantity.
    """
    if system not in _SYSTEMS:
        raise UnknownUnitError(f"Unknown unit system '{system}': there are {', '.join(sorted(_SYSTEMS))}")
    if quantity not in _SYSTEMS[system]:
        raise UnknownUnitError(f"The unit system '{system}' has no unit of {quantity}")
    return f"{quantity}:{_SYSTEMS[system][quantity]}"
