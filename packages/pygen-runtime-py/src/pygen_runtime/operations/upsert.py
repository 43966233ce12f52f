"""Writing instances, flat or nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from pygen_client import Operation, OperationClass, PygenValidationError
from pygen_client.core import Api, chunks
from pygen_client.schema import NodeId

from pygen_runtime.collector import collector_paused
from pygen_runtime.instances import InstanceWrite
from pygen_runtime.instances.encode_write import Encoded, encode_write, relation_targets
from pygen_runtime.instances.relation import is_write, write_id
from pygen_runtime.operations.results import Id, PartialUpsertError, UpsertResult, answered_id, record_loss
from pygen_runtime.operations.waves import Chunk, in_waves

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
        planned = _plan(given, default_space)
    options = {"replace": replace, "skipOnVersionConflict": skip_on_version_conflict}

    def send(chunk: Chunk) -> Operation[list[dict[str, Any]]]:
        instances = [planned[one].item for one in chunk]
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

    waves = _waves(planned)
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


def _plan(items: Iterable[InstanceWrite], default_space: str | None) -> Mapping[Id, Encoded]:
    """Every instance once, nested ones included."""
    planned: dict[Id, Encoded] = {}
    for instance in _with_nested(items):
        identifier = write_id(instance, default_space)
        encoded = encode_write(instance, identifier, default_space)
        known = planned.setdefault(identifier, encoded)
        if known.item != encoded.item:
            raise PygenValidationError(
                f"{type(identifier).__name__} {identifier} was given twice with different content: give it once, with "
                "all that is to be written"
            )
    return planned


def _with_nested(items: Iterable[InstanceWrite]) -> Iterator[InstanceWrite]:
    # Not recursive: nesting may be deeper than the interpreter's stack, and go round in circles.
    waiting: list[Any] = list(items)
    waiting.reverse()
    seen: set[int] = set()
    while waiting:
        instance = waiting.pop()
        if id(instance) in seen:
            continue
        seen.add(id(instance))
        if not isinstance(instance, InstanceWrite):
            hint = "; use as_write()" if hasattr(instance, "as_write") else ""
            raise PygenValidationError(f"{type(instance).__name__} is no write object{hint}")
        yield instance
        nested = [target for target in relation_targets(instance) if is_write(target)]
        waiting.extend(reversed(nested))


def _waves(planned: Mapping[Id, Encoded]) -> list[list[Chunk]]:
    """Chunks such that what an instance needs comes in the same chunk or in an earlier wave, but for circles."""
    ordered = _needed_first(planned)
    parts = chunks(ordered, MAX_ITEMS)
    place = {one: number for number, part in enumerate(parts) for one in part}
    depth: list[int] = []
    for number, part in enumerate(parts):
        needed = {place[need] for one in part for need in planned[one].needs if need in place}
        depth.append(1 + max((depth[other] for other in needed if other < number), default=-1))
    return [
        [part for part, level in zip(parts, depth, strict=True) if level == wave]
        for wave in range(max(depth, default=-1) + 1)
    ]


def _needed_first(planned: Mapping[Id, Encoded]) -> Sequence[Id]:
    """Nodes before edges, and each node behind those that it refers to."""
    ordered: dict[Id, None] = {}
    entered: set[Id] = set()
    roots = sorted(planned, key=lambda one: not isinstance(one, NodeId))
    waiting: list[tuple[Id, bool]] = [(one, False) for one in reversed(roots)]
    while waiting:
        one, needs_done = waiting.pop()
        if needs_done:
            ordered[one] = None
        elif one not in entered:
            entered.add(one)
            waiting.append((one, True))
            waiting.extend((need, False) for need in reversed(planned[one].needs) if need in planned)
    return list(ordered)


def _sort_out(result: UpsertResult, answers: Iterable[Mapping[str, Any]]) -> None:
    for answer in answers:
        identifier = answered_id(answer)
        if not answer["wasModified"]:
            result.unchanged.append(identifier)
        elif answer["createdTime"] == answer["lastUpdatedTime"]:
            result.created.append(identifier)
        else:
            result.updated.append(identifier)
