"""The packed runtime and an SDK of CogniteCore, installed in an empty folder, do the same in every runtime."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import javascript_runtimes
import packed_typescript
import page_server
import pytest
import shared_models
from page_server import PageServer
from pygen_emulator import Emulator

pytestmark = [
    javascript_runtimes.needs_tools,
    pytest.mark.shared,
    pytest.mark.skipif(not packed_typescript.CORE.exists(), reason="the shared models are not beside this checkout"),
]

FOUND = {
    "created": 5,
    "retrieved": "2026-01-02T03:04:05.678Z",
    "listed": ["Pump 1"],
    "followed": ["Valve 1", "Pump 1"],
    "queried": ["Pump 1", "Plant", "Motor of Pump 1", "speed"],
    "changed": ["1", "Runs at 80 °C", "Pump 1"],
    "viewAlone": 2,
    "deleted": 5,
    "left": 0,
}
"""What the program tells, wherever it runs."""


@pytest.fixture(scope="module")
def page(app: Path) -> Iterator[PageServer]:
    with page_server.serve(app) as server:
        yield server


@pytest.fixture(scope="module")
def project(page: PageServer) -> Iterator[Emulator]:
    with Emulator(allow_origins=[page.origin]) as cdf:
        shared_models.deploy(cdf, "CogniteCore")
        cdf.deploy(spaces=[{"space": "data"}])
        yield cdf


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=javascript_runtimes.needs(name)) for name in javascript_runtimes.NAMES]
)
def test_it_runs_as_a_process(name: str, app: Path, project: Emulator) -> None:
    environment = {
        "CDF_URL": project.base_url,
        "CDF_PROJECT": project.project,
        "CDF_TOKEN_URL": project.token_url,
        "CDF_CLIENT_ID": project.client_id,
        "CDF_CLIENT_SECRET": project.client_secret,
    }
    told = javascript_runtimes.named(name).run("main.js", cwd=app, environment=environment)

    assert json.loads(told) == FOUND


@javascript_runtimes.needs_chromium
def test_it_runs_as_a_web_page_of_another_origin(page: PageServer, project: Emulator, tmp_path: Path) -> None:
    page.settings = {"baseUrl": project.base_url, "project": project.project}
    page.token = project.token
    picture = tmp_path / "page.png"

    seen = json.loads(javascript_runtimes.browse(f"{page.origin}/", picture).stdout)

    assert seen["state"] == "done", seen["text"]
    assert _rows(seen["text"]) == FOUND
    assert page.paths.count("/authorize") == 1
    # A page with nothing on it has one colour; the smooth edges of letters have many.
    assert seen["colours"] > 20
    assert picture.stat().st_size > 0


def _rows(text: str) -> dict[str, Any]:
    lines = [line.split("\t") for line in text.splitlines() if "\t" in line]
    return {name: json.loads(value) for name, value in lines}
