"""The clients of this SDK: one attribute for each view."""

from typing import TYPE_CHECKING, ClassVar

from pygen_runtime.codegen import AsyncInstanceClient, DataModelId, InstanceClient, LazyAPI

if TYPE_CHECKING:
    from ._api._category_node_api import AsyncCategoryNodeAPI, CategoryNodeAPI
    from ._api._product_node_api import AsyncProductNodeAPI, ProductNodeAPI
    from ._api._relates_to_api import AsyncRelatesToAPI, RelatesToAPI


class ExampleDataModelClient(InstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1)."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = None

    CategoryNode: LazyAPI["CategoryNodeAPI"] = LazyAPI(__package__, "_api._category_node_api", "CategoryNodeAPI")
    ProductNode: LazyAPI["ProductNodeAPI"] = LazyAPI(__package__, "_api._product_node_api", "ProductNodeAPI")
    RelatesTo: LazyAPI["RelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "RelatesToAPI")


class AsyncExampleDataModelClient(AsyncInstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1), asynchronously."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = None

    CategoryNode: LazyAPI["AsyncCategoryNodeAPI"] = LazyAPI(
        __package__, "_api._category_node_api", "AsyncCategoryNodeAPI"
    )
    ProductNode: LazyAPI["AsyncProductNodeAPI"] = LazyAPI(__package__, "_api._product_node_api", "AsyncProductNodeAPI")
    RelatesTo: LazyAPI["AsyncRelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "AsyncRelatesToAPI")
