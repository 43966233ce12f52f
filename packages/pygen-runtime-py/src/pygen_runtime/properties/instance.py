"""Properties that every node or edge has, and how a class of properties knows its data class."""

from __future__ import annotations

from typing import Any, ClassVar

from pygen_runtime.properties.relation import RelationProperty
from pygen_runtime.properties.single import TextProperty, TimestampProperty


class InstanceProperties:
    """The properties of a class, for filters, sorts, ``select`` and aggregates."""

    _data_class: ClassVar[Any] = None
    """The read class that these are the properties of."""

    space = TextProperty("space", of_instance=True)
    external_id = TextProperty("externalId", of_instance=True)
    created_time = TimestampProperty("createdTime", of_instance=True)
    last_updated_time = TimestampProperty("lastUpdatedTime", of_instance=True)


class NodeProperties(InstanceProperties):
    """The properties of a class of nodes."""

    node_type = RelationProperty[Any]("type", of_instance=True)


class EdgeProperties(InstanceProperties):
    """The properties of a class of edges."""

    edge_type = RelationProperty[Any]("type", of_instance=True)
    start_node = RelationProperty[Any]("startNode", of_instance=True)
    end_node = RelationProperty[Any]("endNode", of_instance=True)


def give_properties(data_class: type[Any]) -> None:
    """Give a new class its properties: those it declares, and those of its bases as its own."""
    own: Any = data_class.__dict__.get("props")
    if own is None:
        inherited = dict.fromkeys(base.props for base in data_class.__bases__ if hasattr(base, "props"))
        own = type("props", tuple(inherited), {"__module__": data_class.__module__})
        data_class.props = own
    own._data_class = data_class
