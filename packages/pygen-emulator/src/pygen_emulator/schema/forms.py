"""Schema in any form that it comes in: written, as answered, as objects or as JSON. All of it becomes write forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel
from pygen_client.schema import (
    Container,
    ContainerWrite,
    DataModel,
    DataModelWrite,
    Space,
    SpaceWrite,
    View,
    ViewWrite,
)

from pygen_emulator.schema.reference_types import Kind, check_reference_types
from pygen_emulator.validation import parse

AnySpace = Space | SpaceWrite | Mapping[str, Any]
AnyContainer = Container | ContainerWrite | Mapping[str, Any]
AnyView = View | ViewWrite | Mapping[str, Any]
AnyDataModel = DataModel | DataModelWrite | Mapping[str, Any]

Written = TypeVar("Written", bound=BaseModel)


def spaces(items: Iterable[AnySpace]) -> list[SpaceWrite]:
    """Spaces as they are written, strictly parsed."""
    return _parsed(SpaceWrite, [_json(item, Space) for item in items], None)


def containers(items: Iterable[AnyContainer]) -> list[ContainerWrite]:
    """Containers as they are written, strictly parsed."""
    return _parsed(ContainerWrite, [_json(item, Container) for item in items], "container")


def views(items: Iterable[AnyView]) -> list[ViewWrite]:
    """Views as they are written, strictly parsed. In an answered view every property becomes its own."""
    return _parsed(ViewWrite, [_json(item, View) for item in items], "view")


def data_models(items: Iterable[AnyDataModel]) -> list[DataModelWrite]:
    """Data models as they are written, strictly parsed. In an answered one whole views become references."""
    return _parsed(DataModelWrite, [_json(item, DataModel) for item in items], "data model")


def views_of_data_models(items: Iterable[AnyDataModel]) -> list[ViewWrite]:
    """The views that stand whole in answered data models, as they are written."""
    answered = (DataModel.load(item) if isinstance(item, Mapping) and "createdTime" in item else item for item in items)
    models = [model for model in answered if isinstance(model, DataModel)]
    return views([view for model in models for view in model.views if isinstance(view, View)])


def _json(item: Any, answered: type[Space] | type[Container] | type[View] | type[DataModel]) -> Any:
    """The item as the JSON of a write."""
    if isinstance(item, Mapping):
        item = answered.load(item) if "createdTime" in item else dict(item)
    if isinstance(item, (Space, Container, View, DataModel)):
        item = item.as_write()
    return item.dump() if isinstance(item, (SpaceWrite, ContainerWrite, ViewWrite, DataModelWrite)) else item


def _parsed(model: type[Written], items: list[Any], kind: Kind | None) -> list[Written]:
    parsed = [parse(model, item) for item in items]
    if kind is not None:
        check_reference_types(kind, {"items": items})
    return parsed
