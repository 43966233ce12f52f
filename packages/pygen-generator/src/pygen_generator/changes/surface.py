"""What a language makes of a data model, as far as changes are concerned. Each language gives this of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pygen_client.schema import ViewId

from pygen_generator.changes.change import Breaks
from pygen_generator.model.view import Kind

Part = tuple[ViewId, str | None]
"""A view, or one of its properties and connections."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name that a program can use."""

    identifier: str
    """The name alone; a program breaks where it changes."""
    text: str
    """The name with what stands before it, such as ``ProductNode.price``."""
    breaks: Breaks
    """Who uses it: code that reads, or code that writes."""


@dataclass(frozen=True)
class Surface:
    """The names of one SDK by what they stand for."""

    language: str
    sdk: Mapping[str, Name]
    """Names of the whole SDK by role: the package, the clients."""
    parts: Mapping[Part, Mapping[str, Name]]
    """Names of every view and property by role. Roles compare between SDKs, and mean nothing else; the first name of a
    view is the one that it goes by."""
    ancestors: Mapping[tuple[ViewId, Kind], frozenset[ViewId]]
    """The views whose classes the class of a view inherits from, at any distance."""

    def is_a(self, view: ViewId, kind: Kind, other: ViewId) -> bool:
        """Whether an instance of one view's class is an instance of another's."""
        return view == other or other in self.ancestors.get((view, kind), frozenset())
