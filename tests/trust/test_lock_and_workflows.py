"""What many can read holds no secret, and what runs for the project has no more rights than it needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ServiceSource, apply, generate_sdk, open_source

import machine

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "examples" / "shop" / "model"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_lock_and_sdk_hold_nothing_of_login_and_project(tmp_path: Path) -> None:
    with Emulator.in_process(project="secret-project") as cdf:
        deploy(cdf, deployment_of(open_source(MODEL).load(())), "the shop")
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            model = DataModelId("pygen_example", "ExampleDataModel", "v1")
            settings = GeneratorConfig(models=(model,), languages=("python", "typescript"))
            apply(generate_sdk(ServiceSource(client), settings), tmp_path)
        secrets = (cdf.token, cdf.project, cdf.base_url)

    written = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()}
    assert tmp_path / "pygen.lock" in written
    assert not [path for path, text in written.items() for secret in secrets if secret in text]


def _read(path: Path) -> dict[str, Any]:
    workflow: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return workflow


def test_workflows_have_the_rights_that_they_need_and_no_secrets() -> None:
    rights = {}
    for path in WORKFLOWS:
        workflow = _read(path)
        assert workflow["permissions"] == {"contents": "read"}
        assert "secrets." not in path.read_text(encoding="utf-8")
        for name, job in workflow["jobs"].items():
            rights[path.stem, name] = job.get("permissions")
            for step in job["steps"]:
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False
                # What others chose, such as the name of a branch, is no part of a command.
                assert "${{" not in step.get("run", "")
    assert {job: each for job, each in rights.items() if each} == {("release", "publish"): {"id-token": "write"}}


def test_what_publishes_is_pinned_and_runs_no_code_of_the_project() -> None:
    steps = _read(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["publish"]["steps"]

    assert not [step for step in steps if "checkout" in step.get("uses", "")]
    (install,) = [step["run"] for step in steps if "pip install" in step.get("run", "")]
    assert f"uv=={machine.UV_VERSION} " in install
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", each) for each in install.partition("pip install ")[2].split())
