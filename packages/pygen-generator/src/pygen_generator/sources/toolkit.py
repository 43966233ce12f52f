"""Data models in a folder of the Cognite Toolkit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pygen_client.schema import ContainerWrite, DataModelId, DataModelWrite, SpaceWrite, ViewWrite

from pygen_generator.errors import ModelNotFoundError, SourceError, SourceNotFoundError
from pygen_generator.schema import Schema
from pygen_generator.sources.definitions import Definitions
from pygen_generator.sources.documents import read_document, read_text
from pygen_generator.sources.faults import fault
from pygen_generator.sources.resolve import resolve

T = TypeVar("T", SpaceWrite, ContainerWrite, ViewWrite, DataModelWrite)

_FILE = re.compile(r"(?:.*\.)?(space|container|view|datamodel|graphqlschema)\.ya?ml", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_SKIPPED = frozenset({"node_modules", "__pycache__"})


class ToolkitSource:
    """A folder with ``*.Space.yaml``, ``*.Container.yaml``, ``*.View.yaml`` and ``*.DataModel.yaml``, at any depth.

    Names are taken in any case, with or without a number in front; a file holds one item or a list of them. Variables
    (``{{ name }}``) must have their values already, as in the folder that ``cdf build`` writes.

    Args:
        folder: the folder of the data models.
        context: further folders with what the models refer to, such as the system models; what ``folder`` defines wins,
            and their data models do not count.
    """

    def __init__(self, folder: Path | str, context: Sequence[Path | str] = ()) -> None:
        self.folder = Path(folder)
        self.context = [Path(path) for path in context]

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        definitions = _read(self.folder)
        for folder in self.context:
            definitions.fill_in(_read(folder))
        there = definitions.data_models
        if not there:
            raise SourceError(
                f"{self.folder} defines no data model.", "Name a folder with a file *.DataModel.yaml, or a JSON file."
            )
        if missing := [model_id for model_id in wanted if model_id not in there]:
            raise ModelNotFoundError(
                f"{self.folder} does not define the data model {', '.join(map(str, missing))}.",
                f"It defines: {', '.join(str(model_id) for model_id in sorted(there))}.",
            )
        return resolve(definitions, wanted or there).select(wanted)


def _read(folder: Path) -> Definitions:
    if not folder.is_dir():
        raise SourceNotFoundError(f"There is no folder {folder}.", "Check the path.")
    definitions = Definitions()
    for path, kind in _files(folder):
        if kind == "graphqlschema":
            raise SourceError(
                f"{path} defines a data model in GraphQL, which this generator does not read.",
                "Deploy it and generate from CDF.",
            )
        for item in _items(path):
            _add(definitions, kind, item, path)
    return definitions


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if any(part.startswith(".") or part in _SKIPPED for part in inner) or not path.is_file():
            continue
        if match := _FILE.fullmatch(path.name):
            yield path, match[1].lower()


def _items(path: Path) -> list[Any]:
    if variable := _VARIABLE.search(read_text(path)):
        raise SourceError(
            f"{path} has a variable without value: {variable[1]}.", "Name the folder that 'cdf build' writes."
        )
    document = read_document(path)
    return document if isinstance(document, list) else [] if document is None else [document]


def _add(definitions: Definitions, kind: str, item: Any, path: Path) -> None:
    if kind == "space":
        space = _load(SpaceWrite, item, path)
        definitions.spaces[space.space] = space
    elif kind == "container":
        container = _load(ContainerWrite, item, path)
        definitions.containers[container.as_id()] = container
    elif kind == "view":
        view = _load(ViewWrite, item, path)
        definitions.views[view.as_id()] = view
    else:
        model = _load(DataModelWrite, _with_references(item), path)
        definitions.data_models[model.as_id()] = model
        for listed in model.views:
            if isinstance(listed, ViewWrite):
                definitions.views[listed.as_id()] = listed


def _with_references(item: Any) -> Any:
    """References to views may lack their ``type``; whole views are told by what only they have."""
    views = item.get("views") if isinstance(item, Mapping) else None
    if not isinstance(views, list):
        return item
    whole = {"properties", "implements", "filter"}
    return {
        **item,
        "views": [
            {**view, "type": "view"} if isinstance(view, Mapping) and not whole & view.keys() else view
            for view in views
        ],
    }


def _load(kind: type[T], item: Any, path: Path) -> T:
    try:
        return kind.load(item)
    except ValidationError as error:
        what = f"{path}: {kind.__name__.removesuffix('Write')}"
        raise SourceError(fault(what, item, error), "Correct the file.") from None
