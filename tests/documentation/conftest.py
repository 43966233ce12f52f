"""The service, the SDKs and the folder that pages of the documentation begin with."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import documented_typescript
import generated_sdk
import pytest
from pygen_client.schema import SpaceWrite
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, ToolkitSource, TypescriptConfig, generate_sdk
from pygen_generator.schema import whole_views

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "examples" / "shop" / "model"
DATA = MODEL.parent / "shop.json"


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``shop_sdk`` for Python and ``shop-sdk`` for TypeScript."""
    folder = tmp_path_factory.mktemp("sdks")
    config = GeneratorConfig(
        default_instance_space="shop",
        languages=("python", "typescript"),
        python=PythonConfig(package="shop_sdk", client_name="ShopClient"),
        typescript=TypescriptConfig(package="@acme/shop-sdk", client_name="ShopClient", output="shop-sdk"),
    )
    generated_sdk.write(generate_sdk(ToolkitSource(MODEL), config), folder)
    return folder


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """A service with the shop in it; the environment says where it is, and nothing else about services."""
    for name in list(os.environ):
        if name.startswith(("CDF_", "IDP_", "PYGEN_")) or name in ("LOGIN_FLOW", "PROVIDER"):
            monkeypatch.delenv(name)
    with Emulator(allow_origins=["http://localhost:5173"]) as cdf:
        schema = ToolkitSource(MODEL).load(())
        views = [view for model in schema.data_models for view in whole_views(model)]
        spaces = [*schema.spaces, SpaceWrite(space="shop")]
        cdf.deploy(spaces=spaces, containers=schema.containers, views=views, data_models=schema.data_models)
        cdf.load(DATA)
        monkeypatch.setenv("CDF_URL", cdf.base_url)
        monkeypatch.setenv("CDF_PROJECT", cdf.project)
        monkeypatch.setenv("CDF_TOKEN", cdf.token)
        yield cdf


@pytest.fixture
def folder(tmp_path: Path, sdks: Path, service: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the model and the data of the shop; its SDK can be imported."""
    shutil.copytree(MODEL, tmp_path / "model")
    shutil.copy(DATA, tmp_path)
    (model,) = ToolkitSource(MODEL).load(()).data_models
    (tmp_path / "model.json").write_text(json.dumps(model.dump()), encoding="utf-8")
    monkeypatch.syspath_prepend(str(sdks))
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop_sdk"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def typescript(sdks: Path, tmp_path_factory: pytest.TempPathFactory) -> documented_typescript.Programs:
    """The TypeScript of all pages."""
    return documented_typescript.Programs(tmp_path_factory.mktemp("typescript"), sdks / "shop-sdk")
