"""Cutting many items into requests, and putting the outcomes together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pygen_client.core.effects import Done, Failed, Operation, OperationClass, gather
from pygen_client.errors import (
    FailedRequest,
    MultiRequestError,
    PygenAPIError,
    PygenConnectionError,
    ServerError,
)

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
            _add(error, part, outcome.error)
        else:
            error.not_sent.extend(part)
    _raise_if_failed(error)
    return error.succeeded


def split_on_timeout(items: Sequence[T], start: Callable[[Sequence[T]], Operation[list[R]]]) -> Operation[list[R]]:
    """Run one operation for all items; where that is too much for the service, for one half after the other.

    The service says so with 408 or 413 (see :func:`is_too_heavy`); then nothing of the request was carried out.

    Raises:
        PygenError: The error of the request for all items; or of the first one, if even that alone was too much.
        MultiRequestError: Some parts went through and another failed; it says what became of every item.
    """
    waiting: list[Sequence[T]] = [items]
    result = MultiRequestError()
    while waiting:
        part = waiting.pop()
        try:
            result.succeeded.extend((yield from start(part)))
        except Exception as error:
            if is_too_heavy(error) and len(part) > 1:
                middle = (len(part) + 1) // 2
                waiting += [part[middle:], part[:middle]]
                continue
            if len(part) == len(items) or (is_too_heavy(error) and not result.succeeded):
                raise
            _add(result, part, error)
            for rest in reversed(waiting):
                result.not_sent.extend(rest)
            break
    _raise_if_failed(result)
    return result.succeeded


def halve_on_timeout(size: int, start: Callable[[int], Operation[T]], *, smallest: int = 1) -> Operation[tuple[T, int]]:
    """Ask for a page of ``size``, and for half as many as long as that is too much for the service.

    Args:
        size: How many to ask for at first.
        start: Asks for a page of a size.
        smallest: At this size the answer counts, whatever it is.

    Returns:
        The page, and the size that worked: the one to go on with.

    Raises:
        PygenError: The error of a request, as it is.
    """
    while True:
        try:
            return (yield from start(size)), size
        except PygenAPIError as error:
            if not is_too_heavy(error) or size <= smallest:
                raise
        size = max(smallest, size // 2)


def is_too_heavy(error: Exception) -> bool:
    """Whether the same request with fewer items may work: 408, and 413 for a body or an answer that is too large."""
    return isinstance(error, PygenAPIError) and error.status in (408, 413)


def may_have_been_applied(error: Exception) -> bool:
    """Whether the service may have carried out what failed: the answer was lost, or is one of those that do not say."""
    if isinstance(error, PygenConnectionError):
        return error.may_have_arrived
    return isinstance(error, ServerError)


def _add(result: MultiRequestError, part: Sequence[T], error: Exception) -> None:
    """Put into the result what became of a part."""
    if isinstance(error, MultiRequestError):
        result.succeeded.extend(error.succeeded)
        result.failed.extend(error.failed)
        result.unknown.extend(error.unknown)
        result.not_sent.extend(error.not_sent)
    else:
        where = result.unknown if may_have_been_applied(error) else result.failed
        where.append(FailedRequest(list(part), error))


def _raise_if_failed(result: MultiRequestError) -> None:
    if result.failed or result.unknown:
        raise result from (result.failed or result.unknown)[0].error
