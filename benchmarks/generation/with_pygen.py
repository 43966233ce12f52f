"""Generates with this project: ``with_pygen.py MODEL FOLDER RUNS``; a folder of ``-`` writes nothing."""

from __future__ import annotations

import sys

import figures
from pygen_generator import GeneratorConfig, PythonConfig, apply, generate_sdk


def main(model: str, folder: str, runs: str) -> None:
    config = GeneratorConfig(python=PythonConfig(package="sdk", client_name="SdkClient"))
    if folder != "-":
        apply(generate_sdk(model, config), folder)
        return
    figures.show(lambda: generate_sdk(model, config).files, int(runs))


if __name__ == "__main__":
    main(*sys.argv[1:])
