"""Where the project is, who calls, and how patiently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pygen_client.core.credentials import Credentials
from pygen_client.core.effects import OperationClass
from pygen_client.core.hooks import Hook
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.timeouts import Timeouts
from pygen_client.core.urls import checked_url, is_loopback
from pygen_client.errors import PygenValidationError
from pygen_client.login import credentials_from
from pygen_client.settings import Settings, toml_text


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
        timeout: Seconds to wait for each part of a request: connecting, sending, the next bytes of the answer; or a
            number for each of these parts.
        retry: How often and how patiently requests are sent again.
        concurrency: Requests at once for each operation class; classes that are left out keep their default.
        allow_insecure_http: Take plain ``http`` for any host. Tokens then travel in the clear.
        gzip: Whether bodies are sent compressed: ``on`` from 1 KiB, ``off``, or ``auto``: from 32 KiB, and not to this
            machine. Answers come compressed as the service likes.
        http2: Whether to offer HTTP/2. Needs ``cognite-pygen-client[http2]``.
        requests_per_second: The most requests that one client sends on average; a second's worth may go at once. None
            for no limit of its own. Logins do not count.
        hooks: Told about requests, answers and retries.

    Raises:
        PygenValidationError: A value cannot be used; the message names it.
    """

    base_url: str
    project: str
    credentials: Credentials
    client_name: str = "pygen"
    timeout: float | Timeouts = 60.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    concurrency: Mapping[OperationClass, int] = field(default_factory=_default_limits)
    allow_insecure_http: bool = False
    gzip: Literal["auto", "on", "off"] = "auto"
    http2: bool = False
    requests_per_second: float | None = None
    hooks: Sequence[Hook] = ()

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "base_url", checked_url("base_url", self.base_url, allow_insecure=self.allow_insecure_http)
        )
        object.__setattr__(self, "concurrency", {**_default_limits(), **self.concurrency})
        if not self.project or "/" in self.project:
            raise PygenValidationError(f"project must be the url name of a project, not {self.project!r}")
        if not self.client_name.isascii() or not self.client_name.isprintable():
            raise PygenValidationError(f"client_name must be printable ASCII, not {self.client_name!r}")
        if self.gzip not in ("auto", "on", "off"):
            raise PygenValidationError(f"gzip must be auto, on or off, not {self.gzip!r}")
        if self.requests_per_second is not None and not self.requests_per_second > 0:
            raise PygenValidationError(f"requests_per_second must be above 0, not {self.requests_per_second}")
        Timeouts.of(self.timeout)
        for operation_class, limit in self.concurrency.items():
            if limit < 1:
                raise PygenValidationError(f"concurrency of {operation_class.value} must be at least 1, not {limit}")

    @property
    def gzip_from(self) -> int | None:
        """Size in bytes from which bodies are sent compressed; None for never."""
        if self.gzip == "off" or (self.gzip == "auto" and is_loopback(self.base_url)):
            return None
        return _GZIP_AUTO if self.gzip == "auto" else _GZIP_ON

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> PygenClientConfig:
        """Read the configuration from environment variables, with the names that the Cognite Toolkit uses.

        ``CDF_PROJECT`` and ``CDF_CLUSTER`` (or ``CDF_URL``) say where. ``LOGIN_FLOW`` says how: ``client_credentials``
        (the default), ``device_code``, ``interactive`` or ``token``; ``CDF_TOKEN`` without ``IDP_CLIENT_ID`` means the
        last. ``PROVIDER`` is ``entra_id`` (the default; needs ``IDP_TENANT_ID`` or ``IDP_AUTHORITY_URL``), ``cdf``,
        ``auth0`` or ``other`` (both need ``IDP_TOKEN_URL`` or ``IDP_DISCOVERY_URL``, logins of a person the latter).
        ``IDP_CLIENT_ID`` and ``IDP_CLIENT_SECRET`` log in, ``IDP_SCOPES`` (comma separated) and ``IDP_AUDIENCE`` say
        what for. ``CDF_CLIENT_TIMEOUT`` sets the timeout in seconds; no operation class has more than
        ``CDF_CLIENT_MAX_WORKERS`` requests at once.

        Raises:
            PygenValidationError: A variable is missing or cannot be used; the message names it.
        """
        settings = Settings.from_env(environ)
        # Not to be seen in the traceback of what is read from here on.
        del environ
        return cls(**_read(settings))

    @classmethod
    def from_toml(
        cls, source: str | Path, section: str = "cdf", *, environ: Mapping[str, str] | None = None
    ) -> PygenClientConfig:
        """Read the configuration from a section of a TOML file or text.

        Keys mean what the environment variables of :meth:`from_env` mean: ``project``, ``cluster``, ``base_url``,
        ``login_flow``, ``provider``, ``token``, ``client_id``, ``client_secret``, ``tenant_id``, ``token_url``,
        ``scopes`` (text or a list), ``audience``, ``authority_url``, ``discovery_url``, ``timeout`` and
        ``max_workers``; besides there are ``client_name``, ``gzip``, ``http2``, ``requests_per_second`` and
        ``allow_insecure_http``. A value ``"${NAME}"`` is taken from the environment variable ``NAME``, so that secrets
        need not stand in a file.

        Args:
            source: Path of a file; or TOML itself, if the text has a line break or an equals sign.
            section: The table to read, with dots between its parts.
            environ: Variables to refer to; by default those of this process.

        Raises:
            PygenValidationError: A key is missing, unknown or cannot be used; the message names it.
        """
        text, variables = toml_text(source), Settings.from_env(environ)
        # Not to be seen in the traceback of what is read from here on.
        del source, environ
        settings, others = Settings.from_toml(text, section, _TOML_OPTIONS, variables)
        return cls(**_read(settings), **others)


_GZIP_ON = 1024
_GZIP_AUTO = 32 * 1024

_TOML_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "client_name": str,
    "gzip": str,
    "http2": bool,
    "requests_per_second": (int, float),
    "allow_insecure_http": bool,
}


def _read(settings: Settings) -> dict[str, Any]:
    """The arguments that settings stand for."""
    cluster = settings.get("CDF_CLUSTER")
    if cluster and ("/" in cluster or cluster.endswith(".cognitedata.com")):
        raise PygenValidationError(
            f"{settings.name('CDF_CLUSTER')} is the name of a cluster, such as westeurope-1, not {cluster!r}: give an "
            f"address as {settings.name('CDF_URL')}"
        )
    base_url = settings.get("CDF_URL") or (f"https://{cluster}.cognitedata.com" if cluster else None)
    if base_url is None:
        names = f"{settings.name('CDF_CLUSTER')} (for example westeurope-1) or {settings.name('CDF_URL')}"
        raise PygenValidationError(f"Set {names} in {settings.place}")
    project = settings.required("CDF_PROJECT")
    arguments: dict[str, Any] = {
        "base_url": base_url,
        "project": project,
        "credentials": credentials_from(settings, base_url.rstrip("/"), project),
    }
    timeout = settings.number("CDF_CLIENT_TIMEOUT", "a number of seconds")
    if timeout is not None:
        arguments["timeout"] = timeout
    workers = settings.number("CDF_CLIENT_MAX_WORKERS", "a number of requests")
    if workers is not None:
        if not 1 <= workers < float("inf"):
            raise PygenValidationError(f"{settings.name('CDF_CLIENT_MAX_WORKERS')} must be at least 1, not {workers:g}")
        arguments["concurrency"] = {key: min(limit, int(workers)) for key, limit in _default_limits().items()}
    return arguments
