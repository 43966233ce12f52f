"""The clients of this SDK: one attribute for each view."""

from typing import TYPE_CHECKING, ClassVar

from pygen_runtime.codegen import AsyncInstanceClient, DataModelId, InstanceClient, LazyAPI

if TYPE_CHECKING:
    from ._api._category_api import AsyncCategoryAPI, CategoryAPI
    from ._api._everything_api import AsyncEverythingAPI, EverythingAPI
    from ._api._product_api import AsyncProductAPI, ProductAPI
    from ._api._relates_to_api import AsyncRelatesToAPI, RelatesToAPI


class ShopClient(InstanceClient):
    """Reads and writes the data model shop_model:Shop(v1)."""

    data_model_ids: ClassVar = (DataModelId("shop_model", "Shop", "v1"),)
    default_instance_space: ClassVar[str | None] = "shop"

    category: LazyAPI["CategoryAPI"] = LazyAPI(__package__, "_api._category_api", "CategoryAPI")
    everything: LazyAPI["EverythingAPI"] = LazyAPI(__package__, "_api._everything_api", "EverythingAPI")
    product: LazyAPI["ProductAPI"] = LazyAPI(__package__, "_api._product_api", "ProductAPI")
    relates_to: LazyAPI["RelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "RelatesToAPI")


class AsyncShopClient(AsyncInstanceClient):
    """Reads and writes the data model shop_model:Shop(v1), asynchronously."""

    data_model_ids: ClassVar = (DataModelId("shop_model", "Shop", "v1"),)
    default_instance_space: ClassVar[str | None] = "shop"

    category: LazyAPI["AsyncCategoryAPI"] = LazyAPI(__package__, "_api._category_api", "AsyncCategoryAPI")
    everything: LazyAPI["AsyncEverythingAPI"] = LazyAPI(__package__, "_api._everything_api", "AsyncEverythingAPI")
    product: LazyAPI["AsyncProductAPI"] = LazyAPI(__package__, "_api._product_api", "AsyncProductAPI")
    relates_to: LazyAPI["AsyncRelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "AsyncRelatesToAPI")
