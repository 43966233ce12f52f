"""Projects that can be published: the programs in their READMEs run, and their metadata fit the runtime."""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import generated_sdk
import pytest
import shared_models
from packaging.specifiers import SpecifierSet
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator
from pygen_generator import GeneratedSDK, GeneratorConfig, generate_sdk, open_source
from pygen_generator.languages.python.project import MINIMUM_PYTHON, RUNTIME_RANGES
from pygen_runtime.contract import CONTRACT
from readme_programs import programs

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "examples" / "shop" / "model"
_TOML = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")


def project(model: Path, general: dict[str, object] | None = None, **python: object) -> GeneratedSDK:
    settings = {"generate": general or {}, "python": {"project": True, **python}}
    return generate_sdk(model, GeneratorConfig.load(settings))


def check_programs(path: Path, cdf: Emulator, folder: Path, space: str | None, **general: object) -> None:
    """Run what the README of a model's project tells people to run."""
    sdk = project(path, {"default_instance_space": space, **general}, package="readme_sdk")
    generated_sdk.write(sdk, folder)
    cdf.deploy(spaces=[SpaceWrite(space=space or "my_space")])
    found = programs(sdk.files["README.md"], "python")
    with generated_sdk.imported(folder, "readme_sdk"), pytest.MonkeyPatch.context() as environment:
        for name, value in environment_of(cdf).items():
            environment.setenv(name, value)
        printed = StringIO()
        for program in found:
            with redirect_stdout(printed):
                exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - it is generated from our own names
    if len(found) == 2:
        assert "1 created" in printed.getvalue()
        assert "1 deleted" in printed.getvalue()


@pytest.mark.parametrize("space", ["my_data", None])
def test_the_programs_of_the_readme_run(space: str | None, tmp_path: Path) -> None:
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(SHOP).load(())), "the shop")
        check_programs(SHOP, cdf, tmp_path, space)


@pytest.mark.shared
@pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout")
@pytest.mark.parametrize("name", [name for name in shared_models.names() if name != "Fields"])
def test_the_programs_of_real_models_run(name: str, tmp_path: Path) -> None:
    # Nobody knows the containers of Fields, so no service has its views.
    with Emulator() as cdf:
        refused = [refusal.place for refusal in shared_models.deploy(cdf, name)]
        views = [place for place in refused if re.fullmatch(r"[^:\s]+:[^().\s]+\([^()]+\)", place)]
        path = shared_models.FOLDER / "responses" / f"{name}.json"
        check_programs(path, cdf, tmp_path, "my_data", exclude_views=views)


def test_the_metadata_say_what_the_package_needs() -> None:
    sdk = project(SHOP, package="shop_sdk", output="lib", distribution="acme.shop", version="2.1.0rc1")

    data = _TOML.loads(sdk.files["lib/pyproject.toml"])["project"]
    assert (data["name"], data["version"]) == ("acme.shop", "2.1.0rc1")
    assert data["requires-python"] == f">={MINIMUM_PYTHON}"
    assert data["dependencies"] == [f"cognite-pygen-runtime{RUNTIME_RANGES[CONTRACT]}"]


def test_the_table_of_ranges_has_the_runtime_of_today() -> None:
    assert version("cognite-pygen-runtime") in SpecifierSet(RUNTIME_RANGES[CONTRACT])
    metadata = _TOML.loads((ROOT / "packages/pygen-runtime-py/pyproject.toml").read_text(encoding="utf-8"))
    assert metadata["project"]["requires-python"] == f">={MINIMUM_PYTHON}"
