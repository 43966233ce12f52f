"""The schema of data modeling as typed, immutable values: spaces, containers, views, data models.

Ids are there at once. The models, which take time to make, are loaded when the first of their module is used: who reads
instances needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pygen_client.schema.ids import ContainerId, DataModelId, EdgeId, InstanceId, NodeId, ViewId

if TYPE_CHECKING:
    from pygen_client.schema.containers import (
        BtreeIndex,
        Constraint,
        Container,
        ContainerProperty,
        ContainerPropertyWrite,
        ContainerWrite,
        Index,
        InvertedIndex,
        RequiresConstraint,
        UniquenessConstraint,
        UnknownConstraint,
        UnknownIndex,
    )
    from pygen_client.schema.data_models import DataModel, DataModelWrite
    from pygen_client.schema.property_types import (
        BooleanType,
        DateType,
        DirectRelationType,
        EnumType,
        EnumValue,
        FileType,
        Float32Type,
        Float64Type,
        Int32Type,
        Int64Type,
        JsonType,
        PrimitiveType,
        PropertyType,
        SequenceType,
        TextType,
        TimeSeriesType,
        TimestampType,
        UnitReference,
        UnknownType,
    )
    from pygen_client.schema.spaces import Space, SpaceWrite
    from pygen_client.schema.views import (
        EdgeConnection,
        MappedProperty,
        MappedPropertyWrite,
        ReverseDirectRelation,
        Through,
        UnknownConnection,
        View,
        ViewProperty,
        ViewPropertyWrite,
        ViewWrite,
    )

__all__ = [
    "BooleanType",
    "BtreeIndex",
    "Constraint",
    "Container",
    "ContainerId",
    "ContainerProperty",
    "ContainerPropertyWrite",
    "ContainerWrite",
    "DataModel",
    "DataModelId",
    "DataModelWrite",
    "DateType",
    "DirectRelationType",
    "EdgeConnection",
    "EdgeId",
    "EnumType",
    "EnumValue",
    "FileType",
    "Float32Type",
    "Float64Type",
    "Index",
    "InstanceId",
    "Int32Type",
    "Int64Type",
    "InvertedIndex",
    "JsonType",
    "MappedProperty",
    "MappedPropertyWrite",
    "NodeId",
    "PrimitiveType",
    "PropertyType",
    "RequiresConstraint",
    "ReverseDirectRelation",
    "SequenceType",
    "Space",
    "SpaceWrite",
    "TextType",
    "Through",
    "TimeSeriesType",
    "TimestampType",
    "UniquenessConstraint",
    "UnitReference",
    "UnknownConnection",
    "UnknownConstraint",
    "UnknownIndex",
    "UnknownType",
    "View",
    "ViewId",
    "ViewProperty",
    "ViewPropertyWrite",
    "ViewWrite",
]

_HOMES = {
    "containers": (
        "BtreeIndex",
        "Constraint",
        "Container",
        "ContainerProperty",
        "ContainerPropertyWrite",
        "ContainerWrite",
        "Index",
        "InvertedIndex",
        "RequiresConstraint",
        "UniquenessConstraint",
        "UnknownConstraint",
        "UnknownIndex",
    ),
    "data_models": (
        "DataModel",
        "DataModelWrite",
    ),
    "property_types": (
        "BooleanType",
        "DateType",
        "DirectRelationType",
        "EnumType",
        "EnumValue",
        "FileType",
        "Float32Type",
        "Float64Type",
        "Int32Type",
        "Int64Type",
        "JsonType",
        "PrimitiveType",
        "PropertyType",
        "SequenceType",
        "TextType",
        "TimeSeriesType",
        "TimestampType",
        "UnitReference",
        "UnknownType",
    ),
    "spaces": (
        "Space",
        "SpaceWrite",
    ),
    "views": (
        "EdgeConnection",
        "MappedProperty",
        "MappedPropertyWrite",
        "ReverseDirectRelation",
        "Through",
        "UnknownConnection",
        "View",
        "ViewProperty",
        "ViewPropertyWrite",
        "ViewWrite",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *_HOME]
