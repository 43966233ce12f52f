"""The examples in the README of the TypeScript runtime are one program, which type-checks and runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import typescript_tools
from pygen_emulator import Emulator
from pygen_generator import ToolkitSource
from pygen_generator.schema import whole_views
from typescript_tools import TypeScriptTools

SCENARIOS = Path(__file__).parents[1] / "scenarios"
README = typescript_tools.RUNTIME.parent / "README.md"
BLOCK = re.compile(r"^```ts(?P<where> browser)?\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")


def test_the_examples_run(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "typescript_example" / "expected" / "shop-sdk" / "src", tmp_path / "shop-sdk")
    (tmp_path / "readme.ts").write_text(_program(README.read_text("utf-8")), "utf-8")
    tools = TypeScriptTools(tmp_path, {"@acme/shop-sdk": "shop-sdk/index.ts"})
    permissions = ["--allow-env", "--allow-net=127.0.0.1,localhost"]

    with Emulator() as cdf:
        schema = ToolkitSource(SCENARIOS / "pygen_example" / "model").load(())
        views = [view for model in schema.data_models for view in whole_views(model)]
        cdf.deploy(spaces=[*schema.spaces, {"space": "shop"}], containers=schema.containers, views=views)
        environment = {
            "CDF_URL": cdf.base_url,
            "CDF_PROJECT": cdf.project,
            "PROVIDER": "other",
            "IDP_TOKEN_URL": cdf.token_url,
            "IDP_CLIENT_ID": cdf.client_id,
            "IDP_CLIENT_SECRET": cdf.client_secret,
        }
        said = tools.deno("run", "--check", "--no-lock", *permissions, "readme.ts", environment=environment)

    assert "UpsertResult: 4 created" in said
    assert "somebody was faster:" in said
    assert "All 3 views are as this SDK expects them." in said


def _program(text: str) -> str:
    """All blocks one after another; what needs a page is only checked."""
    blocks = [(found["where"] is not None, found["code"]) for found in BLOCK.finditer(text)]
    imports = [line for _, code in blocks for line in IMPORT.findall(code)]
    bodies = [(in_page, IMPORT.sub("", code)) for in_page, code in blocks]
    run = [
        f"export function page{n}(): void {{\n{code}}}\n" if in_page else code
        for n, (in_page, code) in enumerate(bodies)
    ]
    return "".join([*imports, *run])
