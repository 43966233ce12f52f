"""Runs operations in the calling thread, with a small pool of threads for what runs together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
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
    Request,
    Response,
    Send,
    Sleep,
    Tell,
)
from pygen_client.core.hooks import Hook, Hooks
from pygen_client.core.rate import TokenBucket
from pygen_client.drivers.httpx_transport import CLOSED, HttpxSender, Sent
from pygen_client.drivers.meanwhile import Meanwhile
from pygen_client.errors import DeadlineExceededError, PygenError

T = TypeVar("T")


class Pending(Generic[T]):
    """An operation that runs in another thread.

    Attributes:
        sent: Set when the body of its first request (a login does not count) has been handed to the socket, and at the
            latest when it ends. Wait for it before work that holds the interpreter, such as decoding, so that the
            request travels meanwhile. A transport of the caller's own that cannot tell counts as having sent at once.
    """

    def __init__(self, future: Future[T], sent: threading.Event) -> None:
        self._future = future
        self.sent = sent

    def result(self) -> T:
        """Wait for the operation; give its value or raise its error."""
        return self._future.result()

    def cancel(self) -> None:
        """Do not start it if it has not started; otherwise its result is dropped when it ends."""
        if self._future.cancel():
            self.sent.set()


class SyncDriver:
    """Interprets effects with blocking calls. Safe to share among threads.

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
        sender: HttpxSender,
        limits: Mapping[OperationClass, int],
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random,
        hooks: Sequence[Hook] = (),
        rate: float | None = None,
    ) -> None:
        self._sender = sender
        self._limits = limits
        self._clock, self._wait, self._chance = clock, wait, chance
        self._hooks = Hooks(hooks)
        self._bucket = None if rate is None else TokenBucket(rate)
        self._slots = {key: threading.BoundedSemaphore(limit) for key, limit in limits.items()}
        self._locks: dict[Hashable, threading.Lock] = {}
        self._locks_guard = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=sum(limits.values()), thread_name_prefix="pygen")
        self._closed = False

    def now(self) -> float:
        """The driver's clock."""
        return self._clock()

    def run(self, operation: Operation[T], meanwhile: Callable[[], None] | None = None) -> T:
        """Run an operation to its end; give its value or raise its error.

        Args:
            operation: The operation.
            meanwhile: Work for the time that the answer takes to come. It is done once and in any case: when the body
                of the first request (a login does not count) has been handed to the socket, or else when the operation
                has ended. What it raises is raised then.
        """
        if meanwhile is None:
            return self._run(operation, None)
        with Meanwhile(meanwhile) as sent:
            return self._run(operation, sent)

    def start(self, operation: Operation[T]) -> Pending[T]:
        """Run an operation in another thread."""
        sent = threading.Event()

        def work() -> T:
            try:
                return self._run(operation, sent)
            finally:
                sent.set()

        return Pending(self._submit(work), sent)

    def close(self) -> None:
        """Wait for what runs and give up threads and connections. May be called twice."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._sender.close()

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        # With the caller's context variables, so that what is traced and logged belongs to the caller.
        try:
            return self._pool.submit(copy_context().run, work)
        except RuntimeError as error:
            if not self._closed:
                raise
            raise PygenError(CLOSED) from error

    def _run(self, operation: Operation[T], sent: Sent | None) -> T:
        try:
            effect = next(operation)
            while True:
                try:
                    result = self._perform(effect, sent)
                except Exception as error:
                    effect = operation.throw(error)
                else:
                    effect = operation.send(result)
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            operation.close()

    def _perform(self, effect: Effect, sent: Sent | None) -> Any:
        match effect:
            case Send(request):
                return self._send(request, sent)
            case Sleep(seconds):
                return self._wait(seconds)
            case Now() | Random():
                return self._clock() if isinstance(effect, Now) else self._chance()
            case Gather():
                return self._gather(effect, sent)
            case Exclusive(key, start, deadline):
                with self._held(self._lock(key), deadline):
                    return self._run(start(), sent)
            case Tell(event):
                return self._hooks.retry(event)

    def _send(self, request: Request, sent: Sent | None) -> Response:
        is_login = request.operation_class is OperationClass.AUTH
        if self._bucket is not None and not is_login:
            wait = self._bucket.take(self._clock(), self._left(request.deadline))
            if wait is None:
                raise DeadlineExceededError("The deadline is too soon for the rate limit of this client")
            if wait > 0:
                self._wait(wait)
        with self._held(self._slots[request.operation_class], request.deadline):
            left = self._left(request.deadline)
            with self._hooks.watch(request, self._clock) as exchange:
                exchange.response = self._sender.send(request, left=left, sent=None if is_login else sent)
            return exchange.response

    def _left(self, deadline: float | None) -> float | None:
        """Seconds until a deadline; None without one."""
        return None if deadline is None else self._left_until(deadline)

    def _left_until(self, deadline: float) -> float:
        left = deadline - self._clock()
        if left <= 0:
            raise DeadlineExceededError("The deadline has passed")
        return left

    def _held(
        self, lock: threading.Lock | threading.Semaphore, deadline: float | None
    ) -> AbstractContextManager[object]:
        return lock if deadline is None else self._held_in_time(lock, deadline)

    @contextmanager
    def _held_in_time(self, lock: threading.Lock | threading.Semaphore, deadline: float) -> Iterator[None]:
        if not lock.acquire(timeout=self._left_until(deadline)):
            raise DeadlineExceededError("The deadline passed while other requests of this client were under way")
        try:
            yield
        finally:
            lock.release()

    def _lock(self, key: Hashable) -> threading.Lock:
        with self._locks_guard:
            return self._locks.setdefault(key, threading.Lock())

    def _gather(self, effect: Gather, sent: Sent | None) -> list[Outcome[Any]]:
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
                    outcomes[index] = Done(self._run(operation, sent))
                except Exception as error:
                    outcomes[index] = Failed(error)
                    if effect.stop_on_error:
                        stopped.set()

        # The calling thread works too: it gets on even when every thread of the pool is taken, so nothing can lock up.
        extra = min(self._limits[effect.operation_class], len(effect.operations)) - 1
        others = [self._submit(work) for _ in range(extra)]
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
