"""RelatesTo: view pygen_example:RelatesTo(v1)."""

from datetime import datetime
from typing import ClassVar

from pygen_runtime.codegen import (
    Edge,
    EdgeWrite,
    Float32,
    FloatProperty,
    InstanceList,
    Text,
    TextProperty,
    Timestamp,
    TimestampProperty,
    ViewId,
)


class RelatesTo(Edge):
    """How one product relates to another."""

    view_id: ClassVar = ViewId("pygen_example", "RelatesTo", "v1")

    createdAt: datetime
    relationType: str
    strength: float | None = None

    class props(Edge.props):
        createdAt = TimestampProperty("createdAt")
        relationType = TextProperty("relationType")
        strength = FloatProperty("strength")

    def as_write(self) -> "RelatesToWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(RelatesToWrite)


class RelatesToWrite(EdgeWrite):
    """What is written of RelatesTo."""

    view_id: ClassVar = ViewId("pygen_example", "RelatesTo", "v1")

    createdAt: Timestamp
    relationType: Text
    strength: Float32 | None = None


class RelatesToList(InstanceList[RelatesTo]):
    """A list of RelatesTo that also shows as a table."""
