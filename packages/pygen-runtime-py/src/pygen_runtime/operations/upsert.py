"""Writing instances, flat or nested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import to_json
from pygen_client import Operation, OperationClass
from pygen_client.core import Api

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import InstanceWrite
from pygen_runtime.operations.results import PartialUpsertError, UpsertResult, answered_id, record_loss
from pygen_runtime.operations.waves import Chunk, in_waves
from pygen_runtime.operations.write_plan import in_waves_of, plan

MAX_ITEMS = 1000
"""Instances in one request (behaviour.md section 4.1)."""


def upsert(
    api: Api,
    items: Iterable[InstanceWrite],
    default_space: str | None,
    *,
    replace: bool,
    skip_on_version_conflict: bool,
) -> Operation[UpsertResult]:
    """Create or change instances, with all write objects that are nested in them.

    Raises:
        PygenValidationError: Two objects with one id differ, or an object has no space. Nothing was sent.
        PartialUpsertError: One of several requests failed.
    """
    given = list(items)
    with collector_paused():
        planned = plan(given, default_space)
    options = {"replace": replace, "skipOnVersionConflict": skip_on_version_conflict}

    def send(chunk: Chunk) -> Operation[list[dict[str, Any]]]:
        instances = [planned[one].encode(default_space) for one in chunk]
        # A guarded write that was carried out would be refused the second time, as its version has grown.
        idempotent = not any("existingVersion" in instance for instance in instances)
        response = yield from api.post(
            "/models/instances",
            to_json({"items": instances, **options}),
            operation_class=OperationClass.WRITE,
            idempotent=idempotent,
        )
        answer: list[dict[str, Any]] = response.json()["items"]
        return answer

    waves = in_waves_of(planned, MAX_ITEMS)
    answers, error = yield from in_waves(waves, OperationClass.WRITE, send, PartialUpsertError())
    result = UpsertResult()
    _sort_out(result, [one for answer in answers for one in answer])
    if error is not None:
        record_loss(error, result)
    known = {one for ids in vars(result).values() for one in ids}
    result.skipped = [one for one in planned if one not in known]
    if error is not None:
        error.result = result
        raise error from (error.failed or error.unknown)[0].error
    return result


def _sort_out(result: UpsertResult, answers: Iterable[Mapping[str, Any]]) -> None:
    for answer in answers:
        identifier = answered_id(answer)
        if not answer["wasModified"]:
            result.unchanged.append(identifier)
        elif answer["createdTime"] == answer["lastUpdatedTime"]:
            result.created.append(identifier)
        else:
            result.updated.append(identifier)
