"""Typed SDK for the data model shop_model:Shop(v1), written by hand in the form that the generator gives."""

from typing import TYPE_CHECKING

from pygen_runtime.codegen import lazy_package, require_contract

if TYPE_CHECKING:
    from ._api._category_api import AsyncCategoryAPI as AsyncCategoryAPI
    from ._api._category_api import CategoryAPI as CategoryAPI
    from ._api._everything_api import AsyncEverythingAPI as AsyncEverythingAPI
    from ._api._everything_api import EverythingAPI as EverythingAPI
    from ._api._product_api import AsyncProductAPI as AsyncProductAPI
    from ._api._product_api import ProductAPI as ProductAPI
    from ._api._product_api import ProductFilters as ProductFilters
    from ._api._relates_to_api import AsyncRelatesToAPI as AsyncRelatesToAPI
    from ._api._relates_to_api import RelatesToAPI as RelatesToAPI
    from ._client import AsyncShopClient as AsyncShopClient
    from ._client import ShopClient as ShopClient
    from .data_classes.category import Category as Category
    from .data_classes.category import CategoryWrite as CategoryWrite
    from .data_classes.everything import Everything as Everything
    from .data_classes.everything import EverythingList as EverythingList
    from .data_classes.everything import EverythingWrite as EverythingWrite
    from .data_classes.note import Note as Note
    from .data_classes.note import NoteWrite as NoteWrite
    from .data_classes.product import Product as Product
    from .data_classes.product import ProductList as ProductList
    from .data_classes.product import ProductWrite as ProductWrite
    from .data_classes.relates_to import RelatesTo as RelatesTo
    from .data_classes.relates_to import RelatesToList as RelatesToList
    from .data_classes.relates_to import RelatesToWrite as RelatesToWrite
    from .data_classes.tool import Tool as Tool
    from .data_classes.tool import ToolWrite as ToolWrite

require_contract(1, __name__)

if not TYPE_CHECKING:
    __getattr__, __dir__, __all__ = lazy_package(
        __name__,
        {
            "._api._category_api": ("AsyncCategoryAPI", "CategoryAPI"),
            "._api._everything_api": ("AsyncEverythingAPI", "EverythingAPI"),
            "._api._product_api": ("AsyncProductAPI", "ProductAPI", "ProductFilters"),
            "._api._relates_to_api": ("AsyncRelatesToAPI", "RelatesToAPI"),
            "._client": ("AsyncShopClient", "ShopClient"),
            ".data_classes.category": ("Category", "CategoryWrite"),
            ".data_classes.everything": ("Everything", "EverythingList", "EverythingWrite"),
            ".data_classes.note": ("Note", "NoteWrite"),
            ".data_classes.product": ("Product", "ProductList", "ProductWrite"),
            ".data_classes.relates_to": ("RelatesTo", "RelatesToList", "RelatesToWrite"),
            ".data_classes.tool": ("Tool", "ToolWrite"),
        },
    )
