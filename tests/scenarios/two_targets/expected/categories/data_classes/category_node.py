"""CategoryNode: view pygen_example:CategoryNode(v1)."""

from typing import Annotated, ClassVar

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


class CategoryNode(Node):
    """What products are sorted by."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    category_name: Annotated[str, prop("categoryName")]
    products: Many["Node"] = connection()

    class props(Node.props):
        category_name = TextProperty("categoryName")

    class relations(Node.relations):
        products = ReverseRelation["Node"](
            "products", None, through=(ViewId("pygen_example", "ProductNode", "v1"), "category")
        )

    def as_write(self) -> "CategoryNodeWrite":
        """The same in the form that is written, guarded by the version that was read."""
        return self._as_write(CategoryNodeWrite)


class CategoryNodeWrite(NodeWrite):
    """What is written of CategoryNode."""

    view_id: ClassVar = ViewId("pygen_example", "CategoryNode", "v1")

    category_name: Annotated[Text, prop("categoryName")]


class CategoryNodeList(InstanceList[CategoryNode]):
    """A list of CategoryNode that also shows as a table."""
