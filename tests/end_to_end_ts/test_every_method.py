"""Every method of every view of every real data model, called through its generated TypeScript SDK in one program."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import shared_models
import typescript_tools
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ServiceSource, TypescriptConfig, generate_sdk
from typescript_tools import TypeScriptTools

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout"),
    pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed"),
]

PROGRAM = Path(__file__).parent / "everyMethod.ts"


def _deploy(cdf: Emulator, name: str, folder: Path) -> None:
    """The model with some instances, and its SDK in the folder."""
    shared_models.deploy(cdf, name)
    bundle = shared_models.load(name)
    cdf.seed(4 * len(bundle.views), space="data")
    config = GeneratorConfig(
        models=(bundle.data_model.as_id(),),
        languages=("typescript",),
        default_instance_space="data",
        typescript=TypescriptConfig(client_name="SdkClient", output=f"sdks/{name}", int64="bigint"),
    )
    login = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
    with PygenClient(login, transport=cdf.transport()) as client:
        files = generate_sdk(ServiceSource(client), config).files
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with all SDKs, and what programs need to know of them."""
    folder = tmp_path_factory.mktemp("every_method")
    shutil.copy(PROGRAM, folder)
    known = []
    with ExitStack() as stack:
        for name in shared_models.names():
            cdf = stack.enter_context(Emulator())
            _deploy(cdf, name, folder)
            views = shared_models.response(name)["dataModel"]["views"]
            read_only = [view["externalId"] for view in views if not view["writable"]]
            login = {"baseUrl": cdf.base_url, "project": cdf.project, "token": cdf.token}
            known.append({"name": name, **login, "readOnly": read_only})
        yield folder, json.dumps(known)


def test_every_method_in_node(projects: tuple[Path, str]) -> None:
    folder, known = projects
    tools = TypeScriptTools(folder)
    tools.deno("check", "--no-lock", "everyMethod.ts")
    tools.node("everyMethod.ts", environment={"SDKS": known})


@pytest.mark.skipif("PYGEN_LONG" not in os.environ, reason="a minute more than node's; PYGEN_LONG=1 runs it")
def test_every_method_in_deno(projects: tuple[Path, str]) -> None:
    folder, known = projects
    permissions = ["--allow-env", "--allow-net=127.0.0.1,localhost", "--allow-read"]
    TypeScriptTools(folder).deno(
        "run", "--no-check", "--no-lock", *permissions, "everyMethod.ts", environment={"SDKS": known}
    )
