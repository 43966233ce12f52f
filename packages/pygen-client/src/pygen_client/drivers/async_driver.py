"""Runs operations as coroutines on the running asyncio loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping
from random import random
from typing import Any, TypeVar

from pygen_client.core.effects import (
    Done,
    Effect,
    Exclusive,
    Failed,
    Gather,
    NotStarted,
    Now,
    Operation,
    OperationClass,
    Outcome,
    Random,
    Send,
    Sleep,
)
from pygen_client.drivers.httpx_transport import AsyncHttpxSender

T = TypeVar("T")


class AsyncDriver:
    """Interprets effects with coroutines. Belongs to one event loop.

    Args:
        sender: Sends the requests.
        limits: Requests at once for each operation class.
        clock: Seconds that only grow.
        wait: Waits for some seconds.
        chance: Gives random numbers from 0 to 1.
    """

    def __init__(
        self,
        sender: AsyncHttpxSender,
        limits: Mapping[OperationClass, int],
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random,
    ) -> None:
        self._sender = sender
        self._limits = limits
        self._clock, self._wait, self._chance = clock, wait, chance
        self._slots = {key: asyncio.Semaphore(limit) for key, limit in limits.items()}
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._started: set[asyncio.Task[Any]] = set()

    async def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; give its value or raise its error."""
        try:
            effect = next(operation)
            while True:
                try:
                    result = await self._perform(effect)
                except Exception as error:
                    effect = operation.throw(error)
                else:
                    effect = operation.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            operation.close()

    def start(self, operation: Operation[T]) -> asyncio.Task[T]:
        """Run an operation as a task; closing the driver cancels it."""
        task = asyncio.ensure_future(self.run(operation))
        self._started.add(task)
        task.add_done_callback(self._started.discard)
        return task

    async def close(self) -> None:
        """Cancel what was started and give up the connections. May be called twice."""
        await _cancel(list(self._started))
        await self._sender.close()

    async def _perform(self, effect: Effect) -> Any:
        match effect:
            case Send(request):
                async with self._slots[request.operation_class]:
                    return await self._sender.send(request)
            case Sleep(seconds):
                return await self._wait(seconds)
            case Now():
                return self._clock()
            case Random():
                return self._chance()
            case Gather():
                return await self._gather(effect)
            case Exclusive(key, start):
                async with self._locks.setdefault(key, asyncio.Lock()):
                    return await self.run(start())

    async def _gather(self, effect: Gather) -> list[Outcome[Any]]:
        outcomes: list[Outcome[Any]] = [NotStarted()] * len(effect.operations)
        waiting = iter(enumerate(effect.operations))
        stopped = False

        async def work() -> None:
            nonlocal stopped
            while not stopped:
                index, operation = next(waiting, (-1, None))
                if operation is None:
                    return
                try:
                    outcomes[index] = Done(await self.run(operation))
                except Exception as error:
                    outcomes[index] = Failed(error)
                    stopped = effect.stop_on_error

        count = min(self._limits[effect.operation_class], len(effect.operations))
        workers = [asyncio.ensure_future(work()) for _ in range(count)]
        try:
            await asyncio.gather(*workers)
        finally:
            await _cancel(workers)
            for operation in effect.operations:
                operation.close()
        return outcomes


async def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
