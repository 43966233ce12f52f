"""What a change of a model means for programs that use its TypeScript SDK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pygen_generator import Comparison

Compare = Callable[..., Comparison]
Models = Any

LANGUAGES = ["typescript"]


def test_a_property_that_is_gone_names_all_that_was_made_of_it(models: Models, compare: Compare) -> None:
    name = {"name": models.prop()}
    old = [models.view("Pump", {**name, "max_press": models.prop("float64")})]

    comparison = compare(old, [models.view("Pump", name)], languages=LANGUAGES)

    (change,) = comparison.changes
    assert {symbol.language for symbol in change.symbols} == {"TypeScript"}
    assert {symbol.text for symbol in change.symbols} == {
        "Pump.maxPress",
        "PumpWrite.maxPress",
        "pump.list({ minMaxPress })",
        "pump.list({ maxMaxPress })",
    }


def test_a_relation_is_named_where_queries_include_it(models: Models, compare: Compare) -> None:
    name = {"name": models.prop()}
    parts = {**name, "to": models.relation("Pump"), "links": models.edges("Pump")}

    comparison = compare([models.view("Pump", parts)], [models.view("Pump", name)], languages=LANGUAGES)

    found = {symbol.text for change in comparison.changes for symbol in change.symbols}
    assert {"pump.query().include({ to })", "pump.query().include({ links })", "PumpWrite.links"} <= found


def test_a_view_that_is_gone_names_its_types_and_its_api(models: Models, compare: Compare) -> None:
    pump, valve = (models.view(name, {"x": models.prop()}) for name in ("Pump", "Valve"))

    comparison = compare([pump, valve], [pump], languages=LANGUAGES)

    (change,) = comparison.changes
    assert {symbol.text for symbol in change.symbols} >= {
        "Valve",
        "ValveWrite",
        "ValveFilters",
        "valve",
        "valveApi",
        "ShopClient.valve",
    }


def test_both_languages_speak_for_themselves(models: Models, compare: Compare) -> None:
    old = [models.view("Pump", {"max_press": models.prop("float64"), "x": models.prop()})]
    new = [models.view("Pump", {"x": models.prop()})]

    comparison = compare(old, new, languages=["python", "typescript"])

    found = {(symbol.language, symbol.text) for change in comparison.changes for symbol in change.symbols}
    assert {("Python", "Pump.max_press"), ("TypeScript", "Pump.maxPress")} <= found


def test_views_that_are_not_queryable_have_no_filters_to_lose(models: Models, compare: Compare) -> None:
    old = [models.view("Pump", {"x": models.prop(), "y": models.prop()}, queryable=False, writable=False)]
    new = [models.view("Pump", {"x": models.prop()}, queryable=False, writable=False)]

    comparison = compare(old, new, languages=LANGUAGES)

    assert {symbol.text for change in comparison.changes for symbol in change.symbols} == {"Pump.y"}
