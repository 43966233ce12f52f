"""A token that the caller has already."""

from __future__ import annotations

from collections.abc import Callable

from pygen_client.core.effects import Operation
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret


class TokenCredentials:
    """A bearer token, or a function without parameters that gives one each time it is asked.

    The function is called before every request, in its thread; it should be quick, and keep its own token. White space
    around a token is dropped, such as the line break of a file that it was read from.
    """

    def __init__(self, token: str | Callable[[], str]) -> None:
        self._token = Secret(token.strip()) if isinstance(token, str) else token

    def token(self, retry: RetryPolicy) -> Operation[str]:
        yield from ()
        return self._token.reveal() if isinstance(self._token, Secret) else self._token().strip()

    def renew(self, refused: str, retry: RetryPolicy) -> Operation[str | None]:
        # Not to be seen in the traceback of a function that fails.
        del refused
        yield from ()
        return None if isinstance(self._token, Secret) else self._token().strip()

    def __repr__(self) -> str:
        return "TokenCredentials(***)"
