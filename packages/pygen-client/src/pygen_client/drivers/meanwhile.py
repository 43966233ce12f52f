"""Work for the time that an answer takes to come."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Meanwhile:
    """Work that is done once: when a request is said to have left, or else when the block of the operation ends.

    What the work raises, the end of the block raises.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work: Callable[[], None] | None = work
        self._failure: Exception | None = None
        self._guard = threading.Lock()

    def set(self) -> None:
        """A request has left. What the work raises is kept, for it is no failure of the request."""
        with self._guard:
            work, self._work = self._work, None
        if work is not None:
            try:
                work()
            except Exception as error:
                self._failure = error

    def __enter__(self) -> Meanwhile:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        # Whoever interrupts the operation wants nothing more to be done.
        if error is None or isinstance(error, Exception):
            self.set()
            if self._failure is not None:
                raise self._failure
