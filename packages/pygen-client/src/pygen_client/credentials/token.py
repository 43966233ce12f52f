"""A token that the caller has already."""

from __future__ import annotations

from collections.abc import Callable

from pygen_client.core.effects import Operation
from pygen_client.core.retry import RetryPolicy


class TokenCredentials:
    """A bearer token, or a function without parameters that gives one each time it is asked.

    The function is called before every request, in its thread; it should be quick, and keep its own token.
    """

    def __init__(self, token: str | Callable[[], str]) -> None:
        self._token = token

    def token(self, retry: RetryPolicy) -> Operation[str]:
        yield from ()
        return self._token if isinstance(self._token, str) else self._token()

    def renew(self, refused: str, retry: RetryPolicy) -> Operation[str | None]:
        yield from ()
        return None if isinstance(self._token, str) else self._token()

    def __repr__(self) -> str:
        return "TokenCredentials(***)"
