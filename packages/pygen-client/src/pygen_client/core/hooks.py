"""Telling others about requests: logs, traces, counters. Never headers, bodies or query values."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pygen_client.core.effects import OperationClass, Request, Response

E = TypeVar("E")

logger = logging.getLogger("pygen_client")


@dataclass(frozen=True, slots=True, eq=False)
class RequestEvent:
    """A request is about to be sent. The same object comes again with its answer.

    Attributes:
        method: HTTP method.
        url: Address without query.
        operation_class: What it does to the service.
        attempt: 1 for the first try, 2 for the first retry.
        size: Bytes of the body as it is sent, compressed or not.
    """

    method: str
    url: str
    operation_class: OperationClass
    attempt: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class ResponseEvent:
    """A request has ended, with an answer or without.

    Attributes:
        request: What was sent.
        status: HTTP status; None if no answer came.
        error: Name of the error if no answer came, such as ``PygenTimeoutError`` or ``CancelledError``.
        duration: Seconds from sending to the end of the answer. Waiting for a turn does not count.
        request_id: The service's id of the request.
        size: Bytes of the body, decompressed.
    """

    request: RequestEvent
    status: int | None
    error: str | None
    duration: float
    request_id: str | None
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class RetryEvent:
    """A request will be sent again.

    Attributes:
        method: HTTP method.
        url: Address without query.
        attempt: The try that failed; 1 for the first.
        reason: ``status 503``, or the name of the error.
        wait: Seconds until the next try.
        request_id: The service's id of the request that failed.
    """

    method: str
    url: str
    attempt: int
    reason: str
    wait: float
    request_id: str | None


class Hook:
    """Is told about requests. Override what you need; all methods should be quick, for they hold up the request.

    Methods are called in the thread or task that sends the request, with the context variables of the caller. An error
    in a hook is logged and does not touch the request, which may have changed data already.
    """

    def on_request(self, event: RequestEvent) -> None:
        """A request is about to be sent."""

    def on_response(self, event: ResponseEvent) -> None:
        """A request has ended; called once for each ``on_request``."""

    def on_retry(self, event: RetryEvent) -> None:
        """A request will be sent again."""


class LoggingHook(Hook):
    """Logs to ``pygen_client``: requests at DEBUG, retries at WARNING. Fields are on the record too, by their names."""

    def on_response(self, event: ResponseEvent) -> None:
        request, result = event.request, event.error if event.status is None else event.status
        logger.debug(
            "%s %s: %s in %.0f ms (attempt %d, request %s)",
            request.method,
            request.url,
            result,
            event.duration * 1000,
            request.attempt,
            event.request_id or "without id",
            extra={
                "method": request.method,
                "url": request.url,
                "operation_class": request.operation_class.value,
                "attempt": request.attempt,
                "request_size": request.size,
                "status": event.status,
                "error": event.error,
                "duration": event.duration,
                "request_id": event.request_id,
                "response_size": event.size,
            },
        )

    def on_retry(self, event: RetryEvent) -> None:
        logger.warning(
            "%s %s: %s, trying again in %.1f s (attempt %d, request %s)",
            event.method,
            event.url,
            event.reason,
            event.wait,
            event.attempt,
            event.request_id or "without id",
            extra={
                "method": event.method,
                "url": event.url,
                "attempt": event.attempt,
                "reason": event.reason,
                "wait": event.wait,
                "request_id": event.request_id,
            },
        )


class Exchange:
    """One request and its answer, told to hooks. The sender enters it, sends, and puts the answer in ``response``."""

    __slots__ = ("_clock", "_event", "_hooks", "_request", "_started", "response")

    def __init__(self, hooks: Sequence[Hook], request: Request, clock: Callable[[], float]) -> None:
        self._hooks = hooks
        self._request = request
        self._clock = clock
        self._event: RequestEvent | None = None
        self._started = 0.0
        self.response: Response | None = None

    def __enter__(self) -> Exchange:
        if self._hooks:
            one = self._request
            self._event = RequestEvent(
                one.method, one.url, one.operation_class, one.attempt, len(one.content) if one.content else 0
            )
            for hook in self._hooks:
                _tell(hook.on_request, self._event)
            self._started = self._clock()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._event is None:
            return
        answer = self.response
        event = ResponseEvent(
            request=self._event,
            status=None if answer is None else answer.status,
            error=None if kind is None else kind.__name__,
            duration=self._clock() - self._started,
            request_id=None if answer is None else answer.request_id,
            size=0 if answer is None else len(answer.content),
        )
        for hook in self._hooks:
            _tell(hook.on_response, event)


class Hooks:
    """The hooks of one client, and the log."""

    def __init__(self, hooks: Sequence[Hook] = ()) -> None:
        self._given = tuple(hooks)
        self._all = (LoggingHook(), *self._given)

    def watch(self, request: Request, clock: Callable[[], float]) -> Exchange:
        """Tell of a request that is sent within a ``with`` block."""
        return Exchange(self._all if logger.isEnabledFor(logging.DEBUG) else self._given, request, clock)

    def retry(self, event: RetryEvent) -> None:
        for hook in self._all:
            _tell(hook.on_retry, event)


def _tell(method: Callable[[E], None], event: E) -> None:
    try:
        method(event)
    except Exception:
        logger.exception("A hook of the client failed")
