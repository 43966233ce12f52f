"""What can go wrong on demand: which requests it hits, how often, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Effect = Literal[
    "latency",
    "drop-before",
    "drop-after",
    "truncate",
    "slow",
    "token-expired",
    "cursor-expired",
    "version-conflict",
]
"""What happens besides an error status.

* ``latency``: the request waits for ``seconds`` and is then carried out.
* ``drop-before``: the connection is reset, and nothing was done.
* ``drop-after``: the request is carried out, then the connection is reset without an answer.
* ``truncate``: the request is carried out, and the connection ends in the middle of the body.
* ``slow``: the request is carried out, and the body takes ``seconds`` to come.
* ``token-expired``: 401; a token from the token endpoint is worth nothing from then on.
* ``cursor-expired``: 400, for requests that have a cursor.
* ``version-conflict``: 409, nothing was written.
"""

METHODS = ("GET", "POST")
TIMED = ("latency", "slow")
"""Effects that take ``seconds``."""


class FaultError(ValueError):
    """A fault that makes no sense; the message names its part that is wrong."""


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong with some requests.

    ``str(fault)`` is its rule, the text that :func:`pygen_emulator.faults.rules.parse` reads.

    Args:
        effect: An error status from 400 to 599, or one of :data:`Effect`.
        method: ``GET`` or ``POST``; by default both.
        path: Relative to the project, such as ``/models/instances``, or ``/token/inspect`` or ``/oauth2/token``. With
            ``*`` at its end it means all that begin so. By default every path.
        times: How many requests it hits; by default all.
        after: How many matching requests pass before.
        seconds: How long ``latency`` and ``slow`` take.
        retry_after: Seconds to name in the header ``Retry-After`` of an error status; by default there is no header.
        over: Hits only heavy requests: those that ask for more than this number of results in a page or in one result
            set of a query. A client that halves its pages gets through.

    Raises:
        FaultError: A value cannot be used, or does not go with the effect.
    """

    effect: int | Effect
    method: str | None = None
    path: str | None = None
    times: int | None = None
    after: int = 0
    seconds: float | None = None
    retry_after: int | None = None
    over: int | None = None

    def __post_init__(self) -> None:
        self._check_effect()
        if self.method is not None and self.method not in METHODS:
            raise FaultError(f"the method must be GET or POST, not {self.method!r}")
        if self.path is not None and (not self.path.startswith("/") or "*" in self.path[:-1]):
            raise FaultError(f"the path must begin with / and may have * only at its end: {self.path!r}")
        for name, least in (("times", 1), ("after", 0), ("retry_after", 0), ("over", 0)):
            value = getattr(self, name)
            if value is not None and value < least:
                raise FaultError(f"{name} must be at least {least}, not {value}")

    def _check_effect(self) -> None:
        is_status = isinstance(self.effect, int)
        if isinstance(self.effect, int):
            if not 400 <= self.effect <= 599:
                raise FaultError(f"a status must be from 400 to 599, not {self.effect}")
        elif self.effect not in effects():
            raise FaultError(f"there is no effect {self.effect!r}: it must be a status, or {', '.join(effects())}")
        if self.effect in TIMED and (self.seconds is None or self.seconds < 0):
            raise FaultError(f"{self.effect} must say how long it takes")
        if self.effect not in TIMED and self.seconds is not None:
            raise FaultError(f"seconds goes with {' and '.join(TIMED)} only, not with {self.effect}")
        if not is_status and self.retry_after is not None:
            raise FaultError(f"retry_after goes with a status only, not with {self.effect}")

    def concerns(self, method: str, path: str) -> bool:
        """Whether a request of this method and path, relative to the project, is one of those it may hit."""
        if self.method is not None and self.method != method:
            return False
        if self.path is None:
            return True
        return path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path

    def __str__(self) -> str:
        effect = f"{self.effect}={_duration(self.seconds)}" if self.seconds is not None else str(self.effect)
        options = {"after": self.after or None, "retry-after": self.retry_after, "over": self.over}
        parts = [self.method, self.path, effect, None if self.times is None else f"x{self.times}"]
        parts += [f"{name}={value}" for name, value in options.items() if value is not None]
        return " ".join(part for part in parts if part is not None)


def effects() -> tuple[str, ...]:
    """The effects besides error statuses."""
    return get_args(Effect)


def _duration(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:g}ms" if milliseconds < 1000 else f"{seconds:g}s"
