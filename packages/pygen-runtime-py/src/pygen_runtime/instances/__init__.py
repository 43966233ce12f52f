"""Instances: ids, records, read and write classes, references, and their way to and from the wire."""

from pygen_client.schema import EdgeId, InstanceId, NodeId

from pygen_runtime.instances.edge_target import WriteEdge, WriteEdges, WriteLink, WriteLinks
from pygen_runtime.instances.properties import edges, prop
from pygen_runtime.instances.read import Edge, Instance, Node
from pygen_runtime.instances.record import DataRecord
from pygen_runtime.instances.ref import Ref
from pygen_runtime.instances.relation import NodeLike, RelationTarget
from pygen_runtime.instances.values import (
    Date,
    ExternalId,
    Float32,
    Float64,
    Int32,
    Int64,
    JsonObject,
    Text,
    Timestamp,
)
from pygen_runtime.instances.write import EdgeWrite, InstanceWrite, NodeWrite

__all__ = [
    "DataRecord",
    "Date",
    "Edge",
    "EdgeId",
    "EdgeWrite",
    "ExternalId",
    "Float32",
    "Float64",
    "Instance",
    "InstanceId",
    "InstanceWrite",
    "Int32",
    "Int64",
    "JsonObject",
    "Node",
    "NodeId",
    "NodeLike",
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
]
