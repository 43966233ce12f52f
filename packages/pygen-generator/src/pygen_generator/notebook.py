"""SDKs for notebooks: a ready client from a data model in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Union

from pygen_client import PygenClient, PygenClientConfig
from pygen_client.schema import DataModelId

from pygen_generator.config import GeneratorConfig
from pygen_generator.generate import GeneratedSDK, generate_sdk
from pygen_generator.issue import Severity
from pygen_generator.memory_package import load_in_memory
from pygen_generator.schema import Source
from pygen_generator.sources.service import ServiceSource

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
    config = config or GeneratorConfig()
    sdk = _generate(source, client, config)
    for issue in sdk.report:
        if issue.severity is not Severity.INFO:
            tell(str(issue))
    (package,) = sdk.packages
    folder = f"{package.folder}/"
    inside = {path.removeprefix(folder): text for path, text in sdk.files.items() if path.startswith(folder)}
    return getattr(load_in_memory(package.name, inside), package.client)(client)


def _generate(source: NotebookSource, client: PygenClient | PygenClientConfig, config: GeneratorConfig) -> GeneratedSDK:
    ids = [source] if isinstance(source, DataModelId) else source
    if isinstance(ids, (str, Path)) or not isinstance(ids, Sequence):
        return generate_sdk(ids, config)
    config = config.model_copy(update={"models": tuple(ids)})
    if isinstance(client, PygenClient):
        return generate_sdk(ServiceSource(client), config)
    with PygenClient(client) as opened:
        return generate_sdk(ServiceSource(opened), config)
