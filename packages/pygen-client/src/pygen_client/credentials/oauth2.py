"""Talking to an identity provider: forms out, tokens in (RFC 6749)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union
from urllib.parse import quote_plus, urlencode

from pygen_client.core.effects import Operation, OperationClass, Request, Response, now
from pygen_client.core.retry import RetryPolicy, send_with_retry
from pygen_client.core.secret import Secret
from pygen_client.errors import OAuth2Error, PygenConnectionError

Form = Mapping[str, Union[str, Secret, None]]
"""Fields of a form; those that are None are left out."""

_DEFAULT_LIFETIME = 3600.0

_MARGIN = 30.0


@dataclass(frozen=True, slots=True)
class Token:
    """A token, when by the driver's clock it is to be replaced, and what gets another one without a new login."""

    text: Secret
    outdated: float
    refresh: Secret | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the provider said instead of giving a token."""

    status: int
    error: str | None
    said: str

    def as_error(self, url: str, who: str, advice: str) -> OAuth2Error:
        detail = f", {self.said}" if self.said else ""
        return OAuth2Error(
            f"The identity provider at {url} refused {who} (status {self.status}{detail}). {advice}", error=self.error
        )


def scope_text(scopes: str | Sequence[str]) -> tuple[str, ...]:
    return (scopes,) if isinstance(scopes, str) else tuple(scopes)


def form_request(url: str, form: Form, *, client_id: str = "", client_secret: Secret | None = None) -> Request:
    """A form for the provider; with a secret the client proves itself by HTTP Basic."""
    fields = {
        name: value.reveal() if isinstance(value, Secret) else value
        for name, value in form.items()
        if value is not None
    }
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    if client_secret is not None:
        # RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
        login = f"{quote_plus(client_id)}:{quote_plus(client_secret.reveal())}".encode()
        headers["Authorization"] = f"Basic {b64encode(login).decode()}"
    return Request("POST", url, OperationClass.AUTH, headers, content=urlencode(fields).encode())


def ask(request: Request, retry: RetryPolicy) -> Operation[Response]:
    """Send a request to the provider.

    Raises:
        OAuth2Error: It gave no answer.
    """
    try:
        return (yield from send_with_retry(request, retry, idempotent=True))
    except PygenConnectionError as error:
        raise OAuth2Error(f"The identity provider at {request.url} gave no answer: {error}") from error


def ask_for_token(request: Request, retry: RetryPolicy, *, hidden: Sequence[Secret] = ()) -> Operation[Token | Refusal]:
    """Send a request to a token endpoint and read the answer.

    Args:
        request: Made by :func:`form_request`.
        retry: How often to try.
        hidden: What no message may repeat.

    Raises:
        OAuth2Error: The provider gave no answer.
    """
    asked = yield from now()
    response = yield from ask(request, retry)
    return _read(response, asked, hidden)


def fields_of(response: Response) -> dict[str, Any]:
    """The fields of an answer; none if it is not a JSON object."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def refusal_of(response: Response, hidden: Sequence[Secret] = ()) -> Refusal:
    """What an answer without the fields it should have says."""
    body = fields_of(response)
    code = body.get("error")
    said = ": ".join(str(part) for part in (code, body.get("error_description")) if part)
    for secret in hidden:
        said = secret.removed_from(said)
    return Refusal(response.status, code if isinstance(code, str) else None, said)


def _read(response: Response, asked: float, hidden: Sequence[Secret]) -> Token | Refusal:
    body = fields_of(response)
    if response.status >= 300 or not isinstance(body.get("access_token"), str):
        return refusal_of(response, hidden)
    lifetime = seconds(body.get("expires_in"), _DEFAULT_LIFETIME)
    refresh = body.get("refresh_token")
    # 30 seconds before the end, as the official Python SDK does (behaviour.md section 2); sooner for short lives, or
    # such a token would be replaced for every request.
    return Token(
        Secret(body["access_token"]),
        asked + lifetime - min(_MARGIN, lifetime / 2),
        Secret(refresh) if isinstance(refresh, str) and refresh else None,
    )


def seconds(value: Any, default: float) -> float:
    """A number of seconds in an answer, which may be missing or text."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return default
    return number if 0 < number < float("inf") else default
