"""Generates with version 1 of Pygen: ``with_v1.py MODEL FOLDER RUNS``; a folder of ``-`` writes nothing.

It runs in an environment of its own. Version 1 takes a data model that is loaded already.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import figures


def main(name: str, folder: str, runs: str) -> None:
    dm = importlib.import_module("cognite.client.data_classes.data_modeling")
    generate_sdk = importlib.import_module("cognite.pygen").generate_sdk
    content = json.loads(Path(name).read_text(encoding="utf-8"))
    model = dm.DataModel.load(content.get("dataModel", content))
    names = {"top_level_package": "sdk", "client_name": "SdkClient", "logger": lambda _: None}
    if folder != "-":
        generate_sdk(model, output_dir=Path(folder) / "sdk", overwrite=True, **names)
        return
    figures.show(lambda: generate_sdk(model, return_sdk_files=True, **names), int(runs))


if __name__ == "__main__":
    main(*sys.argv[1:])
