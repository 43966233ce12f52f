"""The programs of the examples have the types of the SDK: what people copy is checked as strictly as our own code."""

from __future__ import annotations

import shutil
from pathlib import Path

import generated_sdk
import type_checkers
from pygen_generator import GeneratorConfig, PythonConfig, generate_sdk

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_every_program_is_strictly_typed(tmp_path: Path) -> None:
    names = PythonConfig(package="shop_sdk", client_name="ShopClient")
    sdk = generate_sdk(EXAMPLES / "shop" / "model", GeneratorConfig(default_instance_space="shop", python=names))
    generated_sdk.write(sdk, tmp_path)
    programs = sorted(EXAMPLES.glob("*/*.py"))
    assert len(programs) > 5
    for program in programs:
        shutil.copy(program, tmp_path)

    done = type_checkers.mypy(tmp_path, *(program.name for program in programs))

    assert done.returncode == 0, done.stdout
