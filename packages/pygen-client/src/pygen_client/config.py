"""Where the project is, who calls, and how patiently."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pygen_client.core.credentials import Credentials
from pygen_client.core.effects import OperationClass
from pygen_client.core.retry import RetryPolicy
from pygen_client.credentials import ClientCredentials, TokenCredentials
from pygen_client.errors import PygenValidationError


def _default_limits() -> dict[OperationClass, int]:
    # Below what a project allows by default: apply 4, delete 2, query 8 (behaviour.md section 21).
    return {
        OperationClass.READ: 4,
        OperationClass.WRITE: 2,
        OperationClass.DELETE: 1,
        OperationClass.SEARCH: 2,
        OperationClass.AGGREGATE: 2,
        OperationClass.QUERY: 4,
        OperationClass.SCHEMA: 2,
        OperationClass.AUTH: 1,
    }


@dataclass(frozen=True)
class PygenClientConfig:
    """All that a client needs to know. Immutable; one config may serve many clients.

    Args:
        base_url: Address of the cluster, such as ``https://api.cognitedata.com``. Plain ``http`` only for loopback.
        project: Url name of the project.
        credentials: Who calls.
        client_name: Sent with each request; shows in the service's logs.
        timeout: Seconds to wait for an answer to one request.
        retry: How often and how patiently requests are sent again.
        concurrency: Requests at once for each operation class; classes that are left out keep their default.
        allow_insecure_http: Take plain ``http`` for any host. Tokens then travel in the clear.

    Raises:
        PygenValidationError: A value cannot be used; the message names it.
    """

    base_url: str
    project: str
    credentials: Credentials
    client_name: str = "pygen"
    timeout: float = 60.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    concurrency: Mapping[OperationClass, int] = field(default_factory=_default_limits)
    allow_insecure_http: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", _checked_url(self.base_url, self.allow_insecure_http))
        object.__setattr__(self, "concurrency", {**_default_limits(), **self.concurrency})
        if not self.project or "/" in self.project:
            raise PygenValidationError(f"project must be the url name of a project, not {self.project!r}")
        if self.timeout <= 0:
            raise PygenValidationError(f"timeout must be above 0 seconds, not {self.timeout}")
        for operation_class, limit in self.concurrency.items():
            if limit < 1:
                raise PygenValidationError(f"concurrency of {operation_class.value} must be at least 1, not {limit}")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> PygenClientConfig:
        """Read the configuration from environment variables, with the names that the Cognite Toolkit uses.

        ``CDF_PROJECT`` and ``CDF_CLUSTER`` (or ``CDF_URL``) say where. ``CDF_TOKEN`` alone logs in with a token, and
        so it does with ``LOGIN_FLOW=token``; otherwise ``IDP_CLIENT_ID`` and ``IDP_CLIENT_SECRET`` log in, with
        ``PROVIDER`` ``entra_id`` (the default; needs ``IDP_TENANT_ID`` or ``IDP_TOKEN_URL``), ``cdf`` or another (needs
        ``IDP_TOKEN_URL``), and ``IDP_SCOPES`` (comma separated) and ``IDP_AUDIENCE`` where they are set.
        ``CDF_CLIENT_TIMEOUT`` sets the timeout in seconds.

        Raises:
            PygenValidationError: A variable is missing or cannot be used; the message names it.
        """
        env = os.environ if environ is None else environ
        base_url = env.get("CDF_URL") or (
            f"https://{cluster}.cognitedata.com" if (cluster := env.get("CDF_CLUSTER")) else None
        )
        if base_url is None:
            raise PygenValidationError("Set CDF_CLUSTER (for example westeurope-1) or CDF_URL in the environment")
        return cls(
            base_url=base_url,
            project=_required(env, "CDF_PROJECT"),
            credentials=_credentials(env, base_url.rstrip("/")),
            timeout=_seconds(env, "CDF_CLIENT_TIMEOUT", 60.0),
        )


def _checked_url(url: str, allow_insecure: bool) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise PygenValidationError(f"base_url must look like https://api.cognitedata.com, not {url!r}")
    host = parts.hostname
    loopback = host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")
    if parts.scheme == "http" and not loopback and not allow_insecure:
        raise PygenValidationError(
            f"base_url {url!r} would send the token in the clear: use https, or allow_insecure_http=True if you must"
        )
    return url.rstrip("/")


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name)
    if not value:
        raise PygenValidationError(f"Set {name} in the environment")
    return value


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name)
    try:
        return float(text) if text else default
    except ValueError:
        raise PygenValidationError(f"{name} must be a number of seconds, not {text!r}") from None


def _credentials(env: Mapping[str, str], base_url: str) -> Credentials:
    flow = env.get("LOGIN_FLOW", "").lower()
    if flow not in ("", "token", "client_credentials"):
        raise PygenValidationError(f"LOGIN_FLOW {flow!r} is not supported: use token or client_credentials")
    if flow == "token" or (not flow and env.get("CDF_TOKEN") and not env.get("IDP_CLIENT_ID")):
        return TokenCredentials(_required(env, "CDF_TOKEN"))
    provider = env.get("PROVIDER", "entra_id").lower()
    client_id, secret = _required(env, "IDP_CLIENT_ID"), _required(env, "IDP_CLIENT_SECRET")
    scopes = tuple(scope.strip() for scope in env.get("IDP_SCOPES", "").split(",") if scope.strip())
    token_url, audience = env.get("IDP_TOKEN_URL"), env.get("IDP_AUDIENCE")
    if provider == "cdf":
        # Cognite's own identity provider takes neither scope nor audience (behaviour.md section 2).
        return ClientCredentials(client_id, secret, token_url=token_url or "https://auth.cognite.com/oauth2/token")
    if provider == "entra_id":
        entra = ClientCredentials.entra_id(
            client_id,
            secret,
            tenant_id=env.get("IDP_TENANT_ID") or ("" if token_url else _required(env, "IDP_TENANT_ID")),
            base_url=base_url,
        )
        token_url, scopes = token_url or entra.token_url, scopes or entra.scopes
    return ClientCredentials(
        client_id,
        secret,
        token_url=token_url or _required(env, "IDP_TOKEN_URL"),
        scopes=scopes,
        audience=audience,
    )
