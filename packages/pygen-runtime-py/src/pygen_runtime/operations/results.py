"""What became of the instances that were written or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, Union

from pygen_client import FailedRequest, MultiRequestError
from pygen_client.schema import EdgeId, NodeId

Id: TypeAlias = Union[NodeId, EdgeId]


@dataclass(repr=False)
class UpsertResult:
    """What became of each instance. Every id is in exactly one list.

    Attributes:
        created: Did not exist before.
        updated: Existed and was changed.
        unchanged: Existed with the very values that were sent; version and times stay.
        skipped: Left as it is by ``skip_on_version_conflict``, because the stored version is newer.
        failed: Was in a request that the service refused: nothing of that request was applied.
        unknown: Was in a request whose answer was lost: it may have been applied. Sending it again does no harm.
        not_sent: Was not sent, because an earlier request failed.
    """

    created: list[Id] = field(default_factory=list[Id])
    updated: list[Id] = field(default_factory=list[Id])
    unchanged: list[Id] = field(default_factory=list[Id])
    skipped: list[Id] = field(default_factory=list[Id])
    failed: list[Id] = field(default_factory=list[Id])
    unknown: list[Id] = field(default_factory=list[Id])
    not_sent: list[Id] = field(default_factory=list[Id])

    def __repr__(self) -> str:
        counts = {name: len(ids) for name, ids in vars(self).items()}
        shown = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)
        return f"<{type(self).__name__}: {shown or 'nothing to do'}>"


@dataclass(repr=False)
class DeleteResult:
    """What became of each instance. Edges that go because their node goes are not named.

    Attributes:
        deleted: Existed and is gone.
        not_found: Did not exist.
        failed: Was in a request that the service refused: nothing of that request was applied.
        unknown: Was in a request whose answer was lost: it may be gone. Sending it again does no harm.
        not_sent: Was not sent, because an earlier request failed.
    """

    deleted: list[Id] = field(default_factory=list[Id])
    not_found: list[Id] = field(default_factory=list[Id])
    failed: list[Id] = field(default_factory=list[Id])
    unknown: list[Id] = field(default_factory=list[Id])
    not_sent: list[Id] = field(default_factory=list[Id])

    __repr__ = UpsertResult.__repr__


class PartialUpsertError(MultiRequestError):
    """Some of several write requests failed; ``result`` tells what became of every instance."""

    result: UpsertResult


class PartialDeleteError(MultiRequestError):
    """Some of several delete requests failed; ``result`` tells what became of every instance."""

    result: DeleteResult


def record_loss(error: MultiRequestError, result: UpsertResult | DeleteResult) -> None:
    """Write into a result what an error says of the instances that did not go through."""

    def ids(requests: list[FailedRequest]) -> list[Id]:
        return [one for request in requests for one in request.items]

    result.failed = ids(error.failed)
    result.unknown = ids(error.unknown)
    result.not_sent = list(error.not_sent)


def answered_id(answer: Mapping[str, Any]) -> Id:
    """The id in one item of an answer."""
    kind = EdgeId if answer["instanceType"] == "edge" else NodeId
    return kind(answer["space"], answer["externalId"])
