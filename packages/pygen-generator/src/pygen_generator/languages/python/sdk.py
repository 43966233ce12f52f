"""What all modules of one Python SDK share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.filters import FilterPlan
from pygen_generator.languages.python.inheritance import Inheritance
from pygen_generator.languages.python.names import Family, Names
from pygen_generator.languages.python.nested import Nested
from pygen_generator.languages.python.properties import PropertyObject
from pygen_generator.languages.python.relations import Relation
from pygen_generator.model.view import Model


@dataclass(frozen=True)
class Sdk:
    """The decisions about one SDK, made before any of its files."""

    model: Model
    package: str
    client: str
    async_client: str
    has_async: bool
    """Whether the asynchronous client and APIs are part of it."""
    default_instance_space: str | None
    names: Names
    inheritance: Inheritance
    filters: Mapping[ClassKey, FilterPlan]
    relations: Mapping[ClassKey, Mapping[str, Relation]]
    """For each class its relations by attribute, inherited ones included."""
    relation_classes: Mapping[ClassKey, Nested]
    properties: Mapping[ClassKey, Mapping[str, PropertyObject]]
    """For each class its properties by attribute, inherited ones included."""
    property_classes: Mapping[ClassKey, Nested]

    @property
    def families(self) -> Iterator[Family]:
        return iter(self.names.families.values())

    @property
    def with_api(self) -> list[Family]:
        """The families whose instances the service can be asked for (``queryable``)."""
        return [family for family in self.families if family.view.queryable]

    def class_names(self, family: Family) -> list[str]:
        """The data classes that exist for a family."""
        return [family.read, *([family.write] if family.view.writable else []), family.list]
