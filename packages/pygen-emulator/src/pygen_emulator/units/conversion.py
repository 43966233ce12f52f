"""From one unit to another of the same quantity."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from pygen_emulator.units.catalog import UnknownUnitError, factor_and_offset, quantity_of

_CONTEXT = Context(prec=40, traps=[])
"""More digits than a float has: 20 degrees Celsius are 68 Fahrenheit, not 67.99999999999994."""


@dataclass(frozen=True)
class Conversion:
    """``value * scale + shift``, reckoned in decimals."""

    source: str
    """External id of the unit that values are stored in."""
    target: str
    """External id of the unit that they are shown in."""
    scale: Decimal
    shift: Decimal

    def __call__(self, value: float) -> float:
        """The value in the target unit; the largest float in place of what is beyond all floats."""
        exact = _CONTEXT.add(_CONTEXT.multiply(Decimal(repr(float(value))), self.scale), self.shift)
        number = float(exact)
        return number if math.isfinite(number) else math.copysign(sys.float_info.max, number)


@lru_cache(maxsize=1_024)
def conversion(source: str, target: str) -> Conversion:
    """The conversion between two units, by their external ids.

    Raises:
        UnknownUnitError: The catalogue does not have one of them, or they measure different quantities.
    """
    if quantity_of(source) != quantity_of(target):
        raise UnknownUnitError(f"The unit '{source}' cannot be converted to '{target}'")
    (factor, offset), (other_factor, other_offset) = factor_and_offset(source), factor_and_offset(target)
    scale = factor / other_factor
    return Conversion(source, target, _decimal(scale), _decimal(offset * scale - other_offset))


def _decimal(number: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))
