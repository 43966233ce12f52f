"""Category: view shop_model:Category(v1)."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pygen_runtime.codegen import (
    ContainerId,
    DirectRelation,
    EdgeRelation,
    InstanceList,
    Links,
    Many,
    Node,
    NodeId,
    NodeWrite,
    One,
    Ref,
    RelationProperty,
    RelationTarget,
    ReverseRelation,
    Text,
    TextProperty,
    ViewId,
    WriteLinks,
    connection,
    edges,
    prop,
)

if TYPE_CHECKING:
    from .note import Note, NoteWrite
    from .product import Product, ProductWrite
    from .tool import Tool


class Category(Node):
    """A group of products."""

    view_id: ClassVar = ViewId("shop_model", "Category", "v1")

    category_name: Annotated[str, prop("categoryName")]
    parent: Ref["Category"] | None = None
    products: Many["Product"] = connection()
    tools: Many["Tool"] = connection()
    names: Many["Node"] = connection()
    owner: One["Product"] = connection()
    children: Many["Category"] = connection()
    notes: Links["Product", "Note"] = connection()

    class props(Node.props):  # noqa: N801 - it is written like an attribute
        category_name = TextProperty("categoryName")
        parent = RelationProperty["Category"]("parent", ".category:Category")

    class relations(Node.relations):  # noqa: N801 - it is written like an attribute
        parent = DirectRelation["Category"]("parent", ".category:Category")
        products = ReverseRelation["Product"](
            "products", ".product:Product", through=(ViewId("shop_model", "Product", "v1"), "category")
        )
        tools = ReverseRelation["Tool"](
            "tools", ".tool:Tool", through=(ViewId("shop_model", "Product", "v1"), "category")
        )
        names = ReverseRelation["Node"]("names", None, through=(ViewId("shop_model", "Product", "v1"), "category"))
        owner = ReverseRelation["Product"](
            "owner", ".product:Product", through=(ContainerId("shop_model", "Product"), "category"), single=True
        )
        children = ReverseRelation["Category"](
            "children", ".category:Category", through=(ViewId("shop_model", "Category", "v1"), "parent")
        )
        notes = EdgeRelation["Product", "Note"](
            "notes", ".product:Product", ".note:Note", type=NodeId("shop_model", "notes")
        )

    def as_write(self) -> "CategoryWrite":
        """This category in the form that is written, guarded by the version that was read."""
        return self._as_write(CategoryWrite)


class CategoryWrite(NodeWrite):
    """A group of products, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Category", "v1")

    category_name: Annotated[Text, prop("categoryName")]
    parent: RelationTarget["CategoryWrite"] | None = None
    notes: Annotated[WriteLinks["ProductWrite", "NoteWrite"] | None, edges(Category.relations.notes)] = None


class CategoryList(InstanceList[Category]):
    """A list of Category that also shows as a table."""
