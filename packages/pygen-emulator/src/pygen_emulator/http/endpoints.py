"""Every endpoint below the project: what it calls, what it takes, and whether it writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pygen_emulator.aggregate.service import AggregateService
from pygen_emulator.inspect.service import InspectService
from pygen_emulator.instances.service import InstanceService
from pygen_emulator.query.service import QueryService
from pygen_emulator.schema.requests import ListParameters
from pygen_emulator.schema.service import SchemaService
from pygen_emulator.search.service import SearchService
from pygen_emulator.statistics.service import StatisticsService
from pygen_emulator.sync.service import SyncService

Json = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """One method on one path relative to the project.

    ``call`` gets the decoded body (None where there is none) and the query parameters, of which ``parameters`` names
    those that are allowed.
    """

    method: str
    path: str
    call: Callable[[Any, ListParameters], Json]
    writes: bool = False
    parameters: tuple[str, ...] = ()


NOT_SIMULATED = (
    ("POST", "/dml/graphql"),
    ("POST", "/userapis/spaces/{space}/datamodels/{externalId}/versions/{version}/graphql"),
)
"""Endpoints of the service that answer 501 and name themselves."""

_PAGE = ("limit", "cursor", "includeGlobal")


@dataclass(frozen=True)
class Services:
    """What carries the requests out."""

    schema: SchemaService
    instances: InstanceService
    search: SearchService
    aggregation: AggregateService
    inspection: InspectService
    statistics: StatisticsService
    queries: QueryService
    syncs: SyncService


def endpoints(services: Services) -> list[Endpoint]:
    """The endpoints that are simulated. Those asked most come first: paths are compared in this order."""
    inspection, statistics = services.inspection, services.statistics
    return [
        *_instance_endpoints(services.instances),
        _post("/models/instances/query", services.queries.query),
        _post("/models/instances/aggregate", services.aggregation.aggregate),
        _post("/models/instances/search", services.search.search),
        _post("/models/instances/sync", services.syncs.sync),
        *_schema_endpoints(services.schema),
        _post("/models/instances/inspect", inspection.instances),
        _post("/models/containers/inspect", inspection.containers),
        _read("/models/statistics", lambda _: statistics.project()),
        _read("/models/statistics/spaces", lambda _: statistics.spaces()),
        _post("/models/statistics/spaces/byids", statistics.spaces_by_ids),
    ]


def _schema_endpoints(schema: SchemaService) -> list[Endpoint]:
    return [
        _write("/models/spaces", schema.apply_spaces),
        _read("/models/spaces", schema.list_spaces, *_PAGE),
        _post("/models/spaces/byids", schema.spaces_by_ids),
        _write("/models/spaces/delete", schema.delete_spaces),
        _write("/models/containers", schema.apply_containers),
        _read("/models/containers", schema.list_containers, *_PAGE, "space", "usedFor"),
        _post("/models/containers/byids", schema.containers_by_ids),
        _write("/models/containers/delete", schema.delete_containers),
        _write(
            "/models/containers/constraints/delete", lambda body: schema.delete_container_parts("constraints", body)
        ),
        _write("/models/containers/indexes/delete", lambda body: schema.delete_container_parts("indexes", body)),
        _write("/models/containers/constraints/retry", lambda body: schema.retry_container_parts("constraints", body)),
        _write("/models/containers/indexes/retry", lambda body: schema.retry_container_parts("indexes", body)),
        _write("/models/containers/properties/retry", lambda body: schema.retry_container_parts("properties", body)),
        _write("/models/views", schema.apply_views),
        _read("/models/views", schema.list_views, *_PAGE, "space", "allVersions", "includeInheritedProperties"),
        Endpoint("POST", "/models/views/byids", schema.views_by_ids, parameters=("includeInheritedProperties",)),
        _write("/models/views/delete", schema.delete_views),
        _write("/models/datamodels", schema.apply_data_models),
        _read("/models/datamodels", schema.list_data_models, *_PAGE, "space", "allVersions", "inlineViews"),
        Endpoint("POST", "/models/datamodels/byids", schema.data_models_by_ids, parameters=("inlineViews",)),
        _write("/models/datamodels/delete", schema.delete_data_models),
    ]


def _instance_endpoints(instances: InstanceService) -> list[Endpoint]:
    return [
        _write("/models/instances", instances.apply),
        _post("/models/instances/byids", instances.byids),
        _post("/models/instances/list", instances.list),
        _write("/models/instances/delete", instances.delete),
    ]


def _write(path: str, call: Callable[[Any], Json]) -> Endpoint:
    return Endpoint("POST", path, lambda body, _: call(body), writes=True)


def _post(path: str, call: Callable[[Any], Json]) -> Endpoint:
    return Endpoint("POST", path, lambda body, _: call(body))


def _read(path: str, call: Callable[[ListParameters], Json], *parameters: str) -> Endpoint:
    return Endpoint("GET", path, lambda _, query: call(query), parameters=parameters)
