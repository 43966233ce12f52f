"""OAuth2 client credentials: an application logs in with its own id and secret."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from pygen_client.core.effects import Operation, OperationClass, Request, Response, exclusive, now
from pygen_client.core.retry import RetryPolicy, send_with_retry
from pygen_client.errors import OAuth2Error, PygenConnectionError

REFRESH_MARGIN = 30.0
"""Seconds before its end at which a token is replaced (as in the official Python SDK, behaviour.md section 2)."""

_DEFAULT_LIFETIME = 3600.0


@dataclass(slots=True)
class _Token:
    text: str = field(repr=False)
    expires: float
    """By the driver's clock."""


class ClientCredentials:
    """Logs in with client id and secret, keeps the token, and gets a new one before it expires.

    One object may serve many threads, tasks and clients: of those who need a new token one fetches it, the others wait.

    Args:
        client_id: Id of the application.
        client_secret: Its secret.
        token_url: Token endpoint of the identity provider.
        scopes: Scopes to ask for, as text or a sequence.
        audience: Audience to ask for, where the provider wants one.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        token_url: str,
        scopes: str | Sequence[str] = (),
        audience: str | None = None,
    ) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self.token_url = token_url
        self.scopes = (scopes,) if isinstance(scopes, str) else tuple(scopes)
        self.audience = audience
        self._current: _Token | None = None

    def __repr__(self) -> str:
        return f"ClientCredentials(client_id={self.client_id!r}, client_secret=***, token_url={self.token_url!r})"

    @classmethod
    def entra_id(cls, client_id: str, client_secret: str, *, tenant_id: str, base_url: str) -> ClientCredentials:
        """For Microsoft Entra ID: token URL from the tenant, scope from the cluster's base URL."""
        return cls(
            client_id,
            client_secret,
            token_url=f"https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token",
            scopes=f"{base_url.rstrip('/')}/.default",
        )

    def token(self, retry: RetryPolicy) -> Operation[str]:
        time = yield from now()
        current = self._current
        if current is not None and time < current.expires - REFRESH_MARGIN:
            return current.text
        return (yield from exclusive(self, lambda: self._refresh(current, retry)))

    def renew(self, refused: str, retry: RetryPolicy) -> Operation[str | None]:
        current = self._current
        if current is not None and current.text != refused:
            return current.text
        return (yield from exclusive(self, lambda: self._refresh(current, retry)))

    def _refresh(self, outdated: _Token | None, retry: RetryPolicy) -> Operation[str]:
        if self._current is not None and self._current is not outdated:
            return self._current.text  # somebody else fetched it while this one waited
        started = yield from now()
        response = yield from self._request_token(retry)
        body = self._read(response)
        lifetime = body.get("expires_in")
        try:
            seconds = float(lifetime) if lifetime is not None else _DEFAULT_LIFETIME
        except (TypeError, ValueError):
            seconds = _DEFAULT_LIFETIME
        self._current = _Token(body["access_token"], started + seconds)
        return self._current.text

    def _request_token(self, retry: RetryPolicy) -> Operation[Response]:
        form = {"grant_type": "client_credentials"}
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        if self.audience:
            form["audience"] = self.audience
        # RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined for HTTP Basic.
        login = f"{quote_plus(self.client_id)}:{quote_plus(self._secret)}".encode()
        request = Request(
            "POST",
            self.token_url,
            OperationClass.AUTH,
            {
                "Authorization": f"Basic {b64encode(login).decode()}",
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            content=urlencode(form).encode(),
        )
        try:
            return (yield from send_with_retry(request, retry, idempotent=True))
        except PygenConnectionError as error:
            raise OAuth2Error(f"The identity provider at {self.token_url} gave no answer: {error}") from error

    def _read(self, response: Response) -> dict[str, Any]:
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            body = {}
        if response.status < 400 and isinstance(body.get("access_token"), str):
            return body
        code = body.get("error")
        said = ": ".join(str(part) for part in (code, body.get("error_description")) if part)
        detail = said.replace(self._secret, "***") if self._secret else said
        raise OAuth2Error(
            f"The identity provider at {self.token_url} refused the login of client {self.client_id!r} "
            f"(status {response.status}{', ' + detail if detail else ''}). Check client id, secret and scopes",
            error=code if isinstance(code, str) else None,
        )
