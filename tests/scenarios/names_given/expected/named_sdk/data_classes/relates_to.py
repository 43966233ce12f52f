"""RelatesTo: view pygen_example:RelatesTo(v1)."""

from datetime import datetime
from typing import Annotated, ClassVar

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
    prop,
)


class RelatesTo(Edge):
    """How one product relates to another."""

    view_id: ClassVar = ViewId("pygen_example", "RelatesTo", "v1")

    created_at: Annotated[datetime, prop("createdAt")]
    relation_type: Annotated[str, prop("relationType")]
    strength: float | None = None

    class props(Edge.props):
        created_at = TimestampProperty("createdAt")
        relation_type = TextProperty("relationType")
        strength = FloatProperty("strength")

    def as_write(self) -> "RelatesToWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(RelatesToWrite)


class RelatesToWrite(EdgeWrite):
    """What is written of RelatesTo."""

    view_id: ClassVar = ViewId("pygen_example", "RelatesTo", "v1")

    created_at: Annotated[Timestamp, prop("createdAt")]
    relation_type: Annotated[Text, prop("relationType")]
    strength: Float32 | None = None


class RelatesToList(InstanceList[RelatesTo]):
    """A list of RelatesTo that also shows as a table."""
