"""An SDK for a schema of a test's own: deployed in an emulator, generated from there, imported, ready to use.

::

    with made([container("Saw", {"name": prop("text")})], [view("Saw", {"Saw": ["name"]})], tmp_path) as made_:
        made_.sdk.upsert(made_.package.SawWrite(external_id="saw", name="Saw"))

The schema is in the space ``model``, instances are in ``data``; the helpers of ``seeded_project`` spell it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import generated_sdk
from pygen_client import Hook, PygenClient, PygenClientConfig, RequestEvent, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import GeneratedSDK, GeneratorConfig, PythonConfig, generate_sdk
from seeded_project import DATA, MODEL, Json, view_ref

_numbers = count(1)
"""Several packages can be imported at a time."""


@dataclass
class Made:
    """The emulator, what was generated for it, and a client of that."""

    cdf: Emulator
    client: PygenClient
    generated: GeneratedSDK
    package: Any
    sdk: Any
    paths: list[str] = field(default_factory=list)
    """Of the requests so far, from ``/models`` on."""


class _Paths(Hook):
    def __init__(self, paths: list[str]) -> None:
        self._paths = paths

    def on_request(self, event: RequestEvent) -> None:
        self._paths.append(event.url[event.url.index("/models") :])


@contextmanager
def made(
    containers: list[Json], views: list[Json], folder: Path, *, shown: list[str] | None = None, **options: Any
) -> Iterator[Made]:
    """Deploy, generate, import.

    Args:
        containers: As ``seeded_project.container`` makes them.
        views: As ``seeded_project.view`` makes them.
        folder: Where the package is written.
        shown: The views of the data model; all by default.
        options: Of the generator.
    """
    paths: list[str] = []
    with Emulator.in_process() as cdf:
        names = [one["externalId"] for one in views] if shown is None else shown
        model = {"space": MODEL, "externalId": "Made", "version": "v1", "views": [view_ref(name) for name in names]}
        spaces = [{"space": MODEL}, {"space": DATA}, {"space": "elsewhere"}]
        cdf.deploy(spaces=spaces, containers=containers, views=views, data_models=[model])
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token), hooks=[_Paths(paths)])
        with PygenClient(config, transport=cdf.transport()) as client:
            answered = client.data_models.retrieve(DataModelId(MODEL, "Made", "v1"), inline_views=True)
            assert answered is not None
            with made_of(answered.dump(), folder, **options) as (generated, package):
                paths.clear()
                yield Made(cdf, client, generated, package, package.MadeClient(client), paths)


@contextmanager
def made_of(model: Json, folder: Path, **options: Any) -> Iterator[tuple[GeneratedSDK, Any]]:
    """Generate for a data model as the service answers it, and import that."""
    name = f"made_{next(_numbers)}"
    path = folder / f"{name}.json"
    path.write_text(json.dumps(model), encoding="utf-8")
    python = PythonConfig(package=name, client_name="MadeClient")
    generated = generate_sdk(path, GeneratorConfig(**{"default_instance_space": DATA, "python": python, **options}))
    generated_sdk.write(generated, folder)
    with generated_sdk.imported(folder, name) as package:
        yield generated, package
