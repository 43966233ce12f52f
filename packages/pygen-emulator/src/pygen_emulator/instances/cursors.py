"""Cursors: the place of the last instance of a page, readable only together with the request it belongs to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence

from pygen_emulator.errors import ApiError
from pygen_emulator.storage.values import Stored, json_text

_DIGEST_SIZE = 12


def encode(request: str, keys: Sequence[Stored]) -> str:
    """A cursor for the instance with these sort keys.

    Args:
        request: Everything of the request that must stay the same from page to page.
        keys: The values it was sorted by, the row last.
    """
    payload = json_text(list(keys)).encode()
    return base64.urlsafe_b64encode(_digest(request, payload) + payload).decode().rstrip("=")


def decode(request: str, cursor: str) -> list[Stored]:
    """The keys in the cursor.

    Raises:
        ApiError: 400 ``Invalid cursor provided.``: it is not a cursor, or one of another request.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(400, "Invalid cursor provided.") from None
    digest, payload = raw[:_DIGEST_SIZE], raw[_DIGEST_SIZE:]
    if digest != _digest(request, payload):
        raise ApiError(400, "Invalid cursor provided.")
    keys: list[Stored] = json.loads(payload)
    return keys


def _digest(request: str, payload: bytes) -> bytes:
    return hashlib.blake2b(request.encode() + b"\0" + payload, digest_size=_DIGEST_SIZE).digest()
