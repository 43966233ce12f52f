"""Several sources as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pygen_client.schema import Container, ContainerId, DataModel, DataModelId, Space

from pygen_generator.errors import SourceError
from pygen_generator.issue import Issue
from pygen_generator.schema import Schema, Source


class SeveralSources:
    """The data models of several sources. Containers and spaces that more than one holds are those of the first.

    Args:
        sources: by what to call them in messages.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        models: dict[DataModelId, DataModel] = {}
        containers: dict[ContainerId, Container] = {}
        spaces: dict[str, Space] = {}
        issues: list[Issue] = []
        places: dict[DataModelId, str] = {}
        for name, source in self.sources.items():
            schema = source.load(())
            for model in schema.data_models:
                if (first := places.setdefault(model.as_id(), name)) != name:
                    raise SourceError(f"Both {first} and {name} hold the data model {model.as_id()}.", "Name one.")
                models[model.as_id()] = model
            containers = {each.as_id(): each for each in schema.containers} | containers
            spaces = {each.space: each for each in schema.spaces} | spaces
            issues += schema.issues
        found = Schema(tuple(models.values()), tuple(containers.values()), tuple(spaces.values()), tuple(issues))
        return found.select(wanted)
