"""Pausing Python's cyclic garbage collector while many objects are made and none become garbage."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_guard = threading.Lock()
_pausing = 0
_was_enabled = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector from walking the same new objects again and again. Never wrap code of the user in it.

    May be nested and used in several threads; the collector runs again, if it ran before, when the last one leaves.
    """
    global _pausing, _was_enabled  # noqa: PLW0603 - there is one collector in the process
    with _guard:
        if _pausing == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pausing += 1
    try:
        yield
    finally:
        with _guard:
            _pausing -= 1
            if _pausing == 0 and _was_enabled:
                gc.enable()
