"""Sending many instances in several requests, some of which need others to be done before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pygen_client import FailedRequest, MultiRequestError, Operation, OperationClass, PygenConnectionError
from pygen_client.core import Done, Failed, gather

from pygen_runtime.operations.results import Id

R = TypeVar("R")
E = TypeVar("E", bound=MultiRequestError)
Chunk = Sequence[Id]


def in_waves(
    waves: Sequence[Sequence[Chunk]],
    operation_class: OperationClass,
    send: Callable[[Chunk], Operation[R]],
    error: E,
) -> Operation[tuple[list[R], E | None]]:
    """Send the chunks of one wave together, and a wave only when those before it went through.

    Returns:
        What the chunks gave that went through, and the error that says what became of all items if one failed.

    Raises:
        PygenError: The error of the only chunk, as it is.
    """
    if [len(wave) for wave in waves] == [1]:
        return [(yield from send(waves[0][0]))], None
    results: list[R] = []
    for wave in waves:
        if error.failed or error.unknown:
            error.not_sent += [one for chunk in wave for one in chunk]
            continue
        outcomes = yield from gather([send(chunk) for chunk in wave], operation_class, stop_on_error=True)
        for chunk, outcome in zip(wave, outcomes, strict=True):
            if isinstance(outcome, Done):
                results.append(outcome.value)
                error.succeeded += chunk
            elif isinstance(outcome, Failed):
                lost = isinstance(outcome.error, PygenConnectionError) and outcome.error.may_have_arrived
                (error.unknown if lost else error.failed).append(FailedRequest(list(chunk), outcome.error))
            else:
                error.not_sent += chunk
    return results, error if error.failed or error.unknown else None
