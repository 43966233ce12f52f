"""What the client asks of credentials."""

from __future__ import annotations

from typing import Protocol

from pygen_client.core.effects import Operation
from pygen_client.core.retry import RetryPolicy


class Credentials(Protocol):
    """Gives bearer tokens. Both methods are operations, so one implementation serves both drivers."""

    def token(self, retry: RetryPolicy) -> Operation[str]:
        """A token that is valid now. Raises ``OAuth2Error`` if there is none."""
        ...

    def renew(self, refused: str, retry: RetryPolicy) -> Operation[str | None]:
        """Another token after the service refused this one, or None where there is no other."""
        ...
