"""Bringing many instances through in several requests, and keeping account of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeAlias

from pygen_client import MultiRequestError, Operation, OperationClass, PygenError
from pygen_client.core import Done, Failed, gather

from pygen_runtime.operations.account import Account, Key
from pygen_runtime.operations.refusal import is_about_items, record_loss, smaller
from pygen_runtime.progress import Progress, ProgressTask

Chunk: TypeAlias = Sequence[Key]


class Delivery:
    """The requests of one call. While they are under way, the account tells what is known of each instance by then.

    Args:
        account: Where it is written what becomes of each instance.
        progress: What is told how far the call has come, if it takes more than one request.
        description: What the call does.
        fail: Makes the error for calls of which a part went through.
    """

    def __init__(
        self,
        account: Account,
        progress: Progress,
        description: str,
        fail: Callable[[], MultiRequestError],
    ) -> None:
        self._account = account
        self._progress = progress
        self._description = description
        self._fail = fail
        self._task: ProgressTask | None = None
        self._lock = Lock()
        self._requests = 0
        self._went_through = False

    def expect(self, requests: int, total: int | None) -> None:
        """So many requests more are to come, at least.

        Args:
            requests: How many.
            total: Instances altogether; None if nobody knows.
        """
        self._requests += requests
        if self._task is None and (requests > 1 or total is None):
            self._task = self._progress.start(self._description, total)

    def together(self, operations: Sequence[Operation[bool]], operation_class: OperationClass) -> Operation[list[bool]]:
        """Run :meth:`bring` several times together; give what each gave. None starts after one has failed.

        Raises:
            PygenError: The error of the only request.
            MultiRequestError: One of several requests failed.
        """
        if self._requests == 1:
            (only,) = operations
            try:
                return [(yield from only)]
            except PygenError as error:
                raise self._whole(error) from (error if self._went_through else error.__cause__)
        outcomes = yield from gather(operations, operation_class, stop_on_error=True)
        for outcome in outcomes:
            if isinstance(outcome, Failed):
                raise self._whole(outcome.error) from outcome.error
        return [outcome.value for outcome in outcomes if isinstance(outcome, Done)]

    def bring(
        self,
        chunk: Chunk,
        send: Callable[[Chunk], Operation[None]],
        *,
        isolate: bool = False,
        guarded: Callable[[], bool] = lambda: False,
        can_wait: Callable[[Exception], bool] = lambda error: False,
    ) -> Operation[bool]:
        """Bring a chunk through: whole, or in parts where that is too much, or where a part of it is wrong.

        Args:
            chunk: What is brought.
            send: Sends some of it, and writes into the account what became of them.
            isolate: Whether to find what the service refuses, so that all the rest goes through.
            guarded: Whether something in the chunk has an ``existing_version``.
            can_wait: Whether, after an error, it may go through when other chunks have.

        Returns:
            Whether it is done; if not, it is to be brought again when other chunks are.
        """
        account = self._account
        waiting: list[Chunk] = [chunk]
        while waiting:
            part = waiting.pop()
            # Sent, and nobody knows: true until an answer is there, and then if the call is interrupted.
            account.record(part, "unknown")
            try:
                yield from send(part)
            except Exception as error:
                open_ = [key for key in part if account.outcome_of(key) == "unknown"]
                if any(map(account.is_settled, part)):
                    # Of what is merged with what is stored some can go through although the rest is refused.
                    self._went_through = True
                if len(part) == len(chunk) and can_wait(error):
                    account.record(open_, "not_sent")
                    return False
                parts = smaller(open_, error, isolate=isolate)
                if parts:
                    account.record(open_, "not_sent")
                    waiting += reversed(parts)
                    continue
                record_loss(account, open_, error, guarded=guarded())
                if not (isolate and is_about_items(error)):
                    raise
            else:
                self._went_through = True
            self._advance(len(part))
        return True

    def close(self) -> None:
        """The call has ended, well or not."""
        if self._task is not None:
            self._task.close()

    def _advance(self, count: int) -> None:
        if self._task is not None:
            with self._lock:
                self._task.advance(count)

    def _whole(self, error: Exception) -> Exception:
        """The error of the call: that of the only request as it is, or one that tells of all."""
        if not isinstance(error, PygenError) or not (self._went_through or self._requests > 1):
            return error
        return self._fail()
