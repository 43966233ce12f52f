"""Indexes, constraints and properties of containers: deleting them, and checking them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Union, cast

from pygen_client.core import Api, Operation, OperationClass, in_chunks
from pygen_client.resources.inspection import MAX_CONTAINERS
from pygen_client.schema import ContainerId

ContainerPart = tuple[ContainerId, str]
"""A container, and the identifier of one of its indexes, constraints or properties."""

ContainerParts = Union[ContainerPart, Sequence[ContainerPart]]
"""One or many."""

Action = Literal["indexes/delete", "constraints/delete", "indexes/retry", "constraints/retry", "properties/retry"]


def act_on_parts(api: Api, action: Action, parts: ContainerParts) -> Operation[list[ContainerPart]]:
    """Give the parts that the service acted on."""

    def act(part: Sequence[ContainerPart]) -> Operation[list[ContainerPart]]:
        items = [
            {"space": container.space, "containerExternalId": container.external_id, "identifier": identifier}
            for container, identifier in part
        ]
        response = yield from api.post(
            f"/models/containers/{action}", {"items": items}, operation_class=OperationClass.SCHEMA
        )
        answered: list[dict[str, Any]] = response.json()["items"]
        return [(ContainerId(item["space"], item["containerExternalId"]), item["identifier"]) for item in answered]

    many = _many(parts)
    if not many:
        return []
    return (yield from in_chunks(many, MAX_CONTAINERS, OperationClass.SCHEMA, act))


def _many(parts: ContainerParts) -> Sequence[ContainerPart]:
    is_one = isinstance(parts, tuple) and len(parts) == 2 and isinstance(parts[0], ContainerId)
    return cast("Sequence[ContainerPart]", [parts] if is_one else parts)
