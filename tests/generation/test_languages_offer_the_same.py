"""Whatever a data model has, the SDKs of both languages offer, and nothing else.

What can be done with all of it is compared in ``tests/workspace/test_same_surface.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import generated_sdk
import pytest
import typescript_tools
from offers import of_model, of_python
from offers_typescript import DUMP, TypescriptSdk
from pygen_generator import GeneratorConfig, PythonConfig, TypescriptConfig, generate_sdk, open_source
from pygen_generator.model.build import build_model
from typescript_tools import TypeScriptTools

ROOT = Path(__file__).parents[2]
VECTORS = {"vectors": ROOT / "tests" / "vectors" / "wire" / "model.json"}
SHARED = {path.stem: path for path in sorted((ROOT.parent / "shared" / "models" / "responses").glob("*.json"))}
needs_shared = pytest.mark.skipif(not SHARED, reason="the shared models are not beside this checkout")


@pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")
@pytest.mark.parametrize(
    "models",
    [pytest.param(VECTORS, id="vectors"), pytest.param(SHARED, id="shared", marks=[pytest.mark.shared, needs_shared])],
)
def test_all_of_every_view(models: dict[str, Path], tmp_path: Path) -> None:
    sdks = {}
    for name, path in models.items():
        config = GeneratorConfig(
            languages=("python", "typescript"),
            python=PythonConfig(package=f"offers_{name.lower()}"),
            typescript=TypescriptConfig(output=name),
        )
        sdks[name] = generate_sdk(path, config)
        generated_sdk.write(sdks[name], tmp_path)
    (tmp_path / "dump.mjs").write_text(DUMP % json.dumps([*models]), encoding="utf-8")
    dumped = json.loads(TypeScriptTools(tmp_path).node("dump.mjs"))

    for name, sdk in sdks.items():
        model = build_model(open_source(models[name]).load(()))
        connections = {one.name for view in model.views for one in view.connections}
        wanted = of_model(model)
        with generated_sdk.imported(tmp_path, f"offers_{name.lower()}") as package:
            python = of_python(package)
        typescript = TypescriptSdk(dumped[name], sdk.files, connections).offers()
        assert wanted.keys() == python.keys() == typescript.keys(), name
        for key, offer in wanted.items():
            assert python[key] == offer, (name, key)
            assert typescript[key] == offer, (name, key)
