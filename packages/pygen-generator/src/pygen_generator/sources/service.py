"""Data models as a CDF project has them."""

from __future__ import annotations

from collections.abc import Sequence

from pygen_client import PygenClient
from pygen_client.schema import DataModelId

from pygen_generator.errors import ModelNotFoundError, SourceError
from pygen_generator.schema import Schema, whole_views


class ServiceSource:
    """The data models of the project that a client is for.

    Errors of the service and of the connection come through as the client raises them (``pygen_client.PygenError``).
    """

    def __init__(self, client: PygenClient) -> None:
        self._client = client

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        """Fetch data models with their views, and the containers and spaces behind them as far as they can be seen."""
        if not wanted:
            raise SourceError(
                "A project holds many data models.", "Name those to generate from: space, external id, version."
            )
        models = self._client.data_models.retrieve(list(dict.fromkeys(wanted)), inline_views=True)
        if missing := set(wanted) - {model.as_id() for model in models}:
            raise ModelNotFoundError(
                f"The project has no data model {', '.join(str(model_id) for model_id in sorted(missing))}.",
                "Check space, external id and version, and that you may read its space.",
            )
        views = [view for model in models for view in whole_views(model)]
        mapped = sorted({container for view in views for container in view.mapped_containers})
        containers = self._client.containers.retrieve(mapped)
        used = {model.space for model in models} | {view.space for view in views} | {item.space for item in containers}
        spaces = self._client.spaces.retrieve(sorted(used))
        return Schema(tuple(models), tuple(containers), tuple(spaces)).select(wanted)
