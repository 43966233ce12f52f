"""Keeping account of what becomes of each instance while requests are under way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias, Union

from pygen_client import PygenConnectionError
from pygen_client.schema import EdgeId, NodeId

Id: TypeAlias = Union[NodeId, EdgeId]

Key: TypeAlias = tuple[str, str, str]
"""Kind, space and external id: an id in the form that costs least where there are very many."""


def as_id(key: Key) -> Id:
    """The id that a key stands for."""
    kind, space, external_id = key
    return EdgeId(space, external_id) if kind == "edge" else NodeId(space, external_id)


def key_of(identifier: NodeId | EdgeId) -> Key:
    """The key that stands for an id."""
    return (identifier.instance_type, identifier.space, identifier.external_id)


@dataclass(frozen=True, slots=True)
class Loss:
    """Why something did not go through.

    Attributes:
        error: What the service said, or why there was no answer.
        at_fault: Whether the error is about this very instance: the service named it, or refused it alone.
        is_conflict: Whether the stored version was newer than ``existing_version``.
    """

    error: Exception
    at_fault: bool = False
    is_conflict: bool = False


_INTERRUPTED = Loss(PygenConnectionError("Interrupted before the answer came", may_have_arrived=True))


class Account:
    """What became of each instance, as far as it is known by now. Each has exactly one outcome.

    Args:
        settled: The outcomes after which there is nothing more to do.
    """

    def __init__(self, settled: frozenset[str]) -> None:
        self._settled = settled
        self._outcomes: dict[Key, str] = {}
        self._losses: dict[Key, Loss] = {}
        self._lists: dict[str, list[Id]] = {}

    def begin(self, keys: Sequence[Key]) -> Sequence[Key]:
        """From now on these count as not sent, but for those of which it is known what became of them.

        Returns:
            Those that count as not sent.
        """
        outcomes = self._outcomes
        if outcomes.keys().isdisjoint(keys):
            self.record(keys, "not_sent")
            return keys
        open_ = [key for key in keys if outcomes.get(key) not in self._settled]
        self.record(open_, "not_sent")
        return open_

    def record(self, keys: Collection[Key], outcome: str, loss: Loss | None = None) -> None:
        """What became of some instances, and why it did not work if it did not."""
        self._outcomes.update(zip(keys, repeat(outcome)))
        if loss is not None:
            self._losses.update(zip(keys, repeat(loss)))
        elif self._losses:
            for key in keys:
                self._losses.pop(key, None)
        self._lists.clear()

    def outcome_of(self, key: Key) -> str | None:
        """What became of an instance; None if it is not among those that are accounted for."""
        return self._outcomes.get(key)

    def is_settled(self, key: Key) -> bool:
        """Whether there is nothing more to do for an instance."""
        return self._outcomes.get(key) in self._settled

    def items(self) -> Iterator[tuple[Key, str, Loss | None]]:
        """All, with their outcomes, and with why it did not work where it did not."""
        return ((key, outcome, self._losses.get(key)) for key, outcome in self._outcomes.items())

    def keys(self, outcome: str) -> Iterator[Key]:
        """Those with one outcome."""
        return (key for key, one in self._outcomes.items() if one == outcome)

    def ids(self, outcome: str) -> list[Id]:
        """The ids of those with one outcome, in the order in which they were planned."""
        found = self._lists.get(outcome)
        if found is None:
            found = self._lists[outcome] = [as_id(key) for key in self.keys(outcome)]
        return found

    def losses(self, outcome: str) -> Iterator[tuple[Id, Loss]]:
        """Those with one outcome, and why it did not work."""
        return ((as_id(key), self._losses.get(key, _INTERRUPTED)) for key in self.keys(outcome))
