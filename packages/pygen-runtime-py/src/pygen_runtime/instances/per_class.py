"""Values that are made once for each class."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

C = TypeVar("C", bound=type)
V = TypeVar("V")

# Reentrant: making one value may need another.
_MAKING = threading.RLock()


class PerClass(Generic[C, V]):
    """Calls a function once for each class, when first needed, and keeps the value with the class.

    The value goes when the class goes, so classes that a notebook makes again and again leave nothing behind.
    Safe among threads.
    """

    def __init__(self, make: Callable[[C], V]) -> None:
        self._make = make
        self._name = f"__pygen_{make.__name__}__"

    def __call__(self, owner: C) -> V:
        try:
            return cast(V, owner.__dict__[self._name])
        except KeyError:
            pass
        with _MAKING:
            if self._name not in owner.__dict__:
                setattr(owner, self._name, self._make(owner))
        return cast(V, owner.__dict__[self._name])
