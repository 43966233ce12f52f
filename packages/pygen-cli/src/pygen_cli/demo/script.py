"""The steps of a script whose cells begin with `# %%` and a title."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"^# %% (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One cell of a script."""

    title: str
    code: str
    first_line: int
    """Line of the script on which the code begins, counted from 1."""


def steps_of(script: str) -> list[Step]:
    """The cells of a script, in order. What stands before the first one is none."""
    marks = list(_CELL.finditer(script))
    ends = [mark.start() for mark in marks[1:]] + [len(script)]
    return [
        Step(mark[1], script[mark.end() : end].strip("\n"), script.count("\n", 0, mark.end() + 1) + 1)
        for mark, end in zip(marks, ends, strict=True)
    ]
