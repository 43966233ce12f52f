"""Chance that can be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Random choices that are the same for the same key, on every platform and every version of Python.

    Of Python's generator only ``random()`` is promised to stay as it is, so everything is made of that.

    Args:
        key: What the choices are for.
    """

    def __init__(self, *key: object) -> None:
        self._random = Random("/".join(map(str, key))).random  # noqa: S311 - data to look at, not secrets

    def chance(self, of_one: float) -> bool:
        """Whether something happens that happens in this part of all cases."""
        return self._random() < of_one

    def below(self, count: int) -> int:
        """One of 0 to ``count - 1``."""
        return int(self._random() * count)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def number(self, least: float, most: float) -> float:
        """A number from the one to the other."""
        return least + self._random() * (most - least)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]
