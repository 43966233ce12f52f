"""What became of the instances that were written or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeAlias, Union

from pygen_client import FailedRequest, MultiRequestError, PygenConnectionError
from pygen_client.schema import EdgeId, NodeId
from typing_extensions import Self

from pygen_runtime.operations.result_lines import Line, read_lines, write_lines

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


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An instance that did not go through, or of which nobody knows, and why.

    Attributes:
        id: The instance.
        error: What the service said, or why there was no answer.
        at_fault: Whether the error is about this very instance: the service named it, or refused it alone. If not, it
            was in the same request as what is at fault, as far as that is known.
        is_conflict: Whether the stored version was newer than ``existing_version``.
    """

    id: Id
    error: Exception
    at_fault: bool = False
    is_conflict: bool = False

    @property
    def space(self) -> str:
        """The space of the instance."""
        return self.id.space

    @property
    def external_id(self) -> str:
        """The external id of the instance."""
        return self.id.external_id

    def __str__(self) -> str:
        return f"{self.id.instance_type} {self.id}: {self.error}"


_INTERRUPTED = Loss(PygenConnectionError("Interrupted before the answer came", may_have_arrived=True))


class Result:
    """What became of each instance, as far as it is known by now. Every id has exactly one outcome.

    Attributes:
        is_dry_run: Whether nothing was sent that changes anything: the outcomes are those that are to be expected.
        requests: What a dry run would have sent, request by request, as decoded JSON.
    """

    _OUTCOMES: ClassVar[tuple[str, ...]]
    _SETTLED: ClassVar[frozenset[str]]

    def __init__(self) -> None:
        self.is_dry_run = False
        self.requests: list[dict[str, Any]] = []
        self._outcomes: dict[Key, str] = {}
        self._losses: dict[Key, Loss] = {}
        self._lists: dict[str, list[Id]] = {}

    @property
    def failed(self) -> list[FailedItem]:
        """Was in a request that the service refused: nothing of that request was applied."""
        return self._lost("failed")

    @property
    def unknown(self) -> list[FailedItem]:
        """Was in a request whose answer was lost: it may have been applied. ``resume`` finds out, or sends it again."""
        return self._lost("unknown")

    @property
    def not_sent(self) -> list[Id]:
        """Was not sent, because an earlier request failed or the call was interrupted."""
        return self._ids("not_sent")

    def outcomes(self) -> dict[str, list[Id]]:
        """All ids by the name of the list that they are in; lists that are empty included."""
        return {outcome: [*self._ids(outcome)] for outcome in self._OUTCOMES}

    def outcome_of(self, identifier: NodeId | EdgeId) -> str | None:
        """The name of the list that an instance is in; None if it is in none."""
        return self._outcomes.get(key_of(identifier))

    def write_jsonl(self, path: str | Path) -> None:
        """Write one line of JSON for each instance: kind, id, outcome and error. No values, and nothing secret."""
        write_lines(path, (Line(key, outcome, self._losses.get(key)) for key, outcome in self._outcomes.items()))

    @classmethod
    def read_jsonl(cls, path: str | Path) -> Self:
        """Read what :meth:`write_jsonl` wrote, to go on with it: ``client.upsert(items, resume=result)``.

        Raises:
            PygenValidationError: A line is not what this kind of result has; the message names it.
        """
        result = cls()
        for key, outcome, error in read_lines(path, cls._OUTCOMES):
            result._outcomes[key] = outcome
            if error is not None:
                result._losses[key] = Loss(error.error, error.at_fault, error.is_conflict)
        return result

    def begin(self, keys: Sequence[Key]) -> Sequence[Key]:
        """From now on these count as not sent, but for those of which it is known what became of them.

        Returns:
            Those that count as not sent.
        """
        outcomes, settled = self._outcomes, self._SETTLED
        if outcomes.keys().isdisjoint(keys):
            outcomes.update(dict.fromkeys(keys, "not_sent"))
            return keys
        open_ = [key for key in keys if outcomes.get(key) not in settled]
        for key in open_:
            outcomes[key] = "not_sent"
            self._losses.pop(key, None)
        self._lists.clear()
        return open_

    def is_unknown(self, key: Key) -> bool:
        """Whether an instance was sent and nobody knows what became of it."""
        return self._outcomes.get(key) == "unknown"

    def has_settled(self, keys: Iterable[Key]) -> bool:
        """Whether some of these went through."""
        return any(self._outcomes.get(key) in self._SETTLED for key in keys)

    def record(self, keys: Iterable[Key], outcome: str, loss: Loss | None = None) -> None:
        """What became of some instances."""
        found = dict.fromkeys(keys, outcome)
        self._outcomes.update(found)
        if loss is not None:
            self._losses.update(dict.fromkeys(found, loss))
        self._lists.clear()

    def keys(self, outcome: str) -> Iterator[Key]:
        """Those with one outcome."""
        return (key for key, one in self._outcomes.items() if one == outcome)

    def tell(self, error: MultiRequestError) -> None:
        """Put into an error what became of everything, this result included."""
        error.result = self  # type: ignore[attr-defined]  # the errors of this module declare it
        error.succeeded = [as_id(key) for key, one in self._outcomes.items() if one in self._SETTLED]
        error.not_sent = [*self.not_sent]
        for outcome, requests in (("failed", error.failed), ("unknown", error.unknown)):
            together: dict[int, FailedRequest] = {}
            for item in self._lost(outcome):
                request = together.setdefault(id(item.error), FailedRequest([], item.error))
                request.items.append(item.id)
            requests[:] = together.values()

    def _ids(self, outcome: str) -> list[Id]:
        found = self._lists.get(outcome)
        if found is None:
            found = self._lists[outcome] = [as_id(key) for key in self.keys(outcome)]
        return found

    def _lost(self, outcome: str) -> list[FailedItem]:
        losses = ((key, self._losses.get(key, _INTERRUPTED)) for key in self.keys(outcome))
        return [FailedItem(as_id(key), loss.error, loss.at_fault, loss.is_conflict) for key, loss in losses]

    def __repr__(self) -> str:
        counts = dict.fromkeys(self._OUTCOMES, 0)
        for outcome in self._outcomes.values():
            counts[outcome] += 1
        shown = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
        return f"<{type(self).__name__}{' of a dry run' if self.is_dry_run else ''}: {shown or 'nothing to do'}>"


class UpsertResult(Result):
    """What became of each instance. Every id is in exactly one list.

    An empty one can be given to ``upsert(resume=...)``: it is kept up to date while the call goes on, and tells what
    was sent if the call is interrupted.
    """

    _OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed", "unknown", "not_sent")
    _SETTLED = frozenset({"created", "updated", "unchanged", "skipped"})

    @property
    def created(self) -> list[Id]:
        """Did not exist before."""
        return self._ids("created")

    @property
    def updated(self) -> list[Id]:
        """Existed and was changed."""
        return self._ids("updated")

    @property
    def unchanged(self) -> list[Id]:
        """Existed with the very values that were sent; version and times stay."""
        return self._ids("unchanged")

    @property
    def skipped(self) -> list[Id]:
        """Left as it is by ``skip_on_version_conflict``, because the stored version is newer."""
        return self._ids("skipped")

    @property
    def rejected(self) -> list[FailedItem]:
        """Those of ``failed`` that are at fault: the service named them or refused them alone."""
        return [item for item in self.failed if item.at_fault]

    @property
    def conflicts(self) -> list[FailedItem]:
        """Those of ``failed`` that are known to have a newer version stored than their ``existing_version``."""
        return [item for item in self.failed if item.is_conflict]


class DeleteResult(Result):
    """What became of each instance. Edges that go because their node goes are not named."""

    _OUTCOMES = ("deleted", "not_found", "failed", "unknown", "not_sent")
    _SETTLED = frozenset({"deleted", "not_found"})

    @property
    def deleted(self) -> list[Id]:
        """Existed and is gone."""
        return self._ids("deleted")

    @property
    def not_found(self) -> list[Id]:
        """Did not exist."""
        return self._ids("not_found")


class PartialUpsertError(MultiRequestError):
    """Some of several write requests failed; ``result`` tells what became of every instance."""

    result: UpsertResult


class PartialDeleteError(MultiRequestError):
    """Some of several delete requests failed; ``result`` tells what became of every instance."""

    result: DeleteResult
