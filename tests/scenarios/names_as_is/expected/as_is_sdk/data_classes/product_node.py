"""ProductNode: view pygen_example:ProductNode(v1)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

from pygen_runtime.codegen import (
    BooleanProperty,
    Date,
    DateProperty,
    DirectRelation,
    EdgeRelation,
    Float64,
    FloatListProperty,
    FloatProperty,
    InstanceList,
    Int32,
    IntListProperty,
    IntProperty,
    Links,
    Node,
    NodeId,
    NodeWrite,
    Ref,
    RelationProperty,
    RelationTarget,
    Text,
    TextListProperty,
    TextProperty,
    Timestamp,
    TimestampProperty,
    ViewId,
    WriteEdges,
    connection,
    edges,
)

if TYPE_CHECKING:
    from .category_node import CategoryNode, CategoryNodeWrite
    from .relates_to import RelatesTo, RelatesToWrite


class ProductNode(Node):
    """A product that can be sold."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: Ref["CategoryNode"] | None = None
    createdDate: date
    description: str | None = None
    name: str
    """Product Name"""
    price: float
    """What one of it costs."""
    prices: list[float] | None = None
    quantities: list[int] | None = None
    quantity: int
    tags: list[str] | None = None
    updatedTimestamp: datetime | None = None
    relatesTo: Links["ProductNode", "RelatesTo"] = connection()

    class props(Node.props):
        active = BooleanProperty("active")
        category = RelationProperty["CategoryNode"]("category", ".category_node:CategoryNode")
        createdDate = DateProperty("createdDate")
        description = TextProperty("description")
        name = TextProperty("name")
        price = FloatProperty("price")
        prices = FloatListProperty("prices")
        quantities = IntListProperty("quantities")
        quantity = IntProperty("quantity")
        tags = TextListProperty("tags")
        updatedTimestamp = TimestampProperty("updatedTimestamp")

    class relations(Node.relations):
        category = DirectRelation["CategoryNode"]("category", ".category_node:CategoryNode")
        relatesTo = EdgeRelation["ProductNode", "RelatesTo"](
            "relatesTo", ".product_node:ProductNode", ".relates_to:RelatesTo", type=NodeId("pygen_example", "relatesTo")
        )

    def as_write(self) -> "ProductNodeWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(ProductNodeWrite)


class ProductNodeWrite(NodeWrite):
    """What is written of ProductNode."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: RelationTarget["CategoryNodeWrite"] | None = None
    createdDate: Date
    description: Text | None = None
    name: Text
    price: Float64
    prices: list[Float64] | None = None
    quantities: list[Int32] | None = None
    quantity: Int32
    tags: list[Text] | None = None
    updatedTimestamp: Timestamp | None = None
    relatesTo: Annotated[WriteEdges["RelatesToWrite"] | None, edges(ProductNode.relations.relatesTo)] = None


class ProductNodeList(InstanceList[ProductNode]):
    """A list of ProductNode that also shows as a table."""
