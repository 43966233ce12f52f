"""Typed properties: to which class they belong, what they say to the service, and which mistakes they tell at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any, ClassVar

import numpy as np
import pytest
from pygen_client import PygenValidationError
from pygen_client.schema import EdgeId, NodeId, ViewId
from pygen_runtime import Edge, Node
from pygen_runtime.codegen import IntProperty, TextProperty
from pygen_runtime.filters import NOTHING, Equals, Exists, HasData, In, Nested, Not, Or, PropertyReference, Range
from pygen_runtime.properties import AnyProperty, SortTerm
from shop_by_hand import Category, Product, RelatesTo
from shop_by_hand.data_classes.everything import Everything
from shop_by_hand.data_classes.tool import Tool

P, E = Product.props, Everything.props
# For mistakes that a checker would tell.
AnP: Any = Product.props
AnE: Any = Everything.props
NAME = ("shop_model", "Product/v1", "name")
PRICE = ("shop_model", "Product/v1", "price")
EDGE = Edge(
    space="s",
    external_id="e",
    edge_type=NodeId("s", "t"),
    start_node=NodeId("s", "a"),
    end_node=NodeId("s", "b"),
)
NOON = datetime(2024, 5, 1, 12, tzinfo=timezone.utc)


class Labelled(Node):
    view_id: ClassVar[ViewId] = ViewId("s", "Labelled", "1")
    label: str | None = None

    class props(Node.props):  # noqa: N801 - it is written like an attribute
        label = TextProperty("theLabel")


class Counted(Node):
    view_id: ClassVar[ViewId] = ViewId("s", "Counted", "1")
    count: int | None = None

    class props(Node.props):  # noqa: N801 - it is written like an attribute
        count = IntProperty("count")


class Plain(Labelled):
    view_id: ClassVar[ViewId] = ViewId("s", "Plain", "1")


class Both(Plain, Counted):
    view_id: ClassVar[ViewId] = ViewId("s", "Both", "1")

    class props(Plain.props, Counted.props):  # noqa: N801 - it is written like an attribute
        pass


@pytest.mark.parametrize(
    ("found", "path"),
    [
        (P.name, NAME),
        (Tool.props.name, ("shop_model", "Tool/v1", "name")),
        (Tool.props.power, ("shop_model", "Tool/v1", "power")),
        (P.created_date, ("shop_model", "Product/v1", "createdDate")),
        (Labelled.props.label, ("s", "Labelled/1", "theLabel")),
        (Plain.props.label, ("s", "Plain/1", "theLabel")),
        (Both.props.label, ("s", "Both/1", "theLabel")),
        (Both.props.count, ("s", "Both/1", "count")),
        (P.external_id, ("node", "externalId")),
        (Node.props.space, ("node", "space")),
        (RelatesTo.props.external_id, ("edge", "externalId")),
        (RelatesTo.props.start_node, ("edge", "startNode")),
        (RelatesTo.props.strength, ("shop_model", "RelatesTo/v1", "strength")),
        (Edge.props.edge_type, ("edge", "type")),
    ],
)
def test_a_property_belongs_to_the_class_that_it_is_looked_up_on(
    found: AnyProperty[Any], path: tuple[str, ...]
) -> None:
    assert found.path == path


def test_properties_know_their_names_and_can_be_collected() -> None:
    assert (P.created_date.name, P.created_date.attribute) == ("createdDate", "created_date")
    assert repr(Tool.props.created_date) == "Tool.props.created_date"
    assert repr(TextProperty("x")) == "?.props.x"
    assert P.name is P.name
    assert Tool.props.name is Tool.props.name
    assert len({P.name, P.name, Tool.props.name, P.external_id, Tool.props.external_id}) == 4


def test_relations_know_their_target() -> None:
    assert P.category.target_class is Category
    assert Tool.props.similar.target_class is Product
    assert E.other.target_class is None


@pytest.mark.parametrize(
    ("condition", "same"),
    [
        (P.price == 5, Equals(PRICE, 5)),
        (P.price != 5, Not(Equals(PRICE, 5))),
        (P.price > 5, Range(PRICE, gt=5)),
        (P.price <= 5, Range(PRICE, lte=5)),
        (P.price.between(1, 2.5), Range(PRICE, gte=1, lte=2.5)),
        (P.price > P.quantity, Range(PRICE, gt=PropertyReference(P.quantity.path))),
        (P.name.is_in(["a", "b"]), In(NAME, ["a", "b"])),
        (P.name.is_in({"a"}), Equals(NAME, "a")),
        (P.name.is_in(()), NOTHING),
        (P.status.is_in(["new", "old"]), Or([P.status == "new", P.status == "old"])),
        (P.status.is_in(["old"]), P.status == "old"),
        (P.status.is_in([]), NOTHING),
        (P.name.is_missing(), ~Exists(NAME)),
        (P.category == ("s", "x"), Equals(P.category.path, NodeId("s", "x"))),
        (
            P.category.where(Category.props.category_name == "x"),
            Nested(P.category.path, Category.props.category_name == "x"),
        ),
        (HasData(Product, Category.view_id), HasData(Product.view_id, Category.view_id)),
    ],
)
def test_what_operations_say(condition: Any, same: Any) -> None:
    assert condition.dump() == same.dump()
    assert len({condition, same}) == 1


def test_filters_keep_nothing_that_the_caller_may_change() -> None:
    tags, data = ["new"], {"a": [1]}
    whole, equal, any_of = P.tags == tags, E.data == data, P.tags.contains_any(tags)
    tags.append("old")
    data["a"].append(2)

    assert whole.dump()["equals"]["value"] == ["new"]
    assert equal.dump()["equals"]["value"] == {"a": [1]}
    assert any_of.dump()["containsAny"]["values"] == ["new"]
    assert len({whole, any_of, P.tags == ["new"]}) == 2


def test_numbers_of_numpy_are_numbers() -> None:
    assert (P.price > np.float64(1.5)).dump() == (P.price > 1.5).dump()
    assert (AnP.quantity == np.int64(3)).dump() == (P.quantity == 3).dump()
    assert type((AnP.price > np.int32(3)).dump()["range"]["gt"]) is int


def test_values_of_an_enum_that_the_class_does_not_know_are_accepted() -> None:
    unknown: Any = "lost"

    assert (P.status == unknown).dump() == Equals(P.status.path, "lost").dump()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AnP.price == "x", r"Product\.props\.price takes a number, not str: 'x'"),
        (lambda: AnP.price > True, r"Product\.props\.price takes a number, not bool"),
        (lambda: AnP.price > float("inf"), "not finite"),
        (lambda: AnP.quantity == 1.5, r"Product\.props\.quantity takes a whole number, not float"),
        (lambda: AnP.quantity == 2**63, "more than 64 bits"),
        (lambda: AnP.name == 5, r"Product\.props\.name takes text, not int: 5"),
        (lambda: AnP.name.startswith(5), "takes text"),
        (lambda: AnP.name.is_in("abc"), r"expects several values, not 'abc': put it in a list"),
        (lambda: AnP.tags.contains_any("abc"), r"expects several values, not 'abc': put it in a list"),
        (lambda: AnP.tags.contains_all([1]), "takes text, not int"),
        (lambda: AnP.tags == "new", "expects several values"),
        (lambda: AnP.active == 1, "takes True or False, not int"),
        (lambda: AnP.created_date > NOON, "takes a date without time, not datetime"),
        (lambda: AnP.updated_timestamp > date(2024, 1, 1), "takes a datetime with a timezone, not date"),
        (lambda: AnP.updated_timestamp > datetime(2024, 1, 1), r"cannot be compared with .* needs a timezone"),
        (lambda: AnP.status == 1, "takes text: a value of the enum"),
        (lambda: AnE.data == [1], "takes a JSON object, not list"),
        (lambda: AnE.data == {"property": ["a"]}, "would take it as the name of a property"),
        (lambda: AnE.series == 1, "takes text: an external id"),
        (lambda: AnP.category == "tools", r"text names no space: use \(\"my_space\", external_id\)"),
        (lambda: AnP.category == EdgeId("s", "x"), "takes a node: .* not EdgeId"),
        (lambda: AnP.category == ("a", 1), "takes a node"),
        (lambda: AnP.category == EDGE, "takes a node: .* not Edge"),
        (lambda: AnP.name == None, r"None: use \.is_missing\(\) or \.exists\(\)"),  # noqa: E711 - the mistake under test
        (lambda: AnP.price > AnP.name, r"Product\.props\.price and Product\.props\.name cannot be compared"),
        (lambda: AnP.name == AnP.tags, "cannot be compared"),
        (lambda: AnP.price.overlaps(AnP.name, start=1), "cannot be compared"),
        (lambda: AnP.price.overlaps(AnP.quantity), "needs one or two bounds"),
        (AnP.category.where, "at least one filter"),
        (
            lambda: AnP.category.where(AnP.name == "x"),
            r"Product\.props\.category\.where\(\.\.\.\) is about the Category .* 'name' is one of Product",
        ),
        (lambda: TextProperty("x") == "y", "belongs to no data class"),
    ],
)
def test_mistakes_are_told_with_property_and_type(make: Callable[[], object], message: str) -> None:
    with pytest.raises(PygenValidationError, match=message):
        make()


def test_conditions_behind_a_relation_may_be_about_any_view_of_the_node_there() -> None:
    tool = Tool.props.similar.contains_any([("s", "x")])

    assert isinstance(Category.props.parent.where(Category.props.category_name == "x", tool), Nested)
    assert E.other.where(E.text == "x").dump()["nested"]["scope"] == ["shop_model", "Everything/v1", "other"]


def test_a_filter_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match=r"with &, \| and ~.*parentheses around each comparison.*between"):
        _ = 5 < P.price < 10


def test_sorts() -> None:
    assert P.price.descending() == SortTerm(PRICE, "descending")
    assert P.price.ascending(nulls_first=True).dump() == {
        "property": list(PRICE),
        "direction": "ascending",
        "nullsFirst": True,
    }
