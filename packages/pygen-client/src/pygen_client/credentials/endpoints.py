"""Where an identity provider takes logins: said by the caller, or found by discovery (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pygen_client.core.effects import Operation, OperationClass, Request
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.urls import checked_url
from pygen_client.credentials.oauth2 import ask, fields_of
from pygen_client.errors import OAuth2Error, PygenValidationError

COGNITE_DISCOVERY_URL = "https://auth.cognite.com"
"""Cognite's own identity provider, one address for all organisations (behaviour.md section 2)."""

COGNITE_TOKEN_URL = "https://auth.cognite.com/oauth2/token"  # noqa: S105 - an address

_WELL_KNOWN = "/.well-known/openid-configuration"

_METADATA = {
    "token_url": "token_endpoint",
    "authorization_url": "authorization_endpoint",
    "device_url": "device_authorization_endpoint",
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of an identity provider. What is None is looked up at ``discovery_url``.

    Args:
        token_url: Gives tokens.
        authorization_url: Where a person logs in.
        device_url: Begins the login of a device.
        discovery_url: Root of the provider, with or without ``/.well-known/openid-configuration``.
        allow_insecure_http: Take plain ``http`` for any host. Secrets then travel in the clear.

    Raises:
        PygenValidationError: An address cannot be used.
    """

    token_url: str | None = None
    authorization_url: str | None = None
    device_url: str | None = None
    discovery_url: str | None = None
    allow_insecure_http: bool = False

    def __post_init__(self) -> None:
        for name in (*_METADATA, "discovery_url"):
            url: str | None = getattr(self, name)
            if url is not None:
                checked_url(name, url, allow_insecure=self.allow_insecure_http, allow_query=True)

    @classmethod
    def entra_id(cls, tenant_id: str, *, authority_url: str | None = None) -> Endpoints:
        """Microsoft Entra ID, of a tenant or at an authority such as ``https://login.microsoftonline.com/my-tenant``."""
        root = (authority_url or f"https://login.microsoftonline.com/{tenant_id}").rstrip("/")
        return cls(
            token_url=f"{root}/oauth2/v2.0/token",
            authorization_url=f"{root}/oauth2/v2.0/authorize",
            device_url=f"{root}/oauth2/v2.0/devicecode",
        )

    @classmethod
    def cognite(cls) -> Endpoints:
        """Cognite's own identity provider."""
        return cls(token_url=COGNITE_TOKEN_URL, discovery_url=COGNITE_DISCOVERY_URL)

    def need(self, *names: str) -> None:
        """Check that addresses are known or can be found.

        Raises:
            PygenValidationError: One is not.
        """
        missing = [name for name in names if getattr(self, name) is None]
        if missing and self.discovery_url is None:
            raise PygenValidationError(f"Give {' and '.join(missing)}, or discovery_url to find them")

    def find(self, name: str, retry: RetryPolicy) -> Operation[str]:
        """One address by its name here.

        Raises:
            OAuth2Error: The provider does not say it, or says what would send secrets in the clear.
        """
        known: str | None = getattr(self, name)
        if known is not None:
            return known
        if self.discovery_url is None:
            raise OAuth2Error(f"The {name} of the identity provider is not known")
        url = self.discovery_url.rstrip("/")
        url = url if url.endswith(_WELL_KNOWN) else url + _WELL_KNOWN
        request = Request("GET", url, OperationClass.AUTH, {"Accept": "application/json"})
        response = yield from ask(request, retry)
        found: Any = fields_of(response).get(_METADATA[name])
        if response.status >= 300 or not isinstance(found, str):
            raise OAuth2Error(
                f"The identity provider says no {_METADATA[name]} at {url} (status {response.status}). "
                "Check discovery_url"
            )
        try:
            checked_url(name, found, allow_insecure=self.allow_insecure_http, allow_query=True)
        except PygenValidationError as error:
            raise OAuth2Error(f"What {url} says cannot be used: {error}") from error
        return found
