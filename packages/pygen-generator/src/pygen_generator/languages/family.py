"""What is generated for one view, by its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pygen_client.schema import ViewId

from pygen_generator.issue import Issue
from pygen_generator.model.view import Kind, View

ClassKey = tuple[ViewId, Kind]
"""What one family of classes or types is for: a view, as nodes or as edges."""


@dataclass(frozen=True)
class Family:
    """The names of everything that belongs to one view, as nodes or as edges: those that every language has."""

    view: View
    kind: Kind
    read: str
    write: str
    filters: str
    api: str
    module: str
    """The file of what is read and written, without ending."""
    member: str
    """What it is called in clients."""

    @property
    def key(self) -> ClassKey:
        return self.view.id, self.kind


AnyFamily = TypeVar("AnyFamily", bound=Family)


@dataclass(frozen=True)
class Names(Generic[AnyFamily]):
    """Every name of an SDK, and what had to be renamed."""

    families: Mapping[ClassKey, AnyFamily]
    """Sorted by view."""
    members: Mapping[ViewId, Mapping[str, str]]
    """For each view the member of each property and connection."""
    issues: tuple[Issue, ...]
