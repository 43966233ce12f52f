"""Which views and containers there are around a container or an instance (behaviour.md section 18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from pygen_client.core import Api, Operation, OperationClass, in_chunks, split_on_timeout
from pygen_client.schema import ContainerId, EdgeId, InstanceId, NodeId, ViewId
from pygen_client.schema._base import SchemaModel

MAX_CONTAINERS = 10
"""Containers, or parts of them, in one request (behaviour.md section 4.1)."""

MAX_INSTANCES = 1000
"""Instances in one request (behaviour.md section 4.1)."""


class ContainerInspection(SchemaModel):
    """The views that map a container.

    Attributes:
        container: The container.
        view_count: How many there are, those that the caller may not see among them unless the request said otherwise.
        views: Those that the caller may see.
    """

    container: ContainerId
    view_count: int
    views: list[ViewId] = Field(default_factory=list)


class InstanceInspection(SchemaModel):
    """Where an instance has data.

    Attributes:
        instance: The instance, a ``NodeId`` or an ``EdgeId``.
        views: Views that it belongs to.
        containers: Containers that it has data in.
    """

    instance: NodeId | EdgeId
    views: list[ViewId] = Field(default_factory=list)
    containers: list[ContainerId] = Field(default_factory=list)


def inspect_containers(
    api: Api, ids: Sequence[ContainerId], *, all_versions: bool, include_unavailable_views: bool
) -> Operation[list[ContainerInspection]]:
    count = {"allVersions": all_versions, "includeUnavailableViews": include_unavailable_views}
    operations = {"involvedViews": {"allVersions": all_versions}, "totalInvolvedViewCount": count}

    def inspect(part: Sequence[ContainerId]) -> Operation[list[ContainerInspection]]:
        items = [{"space": one.space, "externalId": one.external_id} for one in part]
        answered = yield from _post(api, "/models/containers/inspect", operations, items)
        return [
            ContainerInspection(
                container=ContainerId(item["space"], item["externalId"]),
                view_count=item["inspectionResults"]["involvedViewCount"],
                views=item["inspectionResults"]["involvedViews"],
            )
            for item in answered
        ]

    if not ids:
        return []
    return (yield from in_chunks(ids, MAX_CONTAINERS, OperationClass.SCHEMA, inspect))


def inspect_instances(
    api: Api, ids: Sequence[NodeId | EdgeId], *, all_versions: bool
) -> Operation[list[InstanceInspection]]:
    operations = {
        "involvedViews": {"allVersions": all_versions},
        "involvedContainers": {"allVersions": all_versions},
    }

    def inspect(part: Sequence[NodeId | EdgeId]) -> Operation[list[InstanceInspection]]:
        items = [one.dump(with_type=True) for one in part]
        answered = yield from _post(api, "/models/instances/inspect", operations, items)
        return [
            InstanceInspection(
                instance=_kind(item["instanceType"])(item["space"], item["externalId"]),
                views=item["inspectionResults"].get("involvedViews", []),
                containers=item["inspectionResults"].get("involvedContainers", []),
            )
            for item in answered
        ]

    if not ids:
        return []
    return (yield from in_chunks(ids, MAX_INSTANCES, OperationClass.READ, lambda part: split_on_timeout(part, inspect)))


def many_instances(ids: NodeId | EdgeId | Sequence[NodeId | EdgeId]) -> Sequence[NodeId | EdgeId]:
    return [ids] if isinstance(ids, InstanceId) else ids


def _kind(instance_type: str) -> type[NodeId] | type[EdgeId]:
    return NodeId if instance_type == "node" else EdgeId


def _post(
    api: Api, path: str, operations: dict[str, Any], items: list[dict[str, Any]]
) -> Operation[list[dict[str, Any]]]:
    body = {"inspectionOperations": operations, "items": items}
    operation_class = OperationClass.READ if "instances" in path else OperationClass.SCHEMA
    response = yield from api.post(path, body, operation_class=operation_class)
    answered: list[dict[str, Any]] = response.json()["items"]
    return answered
