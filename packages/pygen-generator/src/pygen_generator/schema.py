"""What every source gives: data models with whole views, and what else is known of their schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pygen_client.schema import Container, DataModel, DataModelId, Space, View, ViewId

from pygen_generator.errors import ModelNotFoundError, SourceError
from pygen_generator.issue import Issue


@dataclass(frozen=True)
class Schema:
    """A schema as it was fetched. Containers and spaces may be missing: files need not hold them."""

    data_models: tuple[DataModel, ...]
    containers: tuple[Container, ...] = ()
    spaces: tuple[Space, ...] = ()
    issues: tuple[Issue, ...] = field(default=(), compare=False)
    """What the source could not resolve and left out."""

    def select(self, wanted: Sequence[DataModelId]) -> Schema:
        """The schema with these data models only, or with all if none is named.

        Raises:
            ModelNotFoundError: a named model is not there.
            SourceError: there is no model at all, or one has its views as references only.
        """
        by_id = {model.as_id(): model for model in self.data_models}
        missing = [model_id for model_id in wanted if model_id not in by_id]
        there = ", ".join(str(model_id) for model_id in sorted(by_id)) or "none"
        if missing:
            names = ", ".join(str(model_id) for model_id in missing)
            raise ModelNotFoundError(f"There is no data model {names}.", f"The source holds: {there}.")
        chosen = tuple(by_id[model_id] for model_id in sorted(set(wanted) or by_id))
        if not chosen:
            raise SourceError("There is no data model in the source.", "Name a source that defines one.")
        for model in chosen:
            if references := [str(view) for view in model.views if isinstance(view, ViewId)]:
                raise SourceError(
                    f"Data model {model.as_id()} names views without their content: {', '.join(sorted(references))}.",
                    "Fetch it with inlineViews=true.",
                )
        return Schema(chosen, self.containers, self.spaces, self.issues)


class Source(Protocol):
    """Where data models come from."""

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        """Fetch these data models, with whole views; all that there are if none is named.

        Raises:
            SourceError: they cannot be read; the message says why.
        """
        ...


def whole_views(model: DataModel) -> list[View]:
    """The views of a data model that came through ``Schema.select``: none of them is a mere reference."""
    return [view for view in model.views if isinstance(view, View)]


def circular_parents(view_id: ViewId, implements: Mapping[ViewId, Sequence[ViewId]]) -> frozenset[ViewId]:
    """The parents of a view that lead back to it. The service refuses such views; files can hold them."""

    def reaches(start: ViewId) -> bool:
        seen, waiting = set[ViewId](), [start]
        while waiting:
            current = waiting.pop()
            if current == view_id:
                return True
            if current not in seen:
                seen.add(current)
                waiting.extend(implements.get(current, ()))
        return False

    return frozenset(parent for parent in implements.get(view_id, ()) if reaches(parent))
