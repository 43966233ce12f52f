"""What the README of a generated TypeScript project tells people to run, type-checked and run."""

from __future__ import annotations

from pathlib import Path

import pytest
import typescript_tools
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, TypescriptConfig, generate_sdk, open_source
from readme_programs import programs
from typescript_tools import TypeScriptTools

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "model"


@pytest.mark.parametrize("space", ["my_data", None])
def test_the_programs_run(space: str | None, tmp_path: Path) -> None:
    typescript = TypescriptConfig(package="@acme/shop", output="shop", project=True)
    config = GeneratorConfig(languages=("typescript",), default_instance_space=space, typescript=typescript)
    files = generate_sdk(SHOP, config).files
    found = programs(files["shop/README.md"], "ts")
    # Without the settings of the project, which name a runtime that is published.
    sources = {path: text for path, text in files.items() if path.startswith("shop/src/")}
    for path, text in {**sources, **{f"program{number}.ts": text for number, text in enumerate(found)}}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    tools = TypeScriptTools(tmp_path, {"@acme/shop": "shop/src/index.ts"})
    tools.deno("check", "--no-lock", "program0.ts", "program1.ts")
    tools.deno("fmt", "--check", "program0.ts", "program1.ts")
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(SHOP).load(())), "the shop")
        cdf.deploy(spaces=[SpaceWrite(space=space or "my_space")])

        printed = [tools.node(f"program{number}.ts", environment=environment_of(cdf)) for number in range(len(found))]

    assert len(found) == 2
    # What was created, and then deleted.
    assert printed[1].count("externalId: 'my-example'") == 2
