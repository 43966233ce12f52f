"""Deleting instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pygen_client import Operation, OperationClass
from pygen_client.core import Api, chunks
from pygen_client.schema import EdgeId

from pygen_runtime.instances.relation import instance_id
from pygen_runtime.operations.results import DeleteResult, Id, PartialDeleteError, answered_id, record_loss
from pygen_runtime.operations.waves import Chunk, in_waves

MAX_ITEMS = 1000
"""Instances in one request (behaviour.md section 4.1)."""


def delete(api: Api, ids: Iterable[Any], default_space: str | None) -> Operation[DeleteResult]:
    """Delete instances. Edges go before nodes: a node takes its edges along, which can fail for very many of them.

    Raises:
        PygenValidationError: Something does not name an instance. Nothing was sent.
        PartialDeleteError: One of several requests failed.
    """
    wanted: list[Id] = list(dict.fromkeys(instance_id(one, default_space) for one in ids))
    edges: list[Id] = [one for one in wanted if isinstance(one, EdgeId)]
    nodes: list[Id] = [one for one in wanted if not isinstance(one, EdgeId)]

    def send(chunk: Chunk) -> Operation[list[dict[str, Any]]]:
        body = {"items": [one.dump(with_type=True) for one in chunk]}
        response = yield from api.post("/models/instances/delete", body, operation_class=OperationClass.DELETE)
        answer: list[dict[str, Any]] = response.json()["items"]
        return answer

    waves = [chunks(kind, MAX_ITEMS) for kind in (edges, nodes) if kind]
    answers, error = yield from in_waves(waves, OperationClass.DELETE, send, PartialDeleteError())
    gone: set[Id] = {answered_id(one) for answer in answers for one in answer}
    result = DeleteResult(deleted=[one for one in wanted if one in gone])
    if error is not None:
        record_loss(error, result)
    elsewhere = {*result.deleted, *result.failed, *result.unknown, *result.not_sent}
    result.not_found = [one for one in wanted if one not in elsewhere]
    if error is not None:
        error.result = result
        raise error from (error.failed or error.unknown)[0].error
    return result
