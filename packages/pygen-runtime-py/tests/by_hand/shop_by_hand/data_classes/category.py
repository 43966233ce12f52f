"""Category: view shop_model:Category(v1)."""

from typing import Annotated, ClassVar

from pygen_runtime.codegen import InstanceList, Node, NodeWrite, Ref, RelationTarget, Text, ViewId, prop


class Category(Node):
    """A group of products."""

    view_id: ClassVar = ViewId("shop_model", "Category", "v1")

    category_name: Annotated[str, prop("categoryName")]
    parent: Ref["Category"] | None = None

    def as_write(self) -> "CategoryWrite":
        """This category in the form that is written, guarded by the version that was read."""
        return self._as_write(CategoryWrite)


class CategoryWrite(NodeWrite):
    """A group of products, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Category", "v1")

    category_name: Annotated[Text, prop("categoryName")]
    parent: RelationTarget["CategoryWrite"] | None = None


class CategoryList(InstanceList[Category]):
    """A list of Category that also shows as a table."""
