"""The methods of the APIs of a view, blocking and asynchronous."""

from __future__ import annotations

import ast

import pytest

PATH = "_api/_thing_api.py"


def _methods(look, class_name):
    """Name to parameters, result and what is returned."""
    nodes = [node for node in look.classes(PATH)[class_name].body if isinstance(node, ast.FunctionDef)]
    return {
        node.name: (ast.unparse(node.args), ast.unparse(node.returns or node), ast.unparse(node.body[-1]))
        for node in nodes
    }


SORTS = "sort_by: ThingSort | Sequence[ThingSort] | None=None, sort_direction: SortDirection='ascending'"


def test_types_that_fill_the_line_stand_on_lines_of_their_own(generate, models):
    name = f"Thing{'X' * 50}"
    look = generate(models.view(name, {"name": models.prop()}))
    (path,) = (path for path in look.sdk.files if path.endswith("_api.py"))

    lines = [f"sort_by: {name}Sort", f"| Sequence[{name}Sort]", "| None = None,"]
    assert "\n".join(f"        {line}" for line in ["*,", *lines]) in look.sdk.files[path]


@pytest.mark.parametrize(
    ("name", "signature", "passed"),
    [
        ("list", (f"self, *, {SORTS}, limit: int | None=25, ", "ThingList"), "sort_by, sort_direction, limit"),
        (
            "iterate",
            (
                "self, *, chunk_size: int=1000, limit: int | None=None, cursor: str | None=None, ",
                "InstanceIterator[Thing]",
            ),
            "chunk_size, limit, cursor",
        ),
        (
            "search",
            (
                "self, query: str | None=None, /, *, properties: SearchProperties=None, "
                f"operator: SearchOperator='AND', {SORTS}, limit: int=25, ",
                "ThingList",
            ),
            "query, properties, operator, sort_by, sort_direction, limit",
        ),
        ("count", ("self, property: AggregateProperty | None=None, /, ", "int"), "property"),
        (
            "aggregate",
            ("self, aggregates: Aggregates, /, *, group_by: GroupBy=None, limit: int=100, ", "AggregateList"),
            "aggregates, group_by, limit",
        ),
        (
            "histogram",
            ("self, property: AggregateProperty, /, *, interval: float, ", "HistogramResult"),
            "property, interval",
        ),
    ],
)
def test_each_method_passes_on_what_it_is_given(generate, models, name, signature, passed):
    methods = _methods(generate(models.view("Thing", {"name": models.prop()})), "ThingAPI")

    parameters, result = signature
    body = f"return self._{name}({passed}, filters)"
    assert methods[name] == (f"{parameters}**filters: Unpack[ThingFilters]", result, body)


def test_the_asynchronous_api_has_the_same_methods_awaited(generate, models):
    look = generate(models.view("Thing"))
    lines = [ast.unparse(node) for node in look.classes(PATH)["AsyncThingAPI"].body if isinstance(node, ast.Assign)]

    assert lines[2:] == [
        "list = awaited(ThingAPI.list)",
        "iterate = iterated(ThingAPI.iterate)",
        "search = awaited(ThingAPI.search)",
        "count = awaited(ThingAPI.count)",
        "aggregate = awaited(ThingAPI.aggregate)",
        "histogram = awaited(ThingAPI.histogram)",
    ]


@pytest.mark.parametrize(
    ("name", "keyword"),
    [
        ("properties", "properties_"),
        ("operator", "operator_"),
        ("groupBy", "group_by_"),
        ("interval", "interval_"),
        ("targetUnits", "target_units_"),
        ("debug", "debug_"),
        ("limit", "limit_"),
        ("query", "query_"),
        ("property", "property_"),
        ("spacePrefix", "space_prefix"),
    ],
)
def test_a_property_called_like_a_parameter_leaves_it_free(generate, models, name, keyword):
    look = generate(models.view("Thing", {name: models.prop("boolean")}))

    assert list(look.fields(PATH, "ThingFilters")) == [keyword]


@pytest.mark.parametrize("name", ["list", "count", "int", "str", "float", "Sequence", "aggregate"])
def test_a_property_called_like_something_in_a_signature_changes_no_signature(generate, models, name):
    look = generate(models.view("Thing", {name: models.prop("boolean")}))

    result = _methods(look, "ThingAPI")["count"][1]
    assert result == ("int_" if name == "int" else "int")
    compile(look.text(PATH), PATH, "exec")
