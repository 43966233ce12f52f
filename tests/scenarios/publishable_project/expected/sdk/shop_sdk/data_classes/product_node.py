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
    connection,
    prop,
)

if TYPE_CHECKING:
    from pygen_runtime.codegen import Edge

    from .category_node import CategoryNode, CategoryNodeWrite


class ProductNode(Node):
    """A product that can be sold."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: Ref["CategoryNode"] | None = None
    created_date: Annotated[date, prop("createdDate")]
    description: str | None = None
    name: str
    """Product Name"""
    price: float
    """What one of it costs."""
    prices: list[float] | None = None
    quantities: list[int] | None = None
    quantity: int
    tags: list[str] | None = None
    updated_timestamp: Annotated[datetime | None, prop("updatedTimestamp")] = None
    relates_to: Links["ProductNode", "Edge"] = connection()

    class props(Node.props):
        active = BooleanProperty("active")
        category = RelationProperty["CategoryNode"]("category", ".category_node:CategoryNode")
        created_date = DateProperty("createdDate")
        description = TextProperty("description")
        name = TextProperty("name")
        price = FloatProperty("price")
        prices = FloatListProperty("prices")
        quantities = IntListProperty("quantities")
        quantity = IntProperty("quantity")
        tags = TextListProperty("tags")
        updated_timestamp = TimestampProperty("updatedTimestamp")

    class relations(Node.relations):
        category = DirectRelation["CategoryNode"]("category", ".category_node:CategoryNode")
        relates_to = EdgeRelation["ProductNode", "Edge"](
            "relatesTo", ".product_node:ProductNode", None, type=NodeId("pygen_example", "relatesTo")
        )

    def as_write(self) -> "ProductNodeWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(ProductNodeWrite)


class ProductNodeWrite(NodeWrite):
    """What is written of ProductNode."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: RelationTarget["CategoryNodeWrite"] | None = None
    created_date: Annotated[Date, prop("createdDate")]
    description: Text | None = None
    name: Text
    price: Float64
    prices: list[Float64] | None = None
    quantities: list[Int32] | None = None
    quantity: Int32
    tags: list[Text] | None = None
    updated_timestamp: Annotated[Timestamp | None, prop("updatedTimestamp")] = None


class ProductNodeList(InstanceList[ProductNode]):
    """A list of ProductNode that also shows as a table."""
