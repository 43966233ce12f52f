"""Product: view shop_model:Product(v1)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pygen_runtime.codegen import (
    BooleanProperty,
    ContainerId,
    Date,
    DateProperty,
    DirectRelation,
    EdgeRelation,
    EnumProperty,
    Float64,
    FloatProperty,
    InstanceList,
    Int32,
    IntProperty,
    Links,
    LinkTo,
    Many,
    Node,
    NodeId,
    NodeWrite,
    One,
    Ref,
    RelationListProperty,
    RelationProperty,
    RelationTarget,
    ReverseRelation,
    Text,
    TextListProperty,
    TextProperty,
    Timestamp,
    TimestampProperty,
    ViewId,
    WriteEdges,
    WriteLink,
    connection,
    edges,
    prop,
)

if TYPE_CHECKING:
    from pygen_runtime.codegen import Edge, EdgeWrite

    from .category import Category, CategoryWrite
    from .relates_to import RelatesTo, RelatesToWrite
    from .tool import Tool


class Product(Node):
    """A product that can be sold."""

    view_id: ClassVar = ViewId("shop_model", "Product", "v1")

    name: str
    """Product Name"""
    description: str | None = None
    tags: list[str] | None = None
    price: float
    quantity: int | None = None
    active: bool | None = None
    created_date: Annotated[date | None, prop("createdDate")] = None
    updated_timestamp: Annotated[datetime | None, prop("updatedTimestamp")] = None
    status: Literal["new", "old"] | str | None = None
    category: Ref["Category"] | None = None
    similar: list[Ref["Product"]] | None = None
    relates_to: Links["Product", "RelatesTo"] = connection()
    related_from: Links["Product", "RelatesTo"] = connection()
    shelf: LinkTo["Category", "Edge"] = connection()
    similar_to: Many["Product"] = connection()
    a_tool_similar_to: One["Tool"] = connection()
    nodes_similar_to: Many["Node"] = connection()

    class props(Node.props):  # noqa: N801 - it is written like an attribute
        name = TextProperty("name")
        description = TextProperty("description")
        tags = TextListProperty("tags")
        price = FloatProperty("price")
        quantity = IntProperty("quantity")
        active = BooleanProperty("active")
        created_date = DateProperty("createdDate")
        updated_timestamp = TimestampProperty("updatedTimestamp")
        status = EnumProperty[Literal["new", "old"]]("status")
        category = RelationProperty["Category"]("category", ".category:Category")
        similar = RelationListProperty["Product"]("similar", ".product:Product")

    class relations(Node.relations):  # noqa: N801 - it is written like an attribute
        category = DirectRelation["Category"]("category", ".category:Category")
        similar = DirectRelation["Product"]("similar", ".product:Product")
        relates_to = EdgeRelation["Product", "RelatesTo"](
            "relatesTo", ".product:Product", ".relates_to:RelatesTo", type=NodeId("shop_model", "relatesTo")
        )
        related_from = EdgeRelation["Product", "RelatesTo"](
            "relatedFrom",
            ".product:Product",
            ".relates_to:RelatesTo",
            type=NodeId("shop_model", "relatesTo"),
            direction="inwards",
        )
        shelf = EdgeRelation["Category", "Edge"](
            "shelf", ".category:Category", None, type=NodeId("shop_model", "shelf"), single=True
        )
        similar_to = ReverseRelation["Product"](
            "similarTo",
            ".product:Product",
            through=(ViewId("shop_model", "Product", "v1"), "similar"),
            through_list=True,
        )
        a_tool_similar_to = ReverseRelation["Tool"](
            "aToolSimilarTo",
            ".tool:Tool",
            through=(ContainerId("shop_model", "Product"), "similar"),
            through_list=True,
            single=True,
        )
        nodes_similar_to = ReverseRelation["Node"](
            "nodesSimilarTo",
            None,
            through=(ViewId("shop_model", "Product", "v1"), "similar"),
            through_list=True,
        )

    def as_write(self) -> "ProductWrite":
        """This product in the form that is written, guarded by the version that was read."""
        return self._as_write(ProductWrite)


class ProductWrite(NodeWrite):
    """A product that can be sold, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Product", "v1")

    name: Text
    description: Text | None = None
    tags: list[Text] | None = None
    price: Float64
    quantity: Int32 | None = 1
    active: bool | None = None
    created_date: Annotated[Date | None, prop("createdDate")] = None
    updated_timestamp: Annotated[Timestamp | None, prop("updatedTimestamp")] = None
    status: Literal["new", "old"] | None = None
    category: RelationTarget["CategoryWrite"] | None = None
    similar: list[RelationTarget["ProductWrite"]] | None = None
    relates_to: Annotated[WriteEdges["RelatesToWrite"] | None, edges(Product.relations.relates_to)] = None
    related_from: Annotated[WriteEdges["RelatesToWrite"] | None, edges(Product.relations.related_from)] = None
    shelf: Annotated[WriteLink["CategoryWrite", "EdgeWrite"] | None, edges(Product.relations.shelf)] = None


class ProductList(InstanceList[Product]):
    """A list of Product that also shows as a table."""
