"""The generated TypeScript SDK of the example: checked, and used against the emulator in node and in deno."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typescript_tools
from pygen_emulator import Emulator
from pygen_generator import ToolkitSource
from pygen_generator.schema import whole_views
from typescript_tools import TypeScriptTools

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")


@pytest.fixture
def tools(tmp_path: Path) -> TypeScriptTools:
    """A folder with the SDK and the program that uses it."""
    shutil.copytree(SCENARIOS / "typescript_example" / "expected" / "shop-sdk" / "src", tmp_path / "shop-sdk")
    shutil.copy(HERE / "shop.test.ts", tmp_path)
    return TypeScriptTools(tmp_path, {"@acme/shop-sdk": "shop-sdk/index.ts"})


@pytest.fixture
def project() -> Iterator[dict[str, str]]:
    """How programs reach an emulator with the schema of the example."""
    with Emulator() as cdf:
        schema = ToolkitSource(SCENARIOS / "pygen_example" / "model").load(())
        views = [view for model in schema.data_models for view in whole_views(model)]
        cdf.deploy(spaces=[*schema.spaces, {"space": "shop"}], containers=schema.containers, views=views)
        yield {"CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}


def test_it_runs_in_node(tools: TypeScriptTools, project: dict[str, str]) -> None:
    tools.node("--test", "--test-reporter=spec", "shop.test.ts", environment=project)


def test_it_runs_in_deno_with_its_types_checked(tools: TypeScriptTools, project: dict[str, str]) -> None:
    permissions = ["--allow-env", "--allow-net=127.0.0.1,localhost"]
    tools.deno("test", "--no-lock", *permissions, "shop.test.ts", environment=project)
