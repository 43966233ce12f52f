"""Views whose filter demands a type of node, written through a generated TypeScript SDK."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typescript_tools
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ServiceSource, TypescriptConfig, generate_sdk
from typescript_tools import TypeScriptTools

pytestmark = pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node and deno are not installed")

PROGRAM = Path(__file__).parent / "demandedType.ts"
PUMP = {"type": "view", "space": "types", "externalId": "Pump", "version": "v1"}


def _deploy(cdf: Emulator) -> None:
    type_ = {"type": "direct", "container": None}
    cdf.deploy(
        spaces=[{"space": "types"}, {"space": "data"}],
        containers=[{"space": "types", "externalId": "Pump", "properties": {"feeds": {"type": type_}}}],
        views=[
            {
                **{name: PUMP[name] for name in ("space", "externalId", "version")},
                "filter": {
                    "equals": {"property": ["node", "type"], "value": {"space": "types", "externalId": "Pump"}},
                },
                "properties": {
                    "feeds": {
                        "container": {"type": "container", "space": "types", "externalId": "Pump"},
                        "containerPropertyIdentifier": "feeds",
                        "source": PUMP,
                    }
                },
            }
        ],
        data_models=[{"space": "types", "externalId": "Pumps", "version": "v1", "views": [PUMP]}],
    )


def test_what_is_written_shows_in_the_view(tmp_path: Path) -> None:
    shutil.copy(PROGRAM, tmp_path)
    typescript = TypescriptConfig(package="@acme/pumps", output="pumps")
    config = GeneratorConfig(
        models=(DataModelId("types", "Pumps", "v1"),),
        languages=("typescript",),
        default_instance_space="data",
        typescript=typescript,
    )
    with Emulator() as cdf:
        _deploy(cdf)
        login = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(login, transport=cdf.transport()) as client:
            files = generate_sdk(ServiceSource(client), config).files
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
        tools = TypeScriptTools(tmp_path, {"@acme/pumps": "pumps/src/index.ts"})
        tools.deno("check", "--no-lock", PROGRAM.name)
        project = {"CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}
        tools.node(PROGRAM.name, environment=project)
