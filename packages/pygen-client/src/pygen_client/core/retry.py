"""Sending with retries, and the error that an answer stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pygen_client.core.effects import Operation, Request, Response, random, send, sleep
from pygen_client.errors import PygenAPIError, PygenConnectionError, error_class

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
    """
    answers = breaks = 0
    while True:
        try:
            response = yield from send(request)
        except PygenConnectionError as error:
            breaks += 1
            if breaks > policy.max_connection_retries or (error.may_have_arrived and not idempotent):
                raise
            yield from _back_off(policy, breaks, None)
            continue
        answers += 1
        if answers > policy.max_retries or not _says_try_again(response, idempotent):
            return response
        yield from _back_off(policy, answers, _retry_after(response))


def _back_off(policy: RetryPolicy, attempt: int, asked: float | None) -> Operation[None]:
    jitter = yield from random()
    wait = jitter * min(policy.longest, policy.base * 2.0**attempt)
    yield from sleep(wait if asked is None else min(policy.longest, asked + wait))


def _says_try_again(response: Response, idempotent: bool) -> bool:
    if response.status < 400:
        return False
    if response.headers.get("cdf-is-auto-retryable", "").lower() == "true":
        return True
    return response.status in (TRANSIENT if idempotent else REFUSED_UNSEEN)


def _retry_after(response: Response) -> float | None:
    try:
        seconds = float(response.headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return seconds if seconds >= 0 else None


def api_error(response: Response) -> PygenAPIError:
    """The error that an answer of 400 or above stands for.

    The service's form is ``{"error": {"code", "message", "missing", "duplicated"}}``; an ``error`` that is text
    and bodies that are not JSON are understood too (behaviour.md section 20).
    """
    error: Any
    try:
        body = response.json()
        error = body.get("error", body) if isinstance(body, dict) else body
    except ValueError:
        error = response.content[:500].decode("utf-8", "replace").strip()
    details = error if isinstance(error, dict) else {"message": str(error)}
    code = details.get("code")
    return error_class(response.status)(
        str(details.get("message") or f"The service answered without a message, status {response.status}"),
        status=response.status,
        code=code if isinstance(code, int) else None,
        request_id=response.headers.get("x-request-id"),
        missing=_ids(details.get("missing")),
        duplicated=_ids(details.get("duplicated")),
    )


def _ids(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
