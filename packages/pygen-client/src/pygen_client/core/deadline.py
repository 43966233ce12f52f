"""Giving up in time: an operation that must end before a deadline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from pygen_client.core.effects import Effect, Exclusive, Gather, Now, Operation, Send, Sleep
from pygen_client.errors import DeadlineExceededError

T = TypeVar("T")


def until(deadline: float, operation: Operation[T]) -> Operation[T]:
    """Run an operation that must end before a time, by the driver's clock.

    Every request gets what time is left, and waiting stops before it begins if it would last too long.

    Raises:
        DeadlineExceededError: The time is over. The operation itself gets the error, and so can say what it had tried.
    """
    reply: Any = None
    error: Exception | None = None
    try:
        while True:
            try:
                effect = operation.send(reply) if error is None else operation.throw(error)
            except StopIteration as stop:
                value: T = stop.value
                return value
            reply, error = None, None
            try:
                reply = yield from _perform(effect, deadline)
            except Exception as raised:
                error = raised
    finally:
        del error
        operation.close()


def _perform(effect: Effect, deadline: float) -> Operation[Any]:
    if isinstance(effect, (Send, Sleep)):
        left = deadline - (yield Now())
        if left <= 0:
            raise DeadlineExceededError("The deadline has passed")
        if isinstance(effect, Sleep) and effect.seconds > left:
            raise DeadlineExceededError(
                f"The deadline is in {left:.1f} s, too soon to wait {effect.seconds:.1f} s for the next try"
            )
    return (yield _narrowed(effect, deadline))


def _narrowed(effect: Effect, deadline: float) -> Effect:
    match effect:
        case Send(request):
            return Send(replace(request, deadline=_earlier(request.deadline, deadline)))
        case Gather(operations):
            return replace(effect, operations=[until(deadline, one) for one in operations])
        case Exclusive(start=start):
            return replace(effect, start=lambda: until(deadline, start()), deadline=_earlier(effect.deadline, deadline))
    return effect


def _earlier(one: float | None, other: float) -> float:
    return other if one is None else min(one, other)
