"""Request bodies: unpacked and decoded, or refused with 400."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, NoReturn

from pydantic_core import from_json

from pygen_emulator.errors import ApiError


def decode(content: bytes, encoding: str | None) -> Any:
    """The JSON of a body.

    Args:
        content: The bytes as they came.
        encoding: The ``Content-Encoding`` header: none, ``identity`` or ``gzip``.

    Raises:
        ApiError: 400, for anything that is not JSON (``NaN`` is not) and for other encodings.
    """
    plain = _unpack(content, (encoding or "identity").strip().lower())
    try:
        return from_json(plain, allow_inf_nan=False)
    except ValueError:
        pass  # the standard library reads a little more, and says better what is wrong
    try:
        return json.loads(plain.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, f"The request body is not valid JSON: {error}") from None


def _unpack(content: bytes, encoding: str) -> bytes:
    if encoding == "identity":
        return content
    if encoding != "gzip":
        raise ApiError(400, f"Content-Encoding is not supported: {encoding}")
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        raise ApiError(400, "The request body is not valid gzip.") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")
