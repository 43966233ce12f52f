"""Resources of the schema API, sync and async over the same operations."""

from pygen_client.resources.asynchronous import AsyncContainersAPI, AsyncDataModelsAPI, AsyncSpacesAPI, AsyncViewsAPI
from pygen_client.resources.sync import ContainersAPI, DataModelsAPI, SpacesAPI, ViewsAPI

__all__ = [
    "AsyncContainersAPI",
    "AsyncDataModelsAPI",
    "AsyncSpacesAPI",
    "AsyncViewsAPI",
    "ContainersAPI",
    "DataModelsAPI",
    "SpacesAPI",
    "ViewsAPI",
]
