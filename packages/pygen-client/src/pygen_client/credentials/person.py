"""What logins of a person have in common: a public client, and a refresh token that spares the next login."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pygen_client.core.effects import Operation
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret
from pygen_client.credentials.endpoints import Endpoints
from pygen_client.credentials.oauth2 import Form, Refusal, Token, ask_for_token, form_request, scope_text
from pygen_client.credentials.refreshing import RefreshingCredentials

LOGIN_TIMEOUT = 300.0
"""Seconds that a person has to log in, unless told otherwise."""


class PersonalCredentials(RefreshingCredentials):
    """Logs a person in, keeps the refresh token in memory, and asks the person again only when that is refused."""

    def __init__(
        self, client_id: str, endpoints: Endpoints, scopes: str | Sequence[str], audience: str | None, timeout: float
    ) -> None:
        super().__init__()
        self.client_id = client_id
        self.scopes = scope_text(scopes)
        self.audience = audience
        self.timeout = timeout
        self._endpoints = endpoints

    def __repr__(self) -> str:
        where = self._endpoints.token_url or self._endpoints.discovery_url
        return f"{type(self).__name__}(client_id={self.client_id!r}, at {where!r})"

    def _refresh(self, refresh: Secret, retry: RetryPolicy) -> Operation[Token]:
        form: Form = {"grant_type": "refresh_token", "refresh_token": refresh, "scope": " ".join(self.scopes) or None}
        answer, url = yield from self._ask_for_token(form, retry, hidden=(refresh,))
        if isinstance(answer, Refusal):
            raise Refusal(answer.status, answer.error or "invalid_grant", answer.said).as_error(
                url, "to refresh the login", "Log in again"
            )
        # A provider that does not rotate refresh tokens gives none again (RFC 6749 section 6).
        return answer if answer.refresh is not None else Token(answer.text, answer.outdated, refresh)

    def _ask_for_token(
        self, form: Form, retry: RetryPolicy, hidden: Sequence[Secret] = ()
    ) -> Operation[tuple[Token | Refusal, str]]:
        url = yield from self._endpoints.find("token_url", retry)
        request = form_request(url, {**form, "client_id": self.client_id})
        return (yield from ask_for_token(request, retry, hidden=hidden)), url


def entra_scopes(base_url: str) -> tuple[str, ...]:
    """What a person's login at Microsoft Entra ID asks for: all that the application may, and refresh tokens."""
    return (f"{base_url.rstrip('/')}/.default", "openid", "profile", "offline_access")


def say(message: str) -> None:
    """Tell the person at the terminal something."""
    print(message, file=sys.stderr, flush=True)
