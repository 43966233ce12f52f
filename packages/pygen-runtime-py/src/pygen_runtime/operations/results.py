"""What became of the instances that were written or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pygen_client import FailedRequest, MultiRequestError
from pygen_client.schema import EdgeId, NodeId
from typing_extensions import Self

from pygen_runtime.operations.account import Account, Id, Loss, as_id, key_of
from pygen_runtime.operations.result_lines import Line, read_lines, write_lines


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
        self._account = Account(self._SETTLED)

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
        return self._account.outcome_of(key_of(identifier))

    def write_jsonl(self, path: str | Path) -> None:
        """Write one line of JSON for each instance: kind, id, outcome and error. No values, and nothing secret.

        What the file held before stays there until all is written.
        """
        write_lines(path, (Line(*item) for item in self._account.items()))

    @classmethod
    def read_jsonl(cls, path: str | Path) -> Self:
        """Read what :meth:`write_jsonl` wrote, to go on with it: ``client.upsert(items, resume=result)``.

        Raises:
            PygenValidationError: A line is not what this kind of result has; the message names it.
        """
        result = cls()
        for key, outcome, error in read_lines(path, cls._OUTCOMES):
            loss = None if error is None else Loss(error.error, error.at_fault, error.is_conflict)
            result._account.record([key], outcome, loss)
        return result

    def _ids(self, outcome: str) -> list[Id]:
        return self._account.ids(outcome)

    def _lost(self, outcome: str) -> list[FailedItem]:
        losses = self._account.losses(outcome)
        return [FailedItem(one, loss.error, loss.at_fault, loss.is_conflict) for one, loss in losses]

    def __repr__(self) -> str:
        counts = dict.fromkeys(self._OUTCOMES, 0)
        for _, outcome, _ in self._account.items():
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


_GO_ON = ". To go on, call it again with resume=error.result: only what is not settled is sent"


class PartialUpsertError(MultiRequestError):
    """Some of several write requests failed; ``result`` tells what became of every instance."""

    result: UpsertResult

    def __str__(self) -> str:
        return super().__str__() + _GO_ON


class PartialDeleteError(MultiRequestError):
    """Some of several delete requests failed; ``result`` tells what became of every instance."""

    result: DeleteResult

    def __str__(self) -> str:
        return super().__str__() + _GO_ON


def account_of(result: Result) -> Account:
    """Where it is written what becomes of each instance."""
    return result._account


def partial_error(result: UpsertResult | DeleteResult) -> MultiRequestError:
    """The error that tells what became of everything."""
    account = account_of(result)
    error: MultiRequestError
    if isinstance(result, UpsertResult):
        error = PartialUpsertError()
        error.result = result
    else:
        error = PartialDeleteError()
        error.result = result
    error.succeeded = [as_id(key) for key, _, _ in account.items() if account.is_settled(key)]
    error.not_sent = [*result.not_sent]
    for outcome, requests in (("failed", error.failed), ("unknown", error.unknown)):
        together: dict[int, FailedRequest] = {}
        for one, loss in account.losses(outcome):
            together.setdefault(id(loss.error), FailedRequest([], loss.error)).items.append(one)
        requests[:] = together.values()
    return error
