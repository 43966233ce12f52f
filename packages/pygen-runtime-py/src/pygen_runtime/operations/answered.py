"""What answers to writes and deletes say of instances. What decides which outcome is told is not taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as cs

from pygen_runtime.operations.account import Key

_WRITTEN: dict[str, cs.CoreSchema] = {
    "instanceType": cs.literal_schema(["node", "edge"]),
    "space": cs.str_schema(strict=True),
    "externalId": cs.str_schema(strict=True),
    "version": cs.int_schema(strict=True),
    "wasModified": cs.bool_schema(strict=True),
    "createdTime": cs.int_schema(strict=True),
    "lastUpdatedTime": cs.int_schema(strict=True),
}
_WRITTEN_ITEM = cs.typed_dict_schema({name: cs.typed_dict_field(schema) for name, schema in _WRITTEN.items()})
_ANSWER = SchemaValidator(
    cs.typed_dict_schema({"items": cs.typed_dict_field(cs.list_schema(_WRITTEN_ITEM))}),
    # Ids and times of instances that were just written are hardly ever the same text twice.
    cs.CoreConfig(cache_strings="keys"),
)


def written_in(content: bytes) -> list[dict[str, Any]]:
    """The items of the answer to a write: each says which instance it is about, and what became of it.

    Raises:
        TypeError: It is no such answer, or no JSON.
    """
    try:
        items: list[dict[str, Any]] = _ANSWER.validate_json(content)["items"]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise TypeError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return items


def key_in(answer: Mapping[str, Any]) -> Key:
    """The instance that an item of an answer is about.

    Raises:
        TypeError: It names none.
        KeyError: It lacks a part of its name.
    """
    kind, space, external_id = answer["instanceType"], answer["space"], answer["externalId"]
    if kind not in ("node", "edge") or type(space) is not str or type(external_id) is not str:
        raise TypeError("an item names no instance")
    return kind, space, external_id
