"""What each change of a property breaks, as the table in the README has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pygen_generator import Comparison
from pygen_generator.changes import Breaks, Change, ChangeKind, Impact

Compare = Callable[..., Comparison]
Models = Any
Made = Callable[[Models], dict[str, Any]]

NOTHING: set[Breaks] = set()
READS, WRITES, BEHAVIOUR = {Breaks.READS}, {Breaks.WRITES}, {Breaks.BEHAVIOUR}


def typed(name: str, **options: Any) -> Made:
    return lambda models: models.prop(models.type(name, **options))


def prop(type_: str = "text", **options: Any) -> Made:
    return lambda models: models.prop(type_, **options)


def enum(*values: str) -> Made:
    return lambda models: models.enum(*values)


def relation(target: str | None = None, **options: Any) -> Made:
    return lambda models: models.relation(target, **options)


def only_change(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(case[1], case[2], case[3:], id=case[0])
        for case in [
            ("wider number", prop("int32"), prop("int64"), ChangeKind.PROPERTY_TYPE, NOTHING, "int32 and is int64"),
            ("narrower number", prop("float64"), prop("float32"), ChangeKind.PROPERTY_TYPE, BEHAVIOUR, "float32"),
            ("other number", prop("int32"), prop("float32"), ChangeKind.PROPERTY_TYPE, READS | WRITES, "float32"),
            ("other type", prop("text"), prop("json"), ChangeKind.PROPERTY_TYPE, READS | WRITES, "json"),
            ("time", prop("date"), prop("timestamp"), ChangeKind.PROPERTY_TYPE, READS | WRITES, "timestamp"),
            ("text to enum", prop(), enum("a"), ChangeKind.PROPERTY_TYPE, READS | WRITES, "was text and is enum"),
            ("enum to text", enum("a"), prop(), ChangeKind.PROPERTY_TYPE, NOTHING, "was enum and is text"),
            ("text to id", prop(), prop("file"), ChangeKind.PROPERTY_TYPE, READS | BEHAVIOUR, "file"),
            ("id to text", prop("file"), prop(), ChangeKind.PROPERTY_TYPE, BEHAVIOUR, "text"),
            ("other id", prop("file"), prop("sequence"), ChangeKind.PROPERTY_TYPE, BEHAVIOUR, "sequence"),
            (
                "texts to ids",
                typed("text", list=True),
                typed("file", list=True),
                ChangeKind.PROPERTY_TYPE,
                BEHAVIOUR,
                "was text and is file",
            ),
            ("list", prop(), typed("text", list=True), ChangeKind.PROPERTY_LIST, READS | WRITES, "is a list"),
            ("no list", typed("text", list=True), prop(), ChangeKind.PROPERTY_LIST, READS | WRITES, "was a list"),
            ("value added", enum("a"), enum("a", "b"), ChangeKind.ENUM_VALUE_ADDED, NOTHING, 'also be "b"'),
            ("value removed", enum("a", "b"), enum("a"), ChangeKind.ENUM_VALUE_REMOVED, READS | WRITES, 'no value "b"'),
            ("nullable", prop(nullable=False), prop(), ChangeKind.PROPERTY_NULLABLE, READS, "can be empty now"),
            ("required", prop(), prop(nullable=False), ChangeKind.PROPERTY_NULLABLE, WRITES, "cannot be empty"),
            (
                "required but counted",
                prop("int32", autoIncrement=True),
                prop("int32", autoIncrement=True, nullable=False),
                ChangeKind.PROPERTY_NULLABLE,
                BEHAVIOUR,
                "cannot be empty",
            ),
            (
                "needed default removed",
                prop(nullable=False, defaultValue="x"),
                prop(nullable=False),
                ChangeKind.PROPERTY_DEFAULT,
                WRITES,
                'not "x" any more where nothing is given. It must be given.',
            ),
            ("default removed", prop(defaultValue="x"), prop(), ChangeKind.PROPERTY_DEFAULT, BEHAVIOUR, 'not "x"'),
            ("default added", prop(), prop(defaultValue="x"), ChangeKind.PROPERTY_DEFAULT, BEHAVIOUR, 'is "x"'),
            (
                "needed default added",
                prop(nullable=False),
                prop(nullable=False, defaultValue="x"),
                ChangeKind.PROPERTY_DEFAULT,
                NOTHING,
                'is "x" where nothing is given',
            ),
            (
                "default changed",
                prop(defaultValue="x"),
                prop(defaultValue="y"),
                ChangeKind.PROPERTY_DEFAULT,
                BEHAVIOUR,
                'was "x" where nothing is given and is "y"',
            ),
            (
                "counted no more",
                prop("int32", nullable=False, autoIncrement=True),
                prop("int32", nullable=False),
                ChangeKind.PROPERTY_AUTO_INCREMENT,
                WRITES,
                "does not count it up any more",
            ),
            (
                "counted",
                prop("int32", nullable=False),
                prop("int32", nullable=False, autoIncrement=True),
                ChangeKind.PROPERTY_AUTO_INCREMENT,
                NOTHING,
                "The service counts it up.",
            ),
            ("immutable", prop(), prop(immutable=True), ChangeKind.PROPERTY_IMMUTABLE, BEHAVIOUR, "cannot be changed"),
            ("mutable", prop(immutable=True), prop(), ChangeKind.PROPERTY_IMMUTABLE, NOTHING, "can be changed now"),
            (
                "unit",
                typed("float64", unit={"externalId": "temperature:deg_c"}),
                typed("float64", unit={"externalId": "temperature:deg_f"}),
                ChangeKind.PROPERTY_UNIT,
                BEHAVIOUR,
                "were in temperature:deg_c and are in temperature:deg_f",
            ),
            (
                "unit declared",
                prop("float64"),
                typed("float64", unit={"externalId": "temperature:deg_c"}),
                ChangeKind.PROPERTY_UNIT,
                NOTHING,
                "were in no unit",
            ),
            (
                "less text",
                prop(),
                typed("text", maxTextSize=10),
                ChangeKind.PROPERTY_SIZE,
                BEHAVIOUR,
                "up to 128,000 bytes and takes up to 10",
            ),
            (
                "more elements",
                relation(is_list=True),
                typed("direct", list=True, maxListSize=200),
                ChangeKind.PROPERTY_SIZE,
                NOTHING,
                "up to 100 elements and takes up to 200",
            ),
            ("collation", prop(), typed("text", collation="en"), ChangeKind.PROPERTY_DETAIL, NOTHING, "collation was"),
            (
                "targets need data",
                relation(),
                typed("direct", container={"type": "container", "space": "s", "externalId": "D"}),
                ChangeKind.PROPERTY_DETAIL,
                BEHAVIOUR,
                "container was not set",
            ),
            (
                "stored elsewhere",
                prop(),
                prop(containerPropertyIdentifier="q"),
                ChangeKind.PROPERTY_STORAGE,
                BEHAVIOUR,
                "showed s:C.p and shows s:C.q",
            ),
        ]
    ],
)
def test_a_change(
    old: Made, new: Made, expected: tuple[ChangeKind, set[Breaks], str], models: Models, compare: Compare
) -> None:
    change = only_change(compare([models.view("A", {"x": old(models)})], [models.view("A", {"x": new(models)})]))

    kind, breaks, message = expected
    assert (change.kind, change.breaks, change.place) == (kind, frozenset(breaks), "s:A(v1).x")
    assert message in change.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (prop(), prop(nullable=False)),
        (prop(), prop(immutable=True)),
        (enum("a"), prop()),
        (prop(), prop(defaultValue="x")),
    ],
)
def test_writes_count_where_a_view_can_be_written(old: Made, new: Made, models: Models, compare: Compare) -> None:
    sides = [[models.view("A", {"x": made(models)}, writable=False)] for made in (old, new)]

    assert compare(*sides).breaks == frozenset()


def test_texts_are_cosmetic(models: Models, compare: Compare) -> None:
    value = {"type": "enum", "list": False, "values": {"a": {"name": "A"}}}
    old = [models.view("A", {"x": models.prop(), "y": models.enum("a")})]
    new = [models.view("A", {"x": models.prop(description="More."), "y": models.prop(value)}, name="Aha")]

    comparison = compare(old, new)

    assert [(change.kind.value, change.impact) for change in comparison.changes] == [
        ("view-text", Impact.COSMETIC),
        ("property-text", Impact.COSMETIC),
        ("property-text", Impact.COSMETIC),
    ]


def test_equal_schemas_have_no_changes(models: Models, compare: Compare) -> None:
    old = [models.view("A", {"x": models.prop()})]
    new = [models.view("A", {"x": models.prop()}, createdTime=5, lastUpdatedTime=9)]

    assert compare(old, new).changes == ()
    assert compare(old, new).impact is None


def test_a_new_property_must_be_given_or_not(models: Models, compare: Compare) -> None:
    new = {
        "free": models.prop(),
        "filled": models.prop(nullable=False, defaultValue="x", containerPropertyIdentifier="q"),
        "needed": models.prop(nullable=False, containerPropertyIdentifier="r"),
    }
    changes = compare([models.view("A")], [models.view("A", new)]).changes

    assert {change.property_name: set(change.breaks) for change in changes} == {
        "free": set(),
        "filled": set(),
        "needed": WRITES,
    }


def test_a_property_is_renamed_where_its_values_stay(models: Models, compare: Compare) -> None:
    change = only_change(
        compare([models.view("A", {"x": models.prop()})], [models.view("A", {"total": models.prop()})])
    )

    assert (change.kind, change.place) == (ChangeKind.PROPERTY_RENAMED, "s:A(v1).x")
    assert change.breaks == READS | WRITES
    assert change.message.startswith("It is called total now. In Python A.x is A.total now, ")


def test_another_spelling_of_a_property_breaks_nothing(models: Models, compare: Compare) -> None:
    old, new = ({name: models.prop()} for name in ("totalPrice", "total_price"))

    change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

    assert (change.kind, change.impact) == (ChangeKind.PROPERTY_RENAMED, Impact.COMPATIBLE)


def test_a_value_in_place_of_a_connection(models: Models, compare: Compare) -> None:
    old, new = {"x": models.edges("A")}, {"x": models.prop({"type": "text", "list": True})}

    change = only_change(compare([models.view("A", old)], [models.view("A", new)]))

    assert (change.kind, set(change.breaks)) == (ChangeKind.PROPERTY_KIND, READS | WRITES)
    assert change.message == "It was a connection over edges and is a list of text."


def test_what_cannot_be_generated_any_more_is_gone(models: Models, compare: Compare) -> None:
    change = only_change(
        compare([models.view("A", {"x": models.prop()})], [models.view("A", {"x": models.prop("quaternion")})])
    )

    assert (change.kind, set(change.breaks)) == (ChangeKind.PROPERTY_REMOVED, READS | WRITES)
    assert "still in the view" in change.message
