"""Deleting instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pygen_client import Operation, OperationClass, PygenValidationError
from pygen_client.core import Api, chunks

from pygen_runtime.answers import answer_to
from pygen_runtime.instances.relation import instance_id
from pygen_runtime.operations.account import Key, key_of
from pygen_runtime.operations.answered import key_in
from pygen_runtime.operations.delivery import Chunk, Delivery
from pygen_runtime.operations.results import DeleteResult, account_of, partial_error
from pygen_runtime.operations.stored import read_existing
from pygen_runtime.progress import SILENT, Progress

MAX_ITEMS = 1000
"""Instances in one request (behaviour.md section 4.1)."""


def delete(
    api: Api,
    ids: Iterable[Any],
    default_space: str | None,
    *,
    dry_run: bool = False,
    resume: DeleteResult | None = None,
    progress: Progress = SILENT,
) -> Operation[DeleteResult]:
    """Delete instances; see ``InstanceClient.delete``."""
    if resume is not None and (resume.is_dry_run or dry_run):
        raise PygenValidationError("A dry run deletes nothing, so there is nothing to go on with: leave resume out")
    result = DeleteResult() if resume is None else resume
    result.is_dry_run = dry_run
    account = account_of(result)
    keys = account.begin([*dict.fromkeys(key_of(instance_id(one, default_space)) for one in ids)])
    # Edges go before nodes: a node takes its edges along, which can fail for very many of them (section 22).
    kinds = [[key for key in keys if key[0] == kind] for kind in ("edge", "node")]
    waves = [chunks(kind, MAX_ITEMS) for kind in kinds if kind]

    def send(chunk: Chunk) -> Operation[None]:
        body = {"items": [_dumped(key) for key in chunk]}
        if dry_run:
            gone: set[Key] = {*(yield from read_existing(api, chunk))}
            result.requests.append(body)
        else:
            response = yield from api.post("/models/instances/delete", body, operation_class=OperationClass.DELETE)
            with answer_to("a delete"):
                gone = {key_in(one) for one in response.json()["items"]}
        account.record([key for key in chunk if key in gone], "deleted")
        account.record([key for key in chunk if key not in gone], "not_found")

    delivery = Delivery(account, progress, "Checking" if dry_run else "Deleting", lambda: partial_error(result))
    delivery.expect(sum(map(len, waves)), len(keys))
    try:
        for wave in waves:
            yield from delivery.together([delivery.bring(chunk, send) for chunk in wave], OperationClass.DELETE)
    finally:
        delivery.close()
    return result


def _dumped(key: Key) -> dict[str, str]:
    kind, space, external_id = key
    return {"instanceType": kind, "space": space, "externalId": external_id}
