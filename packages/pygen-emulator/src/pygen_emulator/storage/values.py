"""Property values: what a type allows, and how a value stands in the database.

| type | in the database |
|---|---|
| text, enum, timeseries, file, sequence | text |
| int32, int64, boolean | integer |
| float32, float64 | real; a float32 is kept as the shortest decimal that means it |
| timestamp | integer, milliseconds since the epoch |
| date | text ``YYYY-MM-DD`` |
| json | JSON text, keys in the order given |
| direct | integer, the row of the node in the instance table |
| any list | JSON text, an array of the above |

The limits are those of behaviour.md sections 4.3 and 5.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from pydantic_core import to_json
from pygen_client.schema import EnumType, PropertyType, TextType

from pygen_emulator.storage.timestamps import parse_date, parse_timestamp

Stored = int | float | str | None
"""A value as it stands in a column."""


class NodeReference(NamedTuple):
    """A node named by a direct relation, before its row is known."""

    space: str
    external_id: str

    def __str__(self) -> str:
        return f"{self.space}:{self.external_id}"


class InvalidValueError(ValueError):
    """Says what is wrong with a value, as the end of a sentence that begins with the property."""


Converter = Callable[[Any], Any]
"""From a JSON value to a stored one, :class:`NodeReference` in place of a row, and a Python list for a list."""

MAX_TEXT_BYTES = 128_000
MAX_JSON_BYTES = 40_960
MAX_JSON_VALUE_BYTES = 10_240
MAX_JSON_KEYS = 256
MAX_JSON_KEY_LENGTH = 128
MAX_LIST = 1000
MAX_DIRECT_LIST = 100
_MAX_FLOAT32 = 3.4028234663852886e38
_SPACE = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?")


def converter(type_: PropertyType) -> Converter:
    """The function that checks and converts the values of a property of this type.

    It takes any decoded JSON but null, and raises :class:`InvalidValueError`.
    """
    single = _scalar(type_)
    if not type_.is_list:
        return single
    limit = type_.max_list_size or (MAX_DIRECT_LIST if type_.type == "direct" else MAX_LIST)
    return partial(_list, single, limit, _WHOLE_LIST.get(type_.type))


def element_converter(type_: PropertyType) -> Converter:
    """The same for one element of a list; for a type without list, that of its values."""
    return _scalar(type_)


def _list(single: Converter, limit: int, whole_limit: int | None, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidValueError(f"must be a list, not {describe(value)}")
    if len(value) > limit:
        raise InvalidValueError(f"has {len(value)} elements; at most {limit} are allowed")
    stored = []
    for position, element in enumerate(value):
        try:
            stored.append(single(element))
        except InvalidValueError as fault:
            raise InvalidValueError(f"has an element, number {position}, that {fault}") from None
    if whole_limit is not None and sum(map(len, stored)) * 4 > whole_limit:
        size = sum(len(element.encode()) for element in stored)
        if size > whole_limit:
            raise InvalidValueError(f"has {size} bytes in all its elements; at most {whole_limit} are allowed")
    return stored


def _scalar(type_: PropertyType) -> Converter:
    if isinstance(type_, TextType):
        return partial(_text, type_.max_text_size or MAX_TEXT_BYTES)
    if isinstance(type_, EnumType):
        return partial(_enum, type_)
    return _SCALARS[type_.type]


def _text(limit: int, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(f"must be a text, not {describe(value)}")
    if "\0" in value:
        raise InvalidValueError("must not hold the character NUL")
    if len(value) * 4 > limit and len(value.encode()) > limit:
        raise InvalidValueError(f"has {len(value.encode())} bytes; at most {limit} are allowed")
    return value


def _enum(type_: EnumType, value: Any) -> str:
    if not isinstance(value, str) or value not in type_.values:
        raise InvalidValueError(f"must be one of {', '.join(type_.values)}, not {describe(value)}")
    if value == type_.unknown_value:
        raise InvalidValueError(f"must not be the unknown value {value!r}, which can only be read")
    return value


def _integer(bits: int, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValueError(f"must be an integer, not {describe(value)}")
    if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        raise InvalidValueError(f"must fit in {bits} bits, and {value} does not")
    return value


def _float64(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValueError(f"must be a number, not {describe(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InvalidValueError("must be a finite number of 64 bits")
    return number


def _float32(value: Any) -> float:
    number = _float64(value)
    try:
        return _shortest_float32(number)
    except OverflowError:
        raise InvalidValueError(f"must fit in a float of 32 bits, and {number} does not") from None


def float32_in_range(number: float) -> float:
    """The float of 32 bits nearest to a finite number, as the shortest decimal that means it."""
    return _shortest_float32(min(max(number, -_MAX_FLOAT32), _MAX_FLOAT32))


def _shortest_float32(number: float) -> float:
    packed = struct.pack("<f", number)
    (rounded,) = struct.unpack("<f", packed)
    candidates = (float(f"{rounded:.{digits}g}") for digits in (6, 7, 8))
    return next((shortest for shortest in candidates if struct.pack("<f", shortest) == packed), float(f"{rounded:.9g}"))


def _boolean(value: Any) -> int:
    if not isinstance(value, bool):
        raise InvalidValueError(f"must be true or false, not {describe(value)}")
    return int(value)


def _timestamp(value: Any) -> int:
    try:
        return parse_timestamp(value)
    except (ValueError, TypeError):
        form = "YYYY-MM-DDTHH:MM:SS[.millis][Z|time zone]"
        raise InvalidValueError(f"must be a timestamp of the form {form}, not {describe(value)}") from None


def _date(value: Any) -> str:
    try:
        return parse_date(value)
    except (ValueError, TypeError):
        raise InvalidValueError(f"must be a date of the form YYYY-MM-DD, not {describe(value)}") from None


def _json(value: Any) -> str:
    if not isinstance(value, dict):
        raise InvalidValueError(f"must be a JSON object, not {describe(value)}")
    pairs = _check_json(value)
    if pairs > MAX_JSON_KEYS:
        raise InvalidValueError(f"has {pairs} key/value pairs; at most {MAX_JSON_KEYS} are allowed")
    text = json_text(value)
    if len(text.encode()) > MAX_JSON_BYTES:
        raise InvalidValueError(f"has {len(text.encode())} bytes as JSON; at most {MAX_JSON_BYTES} are allowed")
    return text


def _check_json(value: Any) -> int:
    """How many key/value pairs are in the value, at any depth."""
    if isinstance(value, list):
        return sum(_check_json(element) for element in value)
    if not isinstance(value, dict):
        if isinstance(value, str) and len(json_text(value).encode()) > MAX_JSON_VALUE_BYTES:
            raise InvalidValueError(f"holds a value of more than {MAX_JSON_VALUE_BYTES} bytes")
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidValueError("holds a number that is not finite")
        return 0
    for key in value:
        if len(key) > MAX_JSON_KEY_LENGTH:
            raise InvalidValueError(f"holds a key of {len(key)} characters; at most {MAX_JSON_KEY_LENGTH} are allowed")
    return len(value) + sum(_check_json(element) for element in value.values())


def _direct(value: Any) -> NodeReference:
    if not isinstance(value, dict) or value.keys() != {"space", "externalId"}:
        raise InvalidValueError(f"must be an object with space and externalId and nothing else, not {describe(value)}")
    space, external_id = value["space"], value["externalId"]
    if not isinstance(space, str) or not _SPACE.fullmatch(space):
        raise InvalidValueError(f"names a space that is no space id: {describe(space)}")
    if not isinstance(external_id, str) or not 1 <= len(external_id) <= 256 or "\0" in external_id:
        raise InvalidValueError("names an externalId that is not a text of 1 to 256 characters without NUL")
    return NodeReference(space, external_id)


_SCALARS: dict[str, Converter] = {
    "int32": partial(_integer, 32),
    "int64": partial(_integer, 64),
    "float32": _float32,
    "float64": _float64,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "date": _date,
    "json": _json,
    "direct": _direct,
    "timeseries": partial(_text, MAX_TEXT_BYTES),
    "file": partial(_text, MAX_TEXT_BYTES),
    "sequence": partial(_text, MAX_TEXT_BYTES),
}

_WHOLE_LIST = {"text": MAX_TEXT_BYTES, "json": MAX_JSON_BYTES}


def json_text(value: Any) -> str:
    """Compact JSON, keys in their order. Equal stored lists have equal text."""
    return to_json(value).decode()


def same_json(left: str, right: str) -> bool:
    """Whether two stored values of type json, or two stored lists of them, mean the same.

    The order of keys means nothing, 1 and 1.0 are one number, and true is no number.
    """
    return _same(_decoded(left), _decoded(right))


def _decoded(text: str) -> Any:
    decoded = json.loads(text)
    # A single value is an object; the elements of a list are texts of JSON themselves.
    return [json.loads(element) for element in decoded] if isinstance(decoded, list) else decoded


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def describe(value: Any) -> str:
    """The value as JSON, cut where it is long, for a message."""
    text = json_text(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


def column_text(value: Any) -> Stored:
    """What goes into the column for a converted value whose references are rows by now: a list becomes JSON text."""
    return json_text(value) if isinstance(value, list) else value
