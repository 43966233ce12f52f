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
from readme_programs import programs
from typescript_tools import TypeScriptTools

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout"),
    pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed"),
]

LARGEST = {"CdmExtensionFull", "Rmdm", "StronglyCoupled"}
"""Models that deno is tried with only where PYGEN_LONG is set."""
PROGRAM = Path(__file__).parent / "everyMethod.ts"
ALL = shared_models.names()

_READMES = """\
import { env } from "node:process";

for (const { name, baseUrl, project, token } of JSON.parse(env.SDKS)) {
  Object.assign(env, { CDF_URL: baseUrl, CDF_PROJECT: project, CDF_TOKEN: token });
  for (const file of JSON.parse(env.READMES).filter((file) => /^readme\\/(.*)\\d[.]ts$/.exec(file)[1] === name)) {
    try {
      await import(`./${file}`);
    } catch (error) {
      throw new Error(`${file}: ${error.message}`, { cause: error });
    }
  }
}
"""
"""Runs the programs of each SDK against its project. A model has two at most."""


def _deploy(cdf: Emulator, name: str, folder: Path) -> None:
    """The model with some instances, and its SDK in the folder."""
    shared_models.deploy(cdf, name)
    bundle = shared_models.load(name)
    cdf.seed(4 * len(bundle.views), space="data")
    config = GeneratorConfig(
        models=(bundle.data_model.as_id(),),
        languages=("typescript",),
        default_instance_space="data",
        typescript=TypescriptConfig(
            package=f"sdk-{name.lower()}", client_name="SdkClient", output=f"sdks/{name}", int64="bigint", project=True
        ),
    )
    login = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
    with PygenClient(login, transport=cdf.transport()) as client:
        files = generate_sdk(ServiceSource(client), config).files
    sources = {path: text for path, text in files.items() if path.startswith(f"sdks/{name}/src/")}
    found = programs(files[f"sdks/{name}/README.md"], "ts")
    for path, text in {**sources, **{f"readme/{name}{number}.ts": text for number, text in enumerate(found)}}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with all SDKs, and what programs need to know of them."""
    folder = tmp_path_factory.mktemp("every_method")
    shutil.copy(PROGRAM, folder)
    known = []
    with ExitStack() as stack:
        for name in ALL:
            cdf = stack.enter_context(Emulator())
            _deploy(cdf, name, folder)
            views = shared_models.response(name)["dataModel"]["views"]
            read_only = [view["externalId"] for view in views if not view["writable"]]
            login = {"baseUrl": cdf.base_url, "project": cdf.project, "token": cdf.token}
            known.append({"name": name, **login, "readOnly": read_only})
        yield folder, json.dumps(known)


def _readmes(folder: Path) -> tuple[TypeScriptTools, list[str]]:
    files = sorted(path.relative_to(folder).as_posix() for path in (folder / "readme").iterdir())
    return TypeScriptTools(folder, {f"sdk-{name.lower()}": f"sdks/{name}/src/index.ts" for name in ALL}), files


def test_all_programs_are_typed(projects: tuple[Path, str]) -> None:
    """All at once: to look at the runtime takes longer than at any of them."""
    tools, files = _readmes(projects[0])
    tools.deno("check", "--no-lock", *files, PROGRAM.name)


def test_the_programs_of_the_readmes_run(projects: tuple[Path, str]) -> None:
    folder, known = projects
    tools, files = _readmes(folder)
    (folder / "readmes.mjs").write_text(_READMES, encoding="utf-8")
    printed = tools.node("readmes.mjs", environment={"SDKS": known, "READMES": json.dumps(files)})

    writing = [file for file in files if "client.upsert" in (folder / file).read_text(encoding="utf-8")]
    assert len(writing) > len(ALL) // 2
    assert printed.count("externalId: 'my-example'") == 2 * len(writing)


def test_every_method_in_node(projects: tuple[Path, str]) -> None:
    folder, known = projects
    TypeScriptTools(folder).node("everyMethod.ts", environment={"SDKS": known})


def test_every_method_in_deno(projects: tuple[Path, str]) -> None:
    """All models but three, which take as long as all others: what a model is made of is the same in both runtimes."""
    folder, known = projects
    models = [model for model in json.loads(known) if model["name"] not in LARGEST or "PYGEN_LONG" in os.environ]
    permissions = ["--allow-env", "--allow-net=127.0.0.1,localhost", "--allow-read"]
    TypeScriptTools(folder).deno(
        "run", "--no-check", "--no-lock", *permissions, "everyMethod.ts", environment={"SDKS": json.dumps(models)}
    )
