"""Every property and every keyword filter of every view of real models, compared with plain Python on the same data."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args, get_origin

import generated_sdk
import pytest
import shared_instances
import shared_models
from pygen_client import OperationClass
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, generate_sdk
from pygen_runtime import Edge, Node
from pygen_runtime.filters import Filter
from pygen_runtime.instances.properties import property_names
from pygen_runtime.keywords import meanings
from pygen_runtime.properties import AnyProperty, RelationProperty, TextProperty
from pygen_runtime.properties.base import EquatableProperty, SingleProperty, SortableProperty
from pygen_runtime.properties.lists import JsonListProperty, ListProperty
from pygen_runtime.properties.single import OrderedProperty

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]

MODELS = {
    "Omni": ("Omni", ("Omni.nodes", "Omni.write"), 300),
    "WindTurbine": ("WindTurbine", (), 200),
    "CogniteCore": ("CogniteCore", (), 400),
    "CogniteCore in use": ("CogniteCore", ("CogniteCore.infield",), 0),
}
"""The model, files of real instances for it, and how many instances are seeded besides."""
ABOUT_INSTANCES = {
    "space",
    "external_id_prefix",
    "start_node",
    "end_node",
    "edge_type",
    "filter",
    "target_units",
    "debug",
}


@dataclass
class View:
    """One view with its API and all that is in it."""

    api: Any
    rows: list[Any]

    @property
    def item_class(self) -> Any:
        return self.api.item_class

    def values(self, attribute: str) -> list[Any]:
        """Some of the values that there are, different ones."""
        found: list[Any] = []
        for row in self.rows:
            value = getattr(row, attribute)
            if value is not None and value not in found:
                found.append(value)
        return found[:: max(1, len(found) // 3)][:3]

    def check(self, found: Iterable[Any], attribute: str, holds: Callable[[Any], bool], what: object) -> int:
        """Compare with the rows that have a value for which this holds."""
        expected = {row.as_id() for row in self.rows if (value := getattr(row, attribute)) is not None and holds(value)}
        assert {row.as_id() for row in found} == expected, f"{self.item_class.__name__}: {what}"
        return len(expected)


@pytest.fixture(scope="module", params=MODELS)
def views(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[View]]:
    name, files, seeded = MODELS[request.param]
    folder = tmp_path_factory.mktemp(name)
    package = f"filtered_{name.lower()}"
    with Emulator.in_process() as cdf, cdf.client() as client:
        shared_models.deploy(cdf, name)
        for file in files:
            shared_instances.deploy(cdf, file)
            body = {"items": shared_instances.sound(file), **shared_instances.OPTIONS}
            client.run(client.api.post("/models/instances", body, operation_class=OperationClass.WRITE))
        if seeded:
            cdf.seed(seeded, space="seeded")
        answered = client.data_models.retrieve(shared_models.load(name).data_model.as_id(), inline_views=True)
        assert answered is not None
        (folder / "model.json").write_text(json.dumps(answered.dump()), encoding="utf-8")
        python = PythonConfig(package=package, client_name="Client")
        generated_sdk.write(generate_sdk(folder / "model.json", GeneratorConfig(python=python)), folder)
        with generated_sdk.imported(folder, package) as module:
            sdk = module.Client(client)
            apis = [getattr(sdk, one) for one in dir(type(sdk))]
            yield [View(api, api.list(limit=None)) for api in apis if hasattr(api, "item_class")]


def test_every_attribute_has_its_property(views: list[View]) -> None:
    for view in views:
        for attribute, name in property_names(view.item_class).items():
            found = getattr(view.item_class.props, attribute)
            assert isinstance(found, AnyProperty)
            assert (found.attribute, found.name, found.path[1].partition("/")[0]) == (
                attribute,
                name,
                view.item_class.view_id.external_id,
            )
            assert isinstance(found, (ListProperty, JsonListProperty)) == _is_list(
                view.item_class.model_fields[attribute].annotation
            )


def test_every_operation_of_every_property(views: list[View]) -> None:
    met = 0
    for view in views:
        for attribute in property_names(view.item_class):
            found = getattr(view.item_class.props, attribute)
            for condition, holds in operations(found, view.values(attribute)):
                met += view.check(view.api.list(filter=condition, limit=None), attribute, holds, condition)
            missing = {row.as_id() for row in view.rows if getattr(row, attribute) is None}
            assert {row.as_id() for row in view.api.list(filter=found.is_missing(), limit=None)} == missing
    # A comparison of nothing with nothing would prove nothing.
    assert met > 500


Condition = tuple[Filter, Callable[[Any], bool]]
"""A condition, and what it means for one value."""


def operations(found: Any, values: list[Any]) -> Iterator[Condition]:
    """Conditions of every kind that a property has."""
    yield found.exists(), lambda value: True
    if isinstance(found, SingleProperty):
        yield found.is_in(values), lambda value: value in values
    if values:
        yield from comparisons(found, values[0])
    if isinstance(found, OrderedProperty) and values:
        yield from orderings(found, values[-1])
        low, high = min(values), max(values)
        yield found.between(low, high), lambda value: low <= value <= high


def comparisons(found: Any, given: Any) -> Iterator[Condition]:
    if isinstance(found, EquatableProperty):
        yield found == given, lambda value: value == given
        yield found != given, lambda value: value != given
    if isinstance(found, TextProperty):
        yield found.startswith(given[:3]), lambda value: value.startswith(given[:3])
    if isinstance(found, ListProperty) and given:
        yield found.contains_any(given), lambda value: any(one in given for one in value)
        yield found.contains_all(given[:2]), lambda value: all(one in value for one in given[:2])
    if isinstance(found, RelationProperty):
        behind = found.where(Node.props.external_id == given.external_id, Node.props.space == given.space)
        yield behind, lambda value: value == given


def orderings(found: Any, given: Any) -> Iterator[Condition]:
    for compare in (operator.gt, operator.ge, operator.lt, operator.le):
        yield compare(found, given), partial(_swapped, compare, given)


def _swapped(compare: Callable[[Any, Any], bool], right: Any, left: Any) -> bool:
    return compare(left, right)


def test_every_sort(views: list[View]) -> None:
    for view in views:
        for attribute in property_names(view.item_class):
            by = getattr(view.item_class.props, attribute)
            # Which of two texts is the larger one is for their collation to say.
            if isinstance(by, SortableProperty) and not isinstance(by, TextProperty):
                found = view.api.list(sort_by=attribute, sort_direction="descending", limit=None)
                assert {row.as_id() for row in found} == {row.as_id() for row in view.rows}
                in_order(found, attribute)
                in_order(view.api.query().sort(by.descending()).list(), attribute)


def in_order(found: Iterable[Any], attribute: str) -> None:
    known = [value for row in found if (value := getattr(row, attribute)) is not None]
    assert known == sorted(known, reverse=True), attribute


def test_every_keyword_filter(views: list[View]) -> None:
    met = 0
    for view in views:
        attributes = {name: attribute for attribute, name in property_names(view.item_class).items()}
        known = meanings(view.api._filters_class)
        for keyword, meaning in known.items():
            if meaning.keyword.of_instance or not meaning.keyword.property:
                continue
            attribute = attributes[meaning.keyword.property]
            for given in view.values(attribute)[:2]:
                value, holds = keyword_meaning(meaning.keyword.operator, given)
                found = view.api.list(**{keyword: value}, limit=None)
                met += view.check(found, attribute, holds, f"{keyword}={value!r}")
    assert met > 100


def keyword_meaning(operator_: str, given: Any) -> tuple[Any, Callable[[Any], bool]]:
    """What to give to a keyword, and what it means for one value."""
    match operator_:
        case "equals":
            return given, lambda value: value == given
        case "prefix":
            return given[:2], lambda value: value.startswith(given[:2])
        case "at_least":
            return given, lambda value: value >= given
        case "at_most":
            return given, lambda value: value <= given
        case "contains_any":
            return given, lambda value: any(one in given for one in value)
    raise AssertionError(operator_)


def test_counts_and_edges(views: list[View]) -> None:
    for view in views:
        assert view.api.count() == len(view.rows)
        if issubclass(view.item_class, Edge):
            for row in view.rows[:3]:
                start = view.item_class.props.start_node
                same = {one.as_id() for one in view.rows if one.start_node == row.start_node}
                assert {one.as_id() for one in view.api.list(filter=start == row.start_node, limit=None)} == same


def _is_list(annotation: Any) -> bool:
    return any(get_origin(one) is list for one in (annotation, *get_args(annotation)))
