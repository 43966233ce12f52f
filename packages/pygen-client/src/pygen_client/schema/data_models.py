"""Data models: named, versioned sets of views."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Discriminator, Field, Tag

from pygen_client.schema._base import SchemaModel
from pygen_client.schema.ids import DataModelId, ViewId
from pygen_client.schema.views import View, ViewWrite


def _reference_or_view(value: Any) -> str:
    if isinstance(value, dict):
        return "reference" if value.get("type") == "view" and "properties" not in value else "view"
    return "reference" if isinstance(value, ViewId) else "view"


_by_form = Discriminator(_reference_or_view)


class DataModelWrite(SchemaModel):
    """A data model as it is created; views that are given whole are created with it."""

    space: str
    external_id: str
    version: str
    name: str | None = None
    description: str | None = None
    views: list[Annotated[Union[Annotated[ViewId, Tag("reference")], Annotated[ViewWrite, Tag("view")]], _by_form]] = (
        Field(default_factory=list)
    )

    def as_id(self) -> DataModelId:
        return DataModelId(self.space, self.external_id, self.version)


class DataModel(SchemaModel):
    """A data model as the service answers it, its views as references or, with ``inline_views``, whole."""

    space: str
    external_id: str
    version: str
    name: str | None = None
    description: str | None = None
    views: list[Annotated[Union[Annotated[ViewId, Tag("reference")], Annotated[View, Tag("view")]], _by_form]]
    created_time: int
    last_updated_time: int
    is_global: bool

    def as_id(self) -> DataModelId:
        return DataModelId(self.space, self.external_id, self.version)

    def as_write(self) -> DataModelWrite:
        """The data model in the form that creates it; whole views become references to them."""
        data = self.dump()
        for key in ("createdTime", "lastUpdatedTime", "isGlobal"):
            data.pop(key, None)
        data["views"] = [(view if isinstance(view, ViewId) else view.as_id()).dump() for view in self.views]
        return DataModelWrite.load(data)
