"""Telling how far long reads and writes have come. Silent unless the client was given something to tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class ProgressTask(Protocol):
    """One read or write that is under way."""

    def advance(self, count: int) -> None:
        """So many instances more are done. May be called from several threads, one at a time."""

    def close(self) -> None:
        """The read or write has ended, well or not. Called once."""


class Progress(Protocol):
    """Shows how far long reads and writes have come; give one to the client of an SDK.

    It is told of what takes more than one request. What it raises ends the read or write.
    """

    def start(self, description: str, total: int | None) -> ProgressTask:
        """A read or write begins.

        Args:
            description: What is done, such as ``Reading Product``.
            total: How many instances there will be at most; None if nobody knows.
        """


class _Silent:
    def start(self, description: str, total: int | None) -> ProgressTask:
        return self

    def advance(self, count: int) -> None:
        pass

    def close(self) -> None:
        pass


SILENT: Progress = _Silent()
"""Shows nothing."""


class TqdmProgress:
    """Shows bars of tqdm: ``ShopClient(config, progress=TqdmProgress(tqdm))``.

    Args:
        bar: ``tqdm.tqdm``, ``tqdm.notebook.tqdm`` or anything else that is called and works like it.
    """

    def __init__(self, bar: Callable[..., Any]) -> None:
        self._bar = bar

    def start(self, description: str, total: int | None) -> ProgressTask:
        return _TqdmTask(self._bar(desc=description, total=total, unit=" instances"))


class _TqdmTask:
    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def advance(self, count: int) -> None:
        self._bar.update(count)

    def close(self) -> None:
        self._bar.close()


class Meter:
    """Tells the progress of one read, from its second page on: what takes one request is not worth a word.

    Args:
        progress: Whom to tell.
        description: What is done.
        total: How many instances there will be at most; None if nobody knows.
    """

    def __init__(self, progress: Progress, description: str, total: int | None) -> None:
        self._progress = progress
        self._description = description
        self._total = total
        self._first: int | None = None
        self._task: ProgressTask | None = None

    @classmethod
    def of_reading(cls, progress: Progress, item_class: type, total: int | None) -> Meter:
        """For a read of instances of this class."""
        return cls(progress, f"Reading {item_class.__name__}", total)

    def page(self, count: int) -> None:
        """A page with so many instances was read."""
        if self._task is None and self._first is None:
            self._first = count
            return
        if self._task is None:
            self._task = self._progress.start(self._description, self._total)
            count += self._first or 0
        self._task.advance(count)

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.close()
            self._task = None
