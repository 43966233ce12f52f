"""The clients of this SDK: one attribute for each view."""

from typing import TYPE_CHECKING, ClassVar

from pygen_runtime.codegen import AsyncInstanceClient, DataModelId, InstanceClient, LazyAPI

if TYPE_CHECKING:
    from ._api._category_node_api import AsyncCategoryNodeAPI, CategoryNodeAPI
    from ._api._product_node_api import AsyncProductNodeAPI, ProductNodeAPI
    from ._api._relates_to_api import AsyncRelatesToAPI, RelatesToAPI


class ShopClient(InstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1)."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = "shop"

    category_node: LazyAPI["CategoryNodeAPI"] = LazyAPI(__package__, "_api._category_node_api", "CategoryNodeAPI")
    product_node: LazyAPI["ProductNodeAPI"] = LazyAPI(__package__, "_api._product_node_api", "ProductNodeAPI")
    relates_to: LazyAPI["RelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "RelatesToAPI")


class AsyncShopClient(AsyncInstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1), asynchronously."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = "shop"

    category_node: LazyAPI["AsyncCategoryNodeAPI"] = LazyAPI(
        __package__, "_api._category_node_api", "AsyncCategoryNodeAPI"
    )
    product_node: LazyAPI["AsyncProductNodeAPI"] = LazyAPI(__package__, "_api._product_node_api", "AsyncProductNodeAPI")
    relates_to: LazyAPI["AsyncRelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "AsyncRelatesToAPI")
