"""Who may call: static tokens, and clients that get tokens which expire."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pygen_emulator.errors import ApiError


@dataclass(frozen=True)
class Identity:
    """Someone with access to the project; without ``may_write`` every write ends with 403."""

    subject: str
    may_write: bool = True


@dataclass(frozen=True)
class IssuedToken:
    """An access token from the token endpoint."""

    value: str
    expires_in: int
    """Seconds from now."""


class Identities:
    """The tokens and clients that the emulator knows.

    Args:
        clock: Seconds since the epoch.
        lifetime: Seconds for which an issued token is valid.
    """

    def __init__(self, clock: Callable[[], float], lifetime: float) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._static: dict[str, Identity] = {}
        self._clients: dict[str, tuple[str, Identity]] = {}
        self._issued: dict[str, tuple[float, Identity]] = {}

    def add_token(self, token: str, identity: Identity) -> None:
        """Let a token in that does not expire."""
        self._static[token] = identity

    def add_client(self, client_id: str, secret: str, identity: Identity) -> None:
        """Let a client ask for tokens."""
        self._clients[client_id] = (secret, identity)

    def issue(self, client_id: str, secret: str) -> IssuedToken | None:
        """A new token for the client, or None if there is no such client or the secret is wrong."""
        known, identity = self._clients.get(client_id, (None, None))
        if known is None or identity is None or not secrets.compare_digest(known.encode(), secret.encode()):
            return None
        value = secrets.token_urlsafe(32)
        self._issued[value] = (self._clock() + self._lifetime, identity)
        return IssuedToken(value, int(self._lifetime))

    def expire(self, authorization: str) -> None:
        """Let the issued token in an ``Authorization`` header expire now. Static tokens never do."""
        self._issued.pop(authorization.partition(" ")[2].strip(), None)

    def identify(self, authorization: str | None) -> Identity:
        """Whom an ``Authorization`` header names.

        Raises:
            ApiError: 401, without a bearer token or with one that is unknown or expired.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthorized()
        token = token.strip()
        if token in self._static:
            return self._static[token]
        expires, identity = self._issued.get(token, (0.0, None))
        if identity is None or self._clock() >= expires:
            raise unauthorized()
        return identity


def unauthorized() -> ApiError:
    """The answer to anyone without access to the project (behaviour.md section 20)."""
    return ApiError(401, "Unauthorized")
