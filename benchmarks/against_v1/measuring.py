"""Time and memory of one piece of work in this process, printed as JSON. Standard library only."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = {"retrieve": 15, "search": 15, "upsert": 3, "delete": 3}
"""How often short work is done in one process; its median counts. All else is done once."""

WorkOf = Callable[[str, str, int], Callable[[], Any]]


def measured(path: str, url: str, small_url: str, count: str, *, work_of: WorkOf) -> None:
    """Do the work of one path and print ``{"seconds": .., "cpu": .., "growth": ..}``.

    Args:
        path: Which one.
        url: Address of the server.
        small_url: Address of a server with few instances: the same work is done there first, so that connections,
            classes and caches are as they are in a program that has run for a while.
        count: How many instances the work is about, where the server does not say.
        work_of: Makes the work of a path, an address and a count.
    """
    work_of(path, small_url, min(10, int(count)))()
    work = work_of(path, url, int(count))
    if path in ROUNDS:
        work()
    before = resident()
    seconds: list[float] = []
    computed = time.process_time()
    for _ in range(ROUNDS.get(path, 1)):
        begin = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begin)
        del result
    computed = (time.process_time() - computed) / len(seconds)
    print(json.dumps({"seconds": statistics.median(seconds), "cpu": computed, "growth": peak() - before}))


def resident() -> float:
    """Megabytes that this process has in memory now; its peak where the system does not say."""
    status = Path("/proc/self/statm")
    if not status.is_file():
        return peak()
    return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    """Megabytes that this process has had in memory at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
