"""How long one request may take, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from pygen_client.errors import PygenValidationError


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each part of a request.

    Args:
        connect: For a connection to be made.
        read: For the next bytes of the answer.
        write: For the next bytes of the body to be taken.
        pool: For a free connection of the pool.

    Raises:
        PygenValidationError: A number is not above 0.
    """

    connect: float = 10.0
    read: float = 60.0
    write: float = 60.0
    pool: float = 60.0

    def __post_init__(self) -> None:
        for name in ("connect", "read", "write", "pool"):
            seconds: float = getattr(self, name)
            if not seconds > 0:
                raise PygenValidationError(f"timeout of {name} must be above 0 seconds, not {seconds}")

    @classmethod
    def of(cls, timeout: float | Timeouts) -> Timeouts:
        """One number counts for every part."""
        return timeout if isinstance(timeout, Timeouts) else cls(timeout, timeout, timeout, timeout)

    def within(self, left: float | None) -> Timeouts:
        """The same, with no part longer than what is left."""
        if left is None:
            return self
        return Timeouts(min(self.connect, left), min(self.read, left), min(self.write, left), min(self.pool, left))
