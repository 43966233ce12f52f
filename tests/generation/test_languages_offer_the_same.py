"""Whatever a real data model has, the SDKs of both languages offer, and nothing else."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import generated_sdk
import pytest
import typescript_tools
from offers import of_model, of_python
from offers_typescript import DUMP, TypescriptSdk
from pygen_generator import GeneratorConfig, PythonConfig, TypescriptConfig, generate_sdk, open_source
from pygen_generator.model.build import build_model
from pygen_runtime.codegen import InstanceAPI
from typescript_tools import TypeScriptTools

RESPONSES = Path(__file__).parents[3] / "shared" / "models" / "responses"
NAMES = sorted(path.stem for path in RESPONSES.glob("*.json"))

needs_node = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")

_VERBS = """\
import { ViewApi } from "@cognite/pygen-runtime";

const methods = [];
for (let one = ViewApi.prototype; one !== Object.prototype; one = Object.getPrototypeOf(one)) {
  methods.push(...Object.entries(Object.getOwnPropertyDescriptors(one)).filter(([, { value }]) => value !== undefined));
}
console.log(JSON.stringify(methods.map(([name]) => name)));
"""


@needs_node
@pytest.mark.shared
@pytest.mark.skipif(not NAMES, reason="the shared models are not beside this checkout")
def test_all_of_every_real_model(tmp_path: Path) -> None:
    sdks = {}
    for name in NAMES:
        config = GeneratorConfig(
            languages=("python", "typescript"),
            python=PythonConfig(package=f"offers_{name.lower()}"),
            typescript=TypescriptConfig(output=name),
        )
        sdks[name] = generate_sdk(RESPONSES / f"{name}.json", config)
        generated_sdk.write(sdks[name], tmp_path)
    (tmp_path / "dump.mjs").write_text(DUMP % json.dumps(NAMES), encoding="utf-8")
    dumped = json.loads(TypeScriptTools(tmp_path).node("dump.mjs"))

    for name, sdk in sdks.items():
        model = build_model(open_source(RESPONSES / f"{name}.json").load(()))
        connections = {one.name for view in model.views for one in view.connections}
        wanted = of_model(model)
        with generated_sdk.imported(tmp_path, f"offers_{name.lower()}") as package:
            python = of_python(package)
        typescript = TypescriptSdk(dumped[name], sdk.files, connections).offers()
        assert wanted.keys() == python.keys() == typescript.keys(), name
        for key, offer in wanted.items():
            assert python[key] == offer, (name, key)
            assert typescript[key] == offer, (name, key)


@needs_node
def test_the_apis_of_views_have_the_same_verbs(tmp_path: Path) -> None:
    (tmp_path / "verbs.mjs").write_text(_VERBS, encoding="utf-8")
    typescript = set(json.loads(TypeScriptTools(tmp_path).node("verbs.mjs")))
    python = {name for name, _ in inspect.getmembers(InstanceAPI, inspect.isfunction) if not name.startswith("_")}

    generated = {"list", "iterate", "search", "count", "aggregate", "histogram"}
    # In Python objects to be written are made by their classes and by `as_write`.
    assert typescript - {"constructor", "write", "change"} == python | generated
