"""Seeded values say something: they follow the names of their property and view."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pygen_client.schema import EnumType, Float64Type, Int32Type, TextType, UnitReference
from pygen_emulator.seed.dice import Dice
from pygen_emulator.seed.texts import Subject, split
from pygen_emulator.seed.values import ValueMaker
from pygen_emulator.seed.wishes import Wish


def values(type_: Any, name: str, about: str = "windTurbine", **options: Any) -> list[Any]:
    """A value of each of 50 instances."""
    return [
        ValueMaker(Subject(split(about), serial), Dice(about, serial)).value(type_, name, **options)
        for serial in range(1, 51)
    ]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("name", r"[A-Z][a-z]+ wind turbine \d+"),
        ("displayTitle", r"[A-Z][a-z]+ wind turbine \d+"),
        ("description", r"The \w+ \w+ was \w+ at .+\."),
        ("contactEmail", r"[a-z]+\.[a-z]+@example\.com"),
        ("homepage", r"https://example\.com/wind-turbine/\w+-\d+"),
        ("mobilePhone", r"\+\d+ 555 \d{3} \d{3}"),
        ("serialNumber", r"SN-\d{4}-\d{5}"),
        ("assetCode", r"WT-\d{5}"),
        ("model", r"[A-Z]\w+ \d00"),
        ("version", r"\d\.\d"),
        ("directory", r"/\w+/wind-turbine/\w+\.\w+"),
        ("streetAddress", r"\d+ .+, .+"),
        ("createdBy", r"[A-Z]\w+ [A-Z]\w+"),
        ("firstName", r"[A-Z][a-z]+"),
        ("something_else", r"[a-z]+ [a-z]+"),
    ],
)
def test_texts_follow_the_name_of_the_property(name: str, pattern: str) -> None:
    made = values(TextType(), name)

    assert all(re.fullmatch(pattern, value) for value in made), made[0]
    assert len(set(made)) > 10


def test_people_have_names_of_people() -> None:
    assert all(re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", value) for value in values(TextType(), "name", about="Author"))


def test_numbers_follow_the_name_and_the_unit() -> None:
    bar = Float64Type(unit=UnitReference(external_id="pressure:bar"))

    assert all(1 <= value <= 40 for value in values(bar, "inlet"))
    assert all(-60 <= value <= 70 for value in values(Float64Type(), "latitude"))
    assert all(1990 <= value <= 2025 for value in values(Int32Type(), "yearBuilt"))


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("windTurbineID", ("wind", "turbine", "id")),
        ("Cognite3DModel", ("cognite", "3d", "model")),
        ("snake_case_2", ("snake", "case", "2")),
    ],
)
def test_identifiers_have_words(identifier: str, words: tuple[str, ...]) -> None:
    assert split(identifier) == words


def test_a_text_keeps_its_limit_and_stays_unique() -> None:
    made = values(TextType(max_text_size=6), "name", is_unique=True)

    assert all(len(value) <= 6 for value in made)
    assert len(set(made)) == 50


def test_what_is_forbidden_is_avoided_as_far_as_possible() -> None:
    enum = EnumType.load({"type": "enum", "values": {"on": {}, "off": {}}})

    assert set(values(enum, "state", wish=Wish(forbidden=("on",)))) == {"off"}
    assert set(values(enum, "state", wish=Wish(forbidden=("on", "off")))) == {None}
    assert set(values(Float64Type(), "x", wish=Wish(least=1, most=1, forbidden=(1,)))) == {None}
