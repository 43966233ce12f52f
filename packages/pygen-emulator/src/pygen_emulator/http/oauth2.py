"""The OAuth2 token endpoint, for client credentials (RFC 6749, sections 2.3.1, 4.4 and 5)."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse

from pygen_emulator.http.identities import Identities

_NO_STORE = {"Cache-Control": "no-store"}


async def answer(request: Request, identities: Identities) -> JSONResponse:
    """A token for a client that names itself by HTTP Basic or by ``client_id`` and ``client_secret`` in the form.

    ``scope``, ``audience`` and other parameters are taken and not looked at.
    """
    form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
    if "grant_type" not in form:
        return _error(400, "invalid_request", "grant_type is missing.")
    if form["grant_type"] != "client_credentials":
        return _error(400, "unsupported_grant_type", "Only client_credentials is supported.")
    for client_id, secret in _credentials(request.headers.get("authorization", ""), form):
        token = identities.issue(client_id, secret)
        if token is not None:
            body = {"access_token": token.value, "token_type": "Bearer", "expires_in": token.expires_in}
            return JSONResponse(body, headers=_NO_STORE)
    return _error(401, "invalid_client", "The client is unknown or its secret is wrong.")


def _credentials(authorization: str, form: dict[str, str]) -> list[tuple[str, str]]:
    """Id and secret as they may be meant: the standard encodes both before Basic does, many clients do not."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return [(form.get("client_id", ""), form.get("client_secret", ""))]
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return []
    return [(client_id, secret), (unquote_plus(client_id), unquote_plus(secret))]


def _error(status: int, code: str, description: str) -> JSONResponse:
    body: dict[str, Any] = {"error": code, "error_description": description}
    challenge = {"WWW-Authenticate": "Basic"} if status == 401 else {}
    return JSONResponse(body, status_code=status, headers={**_NO_STORE, **challenge})
