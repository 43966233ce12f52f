"""What all modules of one TypeScript SDK share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.targets import Targets
from pygen_generator.languages.typescript.filters import KeywordFilter
from pygen_generator.languages.typescript.names import Family, Names
from pygen_generator.languages.typescript.types import Int64
from pygen_generator.model.view import Model, View


@dataclass(frozen=True)
class Sdk:
    """The decisions about one SDK, made before any of its files."""

    model: Model
    package: str
    client: str
    default_instance_space: str | None
    int64: Int64
    names: Names
    targets: Targets
    filters: Mapping[ClassKey, Mapping[str, KeywordFilter]]
    """For each family its keyword filters by their names."""

    @property
    def families(self) -> Iterator[Family]:
        return iter(self.names.families.values())

    @property
    def with_api(self) -> list[Family]:
        """The families whose instances the service can be asked for (``queryable``)."""
        return [family for family in self.families if family.view.queryable]

    def view(self, key: ClassKey) -> View:
        return self.names.families[key].view
