"""RelatesTo: view shop_model:RelatesTo(v1)."""

from typing import Annotated, ClassVar

from pygen_runtime.codegen import (
    Edge,
    EdgeWrite,
    Float32,
    FloatProperty,
    InstanceList,
    Text,
    TextProperty,
    ViewId,
    prop,
)


class RelatesTo(Edge):
    """How one product relates to another."""

    view_id: ClassVar = ViewId("shop_model", "RelatesTo", "v1")

    relation_type: Annotated[str, prop("relationType")]
    strength: float | None = None

    class props(Edge.props):  # noqa: N801 - it is written like an attribute
        relation_type = TextProperty("relationType")
        strength = FloatProperty("strength")

    def as_write(self) -> "RelatesToWrite":
        """This edge in the form that is written, guarded by the version that was read."""
        return self._as_write(RelatesToWrite)


class RelatesToWrite(EdgeWrite):
    """How one product relates to another, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "RelatesTo", "v1")

    relation_type: Annotated[Text, prop("relationType")]
    strength: Float32 | None = None


class RelatesToList(InstanceList[RelatesTo]):
    """A list of RelatesTo that also shows as a table."""
