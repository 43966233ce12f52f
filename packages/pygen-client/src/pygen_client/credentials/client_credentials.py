"""OAuth2 client credentials: an application logs in with its own id and secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pygen_client.core.effects import Operation, Request
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret
from pygen_client.credentials.endpoints import COGNITE_TOKEN_URL, Endpoints
from pygen_client.credentials.oauth2 import Refusal, Token, ask_for_token, form_request, scope_text
from pygen_client.credentials.refreshing import RefreshingCredentials

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ClientCredentials(RefreshingCredentials):
    """Logs in with client id and secret, keeps the token, and gets a new one before it expires.

    One object may serve many threads, tasks and clients: of those who need a new token one fetches it, the others wait.

    Args:
        client_id: Id of the application.
        client_secret: Its secret; or a function that gives a signed JWT each time it is asked (RFC 7523), for
            applications that prove themselves with a certificate or a federated identity.
        token_url: Token endpoint of the identity provider.
        discovery_url: Where to find the token endpoint, instead of ``token_url``: the root of a provider that speaks
            OpenID Connect.
        scopes: Scopes to ask for, as text or a sequence.
        audience: Audience to ask for, where the provider wants one.
        allow_insecure_http: Take plain ``http`` for any host. The secret then travels in the clear.

    Raises:
        PygenValidationError: An address is missing or cannot be used.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str | Callable[[], str],
        *,
        token_url: str | None = None,
        discovery_url: str | None = None,
        scopes: str | Sequence[str] = (),
        audience: str | None = None,
        allow_insecure_http: bool = False,
    ) -> None:
        super().__init__()
        self.client_id = client_id
        self._secret = Secret(client_secret) if isinstance(client_secret, str) else client_secret
        # Not to be seen in the traceback of what is checked from here on.
        del client_secret
        self.token_url = token_url
        self.scopes = scope_text(scopes)
        self.audience = audience
        self._endpoints = Endpoints(token_url, discovery_url=discovery_url, allow_insecure_http=allow_insecure_http)
        self._endpoints.need("token_url")

    def __repr__(self) -> str:
        where = self.token_url or self._endpoints.discovery_url
        return f"ClientCredentials(client_id={self.client_id!r}, client_secret=***, token_url={where!r})"

    @classmethod
    def entra_id(
        cls, client_id: str, client_secret: str | Callable[[], str], *, tenant_id: str, base_url: str
    ) -> ClientCredentials:
        """For Microsoft Entra ID: token URL from the tenant, scope from the cluster's base URL."""
        return cls(
            client_id,
            client_secret,
            token_url=Endpoints.entra_id(tenant_id).token_url,
            scopes=f"{base_url.rstrip('/')}/.default",
        )

    @classmethod
    def cognite(cls, client_id: str, client_secret: str | Callable[[], str]) -> ClientCredentials:
        """For Cognite's own identity provider, which takes neither scope nor audience (behaviour.md section 2)."""
        return cls(client_id, client_secret, token_url=COGNITE_TOKEN_URL)

    def _log_in(self, retry: RetryPolicy) -> Operation[Token]:
        url = yield from self._endpoints.find("token_url", retry)
        hidden = (self._secret,) if isinstance(self._secret, Secret) else ()
        answer = yield from ask_for_token(self._login(url), retry, hidden=hidden)
        if isinstance(answer, Refusal):
            who = f"the login of client {self.client_id!r}"
            raise answer.as_error(url, who, "Check client id, secret and scopes")
        return answer

    def _login(self, url: str) -> Request:
        form = {
            "grant_type": "client_credentials",
            "scope": " ".join(self.scopes) or None,
            "audience": self.audience or None,
        }
        if isinstance(self._secret, Secret):
            return form_request(url, form, client_id=self.client_id, client_secret=self._secret)
        assertion = {"client_id": self.client_id, "client_assertion_type": _ASSERTION}
        return form_request(url, {**form, **assertion, "client_assertion": Secret(self._secret())})
