"""SDKs for notebooks: a ready client from a data model in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Union

import pygen_client
from pygen_client.schema import DataModelId

from pygen_generator.config import GeneratorConfig
from pygen_generator.generate import GeneratedPackage, generate_sdk
from pygen_generator.issue import Severity
from pygen_generator.memory_package import load_in_memory
from pygen_generator.schema import Schema, Source
from pygen_generator.sources.service import ServiceSource, fetch_schema

if TYPE_CHECKING:
    from pygen_client import AsyncPygenClient, PygenClient, PygenClientConfig

_PYTHON = {"languages": ("python",)}

NotebookSource = Union[Source, Path, str, DataModelId, Sequence[DataModelId]]
"""Where data models come from; by their ids they come from the project that the client is for."""


def generate_sdk_notebook(
    source: NotebookSource,
    client: PygenClient | PygenClientConfig,
    config: GeneratorConfig | None = None,
    *,
    tell: Callable[[str], object] = print,
) -> Any:
    """Generate an SDK in memory and give a client of it, ready to use. Nothing is written.

    Every call generates anew. ``import`` finds the latest SDK under its package's name, for the classes that are
    written: ``from shop_sdk import ProductNodeWrite``. Clients of earlier calls go on with their own classes.

    Args:
        source: ids of data models in the client's project; or a source or a path, as ``generate_sdk`` takes them.
        client: where the project is and who calls; or a client, which is shared and stays open.
        config: names and more, as in ``generate_sdk``.
        tell: takes a line for each error and warning about the data model.

    Returns:
        The client of the SDK, as if its package had been written and imported. Its type exists from now on only, so
        that checkers cannot know it; notebooks complete its attributes.

    Raises:
        GeneratorError: source or configuration cannot be used, or Python knows another module of the package's name.
        PygenError: the service did not give the data models.
        ModuleNotFoundError: ``cognite-pygen-runtime`` is not installed.
    """
    config = (config or GeneratorConfig()).model_copy(update=_PYTHON)
    given = _ids_or_source(source)
    if isinstance(given, tuple):
        config = config.model_copy(update={"models": given})
        if isinstance(client, pygen_client.PygenClient):
            given = ServiceSource(client)
        else:
            with pygen_client.PygenClient(client) as opened:
                given = _Fetched(ServiceSource(opened).load(given))
    package, names = _load(given, config, tell)
    return getattr(package, names.client)(client)


async def generate_async_sdk_notebook(
    source: NotebookSource,
    client: AsyncPygenClient | PygenClientConfig,
    config: GeneratorConfig | None = None,
    *,
    tell: Callable[[str], object] = print,
) -> Any:
    """The same for the asynchronous client of the SDK: where nothing may block, such as in a browser."""
    config = config or GeneratorConfig()
    with_async = config.python.model_copy(update={"async_client": True})
    config = config.model_copy(update={**_PYTHON, "python": with_async})
    given = _ids_or_source(source)
    if isinstance(given, tuple):
        config = config.model_copy(update={"models": given})
        if isinstance(client, pygen_client.AsyncPygenClient):
            given = _Fetched(await fetch_schema(client, given))
        else:
            async with pygen_client.AsyncPygenClient(client) as opened:
                given = _Fetched(await fetch_schema(opened, given))
    package, names = _load(given, config, tell)
    return getattr(package, f"Async{names.client}")(client)


@dataclass(frozen=True)
class _Fetched:
    """A source whose schema is here already."""

    schema: Schema

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return self.schema.select(wanted)


def _ids_or_source(source: NotebookSource) -> tuple[DataModelId, ...] | Source | Path | str:
    if isinstance(source, DataModelId):
        return (source,)
    return tuple(source) if isinstance(source, Sequence) and not isinstance(source, str) else source


def _load(
    source: Source | Path | str, config: GeneratorConfig, tell: Callable[[str], object]
) -> tuple[ModuleType, GeneratedPackage]:
    """Generate the SDK, say what needs attention, and import it."""
    sdk = generate_sdk(source, config)
    for issue in sdk.report:
        if issue.severity is not Severity.INFO:
            tell(str(issue))
    (package,) = sdk.packages
    folder = f"{package.folder}/"
    inside = {path.removeprefix(folder): text for path, text in sdk.files.items() if path.startswith(folder)}
    return load_in_memory(package.name, inside), package
