"""Sending with retries, and the error that an answer stands for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from pygen_client.core.effects import Operation, Request, Response, random, send, sleep, tell
from pygen_client.core.hooks import RetryEvent
from pygen_client.core.secret import Secret
from pygen_client.errors import DeadlineExceededError, PygenAPIError, PygenConnectionError, error_class

REFUSED_UNSEEN = frozenset({429})
"""Statuses with which the service says that it did not carry the request out."""

TRANSIENT = frozenset({429, 502, 503, 504})
"""Statuses that may pass by themselves (behaviour.md section 21, what the official Python SDK retries)."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently a request is sent again.

    Args:
        max_retries: Retries after the first try, for answers that say "try again".
        max_connection_retries: Retries for connections that could not be made or broke.
        base: Seconds; the wait before retry n is random between 0 and ``base * 2**n``, so that clients spread out.
        longest: Seconds; no wait is longer, not even one that the service asks for with ``Retry-After``.
    """

    max_retries: int = 10
    max_connection_retries: int = 3
    base: float = 0.5
    longest: float = 60.0


def send_with_retry(request: Request, policy: RetryPolicy, *, idempotent: bool) -> Operation[Response]:
    """Send until there is a final answer, and give it whatever its status.

    A request that is not ``idempotent`` is sent again only when the service surely did not carry it out.

    Raises:
        PygenConnectionError: No answer came. It tells what was tried, and whether any try may have arrived.
    """
    history = _History()
    try:
        return (yield from _send(request, policy, idempotent, history))
    except PygenConnectionError as error:
        error.may_have_arrived = error.may_have_arrived or history.may_have_arrived
        error.tried = tuple(history.tries)
        raise


@dataclass(slots=True)
class _History:
    """What became of the tries so far."""

    tries: list[str] = field(default_factory=list[str])
    may_have_arrived: bool = False


def _send(request: Request, policy: RetryPolicy, idempotent: bool, history: _History) -> Operation[Response]:
    answers = breaks = 0
    while True:
        tries = len(history.tries)
        try:
            response = yield from send(replace(request, attempt=tries + 1) if tries else request)
        except DeadlineExceededError:
            raise  # it was not sent
        except PygenConnectionError as error:
            breaks += 1
            history.tries.append(type(error).__name__)
            if breaks > policy.max_connection_retries or (error.may_have_arrived and not idempotent):
                raise
            history.may_have_arrived = history.may_have_arrived or error.may_have_arrived
            yield from _back_off(request, policy, breaks, history, None)
            continue
        answers += 1
        if answers > policy.max_retries or not _says_try_again(response, idempotent):
            return response
        history.tries.append(f"status {response.status}")
        history.may_have_arrived = history.may_have_arrived or response.status not in REFUSED_UNSEEN
        yield from _back_off(request, policy, answers, history, response)


def _back_off(
    request: Request, policy: RetryPolicy, count: int, history: _History, response: Response | None
) -> Operation[None]:
    jitter = yield from random()
    wait = jitter * min(policy.longest, policy.base * 2.0**count)
    if response is not None and (asked := _retry_after(response)) is not None:
        wait = min(policy.longest, asked + wait)
    request_id = None if response is None else response.request_id
    yield from tell(RetryEvent(request.method, request.url, len(history.tries), history.tries[-1], wait, request_id))
    yield from sleep(wait)


def _says_try_again(response: Response, idempotent: bool) -> bool:
    if response.status < 400:
        return False
    if response.headers.get("cdf-is-auto-retryable", "").lower() == "true" or _is_auto_retryable(response):
        return True
    return response.status in (TRANSIENT if idempotent else REFUSED_UNSEEN)


def _is_auto_retryable(response: Response) -> bool:
    """Whether the body says so (behaviour.md section 1)."""
    if b"isAutoRetryable" not in response.content:
        return False
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return False
    return isinstance(error, dict) and error.get("isAutoRetryable") is True


def _retry_after(response: Response) -> float | None:
    """Seconds to wait; a time is counted from the ``Date`` of the answer, so that clocks need not agree."""
    asked = response.headers.get("retry-after", "")
    try:
        seconds = float(asked)
    except ValueError:
        until, sent = _http_date(asked), _http_date(response.headers.get("date", ""))
        if until is None or sent is None:
            return None
        seconds = max(0.0, (until - sent).total_seconds())
    return seconds if 0 <= seconds < float("inf") else None


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)


def api_error(response: Response, hidden: Secret | None = None) -> PygenAPIError:
    """The error that an answer of 300 or above stands for. Redirects are errors too: a token goes nowhere else.

    What is ``hidden`` is taken out of the answer first: proxies repeat the headers of a request in their pages.

    The service's form is ``{"error": {"code", "message", "missing", "duplicated"}}``; an ``error`` that is text
    and bodies that are not JSON are understood too (behaviour.md section 20).
    """
    error: Any
    if hidden is not None:
        response = replace(response, content=hidden.removed_from(response.content.decode("utf-8", "replace")).encode())
    try:
        body = response.json()
        error = body.get("error", body) if isinstance(body, dict) else body
    except ValueError:
        error = response.content[:500].decode("utf-8", "replace").strip()
    details = error if isinstance(error, dict) else {"message": str(error)}
    if response.status < 400:
        details = {"message": "The address redirects elsewhere. Check the base URL"}
    code = details.get("code")
    return error_class(response.status)(
        str(details.get("message") or f"The service answered without a message, status {response.status}"),
        status=response.status,
        code=code if isinstance(code, int) else None,
        request_id=response.request_id,
        missing=_ids(details.get("missing")),
        duplicated=_ids(details.get("duplicated")),
    )


def _ids(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
