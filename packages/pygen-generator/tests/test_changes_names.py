"""Which names a change touches, what becomes of data models, and which version follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pygen_client.schema import DataModel, ViewId
from pygen_generator import Comparison, ConfigError, GeneratorConfig, Hook, Schema
from pygen_generator.changes import Breaks, Change, ChangeKind, Impact, Step
from pygen_generator.changes.compare import compare as compare_sides
from pygen_generator.changes.side import Side
from pygen_generator.changes.surface import Name, Part, Surface
from pygen_generator.languages.python.language import PythonLanguage
from pygen_generator.model.build import build_model
from pygen_generator.model.view import Model

Compare = Callable[..., Comparison]
Models = Any
Json = dict[str, Any]

NOTHING: set[Breaks] = set()
READS, WRITES, BEHAVIOUR = {Breaks.READS}, {Breaks.WRITES}, {Breaks.BEHAVIOUR}


def told(comparison: Comparison) -> dict[tuple[ChangeKind, str], set[Breaks]]:
    """What each change breaks, by its kind and place."""
    return {(change.kind, change.place): set(change.breaks) for change in comparison.changes}


def only_change(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


class TestNames:
    def test_a_new_property_takes_the_name_of_a_filter(self, models: Models, compare: Compare) -> None:
        old = {"price": models.prop("float64")}
        new = old | {"min_price": models.prop(containerPropertyIdentifier="q")}

        comparison = compare([models.view("A", old)], [models.view("A", new)])

        renamed = next(change for change in comparison.changes if change.kind is ChangeKind.SYMBOL_RENAMED)
        assert (renamed.place, set(renamed.breaks)) == ("s:A(v1).price", READS)

    def test_a_name_is_lost_that_no_other_change_tells_of(self, models: Models, compare: Compare) -> None:
        old, new = ([models.view("A", {"x": prop})] for prop in (models.enum("a"), models.prop("file")))

        comparison = compare(old, new)

        assert told(comparison) == {
            (ChangeKind.PROPERTY_TYPE, "s:A(v1).x"): BEHAVIOUR,
            (ChangeKind.SYMBOL_REMOVED, "s:A(v1).x"): READS,
        }
        assert comparison.changes[1].message == 'In Python there is no a.list(sort_by="x") any more.'

    def test_a_connection_in_another_spelling(self, models: Models, compare: Compare) -> None:
        old, new = ([models.view("A", {name: models.edges("A")})] for name in ("partOf", "part_of"))

        assert told(compare(old, new)) == {(ChangeKind.PROPERTY_RENAMED, "s:A(v1).partOf"): NOTHING}

    def test_a_change_lists_the_names_that_it_touches(self, models: Models, compare: Compare) -> None:
        old, new = ({"unitPrice": models.prop(type_)} for type_ in ("float64", "json"))

        change = only_change(compare([models.view("Pump", old)], [models.view("Pump", new)]))

        assert [(symbol.language, str(symbol)) for symbol in change.symbols] == [
            ("Python", "Pump.unit_price"),
            ("Python", "PumpWrite.unit_price"),
            ("Python", "pump.list(min_unit_price=)"),
            ("Python", "pump.list(max_unit_price=)"),
            ("Python", 'pump.list(sort_by="unit_price")'),
        ]

    def test_a_change_for_writers_lists_what_they_use(self, models: Models, compare: Compare) -> None:
        old, new = ({"x": models.prop(nullable=nullable)} for nullable in (True, False))

        change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

        assert [str(symbol) for symbol in change.symbols] == ["AWrite.x"]

    def test_the_package_is_named_after_the_first_data_model(self, models: Models, compare: Compare) -> None:
        views = [models.view("A", {"x": models.prop()})]
        old, new = ([models.data_model(*views, external_id=name)] for name in ("Shop", "Store"))

        comparison = compare(old, new)

        assert told(comparison) == {
            (ChangeKind.MODEL_REMOVED, "s:Shop(v1)"): NOTHING,
            (ChangeKind.MODEL_ADDED, "s:Store(v1)"): NOTHING,
            (ChangeKind.SYMBOL_RENAMED, "s:Shop(v1)"): READS,
        }
        assert "import shop is import store now, ShopClient is StoreClient now" in comparison.changes[2].message
        assert Breaks.READS not in compare(old, new, python={"package": "p", "client_name": "C"}).breaks


def test_data_models(models: Models, compare: Compare) -> None:
    view = models.view("A", {"x": models.prop()})
    old = [models.data_model(view, description="Before.")]
    new = [models.data_model(view, version="v2", description="Now.")]

    assert [(change.kind.value, change.impact) for change in compare(old, new).changes] == [
        ("model-version", Impact.COMPATIBLE),
        ("model-text", Impact.COSMETIC),
    ]


def test_views_that_the_settings_leave_out_do_not_count(models: Models, compare: Compare) -> None:
    views = [models.view(name, {"x": models.prop()}) for name in ("A", "B")]

    assert compare(views, views[:1], exclude_views=["B"]).changes == ()


def test_another_language_has_names_of_its_own(models: Models) -> None:
    def side(*views: Json) -> Side:
        schema = Schema((DataModel.load(models.data_model(*views)),))
        model = build_model(schema)
        parts: dict[Part, dict[str, Name]] = {
            (view.id, None): {"class": Name(view.id.external_id, view.id.external_id, Breaks.READS)}
            for view in model.views
        }
        parts |= {
            (view.id, prop.name): {"key": Name(prop.name, f"{view.id.external_id}.{prop.name}", Breaks.READS)}
            for view in model.views
            for prop in view.properties
        }
        script = Surface("Script", {}, parts, {})
        return Side(schema, model, [PythonLanguage().surface(model, GeneratorConfig()), script])

    old, new = (models.view("A", {name: models.prop()}) for name in ("unit_price", "unitPrice"))

    change = only_change(compare_sides(side(old), side(new)))

    # Python spells both alike; the other language keeps them as they are.
    assert (change.kind, set(change.breaks)) == (ChangeKind.PROPERTY_RENAMED, READS)
    assert change.message == "It is called unitPrice now. In Script A.unit_price is A.unitPrice now."
    assert ("Script", "A.unit_price") in [(symbol.language, symbol.text) for symbol in change.symbols]


class Curtail(Hook):
    """Leaves out the property ``secret`` of every view, and adds a view of its own."""

    def model(self, model: Model) -> Model:
        views = [
            replace(view, properties=tuple(prop for prop in view.properties if prop.name != "secret"))
            for view in model.views
        ]
        return Model(model.ids, (*views, replace(views[0], id=ViewId("hook", "Own", "v1"))))


def test_what_hooks_take_out_or_make_up_does_not_count(models: Models, compare: Compare) -> None:
    secret = {"secret": models.prop(containerPropertyIdentifier="q")}
    old, new = ({"x": models.prop(type_)} for type_ in ("int32", "int64"))
    sides = [[models.view("A", old | secret)], [models.view("A", new)]]

    assert told(compare(*sides, hooks=[Curtail()])) == {(ChangeKind.PROPERTY_TYPE, "s:A(v1).x"): NOTHING}
    assert Breaks.READS in compare(*sides).breaks


def test_a_change_is_one_line(models: Models, compare: Compare) -> None:
    old, new = ({"x": models.prop(type_)} for type_ in ("date", "json"))

    change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

    assert str(change) == "breaking (reads, writes) property-type s:A(v1).x: Its type was date and is json."


@pytest.mark.parametrize(
    ("step", "from_one", "below_one"),
    [
        (Step.MAJOR, "2.0.0", "0.4.0"),
        (Step.MINOR, "1.3.0", "0.3.6"),
        (Step.PATCH, "1.2.6", "0.3.6"),
        (Step.NONE, "1.2.5", "0.3.5"),
    ],
)
def test_the_version_that_follows(step: Step, from_one: str, below_one: str) -> None:
    assert step.after("1.2.5") == from_one
    assert step.after("0.3.5+local") == below_one


def test_what_is_no_version() -> None:
    with pytest.raises(ConfigError, match="'one' is not a version"):
        Step.MAJOR.after("one")


def test_the_step_follows_from_the_greatest_impact(models: Models, compare: Compare) -> None:
    old = [models.view("A", {"x": models.prop()})]
    more = [models.view("A", {"x": models.prop(), "y": models.prop(containerPropertyIdentifier="q")})]

    assert compare(old, old).step is Step.NONE
    assert compare(old, [models.view("A", {"x": models.prop(name="X")})]).step is Step.PATCH
    assert compare(old, more).step is Step.MINOR
    assert compare(more, old).step is Step.MAJOR
    assert compare(more, old).count(Impact.BREAKING) == 1
