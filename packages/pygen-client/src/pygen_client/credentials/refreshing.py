"""Keeping a token, and getting another one in time: what all logins have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

from pygen_client.core.effects import Operation, exclusive, now
from pygen_client.core.retry import RetryPolicy
from pygen_client.core.secret import Secret
from pygen_client.credentials.oauth2 import Token
from pygen_client.errors import OAuth2Error


class RefreshingCredentials(ABC):
    """Logs in when a token is first needed, keeps it in memory, and replaces it before it ends.

    One object may serve many threads, tasks and clients: of those of one client who need a new token one fetches it,
    the others wait. Nothing is written to disk.
    """

    def __init__(self) -> None:
        self._current: Token | None = None

    def token(self, retry: RetryPolicy) -> Operation[str]:
        time = yield from now()
        current = self._current
        if current is None or time >= current.outdated:
            current = yield from exclusive(self, lambda: self._replaced(current, retry))
        return current.text.reveal()

    def renew(self, refused: str, retry: RetryPolicy) -> Operation[str | None]:
        current = self._current
        is_outdated = current is None or current.text == Secret(refused)
        # Not to be seen in the traceback of a login that fails.
        del refused
        if current is None or is_outdated:
            current = yield from exclusive(self, lambda: self._replaced(current, retry))
        return current.text.reveal()

    @abstractmethod
    def _log_in(self, retry: RetryPolicy) -> Operation[Token]:
        """Get a first token. Raises ``OAuth2Error`` if there is none."""

    def _refresh(self, refresh: Secret, retry: RetryPolicy) -> Operation[Token]:
        """Get a token for a refresh token. Raises ``OAuth2Error`` with a code if the provider refuses.

        Applications simply log in again, though some providers give them refresh tokens too.
        """
        raise OAuth2Error("This login has no refresh tokens", error="unsupported_grant_type")

    def _replaced(self, outdated: Token | None, retry: RetryPolicy) -> Operation[Token]:
        current = self._current
        if current is None or current is outdated:
            current = yield from self._fetched(None if outdated is None else outdated.refresh, retry)
            self._current = current
        # Otherwise somebody else fetched it while this one waited.
        return current

    def _fetched(self, refresh: Secret | None, retry: RetryPolicy) -> Operation[Token]:
        if refresh is not None:
            try:
                return (yield from self._refresh(refresh, retry))
            except OAuth2Error as error:
                # The provider refused, so only a new login helps; if it gave no answer, that would not help either.
                if error.error is None:
                    raise
        return (yield from self._log_in(retry))
