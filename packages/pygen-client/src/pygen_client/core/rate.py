"""How many requests a second a client sends."""

from __future__ import annotations

from threading import Lock


class TokenBucket:
    """Spreads requests over time: a second's worth of them at once, then one whenever its turn has come.

    It keeps no clock: who asks says what time it is. Safe to share among threads.

    Args:
        rate: Requests a second, on average.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._burst = max(1.0, rate)
        self._level = self._burst
        self._filled = 0.0
        self._lock = Lock()

    def take(self, time: float, longest: float | None = None) -> float | None:
        """Take a turn; give the seconds until it comes, or None (and take none) if that is longer than ``longest``."""
        with self._lock:
            if time > self._filled:
                self._level = min(self._burst, self._level + (time - self._filled) * self._rate)
                self._filled = time
            wait = max(0.0, (1.0 - self._level) / self._rate)
            if longest is not None and wait > longest:
                return None
            self._level -= 1.0
            return wait
