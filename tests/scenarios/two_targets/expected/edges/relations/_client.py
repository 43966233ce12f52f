"""The clients of this SDK: one attribute for each view."""

from typing import TYPE_CHECKING, ClassVar

from pygen_runtime.codegen import DataModelId, InstanceClient, LazyAPI

if TYPE_CHECKING:
    from ._api._relates_to_api import RelatesToAPI


class ExampleDataModelClient(InstanceClient):
    """Reads and writes the data model pygen_example:ExampleDataModel(v1)."""

    data_model_ids: ClassVar = (DataModelId("pygen_example", "ExampleDataModel", "v1"),)
    default_instance_space: ClassVar[str | None] = None

    relates_to: LazyAPI["RelatesToAPI"] = LazyAPI(__package__, "_api._relates_to_api", "RelatesToAPI")
