"""Product: view pygen_example:ProductNode(v1)."""

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
    prop,
)

if TYPE_CHECKING:
    from .relates_to import RelatesTo, RelatesToWrite
    from .shelf import Shelf, ShelfWrite


class Product(Node):
    """A product that can be sold."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: Ref["Shelf"] | None = None
    created_on: Annotated[date, prop("createdDate")]
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
    related: Links["Product", "RelatesTo"] = connection()

    class props(Node.props):
        active = BooleanProperty("active")
        category = RelationProperty["Shelf"]("category", ".shelf:Shelf")
        created_on = DateProperty("createdDate")
        description = TextProperty("description")
        name = TextProperty("name")
        price = FloatProperty("price")
        prices = FloatListProperty("prices")
        quantities = IntListProperty("quantities")
        quantity = IntProperty("quantity")
        tags = TextListProperty("tags")
        updated_timestamp = TimestampProperty("updatedTimestamp")

    class relations(Node.relations):
        category = DirectRelation["Shelf"]("category", ".shelf:Shelf")
        related = EdgeRelation["Product", "RelatesTo"](
            "relatesTo", ".product:Product", ".relates_to:RelatesTo", type=NodeId("pygen_example", "relatesTo")
        )

    def as_write(self) -> "ProductWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(ProductWrite)


class ProductWrite(NodeWrite):
    """What is written of Product."""

    view_id: ClassVar = ViewId("pygen_example", "ProductNode", "v1")

    active: bool | None = None
    category: RelationTarget["ShelfWrite"] | None = None
    created_on: Annotated[Date, prop("createdDate")]
    description: Text | None = None
    name: Text
    price: Float64
    prices: list[Float64] | None = None
    quantities: list[Int32] | None = None
    quantity: Int32
    tags: list[Text] | None = None
    updated_timestamp: Annotated[Timestamp | None, prop("updatedTimestamp")] = None
    related: Annotated[WriteEdges["RelatesToWrite"] | None, edges(Product.relations.related)] = None


class ProductList(InstanceList[Product]):
    """A list of Product that also shows as a table."""
