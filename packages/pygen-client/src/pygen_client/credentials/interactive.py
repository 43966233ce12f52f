"""Interactive login: a browser opens, a person logs in, and the browser comes back to this machine."""

from __future__ import annotations

import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pygen_client.core.effects import Operation, now, sleep
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret
from pygen_client.credentials.endpoints import Endpoints
from pygen_client.credentials.oauth2 import Form, Refusal, Token
from pygen_client.credentials.person import LOGIN_TIMEOUT, PersonalCredentials, entra_scopes, say
from pygen_client.errors import OAuth2Error

if TYPE_CHECKING:
    from pygen_client.credentials.loopback import LoopbackServer, Redirect

_POLL = 0.1
"""Seconds between looks whether the browser has come back."""


class InteractiveCredentials(PersonalCredentials):
    """Opens the browser for a person to log in (authorization code with PKCE, RFC 7636).

    The login happens when a token is first needed, and again only when the refresh token, kept in memory, is refused.
    Meanwhile a small server listens on 127.0.0.1 for the browser to come back.

    Args:
        client_id: Id of the application, which must be a public client with ``http://localhost`` as a redirect URI.
        endpoints: Where the provider is: its token and authorization addresses, or where to discover them.
        scopes: Scopes to ask for; ``offline_access`` gets a refresh token from most providers.
        audience: Audience to ask for, where the provider wants one.
        port: Port for the browser to come back to, where the provider wants a certain one; 0 takes a free one.
        redirect_host: Name of this machine in the redirect URI, as registered with the provider: ``localhost`` or
            ``127.0.0.1``.
        open_browser: Opens an address; by default the browser of the system. It runs in a thread of its own.
        timeout: Seconds that the person has.

    Raises:
        PygenValidationError: An address is missing.
    """

    def __init__(
        self,
        client_id: str,
        *,
        endpoints: Endpoints,
        scopes: str | Sequence[str] = (),
        audience: str | None = None,
        port: int = 0,
        redirect_host: str = "localhost",
        open_browser: Callable[[str], object] | None = None,
        timeout: float = LOGIN_TIMEOUT,
    ) -> None:
        super().__init__(client_id, endpoints, scopes, audience, timeout)
        endpoints.need("token_url", "authorization_url")
        self.port = port
        self.redirect_host = redirect_host
        self._open_browser = open_browser or _system_browser

    @classmethod
    def entra_id(
        cls,
        client_id: str,
        *,
        tenant_id: str,
        base_url: str,
        port: int = 0,
        open_browser: Callable[[str], object] | None = None,
    ) -> InteractiveCredentials:
        """For Microsoft Entra ID: addresses from the tenant, scopes from the cluster's base URL."""
        return cls(
            client_id,
            endpoints=Endpoints.entra_id(tenant_id),
            scopes=entra_scopes(base_url),
            port=port,
            open_browser=open_browser,
        )

    def _log_in(self, retry: RetryPolicy) -> Operation[Token]:
        from pygen_client.credentials.loopback import LoopbackServer  # noqa: PLC0415 - http.server takes time to import

        address = yield from self._endpoints.find("authorization_url", retry)
        state, verifier = Secret(secrets.token_urlsafe(32)), Secret(secrets.token_urlsafe(64))
        with closing(LoopbackServer(self.port, state)) as server:
            back = f"http://{self.redirect_host}:{server.port}"
            joint = "&" if "?" in address else "?"
            page = Secret(f"{address}{joint}{self._query(back, state, verifier)}")
            threading.Thread(target=self._open, args=(page,), name="pygen-browser", daemon=True).start()
            redirect = yield from self._wait(server)
        if redirect.code is None:
            said = ": ".join(one for one in (redirect.error, redirect.description) if one)
            raise OAuth2Error(f"The login failed at {address} ({said}). Log in again", error=redirect.error)
        form: Form = {
            "grant_type": "authorization_code",
            "code": redirect.code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        answer, url = yield from self._ask_for_token(form, retry, hidden=(redirect.code, verifier))
        if isinstance(answer, Refusal):
            raise answer.as_error(url, f"the login with client {self.client_id!r}", "Check client id and redirect URI")
        return answer

    def _query(self, back: str, state: Secret, verifier: Secret) -> str:
        challenge = urlsafe_b64encode(sha256(verifier.reveal().encode()).digest()).rstrip(b"=").decode()
        fields = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": " ".join(self.scopes),
            "audience": self.audience,
            "state": state.reveal(),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return urlencode({name: value for name, value in fields.items() if value})

    def _open(self, page: Secret) -> None:
        say(f"To log in, use the browser that opens, or open this address: {page.reveal()}")
        self._open_browser(page.reveal())

    def _wait(self, server: LoopbackServer) -> Operation[Redirect]:
        end = (yield from now()) + self.timeout
        while server.redirect is None:
            if (yield from now()) >= end:
                raise OAuth2Error(f"Nobody logged in within {self.timeout:.0f} seconds. Log in again")
            yield from sleep(_POLL)
        return server.redirect


def _system_browser(url: str) -> None:
    import webbrowser  # noqa: PLC0415 - looks for browsers when it is imported

    webbrowser.open(url)
