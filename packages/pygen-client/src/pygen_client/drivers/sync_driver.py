"""Runs operations in the calling thread, with a small pool of threads for what runs together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from random import random
from typing import Any, Generic, TypeVar

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
from pygen_client.drivers.httpx_transport import HttpxSender

T = TypeVar("T")


class Pending(Generic[T]):
    """An operation that runs in another thread."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def result(self) -> T:
        """Wait for the operation; give its value or raise its error."""
        return self._future.result()

    def cancel(self) -> None:
        """Do not start it if it has not started; otherwise its result is dropped when it ends."""
        self._future.cancel()


class SyncDriver:
    """Interprets effects with blocking calls. Safe to share among threads.

    Args:
        sender: Sends the requests.
        limits: Requests at once for each operation class.
        clock: Seconds that only grow.
        wait: Waits for some seconds.
        chance: Gives random numbers from 0 to 1.
    """

    def __init__(
        self,
        sender: HttpxSender,
        limits: Mapping[OperationClass, int],
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random,
    ) -> None:
        self._sender = sender
        self._limits = limits
        self._clock, self._wait, self._chance = clock, wait, chance
        self._slots = {key: threading.BoundedSemaphore(limit) for key, limit in limits.items()}
        self._locks: dict[Hashable, threading.Lock] = {}
        self._locks_guard = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=sum(limits.values()), thread_name_prefix="pygen")

    def run(self, operation: Operation[T]) -> T:
        """Run an operation to its end; give its value or raise its error."""
        try:
            effect = next(operation)
            while True:
                try:
                    result = self._perform(effect)
                except Exception as error:
                    effect = operation.throw(error)
                else:
                    effect = operation.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            operation.close()

    def start(self, operation: Operation[T]) -> Pending[T]:
        """Run an operation in another thread."""
        return Pending(self._pool.submit(self.run, operation))

    def close(self) -> None:
        """Wait for what runs and give up threads and connections. May be called twice."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._sender.close()

    def _perform(self, effect: Effect) -> Any:
        match effect:
            case Send(request):
                with self._slots[request.operation_class]:
                    return self._sender.send(request)
            case Sleep(seconds):
                return self._wait(seconds)
            case Now():
                return self._clock()
            case Random():
                return self._chance()
            case Gather():
                return self._gather(effect)
            case Exclusive(key, start):
                with self._lock(key):
                    return self.run(start())

    def _lock(self, key: Hashable) -> threading.Lock:
        with self._locks_guard:
            return self._locks.setdefault(key, threading.Lock())

    def _gather(self, effect: Gather) -> list[Outcome[Any]]:
        outcomes: list[Outcome[Any]] = [NotStarted()] * len(effect.operations)
        waiting = iter(enumerate(effect.operations))
        guard = threading.Lock()
        stopped = threading.Event()

        def work() -> None:
            while not stopped.is_set():
                with guard:
                    index, operation = next(waiting, (-1, None))
                if operation is None:
                    return
                try:
                    outcomes[index] = Done(self.run(operation))
                except Exception as error:
                    outcomes[index] = Failed(error)
                    if effect.stop_on_error:
                        stopped.set()

        # The calling thread works too: it gets on even when every thread of the pool is taken, so nothing can lock up.
        extra = min(self._limits[effect.operation_class], len(effect.operations)) - 1
        others = [self._pool.submit(work) for _ in range(extra)]
        try:
            work()
        except BaseException:
            stopped.set()
            raise
        finally:
            for other in others:
                if not other.cancel():
                    other.result()
            for operation in effect.operations:
                operation.close()
        return outcomes
