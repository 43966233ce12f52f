"""Spans of OpenTelemetry for the requests of a client. Needs ``cognite-pygen-client[otel]``."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, Union

from pygen_client._version import __version__
from pygen_client.core.hooks import Hook, ResponseEvent, RetryEvent
from pygen_client.errors import PygenValidationError

Attributes = Mapping[str, Union[str, int, float]]


class Tracer(Protocol):
    """What is used of a tracer of OpenTelemetry."""

    def start_span(self, name: str, *, kind: Any, attributes: Attributes, start_time: int) -> Any: ...


class OpenTelemetryHook(Hook):
    """Makes a span of each request, by the semantic conventions for HTTP clients, below the span that is current.

    Spans hold method, address without query, status, attempt, sizes and the service's request id; no headers, bodies
    or query values. ``PygenClientConfig(..., hooks=[OpenTelemetryHook()])``.

    Args:
        tracer: Makes the spans; by default the one that the global provider gives for ``pygen_client``.

    Raises:
        PygenValidationError: OpenTelemetry is not installed.
    """

    def __init__(self, tracer: Tracer | None = None) -> None:
        try:
            self._api = import_module("opentelemetry.trace")
        except ImportError as error:
            raise PygenValidationError("OpenTelemetry is not installed: install cognite-pygen-client[otel]") from error
        self._tracer: Tracer = tracer or self._api.get_tracer("pygen_client", __version__)

    def on_response(self, event: ResponseEvent) -> None:
        request, end = event.request, time.time_ns()
        attributes: dict[str, str | int | float] = {
            "http.request.method": request.method,
            "url.full": request.url,
            "http.request.resend_count": request.attempt - 1,
            "http.request.body.size": request.size,
            "http.response.body.size": event.size,
            "cdf.operation_class": request.operation_class.value,
        }
        if event.status is not None:
            attributes["http.response.status_code"] = event.status
        if event.request_id is not None:
            attributes["cdf.request_id"] = event.request_id
        is_error = event.status is None or event.status >= 400
        if is_error:
            attributes["error.type"] = event.error or str(event.status)
        span = self._tracer.start_span(
            request.method,
            kind=self._api.SpanKind.CLIENT,
            attributes=attributes,
            start_time=end - int(event.duration * 1e9),
        )
        if is_error:
            span.set_status(self._api.Status(self._api.StatusCode.ERROR))
        span.end(end_time=end)

    def on_retry(self, event: RetryEvent) -> None:
        self._api.get_current_span().add_event(
            "pygen_client.retry", {"reason": event.reason, "attempt": event.attempt, "wait": event.wait}
        )
