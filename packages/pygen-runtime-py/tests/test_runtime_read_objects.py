"""Instances as they are read: from the form of the service to objects, and back."""

import copy
import json
import pickle
from datetime import date, datetime, timedelta, timezone
from typing import Any, ClassVar

import pandas as pd
import pytest
from pydantic import ValidationError
from pygen_runtime import DataRecord, Edge, EdgeId, NodeId, NotIncludedError, Ref
from pygen_runtime.codegen import ViewId
from shop_by_hand import Category, Product, RelatesTo, Tool


def product(view: str = "Product/v1", **properties: Any) -> dict[str, Any]:
    return {
        "instanceType": "node",
        "space": "shop",
        "externalId": "saw",
        "version": 3,
        "createdTime": 1_726_000_000_123,
        "lastUpdatedTime": 1_727_000_000_000,
        "properties": {"shop_model": {view: {"name": "Saw", "price": 12.5, **properties}}},
    }


def edge(**more: Any) -> dict[str, Any]:
    def node(name: str) -> dict[str, str]:
        return {"space": "shop", "externalId": name}

    return {
        **product(),
        "instanceType": "edge",
        "type": node("fits"),
        "startNode": node("blade"),
        "endNode": node("saw"),
        "properties": {"shop_model": {"RelatesTo/v1": {"relationType": "fits", "strength": 0.5}}},
        **more,
    }


def test_timestamps_of_pandas_are_timestamps() -> None:
    noon = pd.Timestamp("2024-05-01T14:00:00.123456+02:00")

    made = Product(space="shop", external_id="saw", name="Saw", price=1, updated_timestamp=noon)
    assert made.dump()["properties"]["shop_model"]["Product/v1"]["updatedTimestamp"] == "2024-05-01T12:00:00.123+00:00"


def test_every_property_arrives_as_its_type() -> None:
    saw = Product.load(
        product(
            tags=["new", "sale"],
            quantity=3,
            active=False,
            createdDate="2024-02-29",
            updatedTimestamp="2024-09-03T09:36:01.17+02:00",
            status="new",
            category={"space": "shop", "externalId": "tools"},
            similar=[{"space": "shop", "externalId": "axe"}],
        )
    )

    assert (saw.space, saw.external_id, saw.name, saw.price, saw.quantity) == ("shop", "saw", "Saw", 12.5, 3)
    assert saw.tags == ["new", "sale"]
    assert saw.active is False
    assert saw.created_date == date(2024, 2, 29)
    assert saw.updated_timestamp == datetime(2024, 9, 3, 9, 36, 1, 170_000, timezone(timedelta(hours=2)))
    assert saw.status == "new"
    assert saw.category == Ref("shop", "tools")
    assert saw.similar == [Ref("shop", "axe")]


def test_what_has_no_value_is_none() -> None:
    saw = Product.load(product())

    assert saw.description is None
    assert saw.category is None
    assert saw.model_fields_set == {"space", "external_id", "name", "price"}


def test_the_record_has_version_and_times_in_utc() -> None:
    saw = Product.load({**product(), "deletedTime": 1_728_000_000_000})

    assert saw.data_record == DataRecord(
        version=3,
        created_time=datetime(2024, 9, 10, 20, 26, 40, 123_000, timezone.utc),
        last_updated_time=datetime(2024, 9, 22, 10, 13, 20, tzinfo=timezone.utc),
        deleted_time=datetime(2024, 10, 4, 0, 0, tzinfo=timezone.utc),
    )


def test_an_enum_value_that_the_model_has_gained_is_read_as_text() -> None:
    assert Product.load(product(status="lost")).status == "lost"


def test_properties_that_the_model_has_gained_are_kept_aside() -> None:
    saw = Product.load(product(weight=7))

    assert saw.other_properties == {"weight": 7}
    assert saw.dump() == product(weight=7)
    assert saw.as_write().model_fields_set == {"space", "external_id", "existing_version", "name", "price"}


def test_other_properties_are_empty_where_there_are_none() -> None:
    assert dict(Product.load(product()).other_properties) == {}


def test_a_timestamp_without_offset_is_taken_as_utc() -> None:
    saw = Product.load(product(updatedTimestamp="2024-09-03T09:36:01"))

    assert saw.updated_timestamp == datetime(2024, 9, 3, 9, 36, 1, tzinfo=timezone.utc)


def test_attributes_do_not_get_mixed_up_with_fields_of_the_instance() -> None:
    # "version" and "type" stand beside "properties" on the wire; a property may have such a name too.
    wire = {**product(), "type": {"space": "shop", "externalId": "Thing"}}

    assert Product.load(wire).node_type == NodeId("shop", "Thing")


def test_inherited_properties_are_read_through_the_view_of_the_class() -> None:
    drill = Tool.load(product("Tool/v1", power=500))

    assert isinstance(drill, Product)
    assert (drill.name, drill.power) == ("Saw", 500)
    with pytest.raises(ValidationError, match="name"):
        Tool.load(product("Product/v1"))


def test_an_edge_has_its_type_and_ends() -> None:
    fits = RelatesTo.load(edge())

    assert fits.as_id() == EdgeId("shop", "saw")
    assert (fits.edge_type, fits.start_node, fits.end_node) == (
        NodeId("shop", "fits"),
        NodeId("shop", "blade"),
        NodeId("shop", "saw"),
    )
    assert fits.dump() == edge()


def test_dump_gives_the_form_of_the_service_back() -> None:
    wire = product(createdDate="2024-02-29", updatedTimestamp="2024-09-03T09:36:01.170+00:00", similar=[])
    wire["type"] = {"space": "shop", "externalId": "Thing"}
    wire["deletedTime"] = 5

    assert Product.load(wire).dump() == wire
    assert json.loads(Product.load(json.dumps(wire)).dump_json()) == wire


def test_a_missing_required_property_is_named() -> None:
    wire = product()
    del wire["properties"]["shop_model"]["Product/v1"]["price"]

    with pytest.raises(ValidationError, match="price"):
        Product.load(wire)


@pytest.mark.parametrize("text", ["nothing", "{},{}"])
def test_text_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        Product.load(text)


def test_read_objects_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Product.load(product()).name = "Axe"


def test_equality_is_by_content_and_hash_by_id() -> None:
    one, same, other = (Product.load(product(quantity=number)) for number in (1, 1, 2))

    assert one == same
    assert one != other
    assert hash(one) == hash(other)
    assert one != Tool.load(product("Tool/v1", quantity=1))
    assert one != "saw"


def test_a_newer_version_is_not_equal() -> None:
    assert Product.load(product()) != Product.load({**product(), "version": 4})


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_copies_are_equal_and_complete(duplicate: Any) -> None:
    saw = Product.load(product(weight=7, category={"space": "shop", "externalId": "tools"}))
    twin = duplicate(saw)

    assert twin == saw
    assert twin.data_record == saw.data_record
    assert twin.other_properties == {"weight": 7}


def test_references_are_dumped_as_they_came() -> None:
    wire = product(category={"space": "shop", "externalId": "tools"})

    assert Product.load(wire).dump() == wire


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_copies_of_references_know_what_they_lead_from(duplicate: Any) -> None:
    twin = duplicate(Product.load(product(category={"space": "shop", "externalId": "tools"})).category)

    assert twin == Ref("shop", "tools")
    with pytest.raises(NotIncludedError, match=r"add include\(Product.relations.category\)"):
        _ = twin.value


def test_pydantic_dumps_attributes_by_name() -> None:
    dumped = Product.load(product(category={"space": "shop", "externalId": "tools"})).model_dump(exclude_none=True)

    assert dumped["category"] == {"space": "shop", "externalId": "tools"}
    assert dumped["data_record"]["version"] == 3
    assert dumped["price"] == 12.5


def test_repr_shows_what_has_a_value() -> None:
    assert repr(Product.load(product())) == "Product(space='shop', external_id='saw', name='Saw', price=12.5)"
    assert str(Product.load(product())) == repr(Product.load(product()))


def test_an_object_made_by_hand_has_no_version_to_guard() -> None:
    tools = Category(space="shop", external_id="tools", category_name="Tools", parent=Ref("shop", "all"))

    assert tools.parent == Ref("shop", "all")
    assert tools.data_record == DataRecord()
    assert tools.as_write().existing_version is None
    assert Category.load(tools.dump()) == Category.load(tools.dump_json())


@pytest.mark.parametrize(
    "given", [Ref("shop", "all"), NodeId("shop", "all"), ("shop", "all"), {"space": "shop", "externalId": "all"}]
)
def test_a_reference_can_be_given_in_several_forms(given: Any) -> None:
    assert Category(space="shop", external_id="x", category_name="X", parent=given).parent == Ref("shop", "all")


def test_what_is_no_reference_is_refused() -> None:
    with pytest.raises(ValidationError, match="NodeId or a"):
        Category.model_validate({"space": "shop", "external_id": "x", "category_name": "X", "parent": 7})


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="category_nam"):
        Category.model_validate({"space": "shop", "external_id": "x", "category_nam": "X"})


class TestRef:
    def test_is_equal_and_hashed_by_id(self) -> None:
        assert len({Ref("shop", "a"), Ref("shop", "a"), Ref("shop", "b")}) == 2
        assert Ref("shop", "a") != NodeId("shop", "a")

    def test_gives_the_id(self) -> None:
        assert Ref[Product]("shop", "a").id == NodeId("shop", "a")
        assert repr(Ref("shop", "a")) == "Ref('shop', 'a')"

    def test_touching_what_was_not_included_names_the_include(self) -> None:
        saw = Product.load(product(category={"space": "shop", "externalId": "tools"}))

        assert saw.category is not None
        with pytest.raises(
            NotIncludedError, match=r"shop:tools was not included: add include\(Product.relations.category\)"
        ):
            _ = saw.category.value

    def test_without_a_field_there_is_no_include_to_name(self) -> None:
        with pytest.raises(NotIncludedError, match="shop:a was not included: retrieve it"):
            _ = Ref[Product]("shop", "a").value

    def test_is_as_small_as_a_slotted_object(self) -> None:
        assert not hasattr(Ref("shop", "a"), "__dict__")


def test_a_reference_of_an_edge_is_to_be_retrieved_as_queries_include_relations_of_nodes():
    class Delivery(Edge):
        view_id: ClassVar = ViewId("shop_model", "Delivery", "v1")

        carrier: Ref[Any]

    item = edge()
    item["properties"] = {"shop_model": {"Delivery/v1": {"carrier": {"space": "shop", "externalId": "post"}}}}

    with pytest.raises(NotIncludedError, match=r"Node shop:post was not included: retrieve it by \.id"):
        _ = Delivery.load(item).carrier.value
