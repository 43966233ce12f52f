"""CategoryNode: view pygen_example:CategoryNode(v1)."""

from typing import TYPE_CHECKING, ClassVar

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
)

if TYPE_CHECKING:
    from .product_node import ProductNode


class CategoryNode(Node):
    """What products are sorted by."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    categoryName: str
    products: Many["ProductNode"] = connection()

    class props(Node.props):
        categoryName = TextProperty("categoryName")

    class relations(Node.relations):
        products = ReverseRelation["ProductNode"](
            "products", ".product_node:ProductNode", through=(ViewId("pygen_example", "ProductNode", "v1"), "category")
        )

    def as_write(self) -> "CategoryNodeWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(CategoryNodeWrite)


class CategoryNodeWrite(NodeWrite):
    """What is written of CategoryNode."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    categoryName: Text


class CategoryNodeList(InstanceList[CategoryNode]):
    """A list of CategoryNode that also shows as a table."""
