"""Typed properties of data classes: ``Product.props.price > 5`` is a filter, ``.descending()`` a sort."""

from pygen_runtime.properties.base import AnyProperty
from pygen_runtime.properties.instance import EdgeProperties, NodeProperties, give_properties
from pygen_runtime.properties.lists import (
    BooleanListProperty,
    DateListProperty,
    FloatListProperty,
    IntListProperty,
    JsonListProperty,
    ReferenceListProperty,
    TextListProperty,
    TimestampListProperty,
)
from pygen_runtime.properties.order import SortDirection, SortTerm
from pygen_runtime.properties.relation import NodeReference, RelationListProperty, RelationProperty
from pygen_runtime.properties.single import (
    BooleanProperty,
    DateProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    JsonProperty,
    ReferenceProperty,
    TextProperty,
    TimestampProperty,
)

__all__ = [
    "AnyProperty",
    "BooleanListProperty",
    "BooleanProperty",
    "DateListProperty",
    "DateProperty",
    "EdgeProperties",
    "EnumProperty",
    "FloatListProperty",
    "FloatProperty",
    "IntListProperty",
    "IntProperty",
    "JsonListProperty",
    "JsonProperty",
    "NodeProperties",
    "NodeReference",
    "ReferenceListProperty",
    "ReferenceProperty",
    "RelationListProperty",
    "RelationProperty",
    "SortDirection",
    "SortTerm",
    "TextListProperty",
    "TextProperty",
    "TimestampListProperty",
    "TimestampProperty",
    "give_properties",
]
