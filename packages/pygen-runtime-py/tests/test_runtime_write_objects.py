"""Instances as they are written: strict when made, and only what was set is sent."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError
from pygen_client import PygenValidationError
from pygen_runtime import EdgeId, NodeId, Ref
from shop_by_hand import Category, CategoryWrite, EverythingWrite, ProductWrite, RelatesToWrite


def everything(**values: Any) -> EverythingWrite:
    return EverythingWrite(external_id="x", **values)


def refused(**values: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        everything(**values)
    return str(caught.value)


def test_a_misspelt_field_gets_the_nearest_right_name() -> None:
    with pytest.raises(ValidationError, match=r"ProductWrite has no field 'prise'; did you mean 'price'\?"):
        ProductWrite(external_id="saw", name="Saw", prise=1)  # type: ignore[call-arg]  # the mistake under test


def test_a_misspelt_field_does_not_hide_the_other_mistakes() -> None:
    with pytest.raises(ValidationError) as caught:
        ProductWrite.model_validate({"external_id": "", "name": "{braces}", "price": "much", "quantity{}": 1})

    places = {error["loc"][0]: error["msg"] for error in caught.value.errors()}
    assert set(places) == {"external_id", "price", "quantity{}"}
    assert "did you mean 'quantity'?" in places["quantity{}"]


def test_assignment_is_checked_as_well() -> None:
    saw = ProductWrite(external_id="saw", name="Saw", price=1)

    saw.price = 2
    assert saw.price == 2.0
    with pytest.raises(ValidationError, match="valid number"):
        saw.price = "much"  # type: ignore[assignment]  # the mistake under test
    with pytest.raises(ValidationError, match=r"no field 'prise'; did you mean 'price'\?"):
        saw.prise = 2  # type: ignore[attr-defined]  # the mistake under test


def test_a_changed_copy_is_checked_and_leaves_the_original_alone() -> None:
    saw = ProductWrite(external_id="saw", name="Saw", price=1)

    assert saw.model_copy(update={"price": 2}).price == 2.0
    assert saw.price == 1.0
    with pytest.raises(ValidationError, match=r"did you mean 'price'\?"):
        saw.model_copy(update={"prise": 2})


def test_a_required_property_must_be_given() -> None:
    with pytest.raises(ValidationError, match="name"):
        ProductWrite(external_id="saw", price=1)  # type: ignore[call-arg]  # the mistake under test


def test_a_default_shows_but_is_not_set() -> None:
    saw = ProductWrite(external_id="saw", name="Saw", price=1)

    assert saw.quantity == 1
    assert "quantity" not in saw.model_fields_set


def test_a_counted_property_may_stay_unset_but_is_never_cleared() -> None:
    assert "serial" not in everything().model_fields_set
    assert everything(serial=3).serial == 3
    assert "cannot be cleared" in refused(serial=None)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"int32": 2**31}, "less than or equal to 2147483647"),
        ({"int64": -(2**63) - 1}, "greater than or equal to -9223372036854775808"),
        ({"int32": True}, "valid integer"),
        ({"int32": 1.0}, "valid integer"),
        ({"float32": 3.5e38}, "less than or equal to"),
        ({"float64": float("nan")}, "finite"),
        ({"floats": [1.0, float("inf")]}, "finite"),
        ({"float64": "1"}, "valid number"),
        ({"text": "a\x00b"}, "NUL"),
        ({"text": "\ud800"}, "surrogate"),
        ({"text": "ö" * 64_001}, "at most 128000 bytes of UTF-8, this has 128002"),
        ({"text": 1}, "valid string"),
        ({"at": datetime(2024, 1, 1)}, "needs a timezone: use datetime.now(timezone.utc)"),
        ({"times": [datetime(2024, 1, 1)]}, "needs a timezone"),
        ({"at": "2024-01-01T00:00:00Z"}, "valid datetime"),
        ({"at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))}, "years 0001 to 9999"),
        ({"day": datetime(2024, 1, 1)}, "valid date"),
        ({"data": {"a": float("nan")}}, "Not a JSON object"),
        ({"data": {"a": {1, 2}}}, "Not a JSON object"),
        ({"data": ["a"]}, "valid dictionary"),
        ({"data": {"a": "ö" * 20_480}}, "at most 40960 bytes"),
        ({"series": ""}, "at least 1 character"),
        ({"file": "x" * 257}, "at most 256 characters"),
        ({"sequence": "\x00"}, "NUL"),
        ({"state": "broken"}, "'on' or 'off'"),
        ({"flag": "maybe"}, "valid boolean"),
        ({"other": 7}, "A relation takes a write object of a node"),
        ({"other": ""}, "A relation takes"),
        ({"other": ("a", "b", "c")}, "A relation takes"),
        ({"existing_version": -1}, "greater than or equal to 0"),
    ],
)
def test_values_outside_the_limits_of_the_service_are_refused(values: dict[str, Any], reason: str) -> None:
    assert reason in refused(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"int32": -(2**31)},
        {"int64": 2**63 - 1},
        {"float64": 1},
        {"float32": -3.4028234663852886e38},
        {"text": ""},
        {"text": "x" * 128_000},
        {"texts": []},
        {"at": datetime(9999, 12, 31, 23, 59, tzinfo=timezone.utc)},
        {"day": date(1, 1, 1)},
        {"data": {}},
        {"objects": [{"a": [1, None]}]},
        {"state": None},
    ],
)
def test_values_at_the_limits_are_taken(values: dict[str, Any]) -> None:
    assert everything(**values).model_dump(include=set(values)) == values


def test_an_edge_is_no_target_of_a_relation() -> None:
    edge = RelatesToWrite(external_id="e", edge_type="t", start_node="a", end_node="b", relation_type="x")

    assert "A relation takes" in refused(other=edge)


def test_a_relation_takes_a_node_in_every_form() -> None:
    nested = CategoryWrite(external_id="tools", category_name="Tools")
    read = Category(space="shop", external_id="tools", category_name="Tools")
    forms = ["tools", ("shop", "tools"), NodeId("shop", "tools"), Ref("shop", "tools"), read, nested]

    taken = everything(others=forms).others

    assert taken == ["tools", *[NodeId("shop", "tools")] * 4, nested]
    assert taken is not None
    assert taken[-1] is nested


def test_the_id_needs_a_space() -> None:
    assert CategoryWrite(space="shop", external_id="a", category_name="A").as_id() == NodeId("shop", "a")
    with pytest.raises(PygenValidationError, match=r"default_instance_space=.*CategoryWrite\(space="):
        CategoryWrite(external_id="a", category_name="A").as_id()


def test_an_edge_knows_its_kind() -> None:
    edge = RelatesToWrite(
        space="shop", external_id="e", edge_type="t", start_node="a", end_node=("shop", "b"), relation_type="x"
    )

    assert edge.as_id() == EdgeId("shop", "e")
    assert edge.end_node == NodeId("shop", "b")


def test_repr_shows_what_was_set() -> None:
    assert repr(ProductWrite(external_id="saw", name="Saw", price=1)) == (
        "ProductWrite(external_id='saw', name='Saw', price=1.0)"
    )


def test_pydantic_dumps_relations_as_they_are() -> None:
    dumped = everything(others=["a", ("s", "b")]).model_dump(exclude_unset=True)

    assert dumped == {"external_id": "x", "others": ["a", {"space": "s", "externalId": "b"}]}
