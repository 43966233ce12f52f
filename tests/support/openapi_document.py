"""The official OpenAPI document of data modeling, made fit for validating answers.

The document describes answers loosely and in places wrongly (behaviour.md section 24). ``DEVIATIONS`` lists every
change that is made to it before use, each with its reason. Beyond the document, an answer may hold no field that it
does not name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

PATH = Path(__file__).parents[3] / "shared" / "cdf-api" / "data-modeling.openapi.json"
"""The document beside the checkout; what needs it is skipped where it is absent."""

_UNIONS = ("oneOf", "anyOf", "allOf")


@dataclass(frozen=True)
class Deviation:
    """Something that the document says about answers, and that is not so."""

    reason: str
    change: Callable[[Json], None]
    """Changes the schemas of the document in place."""


@lru_cache(maxsize=1)
def original() -> Json:
    """The document as it is."""
    document: Json = json.loads(PATH.read_text(encoding="utf-8"))
    return document


def operations() -> list[tuple[str, str]]:
    """Method and path of each operation, the path relative to the project."""
    return [(method.upper(), path) for path, methods in original()["paths"].items() for method in methods]


@lru_cache(maxsize=1)
def for_answers() -> Json:
    """The document with all deviations applied, and closed against fields that it does not name."""
    document: Json = json.loads(PATH.read_text(encoding="utf-8"))
    for deviation in DEVIATIONS:
        deviation.change(document["components"]["schemas"])
        deviation.change(document["components"]["responses"])
    for schema in document["components"]["schemas"].values():
        _close(schema, document, complete=False)
    for response in _responses(document):
        _close(response, document, complete=True)
    return document


def answer_schema(method: str, path: str, status: int) -> Json | None:
    """The schema of an answer as one document for a validator, or None if it names no such answer.

    Args:
        method: HTTP method.
        path: Path relative to the project, as the document writes it.
        status: HTTP status of the answer.
    """
    document = for_answers()
    operation = document["paths"].get(path, {}).get(method.lower())
    response = operation and operation["responses"].get(str(status))
    if response is None:
        return None
    if "$ref" in response:
        response = _resolved(response, document)
    schema: Json = response["content"]["application/json"]["schema"]
    return {**schema, "components": {"schemas": document["components"]["schemas"]}}


def error_schema() -> Json:
    """The schema of an error of any status; the document lists only some of them."""
    schema = answer_schema("POST", "/models/spaces", 400)
    assert schema is not None
    return schema


def _responses(document: Json) -> Iterator[Json]:
    """The schema of every answer, each once."""
    for response in document["components"]["responses"].values():
        yield response["content"]["application/json"]["schema"]
    for methods in document["paths"].values():
        for operation in methods.values():
            for response in operation["responses"].values():
                if "$ref" not in response:
                    yield response["content"]["application/json"]["schema"]


def _resolved(schema: Json, document: Json) -> Json:
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _close(schema: Json, document: Json, *, complete: bool) -> None:
    """Refuse fields that no part of a schema names, at the schema itself if it is ``complete`` and at all below it."""
    for key in _UNIONS:
        for branch in schema.get(key, ()):
            _close(branch, document, complete=False)
    for below in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")):
        if isinstance(below, dict):
            _close(below, document, complete=True)
    if complete and _names_all_fields(schema, document):
        schema["unevaluatedProperties"] = False


def _names_all_fields(schema: Json, document: Json) -> bool:
    """Whether the schema names fields and no part of it takes any object."""
    parts = list(_parts(schema, document))
    takes_any = any(
        part.get("additionalProperties") is True
        or (part.get("type") == "object" and not {"properties", "additionalProperties", *_UNIONS} & part.keys())
        for part in parts
    )
    return not takes_any and any("properties" in part for part in parts)


def _parts(schema: Json, document: Json) -> Iterator[Json]:
    schema = _resolved(schema, document)
    yield schema
    for key in _UNIONS:
        for branch in schema.get(key, ()):
            yield from _parts(branch, document)


def _everywhere(place: Any) -> Iterator[Json]:
    if isinstance(place, dict):
        yield place
        for below in place.values():
            yield from _everywhere(below)
    elif isinstance(place, list):
        for below in place:
            yield from _everywhere(below)


def _external_ids_hold_any_text(parts: Json) -> None:
    if "NodeOrEdgeExternalId" in parts:
        parts["NodeOrEdgeExternalId"]["pattern"] = "^[^\\x00]{1,256}$"


def _unions_overlap(parts: Json) -> None:
    for schema in _everywhere(parts):
        if isinstance(schema.get("oneOf"), list):
            schema["anyOf"] = schema.pop("oneOf")


def _lists_may_be_empty(parts: Json) -> None:
    for schema in _everywhere(parts):
        if schema.get("minItems") == 1:
            del schema["minItems"]


def _value_lists_may_be_long(parts: Json) -> None:
    for schema in _everywhere(parts.get("RawPropertyValueV3", {})):
        schema.pop("maxItems", None)


def _aggregates_have_no_properties(parts: Json) -> None:
    if "AggregatedResultItemCollection" in parts:
        parts["AggregatedResultItemCollection"]["required"].remove("properties")


def _views_may_show_no_value(parts: Json) -> None:
    parts.get("PropertyValueGroupV3", {}).pop("minProperties", None)


def _enum_values_need_no_text(parts: Json) -> None:
    if "EnumProperty" in parts:
        properties = parts["EnumProperty"]["properties"]
        del properties["values"]["additionalProperties"]["minProperties"]
        properties["list"] = {"const": False}


def _filters_may_have_become_invalid(parts: Json) -> None:
    if "DataModelsLeafFilter" in parts:
        reference = {"type": "array", "items": {"type": "string"}}
        fields = {
            "previouslyReferencedProperties": {"type": "array", "items": reference},
            "filterType": {"type": "string"},
        }
        invalid = {"type": "object", "required": sorted(fields), "properties": fields}
        parts["DataModelsLeafFilter"]["oneOf"].append(
            {"type": "object", "required": ["invalid"], "properties": {"invalid": invalid}}
        )


def _lists_answer_debug_notices(parts: Json) -> None:
    if "NodeAndEdgeCollectionResponseWithCursorV3" in parts:
        (content,) = parts["NodeAndEdgeCollectionResponseWithCursorV3"]["content"].values()
        content["schema"]["properties"]["debug"] = {"$ref": "#/components/schemas/DebugResponse"}


def _capabilities_have_their_real_names(parts: Json) -> None:
    if "Capability" in parts:
        actions = {"type": "array", "items": {"enum": ["READ", "WRITE", "WRITE_PROPERTIES"]}}
        acl = {"type": "object", "required": ["actions", "scope"], "properties": {"actions": actions, "scope": {}}}
        scope = {"projectScope": {"$ref": "#/components/schemas/ProjectScope"}}
        parts["Capability"]["oneOf"] += [
            {"properties": {name: acl, **scope}} for name in ("dataModelsAcl", "dataModelInstancesAcl")
        ]


DEVIATIONS = (
    Deviation(
        "24.1: read literally, the pattern of instance ids forbids a backslash, x and 0", _external_ids_hold_any_text
    ),
    Deviation("24.2: answers of aggregate require a field that no answer has", _aggregates_have_no_properties),
    Deviation("24.3, 24.4: what was deleted, and the lists of instances, may be empty", _lists_may_be_empty),
    Deviation("24.4: lists of values are as long as maxListSize allows", _value_lists_may_be_long),
    Deviation(
        "section 11: a view in which an instance has no values shows as an empty object", _views_may_show_no_value
    ),
    Deviation(
        "24.8, 24.9: enum values may have neither name nor description; list:false is shown", _enum_values_need_no_text
    ),
    Deviation("section 8: a filter over something deleted is shown as invalid", _filters_may_have_become_invalid),
    Deviation("section 16: debug can be asked of a list, and its notices are answered", _lists_answer_debug_notices),
    Deviation("24.7: the rights for data modeling stand under a wrong name", _capabilities_have_their_real_names),
    Deviation("24.13: branches of unions overlap, so that a value may match more than one", _unions_overlap),
)
