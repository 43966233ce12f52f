"""Reading changes batch by batch, with a cursor that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar, get_args

from pygen_client import BadRequestError, Operation, OperationClass, PygenValidationError
from pygen_client.core import Api, halve_on_timeout
from pygen_client.schema import EdgeId, InstanceId, NodeId

from pygen_runtime.errors import CursorExpiredError, UnexpectedAnswerError
from pygen_runtime.filters import Filter
from pygen_runtime.instances import Edge, Instance
from pygen_runtime.instances.decode import ItemForm
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.query.decode import AnswerDecoder, next_cursors
from pygen_runtime.query.membership import members_of
from pygen_runtime.query.plan import Plan, Step
from pygen_runtime.query.simplify import all_of

T = TypeVar("T", bound=Instance)

OnExpired: TypeAlias = Literal["raise", "restart", "miss_deletions"]
"""What to do with a cursor that is too old: raise CursorExpiredError, begin anew, or go on without the deletions."""

MAX_BATCH = 2000
"""Instances in one answer (behaviour.md section 4.1)."""

_NAME = "changes"


@dataclass(slots=True)
class SyncBatch(Generic[T]):
    """Some changes. Carry out the deletions first: what was deleted and made again is in both lists.

    Attributes:
        upserted: What was created or changed, as it is now: a list of the view, as ``list`` gives it.
        deleted: What is gone. A first sync without cursor names none.
        cursor: From here the next sync goes on; keep it once the batch is carried out. It is good for 3 days
            (behaviour.md section 17), so sync more often, also if nothing changes.
        restarted: Whether the cursor had expired and everything is told anew: what this sync does not tell is gone.
    """

    upserted: InstanceList[T]
    deleted: list[InstanceId]
    cursor: str
    restarted: bool


class Changes(Generic[T]):
    """One sync: :meth:`next` gives the operation that reads the next batch. It does no I/O.

    Raises:
        PygenValidationError: ``chunk_size`` or ``on_expired`` cannot be used.
    """

    def __init__(
        self,
        api: Api,
        item_class: type[T],
        list_class: type[InstanceList[T]],
        *,
        cursor: str | None,
        where: Filter | None,
        backfill: bool,
        chunk_size: int,
        on_expired: OnExpired,
    ) -> None:
        if not 1 <= chunk_size <= MAX_BATCH:
            raise PygenValidationError(f"chunk_size must be 1 to {MAX_BATCH}, not {chunk_size}")
        if on_expired not in get_args(OnExpired):
            raise PygenValidationError(f"on_expired is 'raise', 'restart' or 'miss_deletions', not {on_expired!r}")
        self._api = api
        self._list_class = list_class
        self._cursor = cursor
        self._size = chunk_size
        self._backfill = backfill
        self._on_expired = on_expired
        self._restarted = False
        self._first = True
        self._more = True
        of_edges = issubclass(item_class, Edge)
        self._id: type[NodeId] | type[EdgeId] = EdgeId if of_edges else NodeId
        self._step = Step(
            name=_NAME,
            item_class=item_class,
            expression={},
            filter=all_of([*members_of(item_class), *([] if where is None else [where])]),
            sort=(),
            form=ItemForm(item_class, deletable=True),
            of_edges=of_edges,
        )
        self._decoder = AnswerDecoder(Plan(self._step))

    def next(self) -> Operation[SyncBatch[T]] | None:
        """Read the next batch; None when there are no more changes for now."""
        return self._batch() if self._more else None

    def _batch(self) -> Operation[SyncBatch[T]]:
        try:
            content, self._size = yield from halve_on_timeout(self._size, self._request)
        except BadRequestError as error:
            if self._cursor is None or "cursor has expired" not in error.message.casefold():
                raise
            if self._on_expired != "restart" or self._restarted:
                raise CursorExpiredError(
                    "The cursor of this sync has expired, so deletions since then may be lost. Sync without cursor and "
                    "drop what is not told anew (on_expired='restart' does so), or go on without the deletions "
                    "(on_expired='miss_deletions')"
                ) from error
            # Whatever was asked for: what a sync that restarted does not tell counts as gone.
            self._cursor, self._restarted, self._backfill = None, True, True
            content, self._size = yield from halve_on_timeout(self._size, self._request)
        objects = self._decoder.sets(content).get(_NAME, [])
        self._first = False
        # The answer has no other sign of the end than to be short (behaviour.md section 17).
        self._more = len(objects) >= self._size
        cursor = next_cursors(content).get(_NAME)
        if cursor is None:
            # Without it the next request would tell everything again, and again.
            raise UnexpectedAnswerError(
                "The answer to a sync has no cursor. Check the base URL, and proxies on the way"
            )
        self._cursor = cursor
        batch: SyncBatch[T] = SyncBatch(self._list_class(), [], cursor, self._restarted)
        for one in objects:
            if one.__dict__.get("_deleted") is None:
                batch.upserted.append(one)
            else:
                batch.deleted.append(self._id(one.space, one.external_id))
        return batch

    def _request(self, size: int) -> Operation[bytes]:
        expression = {**self._step.dump(size), "mode": "onePhase" if self._backfill else "noBackfill"}
        body: dict[str, Any] = {
            "with": {_NAME: expression},
            "select": {_NAME: self._step.select()},
            "includeTyping": self._first,
            "allowExpiredCursorsAndAcceptMissedDeletes": self._on_expired == "miss_deletions",
        }
        if self._cursor is not None:
            body["cursors"] = {_NAME: self._cursor}
        response = yield from self._api.post("/models/instances/sync", body, operation_class=OperationClass.QUERY)
        return response.content
