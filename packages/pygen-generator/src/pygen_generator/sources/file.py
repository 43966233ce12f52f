"""A data model in one JSON or YAML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pygen_client.schema import Container, DataModel, DataModelId, Space

from pygen_generator.errors import SourceError
from pygen_generator.schema import Schema
from pygen_generator.sources.documents import read_document
from pygen_generator.sources.faults import fault

T = TypeVar("T", DataModel, Container, Space)

_FORMS = (
    "Give a data model as the API answers it with inlineViews=true, alone or in {'items': [...]}, "
    "or {'dataModel': ..., 'containers': [...], 'spaces': [...]}."
)


class FileSource:
    """One JSON or YAML file with data models as the API answers them, views inlined.

    It may hold one data model, an answer ``{"items": [...]}``, a list of data models, or the bundle form
    ``{"dataModel": {...}, "containers": [...], "spaces": [...]}`` (``dataModels`` for several).
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return schema_of(read_document(self.path), str(self.path)).select(wanted)


def schema_of(document: Any, name: str) -> Schema:
    """The schema in decoded JSON; ``name`` says in messages where it comes from.

    Raises:
        SourceError: the document is in none of the known forms.
    """
    models: Any = document
    containers: Any = []
    spaces: Any = []
    if isinstance(document, Mapping):
        if "dataModel" in document or "dataModels" in document:
            models = [*document.get("dataModels", []), *([document["dataModel"]] if "dataModel" in document else [])]
            containers, spaces = document.get("containers", []), document.get("spaces", [])
        elif "items" in document:
            models = document["items"]
        else:
            models = [document]
    if not isinstance(models, list) or not all(isinstance(item, Mapping) and "views" in item for item in models):
        raise SourceError(f"{name} does not hold a data model.", _FORMS)
    return Schema(
        load_all(DataModel, models, f"{name}: data model"),
        load_all(Container, containers, f"{name}: container"),
        load_all(Space, spaces, f"{name}: space"),
    )


def load_all(kind: type[T], items: Any, what: str) -> tuple[T, ...]:
    """Make schema objects from decoded JSON; ``what`` says in messages what they are and where they stand.

    Raises:
        SourceError: they do not have the form of the API's answers; the message names the first wrong field.
    """
    if not isinstance(items, list):
        raise SourceError(f"{what}s are not a list.", _FORMS)
    return tuple(_load_one(kind, item, what) for item in items)


def _load_one(kind: type[T], item: Any, what: str) -> T:
    try:
        return kind.load(item)
    except ValidationError as error:
        raise SourceError(fault(what, item, error), _FORMS) from None
