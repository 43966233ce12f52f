"""Data models as a CDF project has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pygen_client.schema import Container, ContainerId, DataModel, DataModelId

from pygen_generator.errors import ModelNotFoundError, SourceError
from pygen_generator.schema import Schema, whole_views

if TYPE_CHECKING:
    from pygen_client import AsyncPygenClient, PygenClient


class ServiceSource:
    """The data models of the project that a client is for.

    Errors of the service and of the connection come through as the client raises them (``pygen_client.PygenError``).
    """

    def __init__(self, client: PygenClient) -> None:
        self._client = client

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        """Fetch data models with their views, and the containers and spaces behind them as far as they can be seen."""
        _check_named(wanted)
        models = self._client.data_models.retrieve(list(dict.fromkeys(wanted)), inline_views=True)
        _check_found(models, wanted)
        containers = self._client.containers.retrieve(_mapped(models))
        spaces = self._client.spaces.retrieve(_spaces_of(models, containers))
        return Schema(tuple(models), tuple(containers), tuple(spaces)).select(wanted)


async def fetch_schema(client: AsyncPygenClient, wanted: Sequence[DataModelId]) -> Schema:
    """What ``ServiceSource`` loads, asynchronously: where nothing may block, such as in a browser."""
    _check_named(wanted)
    models = await client.data_models.retrieve(list(dict.fromkeys(wanted)), inline_views=True)
    _check_found(models, wanted)
    containers = await client.containers.retrieve(_mapped(models))
    spaces = await client.spaces.retrieve(_spaces_of(models, containers))
    return Schema(tuple(models), tuple(containers), tuple(spaces)).select(wanted)


def _check_named(wanted: Sequence[DataModelId]) -> None:
    if not wanted:
        raise SourceError(
            "A project holds many data models.", "Name those to generate from: space, external id, version."
        )


def _check_found(models: Iterable[DataModel], wanted: Iterable[DataModelId]) -> None:
    if missing := set(wanted) - {model.as_id() for model in models}:
        raise ModelNotFoundError(
            f"The project has no data model {', '.join(str(model_id) for model_id in sorted(missing))}.",
            "Check space, external id and version, and that you may read its space.",
        )


def _mapped(models: Iterable[DataModel]) -> list[ContainerId]:
    return sorted(
        {container for model in models for view in whole_views(model) for container in view.mapped_containers}
    )


def _spaces_of(models: Sequence[DataModel], containers: Iterable[Container]) -> list[str]:
    views = [view for model in models for view in whole_views(model)]
    return sorted(
        {model.space for model in models} | {view.space for view in views} | {item.space for item in containers}
    )
