"""Tool: view shop_model:Tool(v1)."""

from typing import ClassVar

from pygen_runtime.codegen import InstanceList, Int32, IntProperty, ViewId

from .product import Product, ProductWrite


class Tool(Product):
    """A product to work with."""

    view_id: ClassVar = ViewId("shop_model", "Tool", "v1")

    power: int | None = None

    class props(Product.props):  # noqa: N801 - it is written like an attribute
        power = IntProperty("power")

    def as_write(self) -> "ToolWrite":
        """This tool in the form that is written, guarded by the version that was read."""
        return self._as_write(ToolWrite)


class ToolWrite(ProductWrite):
    """A product to work with, as it is written."""

    view_id: ClassVar = ViewId("shop_model", "Tool", "v1")

    power: Int32 | None = None


class ToolList(InstanceList[Tool]):
    """A list of Tool that also shows as a table."""
