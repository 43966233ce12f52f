"""The typed methods of the APIs of one view: their signatures, and what each passes on to the runtime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pygen_generator.languages.python.code import identifier
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import Alternatives, Group, Item, lay_out
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.source import Code, code

METHODS = ("list", "iterate", "search", "count", "aggregate", "histogram")
"""Their names, in order."""


@dataclass(frozen=True)
class Method:
    """The view model of one method."""

    line: Code
    text: str
    body: Code


def methods(family: Family, imports: Imports) -> Iterator[Method]:
    """The methods of the blocking API."""
    seam, read, items = imports.seam, identifier(family.read), identifier(family.list)
    sequence, none = imports.use("collections.abc", "Sequence"), Code("None")
    int_, str_, float_ = (imports.builtin(name) for name in ("int", "str", "float"))
    sort = identifier(family.sort)
    here, only_positions, only_names = Code("self"), Code("/"), Code("*")
    filters = code("**filters: {}[{}]", seam("Unpack"), identifier(family.filters))
    sorts: list[Item] = [
        Alternatives(Code("sort_by: "), [sort, code("{}[{}]", sequence, sort), none], code(" = {}", none)),
        code('sort_direction: {} = "ascending"', seam("SortDirection")),
    ]
    any_property = seam("AggregateProperty")
    yield Method(
        _line("list", [here, only_names, *sorts, code("limit: {} | {} = 25", int_, none), filters], items),
        f"List {family.read}; see InstanceAPI for the parameters.",
        Code("self._list(sort_by, sort_direction, limit, filters)"),
    )
    yield Method(
        _line(
            "iterate",
            [
                here,
                only_names,
                code("chunk_size: {} = 1000", int_),
                code("limit: {} | {} = {}", int_, none, none),
                code("cursor: {} | {} = {}", str_, none, none),
                filters,
            ],
            code("{}[{}]", seam("InstanceIterator"), read),
        ),
        f"Go through {family.read} lazily, two chunks in memory at most.",
        Code("self._iterate(chunk_size, limit, cursor, filters)"),
    )
    yield Method(
        _line(
            "search",
            [
                here,
                code("query: {} | {} = {}", str_, none, none),
                only_positions,
                only_names,
                code("properties: {} = {}", seam("SearchProperties"), none),
                code('operator: {} = "AND"', seam("SearchOperator")),
                *sorts,
                code("limit: {} = 25", int_),
                filters,
            ],
            items,
        ),
        f"Search {family.read}, the best match first; see InstanceAPI for the parameters.",
        Code("self._search(query, properties, operator, sort_by, sort_direction, limit, filters)"),
    )
    yield Method(
        _line("count", [here, code("property: {} | {} = {}", any_property, none, none), only_positions, filters], int_),
        f"Count {family.read}, or those that have a value of a property.",
        Code("self._count(property, filters)"),
    )
    yield Method(
        _line(
            "aggregate",
            [
                here,
                code("aggregates: {}", seam("Aggregates")),
                only_positions,
                only_names,
                code("group_by: {} = {}", seam("GroupBy"), none),
                code("limit: {} = 100", int_),
                filters,
            ],
            seam("AggregateList"),
        ),
        f"Numbers about {family.read}, of all or in groups.",
        Code("self._aggregate(aggregates, group_by, limit, filters)"),
    )
    yield Method(
        _line(
            "histogram",
            [
                here,
                code("property: {}", any_property),
                only_positions,
                only_names,
                code("interval: {}", float_),
                filters,
            ],
            seam("HistogramResult"),
        ),
        f"How many {family.read} have a value in each interval.",
        Code("self._histogram(property, interval, filters)"),
    )


def async_methods(family: Family, imports: Imports) -> Iterator[Code]:
    """The same methods for the asynchronous API, as lines of its class."""
    for name in METHODS:
        how = imports.seam("iterated" if name == "iterate" else "awaited")
        method = identifier(name)
        yield lay_out(4, code("{} = ", method), Group(how, [code("{}.{}", identifier(family.api), method)]))


def _line(name: str, parameters: list[Item], result: Code) -> Code:
    return lay_out(4, code("def "), Group(identifier(name), parameters, code(" -> {}:", result)))
