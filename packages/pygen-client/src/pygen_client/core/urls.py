"""Addresses to which tokens and secrets go."""

from __future__ import annotations

from urllib.parse import urlsplit

from pygen_client.errors import PygenValidationError


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")


def checked_url(name: str, url: str, *, allow_insecure: bool = False, allow_query: bool = False) -> str:
    """An address without a slash at its end.

    Raises:
        PygenValidationError: It is no address, has a query that it may not have, or would send secrets in the clear.
    """
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.fragment
        or (parts.query and not allow_query)
    ):
        raise PygenValidationError(f"{name} must look like https://api.cognitedata.com, not {url!r}")
    if parts.scheme == "http" and not is_loopback(url) and not allow_insecure:
        raise PygenValidationError(
            f"{name} {url!r} would send the token in the clear: use https, or allow_insecure_http=True if you must"
        )
    return url.rstrip("/")
