"""The catalogue of units: known values, and no unit that cannot be converted there and back."""

from __future__ import annotations

import pytest
from pygen_emulator.units.catalog import UnknownUnitError, quantity_of, unit_in_system, units_of
from pygen_emulator.units.conversion import conversion

pytestmark = pytest.mark.evidence("5")


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "pressure:bar", "pressure:pa", 100_000),
        (1, "pressure:atm", "pressure:psi", 14.695948775513),
        (100, "temperature:deg_c", "temperature:deg_f", 212),
        (0, "temperature:k", "temperature:deg_c", -273.15),
        (-40, "temperature:deg_f", "temperature:deg_c", -40),
        (491.67, "temperature:deg_r", "temperature:deg_c", 0),
        (1, "length:mi", "length:kilom", 1.609344),
        (1, "length:ft", "length:in", 12),
        (1, "volume:bbl", "volume:gal_us", 42),
        (1, "energy:kilow-hr", "energy:megaj", 3.6),
        (180, "angle:deg", "angle:rad", 3.141592653589793),
        (60, "angular_velocity:rev-per-min", "angular_velocity:rev-per-sec", 1),
        (3.6, "velocity:kilom-per-hr", "velocity:m-per-sec", 1),
        (1, "power:megaw", "power:kilow", 1_000),
        (1, "density:gm-per-centim3", "density:lb-per-ft3", 62.42796057614462),
        (24, "volume_flow_rate:m3-per-day", "volume_flow_rate:m3-per-hr", 1),
        (1, "mass:lb", "mass:oz", 16),
        (2, "time:day", "time:hr", 48),
    ],
)
def test_conversions_are_exact_to_the_last_digit(value: float, source: str, target: str, expected: float) -> None:
    assert conversion(source, target)(value) == pytest.approx(expected, rel=1e-13, abs=1e-12)


def test_every_unit_converts_to_every_other_of_its_quantity_and_back() -> None:
    for quantity, units in units_of().items():
        for source in units:
            assert quantity_of(source) == quantity
            for target in units:
                there = conversion(source, target)(12.5)
                assert conversion(target, source)(there) == pytest.approx(12.5, rel=1e-12)


def test_every_system_names_units_that_exist() -> None:
    for quantity, units in units_of().items():
        assert {unit_in_system("SI", quantity), unit_in_system("Default", quantity)} <= set(units)


def test_not_every_quantity_has_an_imperial_unit() -> None:
    with pytest.raises(UnknownUnitError, match="'Imperial' has no unit of frequency"):
        unit_in_system("Imperial", "frequency")
