"""Shelf: view pygen_example:CategoryNode(v1)."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pygen_runtime.codegen import (
    InstanceList,
    Many,
    Node,
    NodeWrite,
    ReverseRelation,
    Text,
    TextProperty,
    ViewId,
    connection,
    prop,
)

if TYPE_CHECKING:
    from .product import Product


class Shelf(Node):
    """What products are sorted by."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    title: Annotated[str, prop("categoryName")]
    products: Many["Product"] = connection()

    class props(Node.props):
        title = TextProperty("categoryName")

    class relations(Node.relations):
        products = ReverseRelation["Product"](
            "products", ".product:Product", through=(ViewId("pygen_example", "ProductNode", "v1"), "category")
        )

    def as_write(self) -> "ShelfWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(ShelfWrite)


class ShelfWrite(NodeWrite):
    """What is written of Shelf."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    title: Annotated[Text, prop("categoryName")]


class ShelfList(InstanceList[Shelf]):
    """A list of Shelf that also shows as a table."""
