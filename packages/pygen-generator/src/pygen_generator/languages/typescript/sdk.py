"""What all modules of one TypeScript SDK share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.typescript.filters import KeywordFilter
from pygen_generator.languages.typescript.names import Family, Names
from pygen_generator.languages.typescript.types import Int64
from pygen_generator.model.view import Kind, Model, View


@dataclass(frozen=True)
class Sdk:
    """The decisions about one SDK, made before any of its files."""

    model: Model
    package: str
    client: str
    default_instance_space: str | None
    int64: Int64
    names: Names
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

    def target(self, view_id: ViewId | None) -> ClassKey | None:
        """What nodes are read as through a view; None for plain nodes.

        That is so without a view, with one outside of the model, and with one that shows edges only.
        """
        return self._known(view_id, Kind.NODE)

    def edges(self, view_id: ViewId | None) -> ClassKey | None:
        """What edges are read as through a view; None for plain edges."""
        return self._known(view_id, Kind.EDGE)

    def write_target(self, view_id: ViewId | None) -> ClassKey | None:
        """What can be written in place of a node of a view; None for its id alone."""
        key = self.target(view_id)
        return key if key is not None and self.view(key).writable else None

    def _known(self, view_id: ViewId | None, kind: Kind) -> ClassKey | None:
        key = (view_id, kind) if view_id else None
        return key if key in self.names.families else None
