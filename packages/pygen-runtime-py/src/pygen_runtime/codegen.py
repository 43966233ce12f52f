"""The seam: everything that generated code imports, and nothing else.

Code that is not generated should import from ``pygen_runtime``.
"""

# ruff: noqa: PLC0414 - "X as X" is how a name is passed on to checkers

from typing import TYPE_CHECKING

from pygen_runtime.contract import CONTRACT as CONTRACT
from pygen_runtime.contract import require_contract as require_contract
from pygen_runtime.lazy import LazyAPI as LazyAPI
from pygen_runtime.lazy import lazy_package as lazy_package

if TYPE_CHECKING:
    from pygen_client.schema import ContainerId as ContainerId
    from pygen_client.schema import DataModelId as DataModelId
    from pygen_client.schema import EdgeId as EdgeId
    from pygen_client.schema import NodeId as NodeId
    from pygen_client.schema import ViewId as ViewId
    from typing_extensions import Unpack as Unpack

    from pygen_runtime.aggregates import AggregateList as AggregateList
    from pygen_runtime.aggregates import AggregateProperty as AggregateProperty
    from pygen_runtime.aggregates import Aggregates as Aggregates
    from pygen_runtime.aggregates import GroupBy as GroupBy
    from pygen_runtime.aggregates import HistogramResult as HistogramResult
    from pygen_runtime.api import InstanceAPI as InstanceAPI
    from pygen_runtime.async_api import AsyncInstanceAPI as AsyncInstanceAPI
    from pygen_runtime.async_client import AsyncInstanceClient as AsyncInstanceClient
    from pygen_runtime.async_paging import AsyncInstanceIterator as AsyncInstanceIterator
    from pygen_runtime.awaited import awaited as awaited
    from pygen_runtime.awaited import iterated as iterated
    from pygen_runtime.client import InstanceClient as InstanceClient
    from pygen_runtime.instances import Date as Date
    from pygen_runtime.instances import Edge as Edge
    from pygen_runtime.instances import EdgeWrite as EdgeWrite
    from pygen_runtime.instances import ExternalId as ExternalId
    from pygen_runtime.instances import Float32 as Float32
    from pygen_runtime.instances import Float64 as Float64
    from pygen_runtime.instances import Int32 as Int32
    from pygen_runtime.instances import Int64 as Int64
    from pygen_runtime.instances import JsonObject as JsonObject
    from pygen_runtime.instances import Node as Node
    from pygen_runtime.instances import NodeWrite as NodeWrite
    from pygen_runtime.instances import Ref as Ref
    from pygen_runtime.instances import RelationTarget as RelationTarget
    from pygen_runtime.instances import Text as Text
    from pygen_runtime.instances import Timestamp as Timestamp
    from pygen_runtime.instances import WriteEdge as WriteEdge
    from pygen_runtime.instances import WriteEdges as WriteEdges
    from pygen_runtime.instances import WriteLink as WriteLink
    from pygen_runtime.instances import WriteLinks as WriteLinks
    from pygen_runtime.instances import edges as edges
    from pygen_runtime.instances import prop as prop
    from pygen_runtime.instances.list import InstanceList as InstanceList
    from pygen_runtime.keywords import EdgeFilters as EdgeFilters
    from pygen_runtime.keywords import NodeFilters as NodeFilters
    from pygen_runtime.keywords import RelationFilter as RelationFilter
    from pygen_runtime.keywords import at_least as at_least
    from pygen_runtime.keywords import at_most as at_most
    from pygen_runtime.keywords import contains_any as contains_any
    from pygen_runtime.keywords import equals as equals
    from pygen_runtime.keywords import prefix as prefix
    from pygen_runtime.operations.search import SearchOperator as SearchOperator
    from pygen_runtime.operations.search import SearchProperties as SearchProperties
    from pygen_runtime.paging import InstanceIterator as InstanceIterator
    from pygen_runtime.properties import BooleanListProperty as BooleanListProperty
    from pygen_runtime.properties import BooleanProperty as BooleanProperty
    from pygen_runtime.properties import DateListProperty as DateListProperty
    from pygen_runtime.properties import DateProperty as DateProperty
    from pygen_runtime.properties import EnumProperty as EnumProperty
    from pygen_runtime.properties import FloatListProperty as FloatListProperty
    from pygen_runtime.properties import FloatProperty as FloatProperty
    from pygen_runtime.properties import IntListProperty as IntListProperty
    from pygen_runtime.properties import IntProperty as IntProperty
    from pygen_runtime.properties import JsonListProperty as JsonListProperty
    from pygen_runtime.properties import JsonProperty as JsonProperty
    from pygen_runtime.properties import ReferenceListProperty as ReferenceListProperty
    from pygen_runtime.properties import ReferenceProperty as ReferenceProperty
    from pygen_runtime.properties import RelationListProperty as RelationListProperty
    from pygen_runtime.properties import RelationProperty as RelationProperty
    from pygen_runtime.properties import SortDirection as SortDirection
    from pygen_runtime.properties import TextListProperty as TextListProperty
    from pygen_runtime.properties import TextProperty as TextProperty
    from pygen_runtime.properties import TimestampListProperty as TimestampListProperty
    from pygen_runtime.properties import TimestampProperty as TimestampProperty
    from pygen_runtime.relations import DirectRelation as DirectRelation
    from pygen_runtime.relations import EdgeRelation as EdgeRelation
    from pygen_runtime.relations import Links as Links
    from pygen_runtime.relations import LinkTo as LinkTo
    from pygen_runtime.relations import Many as Many
    from pygen_runtime.relations import One as One
    from pygen_runtime.relations import ReverseRelation as ReverseRelation
    from pygen_runtime.relations import connection as connection
else:
    # Importing costs next to nothing: a module is imported when one of its names is first used.
    __getattr__, __dir__, __all__ = lazy_package(
        __name__,
        {
            "pygen_client.schema": (
                "ContainerId",
                "DataModelId",
                "EdgeId",
                "NodeId",
                "ViewId",
            ),
            "pygen_runtime.aggregates": (
                "AggregateList",
                "AggregateProperty",
                "Aggregates",
                "GroupBy",
                "HistogramResult",
            ),
            "pygen_runtime.api": ("InstanceAPI",),
            "pygen_runtime.async_api": ("AsyncInstanceAPI",),
            "pygen_runtime.async_client": ("AsyncInstanceClient",),
            "pygen_runtime.async_paging": ("AsyncInstanceIterator",),
            "pygen_runtime.awaited": (
                "awaited",
                "iterated",
            ),
            "pygen_runtime.client": ("InstanceClient",),
            "pygen_runtime.contract": (
                "CONTRACT",
                "require_contract",
            ),
            "pygen_runtime.keywords": (
                "EdgeFilters",
                "NodeFilters",
                "RelationFilter",
                "at_least",
                "at_most",
                "contains_any",
                "equals",
                "prefix",
            ),
            "pygen_runtime.instances": (
                "Date",
                "Edge",
                "EdgeWrite",
                "ExternalId",
                "Float32",
                "Float64",
                "Int32",
                "Int64",
                "JsonObject",
                "Node",
                "NodeWrite",
                "Ref",
                "RelationTarget",
                "Text",
                "Timestamp",
                "WriteEdge",
                "WriteEdges",
                "WriteLink",
                "WriteLinks",
                "edges",
                "prop",
            ),
            "pygen_runtime.instances.list": ("InstanceList",),
            "pygen_runtime.lazy": (
                "LazyAPI",
                "lazy_package",
            ),
            "pygen_runtime.properties": (
                "BooleanListProperty",
                "BooleanProperty",
                "DateListProperty",
                "DateProperty",
                "EnumProperty",
                "FloatListProperty",
                "FloatProperty",
                "IntListProperty",
                "IntProperty",
                "JsonListProperty",
                "JsonProperty",
                "ReferenceListProperty",
                "ReferenceProperty",
                "RelationListProperty",
                "RelationProperty",
                "SortDirection",
                "TextListProperty",
                "TextProperty",
                "TimestampListProperty",
                "TimestampProperty",
            ),
            "pygen_runtime.operations.search": (
                "SearchOperator",
                "SearchProperties",
            ),
            "pygen_runtime.paging": ("InstanceIterator",),
            "pygen_runtime.relations": (
                "DirectRelation",
                "EdgeRelation",
                "LinkTo",
                "Links",
                "Many",
                "One",
                "ReverseRelation",
                "connection",
            ),
            "typing_extensions": ("Unpack",),
        },
    )
