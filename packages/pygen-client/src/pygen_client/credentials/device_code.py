"""Device code: a person logs in with a browser on any device (RFC 8628)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pygen_client.core.effects import Operation, Response, now, sleep
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret
from pygen_client.credentials.endpoints import Endpoints
from pygen_client.credentials.oauth2 import Form, Token, ask, fields_of, form_request, refusal_of, seconds
from pygen_client.credentials.person import LOGIN_TIMEOUT, PersonalCredentials, entra_scopes, say
from pygen_client.errors import OAuth2Error

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

_SLOWER = 5.0
"""Seconds to add when the provider says ``slow_down`` (RFC 8628 section 3.5)."""


@dataclass(frozen=True, slots=True)
class DevicePrompt:
    """What to tell the person who logs in.

    Attributes:
        url: The page to open.
        user_code: The code to type there.
        complete_url: The page with the code filled in, if the provider has one; for a link or a QR code.
        expires_in: Seconds in which to do it.
    """

    url: str
    user_code: str
    complete_url: str | None
    expires_in: float

    def __str__(self) -> str:
        where = self.complete_url or self.url
        return f"To log in, open {where} and enter the code {self.user_code} within {self.expires_in / 60:.0f} minutes."


@dataclass(frozen=True, slots=True)
class _Login:
    """A login that has begun and waits for the person."""

    code: Secret
    prompt: DevicePrompt
    interval: float


class DeviceCodeCredentials(PersonalCredentials):
    """Shows a code; a person types it on a page of the identity provider and logs in there.

    The login happens when a token is first needed, and again only when the refresh token, kept in memory, is refused.

    Args:
        client_id: Id of the application, which must be a public client.
        endpoints: Where the provider is: its token and device addresses, or where to discover them.
        scopes: Scopes to ask for; ``offline_access`` gets a refresh token from most providers.
        audience: Audience to ask for, where the provider wants one.
        prompt: Called with what to tell the person; by default it is printed to standard error.
        timeout: Seconds that the person has; the provider may give less.

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
        prompt: Callable[[DevicePrompt], object] | None = None,
        timeout: float = LOGIN_TIMEOUT,
    ) -> None:
        super().__init__(client_id, endpoints, scopes, audience, timeout)
        endpoints.need("token_url", "device_url")
        self._prompt = prompt or (lambda shown: say(str(shown)))

    @classmethod
    def entra_id(
        cls,
        client_id: str,
        *,
        tenant_id: str,
        base_url: str,
        prompt: Callable[[DevicePrompt], object] | None = None,
    ) -> DeviceCodeCredentials:
        """For Microsoft Entra ID: addresses from the tenant, scopes from the cluster's base URL."""
        return cls(client_id, endpoints=Endpoints.entra_id(tenant_id), scopes=entra_scopes(base_url), prompt=prompt)

    def _log_in(self, retry: RetryPolicy) -> Operation[Token]:
        login = yield from self._begin(retry)
        self._prompt(login.prompt)
        end = (yield from now()) + login.prompt.expires_in
        interval = login.interval
        form: Form = {"grant_type": _GRANT, "device_code": login.code}
        while (yield from now()) + interval <= end:
            yield from sleep(interval)
            answer, url = yield from self._ask_for_token(form, retry, hidden=(login.code,))
            if isinstance(answer, Token):
                return answer
            if answer.error == "slow_down":
                interval += _SLOWER
            elif answer.error != "authorization_pending":
                raise answer.as_error(url, f"the login with client {self.client_id!r}", "Log in again")
        raise OAuth2Error(
            f"Nobody entered the code within {login.prompt.expires_in:.0f} seconds. Log in again", error="expired_token"
        )

    def _begin(self, retry: RetryPolicy) -> Operation[_Login]:
        url = yield from self._endpoints.find("device_url", retry)
        form = {"client_id": self.client_id, "scope": " ".join(self.scopes) or None, "audience": self.audience}
        response = yield from ask(form_request(url, form), retry)
        login = self._read(response)
        if login is None:
            advice = "Check client id and scopes, and that the application may use device code"
            raise refusal_of(response).as_error(url, "to begin a login", advice)
        return login

    def _read(self, response: Response) -> _Login | None:
        body = fields_of(response)
        # Some providers call the address of the page by the name of an early draft.
        page = body.get("verification_uri") or body.get("verification_url")
        code, user_code, complete = (
            body.get("device_code"),
            body.get("user_code"),
            body.get("verification_uri_complete"),
        )
        if response.status >= 300 or not all(isinstance(one, str) for one in (page, code, user_code)):
            return None
        expires_in = min(self.timeout, seconds(body.get("expires_in"), self.timeout))
        prompt = DevicePrompt(str(page), str(user_code), complete if isinstance(complete, str) else None, expires_in)
        # RFC 8628 section 3.2: five seconds where the provider says nothing.
        return _Login(Secret(str(code)), prompt, seconds(body.get("interval"), 5.0))
