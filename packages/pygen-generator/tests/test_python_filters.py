"""Keyword filters and sort names of a view."""

from __future__ import annotations

import pytest

PATH = "_api/_thing_api.py"


def _filters(generate, models, properties):
    return generate(models.view("Thing", properties)).fields(PATH, "ThingFilters")


@pytest.mark.parametrize(
    ("wire", "filters"),
    [
        ("text", {"x": "Annotated[str | Sequence[str], equals('x')]", "x_prefix": "Annotated[str, prefix('x')]"}),
        ("boolean", {"x": "Annotated[bool, equals('x')]"}),
        ("int32", {"min_x": "Annotated[int, at_least('x')]", "max_x": "Annotated[int, at_most('x')]"}),
        ("int64", {"min_x": "Annotated[int, at_least('x')]", "max_x": "Annotated[int, at_most('x')]"}),
        ("float32", {"min_x": "Annotated[float, at_least('x')]", "max_x": "Annotated[float, at_most('x')]"}),
        ("float64", {"min_x": "Annotated[float, at_least('x')]", "max_x": "Annotated[float, at_most('x')]"}),
        ("timestamp", {"min_x": "Annotated[datetime, at_least('x')]", "max_x": "Annotated[datetime, at_most('x')]"}),
        ("date", {"min_x": "Annotated[date, at_least('x')]", "max_x": "Annotated[date, at_most('x')]"}),
        ("direct", {"x": "Annotated[RelationFilter, equals('x')]"}),
        ("json", {}),
        ("timeseries", {"x": "Annotated[str | Sequence[str], equals('x')]"}),
        ("file", {"x": "Annotated[str | Sequence[str], equals('x')]"}),
        ("sequence", {"x": "Annotated[str | Sequence[str], equals('x')]"}),
    ],
)
def test_each_type_has_its_keywords(generate, models, wire, filters):
    assert _filters(generate, models, {"x": models.prop(wire)}) == filters


def test_an_enum_is_filtered_by_its_values(generate, models):
    assert _filters(generate, models, {"x": models.enum("a", "b")}) == {
        "x": "Annotated[Literal['a', 'b'] | Sequence[Literal['a', 'b']], equals('x')]"
    }


@pytest.mark.parametrize(
    ("wire", "type_"),
    [
        ("text", "str | Sequence[str]"),
        ("boolean", "bool | Sequence[bool]"),
        ("int32", "int | Sequence[int]"),
        ("float64", "float | Sequence[float]"),
        ("timestamp", "datetime | Sequence[datetime]"),
        ("date", "date | Sequence[date]"),
        ("file", "str | Sequence[str]"),
        ("direct", "RelationFilter"),
    ],
)
def test_lists_are_filtered_by_what_they_hold(generate, models, wire, type_):
    assert _filters(generate, models, {"x": models.prop(models.type(wire, list=True))}) == {
        "x": f"Annotated[{type_}, contains_any('x')]"
    }


def test_json_has_no_keywords(generate, models):
    properties = {"x": models.prop("json"), "y": models.prop(models.type("json", list=True))}

    assert _filters(generate, models, properties) == {}


def test_operators_name_the_property_on_the_wire(generate, models):
    assert _filters(generate, models, {"unitPrice": models.prop("float64")}) == {
        "min_unit_price": "Annotated[float, at_least('unitPrice')]",
        "max_unit_price": "Annotated[float, at_most('unitPrice')]",
    }


@pytest.mark.parametrize(
    "name", ["limit", "sort_by", "cursor", "chunk_size", "filter", "query", "externalIdPrefix", "self"]
)
def test_keywords_leave_parameters_free(generate, models, name):
    look = generate(models.view("Thing", {name: models.prop("boolean")}))
    (keyword,) = look.fields(PATH, "ThingFilters")

    assert keyword.endswith("_")
    assert ("renamed", f"s:Thing(v1).{name}") in look.codes()


def test_a_property_keeps_the_keyword_that_another_would_derive(generate, models):
    filters = _filters(generate, models, {"name": models.prop(), "namePrefix": models.prop("boolean")})

    assert filters == {
        "name": "Annotated[str | Sequence[str], equals('name')]",
        "name_prefix": "Annotated[bool, equals('namePrefix')]",
        "name_prefix_": "Annotated[str, prefix('name')]",
    }


def test_a_keyword_called_like_a_type_does_not_hide_the_type(generate, models):
    look = generate(models.view("Thing", {"str": models.prop(), "list": models.prop()}))

    assert look.fields(PATH, "ThingFilters")["list"] == "Annotated[str_ | Sequence[str_], equals('list')]"
    assert "cursor: str_ | None = None" in look.text(PATH)


def test_sorting_goes_by_plain_values_only(generate, models):
    properties = {
        "name": models.prop(),
        "kind": models.enum("a"),
        "size": models.prop("int32"),
        "parent": models.relation("Thing"),
        "data": models.prop("json"),
        "series": models.prop("timeseries"),
        "tags": models.prop(models.type("text", list=True)),
    }
    text = generate(models.view("Thing", properties)).text(PATH)
    sort = text[text.index("ThingSort") : text.index("class ThingAPI")]

    assert '"kind", "name", "size"]' in " ".join(sort.split()).replace(", ]", "]")
    assert not any(f'"{name}"' in sort for name in ("parent", "data", "series", "tags"))
