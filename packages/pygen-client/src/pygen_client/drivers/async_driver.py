"""Runs operations as coroutines on the running asyncio loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
    Request,
    Response,
    Send,
    Sleep,
    Tell,
)
from pygen_client.core.hooks import Hook, Hooks
from pygen_client.core.rate import TokenBucket
from pygen_client.drivers.httpx_transport import AsyncHttpxSender, Sent
from pygen_client.drivers.meanwhile import Meanwhile
from pygen_client.errors import DeadlineExceededError

T = TypeVar("T")


class AsyncPending(asyncio.Task[T]):
    """An operation that runs as a task.

    Attributes:
        sent: Set when the body of its first request (a login does not count) has been handed to the socket, and at the
            latest when it ends; see ``Pending.sent``.
    """

    def __init__(self, work: Coroutine[Any, Any, T], sent: asyncio.Event) -> None:
        super().__init__(work, loop=asyncio.get_running_loop())
        self.sent = sent
        self.add_done_callback(lambda _: sent.set())


class AsyncDriver:
    """Interprets effects with coroutines. Belongs to one event loop.

    Args:
        sender: Sends the requests.
        limits: Requests at once for each operation class.
        clock: Seconds that only grow.
        wait: Waits for some seconds.
        chance: Gives random numbers from 0 to 1.
        hooks: Told about requests.
        rate: Requests a second; None for as many as come. Logins do not count.
    """

    def __init__(
        self,
        sender: AsyncHttpxSender,
        limits: Mapping[OperationClass, int],
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random,
        hooks: Sequence[Hook] = (),
        rate: float | None = None,
    ) -> None:
        self._sender = sender
        self._limits = limits
        self._clock, self._wait, self._chance = clock, wait, chance
        self._hooks = Hooks(hooks)
        self._bucket = None if rate is None else TokenBucket(rate)
        self._slots = {key: asyncio.Semaphore(limit) for key, limit in limits.items()}
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._started: set[asyncio.Task[Any]] = set()

    def now(self) -> float:
        """The driver's clock."""
        return self._clock()

    async def run(self, operation: Operation[T], meanwhile: Callable[[], None] | None = None) -> T:
        """Run an operation to its end. Arguments and errors are those of ``SyncDriver.run``."""
        if meanwhile is None:
            return await self._run(operation, None)
        with Meanwhile(meanwhile) as sent:
            return await self._run(operation, sent)

    def start(self, operation: Operation[T]) -> AsyncPending[T]:
        """Run an operation as a task; closing the driver cancels it."""
        sent = asyncio.Event()
        task = AsyncPending(self._run(operation, sent), sent)
        self._started.add(task)
        task.add_done_callback(self._started.discard)
        return task

    async def close(self) -> None:
        """Cancel what was started and give up the connections. May be called twice."""
        await _cancel(list(self._started))
        await self._sender.close()

    async def _run(self, operation: Operation[T], sent: Sent | None) -> T:
        try:
            effect = next(operation)
            while True:
                try:
                    result = await self._perform(effect, sent)
                except Exception as error:
                    effect = operation.throw(error)
                else:
                    effect = operation.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            operation.close()

    async def _perform(self, effect: Effect, sent: Sent | None) -> Any:
        match effect:
            case Send(request):
                return await self._send(request, sent)
            case Sleep(seconds):
                return await self._wait(seconds)
            case Now() | Random():
                return self._clock() if isinstance(effect, Now) else self._chance()
            case Gather():
                return await self._gather(effect, sent)
            case Exclusive(key, start, deadline):
                async with self._held(self._locks.setdefault(key, asyncio.Lock()), deadline):
                    return await self._run(start(), sent)
            case Tell(event):
                return self._hooks.retry(event)

    async def _send(self, request: Request, sent: Sent | None) -> Response:
        is_login = request.operation_class is OperationClass.AUTH
        if self._bucket is not None and not is_login:
            wait = self._bucket.take(self._clock(), self._left(request.deadline))
            if wait is None:
                raise DeadlineExceededError("The deadline is too soon for the rate limit of this client")
            if wait > 0:
                await self._wait(wait)
        async with self._held(self._slots[request.operation_class], request.deadline):
            left = self._left(request.deadline)
            with self._hooks.watch(request, self._clock) as exchange:
                exchange.response = await self._sender.send(request, left=left, sent=None if is_login else sent)
            return exchange.response

    def _left(self, deadline: float | None) -> float | None:
        """Seconds until a deadline; None without one."""
        if deadline is None:
            return None
        left = deadline - self._clock()
        if left <= 0:
            raise DeadlineExceededError("The deadline has passed")
        return left

    def _held(
        self, lock: asyncio.Lock | asyncio.Semaphore, deadline: float | None
    ) -> AbstractAsyncContextManager[object]:
        return lock if deadline is None else self._held_in_time(lock, deadline)

    @asynccontextmanager
    async def _held_in_time(self, lock: asyncio.Lock | asyncio.Semaphore, deadline: float) -> AsyncIterator[None]:
        # Looked at first: if it has passed, nobody would wait for what acquire() gives.
        left = self._left(deadline)
        try:
            await asyncio.wait_for(lock.acquire(), left)
        except asyncio.TimeoutError:
            raise DeadlineExceededError(
                "The deadline passed while other requests of this client were under way"
            ) from None
        try:
            yield
        finally:
            lock.release()

    async def _gather(self, effect: Gather, sent: Sent | None) -> list[Outcome[Any]]:
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
                    outcomes[index] = Done(await self._run(operation, sent))
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
