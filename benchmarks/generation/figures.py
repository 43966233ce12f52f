"""Time and memory of one generation in this process, printed as JSON. Standard library only."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any


def show(generate: Callable[[], Mapping[Any, str]], runs: int) -> None:
    """Generate and print ``{"first": .., "again": .., "lines": .., "peak": ..}``.

    ``first`` are the seconds of the first run, ``again`` the median seconds of the others, ``peak`` the most megabytes
    that the whole process has held.
    """
    seconds: list[float] = []
    files: Mapping[Any, str] = {}
    for _ in range(runs):
        begin = time.perf_counter()
        files = generate()
        seconds.append(time.perf_counter() - begin)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    again = statistics.median(seconds[1:] or seconds)
    lines = sum(text.count("\n") for text in files.values())
    print(json.dumps({"first": seconds[0], "again": again, "lines": lines, "peak": peak}))
