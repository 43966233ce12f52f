"""Cutting many items into requests, and putting the outcomes together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pygen_client.core.effects import Done, Failed, Operation, OperationClass, gather
from pygen_client.errors import FailedRequest, MultiRequestError, PygenConnectionError

T = TypeVar("T")
R = TypeVar("R")


def chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Cut a sequence into pieces of at most ``size``, in order."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def in_chunks(
    items: Sequence[T],
    size: int,
    operation_class: OperationClass,
    start: Callable[[Sequence[T]], Operation[list[R]]],
) -> Operation[list[R]]:
    """Run one operation a chunk and give all results in order.

    Raises:
        PygenError: The error of the only chunk, as it is.
        MultiRequestError: One of several chunks failed; it says what became of every item.
    """
    parts = chunks(items, size)
    if len(parts) == 1:
        return (yield from start(parts[0]))
    outcomes = yield from gather([start(part) for part in parts], operation_class, stop_on_error=True)
    error = MultiRequestError()
    for part, outcome in zip(parts, outcomes, strict=True):
        if isinstance(outcome, Done):
            error.succeeded.extend(outcome.value)
        elif isinstance(outcome, Failed):
            lost = isinstance(outcome.error, PygenConnectionError) and outcome.error.may_have_arrived
            (error.unknown if lost else error.failed).append(FailedRequest(list(part), outcome.error))
        else:
            error.not_sent.extend(part)
    if error.failed or error.unknown:
        raise error from (error.failed or error.unknown)[0].error
    return error.succeeded
