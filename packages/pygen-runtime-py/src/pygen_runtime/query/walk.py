"""The way through the pages of all result sets, such that every instance of each is read.

A cursor of a result set belongs to the page of the set that it starts from (behaviour.md section 19). So a set goes on
while the sets before it stay on their page, and these go on only when all behind them are done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pygen_runtime.operations.read import MAX_CHUNK
from pygen_runtime.query.plan import Plan, Step

FIRST_PAGE = 1000
"""Instances in the first page of the root; it grows while answers are quick."""
QUICK = 1.0
"""Seconds. An answer that takes less lets the next page be larger."""


@dataclass(slots=True)
class _Position:
    """Where a result set is: the cursor that gave its page, and the one that gives the next; None for none."""

    cursor: str | None = None
    following: str | None = None


class Walk:
    """Which request comes next. It does no I/O.

    Args:
        plan: The plan.
        cursor: Where the root begins.
        page_size: Instances in one page of the root; None to begin with 1,000 and to adapt.
    """

    def __init__(self, plan: Plan, *, cursor: str | None = None, page_size: int | None = None) -> None:
        self._plan = plan
        self._positions = {step.name: _Position() for step in plan.steps()}
        self._positions[plan.root.name].cursor = cursor
        self._fixed = page_size is not None
        self._root_size = FIRST_PAGE if page_size is None else page_size
        self._size = MAX_CHUNK
        self._reading: list[Step] = plan.steps()

    @property
    def root_size(self) -> int:
        """Instances in the page of the root that comes next."""
        return self._root_size

    @property
    def next_cursor(self) -> str | None:
        """The cursor of the root's next page; None if there is none."""
        return self._positions[self._plan.root.name].following

    def body(self, root_limit: int) -> dict[str, Any]:
        """The next request. Sets of which nothing new is to be read stay in it, and are not selected."""
        dumped = self._plan.dump(root_limit=root_limit, limit=self._size)
        select = {step.name: dumped["select"][step.name] for step in self._reading}
        cursors = {name: one.cursor for name, one in self._positions.items() if one.cursor is not None}
        return {**dumped, "select": select, **({"cursors": cursors} if cursors else {})}

    def received(self, cursors: Mapping[str, str | None]) -> bool:
        """Take the cursors of an answer. True if the page of the root is complete with it, children included."""
        for step in self._reading:
            self._positions[step.name].following = cursors.get(step.name)
        self._reading = self._within(self._plan.root)
        return not self._reading

    def turn(self) -> None:
        """Go on to the next page of the root."""
        self._reading = self._turn(self._plan.root)

    def grow(self) -> None:
        """The answers are quick: take larger pages of the root from the next one on."""
        if not self._fixed:
            self._root_size = min(MAX_CHUNK, 2 * self._root_size)

    def shrink(self) -> bool:
        """The request was too heavy: begin the page of the root again with half of all sizes. False if none is left."""
        if self._root_size == 1 and self._size == 1:
            return False
        self._root_size = max(1, self._root_size // 2)
        self._size = max(1, self._size // 2)
        # Sizes grow no more: what was too heavy once would be so again.
        self._fixed = True
        steps = self._plan.steps()
        for step in steps[1:]:
            self._positions[step.name] = _Position()
        self._reading = steps
        return True

    def _within(self, step: Step) -> list[Step]:
        """What is to be read while this set stays on its page."""
        found: list[Step] = []
        for child in step.steps:
            deeper = self._within(child)
            if not deeper and self._positions[child.name].following is not None:
                deeper = self._turn(child)
            found += deeper
        return found

    def _turn(self, step: Step) -> list[Step]:
        steps = list(step.all())
        self._positions[step.name].cursor = self._positions[step.name].following
        self._positions[step.name].following = None
        for child in steps[1:]:
            self._positions[child.name] = _Position()
        return steps
