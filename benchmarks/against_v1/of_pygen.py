"""Pygen at work: one path in one process, figures as JSON."""

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
    from pygen_generator import GeneratorConfig, PythonConfig, apply, generate_sdk  # noqa: PLC0415 - workers do without

    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "plant.json"
    model.write_text(json.dumps({"dataModel": plant.data_model()}), encoding="utf-8")
    sources = {"plant": model, "core": core}
    for name, source in sources.items():
        if source.is_file():
            python = PythonConfig(package=f"pygen_{name}", client_name="PlantClient")
            config = GeneratorConfig(default_instance_space=plant.SPACE, python=python)
            apply(generate_sdk(source, config), folder / name, force=True)


def connect(url: str) -> Any:
    """The client of the SDK for the plant."""
    from pygen_client import OperationClass, PygenClientConfig, TokenCredentials  # noqa: PLC0415 - after the path is set

    concurrency = {OperationClass.WRITE: 4, OperationClass.DELETE: 4}
    config = PygenClientConfig(url, "plant", TokenCredentials("token"), concurrency=concurrency)
    return importlib.import_module("pygen_plant").PlantClient(config)


def written(count: int) -> list[Any]:
    """Pumps to write."""
    pump_write = importlib.import_module("pygen_plant").PumpWrite
    return [pump_write(**plant.written(number)) for number in range(count)]


def work_of(path: str, url: str, count: int) -> Callable[[], Any]:
    """The work of one path, all else being done before."""
    client = connect(url)
    pumps = client.pump
    site = importlib.import_module("pygen_plant").Pump.relations.site
    # Made for what needs them only: they would count as memory that the others take.
    ids = [f"pump_{number}" for number in range(count)] if path in ("retrieve", "delete") else []
    items = written(count) if path == "upsert" else []
    works: dict[str, Callable[[], Any]] = {
        "list": lambda: pumps.list(limit=None),
        "iterate": lambda: sum(1 for _ in pumps.iterate()),
        "include": lambda: pumps.query().include(site).list(),
        "frame": lambda: pumps.query().to_pandas(),
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
