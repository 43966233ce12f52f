"""The clients of this SDK: one attribute for each view."""

from typing import TYPE_CHECKING, ClassVar

from pygen_runtime.codegen import DataModelId, InstanceClient, LazyAPI

if TYPE_CHECKING:
    from ._api._category_node_api import CategoryNodeAPI
    from ._api._product_node_api import ProductNodeAPI


class ExampleDataModelClient(InstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1)."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = "shop"

    category_node: LazyAPI["CategoryNodeAPI"] = LazyAPI(__package__, "_api._category_node_api", "CategoryNodeAPI")
    product_node: LazyAPI["ProductNodeAPI"] = LazyAPI(__package__, "_api._product_node_api", "ProductNodeAPI")
