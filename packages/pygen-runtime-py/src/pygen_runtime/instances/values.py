"""Values as they are written, with the limits of the service (behaviour.md sections 4.3 and 5).

Each name is a plain type to the checker; pydantic enforces the rest when a write object is made or changed.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, Strict
from pydantic_core import PydanticCustomError

from pygen_runtime.timestamps import timestamp_text

MAX_TEXT_BYTES = 128_000
MAX_JSON_BYTES = 40_960
MAX_EXTERNAL_ID = 256
FLOAT32_MAX = 3.4028234663852886e38


def _text(value: str) -> str:
    size = _utf8_size(value)
    if size > MAX_TEXT_BYTES:
        raise PydanticCustomError(
            "text_too_long",
            "Text may have at most {limit} bytes of UTF-8, this has {size}",
            {"limit": MAX_TEXT_BYTES, "size": size},
        )
    return value


def _external_id(value: str) -> str:
    _utf8_size(value)
    return value


def _utf8_size(value: str) -> int:
    if "\x00" in value:
        raise PydanticCustomError("text_nul", "Text may not contain the NUL character")
    try:
        return len(value.encode())
    except UnicodeEncodeError:
        raise PydanticCustomError("text_unicode", "Text may not contain half of a surrogate pair") from None


def _timestamp(value: datetime) -> datetime:
    timestamp_text(value)
    return value


def _json_object(value: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise PydanticCustomError("json", "Not a JSON object: {reason}", {"reason": str(error)}) from None
    if size > MAX_JSON_BYTES:
        raise PydanticCustomError(
            "json_too_long",
            "A JSON object may have at most {limit} bytes of UTF-8, this has {size}",
            {"limit": MAX_JSON_BYTES, "size": size},
        )
    return value


Text = Annotated[str, Strict(), AfterValidator(_text)]
"""Text of at most 128,000 bytes of UTF-8, without NUL."""

ExternalId = Annotated[str, Strict(), Field(min_length=1, max_length=MAX_EXTERNAL_ID), AfterValidator(_external_id)]
"""An external id: 1 to 256 characters, without NUL."""

Int32 = Annotated[int, Strict(), Field(ge=-(2**31), le=2**31 - 1)]
"""An integer of 32 bits."""

Int64 = Annotated[int, Strict(), Field(ge=-(2**63), le=2**63 - 1)]
"""An integer of 64 bits."""

Float32 = Annotated[float, Strict(), Field(ge=-FLOAT32_MAX, le=FLOAT32_MAX, allow_inf_nan=False)]
"""A finite number in the range of 32 bits; the service keeps about seven digits."""

Float64 = Annotated[float, Strict(), Field(allow_inf_nan=False)]
"""A finite number."""

Timestamp = Annotated[datetime, Strict(), AfterValidator(_timestamp)]
"""A point in time with a timezone; milliseconds are sent, finer digits are cut."""

Date = Annotated[date, Strict()]
"""A day."""

JsonObject = Annotated[dict[str, Any], AfterValidator(_json_object)]
"""A JSON object of at most 40,960 bytes of UTF-8."""
