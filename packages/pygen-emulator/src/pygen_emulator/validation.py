"""Strict parsing of request bodies: what does not fit the model becomes the service's 400.

The texts are the attested ones where there are any (behaviour.md section 20): ``Unexpected field - <path>``, ``[<field>
size must be between a and b]`` and ``[<field> must not be null]`` inside ``Request had N constraint violations``. The
others are worded in the same form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from pygen_emulator.errors import ApiError

Model = TypeVar("Model", bound=BaseModel)

_SHOWN = 10
_NO_UPPER_BOUND = 2**31 - 1
_UNREADABLE = "The request cannot be read: it is nested too deeply, or its text holds half of a surrogate pair."


def parse(model: type[Model], body: Any) -> Model:
    """The body as the model, with unknown fields and loose types refused.

    Args:
        model: Any pydantic model. Its own configuration does not have to be strict.
        body: Decoded JSON.

    Raises:
        ApiError: 400, with one of the texts of this module.
    """
    try:
        data = to_json(body)
    except PydanticSerializationError:
        raise ApiError(400, _UNREADABLE) from None
    # Objects are taken faster than text. Those that only text can give, such as tuples, and all faults come second.
    with suppress(ValidationError):
        return model.model_validate(body, strict=True, extra="forbid", by_alias=True, by_name=False)
    try:
        return model.model_validate_json(data, strict=True, extra="forbid", by_alias=True, by_name=False)
    except ValidationError as error:
        raise api_error(error, model, body) from None


def api_error(error: ValidationError, model: type[BaseModel], body: Any) -> ApiError:
    """The answer to a body that the model refused."""
    details = error.errors(include_url=False, include_context=True)
    for detail in details:
        if detail["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            path = [str(step) for step in _path(detail["loc"], body) if isinstance(step, str)]
            return unexpected_field(".".join(path))
        if detail["type"] == "json_invalid":
            return ApiError(400, _UNREADABLE)
    return violations([_violation(detail, model, body) for detail in details])


def unexpected_field(path: str) -> ApiError:
    """The answer to a field that the service does not know, named by the keys that lead to it."""
    return ApiError(400, f"Unexpected field - {path}")


def violations(texts: Sequence[str]) -> ApiError:
    """The answer to a body with constraint violations, such as ``items size must be between 1 and 100``."""
    shown = ", ".join(texts[:_SHOWN])
    return ApiError(
        400, f"Request had {len(texts)} constraint violations. Please fix the request and try again. [{shown}]"
    )


def _path(location: Sequence[str | int], body: Any) -> list[str | int]:
    """The steps of the location that are in the body; the others name the branch of a union."""
    path: list[str | int] = []
    value = body
    for position, step in enumerate(location):
        if isinstance(step, int) and isinstance(value, list):
            path.append(step)
            value = value[step] if step < len(value) else None
        elif isinstance(value, dict) and (step in value or position == len(location) - 1):
            path.append(step)
            value = value.get(step)
    return path


def _violation(detail: ErrorDetails, model: type[BaseModel], body: Any) -> str:
    path = _path(detail["loc"], body)
    if not path:
        return "body must be a JSON object"
    names = [step for step in path if isinstance(step, str)]
    field = names[-1] if names else "body"
    kind = detail["type"]
    if kind in ("missing", "missing_argument") or (detail["input"] is None and not kind.startswith("value_error")):
        return f"{field} must not be null"
    if kind in ("too_short", "too_long", "string_too_short", "string_too_long"):
        least, most = _bounds(model, detail["loc"])
        return f"{field} size must be between {least} and {most}"
    return f"{_dotted(path)} {_rule(detail)}"


_TYPES = {
    "string_type": "must be a string",
    "int_type": "must be an integer",
    "int_from_float": "must be an integer",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be an array",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dataclass_type": "must be an object",
    "dataclass_exact_type": "must be an object",
}


_RULES: dict[str, str] = {
    "string_pattern_mismatch": 'must match "{pattern}"',
    "literal_error": "must be one of {expected}",
    "greater_than_equal": "must be greater than or equal to {ge}",
    "less_than_equal": "must be less than or equal to {le}",
    "value_error": "{error}",
}


def _rule(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in _TYPES:
        return _TYPES[kind]
    if kind in _RULES:
        return _RULES[kind].format(**detail.get("ctx", {}))
    return f"is not valid: {detail['msg']}"


def _dotted(path: Sequence[str | int]) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


@lru_cache(maxsize=64)
def _json_schema(model: type[BaseModel]) -> str:
    return json.dumps(TypeAdapter(model).json_schema(by_alias=True))


def _bounds(model: type[BaseModel], location: Sequence[str | int]) -> tuple[int, int]:
    """The declared least and greatest size at a place, out of the model's JSON schema."""
    document = json.loads(_json_schema(model))
    places = [document]
    for step in location:
        inner = [below for place in places for below in _below(place, step, document)]
        places = inner or places
    for place in places:
        for option in _options(place, document):
            least = option.get("minItems", option.get("minLength", option.get("minProperties")))
            most = option.get("maxItems", option.get("maxLength", option.get("maxProperties")))
            if least is not None or most is not None:
                return least or 0, _NO_UPPER_BOUND if most is None else most
    raise AssertionError(f"no size is declared at {location}")


def _options(place: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema itself, or what it refers to, or every branch of its union."""
    if "$ref" in place:
        yield from _options(document["$defs"][place["$ref"].rpartition("/")[2]], document)
        return
    yield place
    for branch in (*place.get("anyOf", ()), *place.get("oneOf", ()), *place.get("allOf", ())):
        yield from _options(branch, document)


def _below(place: dict[str, Any], step: str | int, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for option in _options(place, document):
        if isinstance(step, int):
            if isinstance(option.get("items"), dict):
                yield option["items"]
        elif step in option.get("properties", {}):
            yield option["properties"][step]
        elif isinstance(option.get("additionalProperties"), dict):
            yield option["additionalProperties"]
