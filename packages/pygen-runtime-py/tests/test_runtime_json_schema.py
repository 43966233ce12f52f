"""Data classes where JSON comes and goes: web frameworks, and files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter
from pygen_client import PygenError
from pygen_client.schema import NodeId
from pygen_runtime import InstanceList
from shop_by_hand import Product, ProductList, ProductWrite

REFERENCE = {
    "type": "object",
    "properties": {"space": {"type": "string"}, "externalId": {"type": "string"}},
    "required": ["space", "externalId"],
}


def _without_titles(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _without_titles(value) for key, value in schema.items() if key != "title"}
    return [_without_titles(one) for one in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_a_read_class_has_a_json_schema(mode: str) -> None:
    schema = TypeAdapter(Product).json_schema(mode=mode)  # type: ignore[arg-type]  # one of the two
    assert REFERENCE in _without_titles(schema["properties"]["category"])["anyOf"]


def test_a_write_class_has_a_json_schema() -> None:
    properties = ProductWrite.model_json_schema()["properties"]
    assert _without_titles(properties["category"])["anyOf"] == [{"type": "string"}, REFERENCE, {"type": "null"}]
    assert {"type": "array", "items": {"type": "object", "additionalProperties": True}} in _without_titles(
        properties["relates_to"]
    )["anyOf"]


def test_a_relation_can_be_written_as_json_has_it() -> None:
    written = ProductWrite.model_validate(
        {
            "external_id": "saw",
            "name": "Saw",
            "price": 1.0,
            "quantity": 1,
            "created_date": date(2026, 1, 1),
            "category": {"space": "shop", "externalId": "tools"},
        }
    )
    assert written.category == NodeId("shop", "tools")


def test_a_list_goes_through_json() -> None:
    saw = Product(space="shop", external_id="saw", name="Saw", price=2.5, created_date=date(2026, 1, 1))
    parts = ProductList([saw])

    again = ProductList.load(parts.dump_json())

    assert type(again) is ProductList
    assert again == parts
    assert ProductList.load(parts.dump()) == parts


def test_only_the_list_class_of_a_view_knows_what_to_load() -> None:
    with pytest.raises(PygenError, match="use the list class of a view"):
        InstanceList.load("[]")
