"""Version 1 of Pygen at work: one path in one process, figures as JSON. Runs in an environment of its own."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plant
from measuring import measured


def generate(folder: Path, core: Path) -> None:
    """Write the SDKs that are measured."""
    dm = importlib.import_module("cognite.client.data_classes.data_modeling")
    generate_sdk = importlib.import_module("cognite.pygen").generate_sdk
    models = {"v1_plant": dm.DataModel.load(plant.data_model())}
    if core.is_file():
        models["v1_core"] = dm.DataModel.load(json.loads(core.read_text(encoding="utf-8"))["dataModel"])
    for package, model in models.items():
        generate_sdk(
            model,
            top_level_package=package,
            client_name="PlantClient",
            default_instance_space=plant.SPACE,
            output_dir=folder / package,
            overwrite=True,
            logger=lambda _: None,
        )


def connect(url: str) -> Any:
    """The client of the SDK for the plant."""
    cognite = importlib.import_module("cognite.client")
    token = importlib.import_module("cognite.client.credentials").Token("token")
    cognite.global_config.disable_pypi_version_check = True
    config = cognite.ClientConfig(client_name="benchmark", project="plant", base_url=url, credentials=token)
    return importlib.import_module("v1_plant").PlantClient(cognite.CogniteClient(config))


def written(count: int) -> list[Any]:
    """Pumps to write."""
    classes = importlib.import_module("v1_plant.data_classes")
    return [classes.PumpWrite(**plant.written(number)) for number in range(count)]


def work_of(path: str, url: str, count: int) -> Callable[[], Any]:
    """The work of one path, all else being done before."""
    client = connect(url)
    pumps = client.pump
    ids = [f"pump_{number}" for number in range(count)] if path in ("retrieve", "delete") else []
    items = written(count) if path == "upsert" else []
    works: dict[str, Callable[[], Any]] = {
        "list": lambda: pumps.list(limit=-1),
        "iterate": lambda: sum(1 for page in pumps.iterate(chunk_size=1000) for _ in page),
        "include": lambda: pumps.list(limit=-1, retrieve_connections="full"),
        "frame": lambda: pumps.list(limit=-1).to_pandas(),
        "retrieve": lambda: pumps.retrieve(ids),
        "search": lambda: pumps.search("water", limit=count),
        "delete": lambda: client.delete(ids),
        "upsert": lambda: client.upsert(items),
    }
    return works[path]


if __name__ == "__main__":
    if sys.argv[1] == "generate":
        generate(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        measured(*sys.argv[1:], work_of=work_of)
