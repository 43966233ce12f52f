"""Which credentials the settings ask for."""

from __future__ import annotations

from pygen_client.core.credentials import Credentials
from pygen_client.credentials import (
    ClientCredentials,
    DeviceCodeCredentials,
    Endpoints,
    InteractiveCredentials,
    TokenCredentials,
)
from pygen_client.credentials.endpoints import COGNITE_TOKEN_URL
from pygen_client.credentials.person import entra_scopes
from pygen_client.errors import PygenValidationError
from pygen_client.settings import Settings

_FLOWS = ("client_credentials", "interactive", "device_code", "token")
_PROVIDERS = ("entra_id", "auth0", "cdf", "other")


def credentials_from(settings: Settings, base_url: str, project: str) -> Credentials:
    """Credentials for the login flow and the identity provider that the settings name.

    Raises:
        PygenValidationError: Something is missing or unknown; the message names it.
    """
    flow, provider = _flow(settings), (settings.get("PROVIDER") or "entra_id").lower()
    if flow == "token":
        return TokenCredentials(settings.secret("CDF_TOKEN").reveal())
    if provider not in _PROVIDERS:
        names = ", ".join(_PROVIDERS)
        raise PygenValidationError(f"{settings.name('PROVIDER')} must be one of {names}, not {provider!r}")
    if flow == "client_credentials":
        return _client_credentials(settings, provider, base_url, project)
    scopes, audience = _asked_for(settings, provider, base_url, project)
    client_id, endpoints = settings.required("IDP_CLIENT_ID"), _endpoints(settings, provider)
    if flow == "device_code":
        return DeviceCodeCredentials(client_id, endpoints=endpoints, scopes=scopes, audience=audience)
    return InteractiveCredentials(client_id, endpoints=endpoints, scopes=scopes, audience=audience)


def _flow(settings: Settings) -> str:
    flow = (settings.get("LOGIN_FLOW") or "").lower()
    if flow not in ("", *_FLOWS):
        names = ", ".join(_FLOWS)
        raise PygenValidationError(f"{settings.name('LOGIN_FLOW')} {flow!r} is not supported: use one of {names}")
    if flow or settings.get("IDP_CLIENT_ID"):
        return flow or "client_credentials"
    if settings.get("CDF_TOKEN"):
        return "token"
    token, *application = map(settings.name, ("CDF_TOKEN", "IDP_CLIENT_ID", "IDP_CLIENT_SECRET", "IDP_TENANT_ID"))
    raise PygenValidationError(
        f"There is no login: set {token}, or {', '.join(application[:-1])} and {application[-1]}, in {settings.place}"
    )


def _client_credentials(settings: Settings, provider: str, base_url: str, project: str) -> Credentials:
    client_id, secret = settings.required("IDP_CLIENT_ID"), settings.secret("IDP_CLIENT_SECRET")
    token_url = settings.get("IDP_TOKEN_URL")
    if provider == "cdf":
        # Cognite's own identity provider takes neither scope nor audience (behaviour.md section 2).
        return ClientCredentials(client_id, secret.reveal(), token_url=token_url or COGNITE_TOKEN_URL)
    scopes, audience = settings.texts("IDP_SCOPES"), settings.get("IDP_AUDIENCE")
    discovery_url = settings.get("IDP_DISCOVERY_URL")
    if provider == "entra_id":
        token_url = token_url or (None if discovery_url else _entra(settings).token_url)
        scopes = scopes or (f"{base_url}/.default",)
    elif provider == "auth0":
        scopes, audience = scopes or _AUTH0_SCOPES, audience or _auth0_audience(project)
    if discovery_url is None:
        token_url = token_url or settings.required("IDP_TOKEN_URL")
    return ClientCredentials(
        client_id,
        secret.reveal(),
        token_url=token_url,
        discovery_url=None if token_url else discovery_url,
        scopes=scopes,
        audience=audience,
    )


# Defaults of the Toolkit (behaviour.md section 2).
_AUTH0_SCOPES = ("IDENTITY", "user_impersonation")


def _auth0_audience(project: str) -> str:
    return f"https://{project}.fusion.cognite.com/{project}"


def _asked_for(settings: Settings, provider: str, base_url: str, project: str) -> tuple[tuple[str, ...], str | None]:
    """Scopes and audience of a person's login."""
    scopes, audience = settings.texts("IDP_SCOPES"), settings.get("IDP_AUDIENCE")
    if provider == "entra_id":
        return scopes or entra_scopes(base_url), audience
    if provider == "auth0":
        return scopes or (*_AUTH0_SCOPES, "offline_access"), audience or _auth0_audience(project)
    return scopes or ("openid", "offline_access"), audience


def _endpoints(settings: Settings, provider: str) -> Endpoints:
    if provider == "cdf":
        return Endpoints.cognite()
    if provider == "entra_id" and not settings.get("IDP_DISCOVERY_URL"):
        return _entra(settings)
    return Endpoints(token_url=settings.get("IDP_TOKEN_URL"), discovery_url=settings.required("IDP_DISCOVERY_URL"))


def _entra(settings: Settings) -> Endpoints:
    authority = settings.get("IDP_AUTHORITY_URL")
    tenant = "" if authority else settings.required("IDP_TENANT_ID")
    return Endpoints.entra_id(tenant, authority_url=authority)
