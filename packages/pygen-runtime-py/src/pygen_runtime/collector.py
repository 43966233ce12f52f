"""Pausing Python's cyclic garbage collector while many objects are made and none become garbage."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_guard = threading.Lock()
_pausing = 0
_was_enabled = False
_keeps: bool | None = None


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector from walking the same new objects again and again. Never wrap code of the user in it.

    May be nested and used in several threads; the collector runs again, if it ran before, when the last one leaves.

    Nested, as for each page of a whole list, it takes what is made within for objects that stay: they join the oldest
    generation without being walked even once. What was made outside is collected before, so no garbage goes along.
    """
    global _pausing, _was_enabled, _keeps  # noqa: PLW0603 - there is one collector in the process
    with _guard:
        if _pausing == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
            _keeps = None
        _pausing += 1
        nested = _pausing > 1 and _was_enabled
        if nested and _keeps is None:
            # Whoever has frozen objects wants them to stay so, and there is no way to thaw others only. They are
            # counted one by one: a million takes milliseconds, more than a single page.
            _keeps = gc.get_freeze_count() == 0
        nested = nested and _keeps is True
    if nested:
        gc.collect(0)
    try:
        yield
    finally:
        with _guard:
            if nested:
                gc.freeze()
                gc.unfreeze()
            _pausing -= 1
            if _pausing == 0 and _was_enabled:
                gc.enable()
