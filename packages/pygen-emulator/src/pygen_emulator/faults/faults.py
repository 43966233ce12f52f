"""The faults that are set at the moment, and how often each has hit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from pygen_emulator.faults import rules
from pygen_emulator.faults.fault import Fault


@dataclass
class SetFault:
    """A fault that is set. The counts go on while requests come."""

    id: int
    fault: Fault
    seen: int = 0
    """Requests so far that it concerned."""
    hits: int = 0
    """Requests so far that it hit."""

    def strike(self) -> bool:
        """Count a request that it concerns; whether it hits that one."""
        self.seen += 1
        if self.seen <= self.fault.after or self.hits == self.fault.times:
            return False
        self.hits += 1
        return True


class Faults:
    """The faults of an emulator, in the order in which they were set. Safe to use from any thread.

    A request is delayed by every ``latency`` that hits it, and otherwise meets the first fault that hits it; those
    after that one do not count it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids = count(1)
        self._set: list[SetFault] = []
        self.is_over = False
        """Whether nothing waits any more, because the emulator ends."""

    def add(self, fault: Fault | str) -> SetFault:
        """Set a fault. It stays, with its counts, until it is removed, also when it hits no more.

        Args:
            fault: A fault, or a rule as :mod:`pygen_emulator.faults.rules` describes it.

        Raises:
            FaultError: The rule cannot be used.
        """
        fault = rules.parse(fault) if isinstance(fault, str) else fault
        with self._lock:
            added = SetFault(next(self._ids), fault)
            self._set.append(added)
            return added

    def remove(self, id_: int) -> bool:
        """Remove a fault; whether there was one with the id."""
        with self._lock:
            kept = [each for each in self._set if each.id != id_]
            found = len(kept) < len(self._set)
            self._set = kept
            return found

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._set = []

    def end(self) -> None:
        """Remove all faults, and let what waits for one wait no longer."""
        self.clear()
        self.is_over = True

    def all(self) -> Sequence[SetFault]:
        """What is set, in order."""
        with self._lock:
            return list(self._set)

    def strike(self, method: str, path: str, meets: Callable[[Fault], bool]) -> list[Fault]:
        """What hits a request: any number of ``latency``, then at most one other fault.

        Args:
            method: HTTP method.
            path: Relative to the project.
            meets: Whether the request is one of those that the fault is for; asked only where method and path fit.
        """
        hits: list[Fault] = []
        with self._lock:
            for each in self._set:
                if each.fault.concerns(method, path) and meets(each.fault) and each.strike():
                    hits.append(each.fault)
                    if each.fault.effect != "latency":
                        break
        return hits
