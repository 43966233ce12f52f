"""Resources of the schema API, sync and async over the same operations."""

from pygen_client.resources.asynchronous import AsyncContainersAPI, AsyncDataModelsAPI, AsyncSpacesAPI, AsyncViewsAPI
from pygen_client.resources.inspection import ContainerInspection, InstanceInspection
from pygen_client.resources.instances import AsyncInstancesAPI, InstancesAPI
from pygen_client.resources.statistics import (
    AsyncStatisticsAPI,
    InstanceUsage,
    ProjectStatistics,
    SpaceStatistics,
    StatisticsAPI,
    Usage,
)
from pygen_client.resources.sync import ContainersAPI, DataModelsAPI, SpacesAPI, ViewsAPI
from pygen_client.resources.token import AsyncTokenAPI, TokenAPI, TokenInspection, TokenProject

__all__ = [
    "AsyncContainersAPI",
    "AsyncDataModelsAPI",
    "AsyncInstancesAPI",
    "AsyncSpacesAPI",
    "AsyncStatisticsAPI",
    "AsyncTokenAPI",
    "AsyncViewsAPI",
    "ContainerInspection",
    "ContainersAPI",
    "DataModelsAPI",
    "InstanceInspection",
    "InstanceUsage",
    "InstancesAPI",
    "ProjectStatistics",
    "SpaceStatistics",
    "SpacesAPI",
    "StatisticsAPI",
    "TokenAPI",
    "TokenInspection",
    "TokenProject",
    "Usage",
    "ViewsAPI",
]
