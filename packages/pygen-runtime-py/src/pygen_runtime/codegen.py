"""The seam: everything that generated code imports, and nothing else.

Code that is not generated should import from ``pygen_runtime``.
"""

from pygen_client.schema import DataModelId, EdgeId, NodeId, ViewId
from typing_extensions import Unpack

from pygen_runtime.api import InstanceAPI
from pygen_runtime.async_api import AsyncInstanceAPI
from pygen_runtime.async_client import AsyncInstanceClient
from pygen_runtime.async_paging import AsyncInstanceIterator
from pygen_runtime.client import InstanceClient
from pygen_runtime.contract import CONTRACT, require_contract
from pygen_runtime.filters.keywords import (
    EdgeFilters,
    NodeFilters,
    RelationFilter,
    at_least,
    at_most,
    equals,
    prefix,
)
from pygen_runtime.instances import (
    Date,
    Edge,
    EdgeWrite,
    ExternalId,
    Float32,
    Float64,
    Int32,
    Int64,
    JsonObject,
    Node,
    NodeWrite,
    Ref,
    RelationTarget,
    Text,
    Timestamp,
    prop,
)
from pygen_runtime.instances.list import InstanceList
from pygen_runtime.lazy import LazyAPI, lazy_package
from pygen_runtime.operations.sort import SortDirection
from pygen_runtime.paging import InstanceIterator

__all__ = [
    "CONTRACT",
    "AsyncInstanceAPI",
    "AsyncInstanceClient",
    "AsyncInstanceIterator",
    "DataModelId",
    "Date",
    "Edge",
    "EdgeFilters",
    "EdgeId",
    "EdgeWrite",
    "ExternalId",
    "Float32",
    "Float64",
    "InstanceAPI",
    "InstanceClient",
    "InstanceIterator",
    "InstanceList",
    "Int32",
    "Int64",
    "JsonObject",
    "LazyAPI",
    "Node",
    "NodeFilters",
    "NodeId",
    "NodeWrite",
    "Ref",
    "RelationFilter",
    "RelationTarget",
    "SortDirection",
    "Text",
    "Timestamp",
    "Unpack",
    "ViewId",
    "at_least",
    "at_most",
    "equals",
    "lazy_package",
    "prefix",
    "prop",
    "require_contract",
]
