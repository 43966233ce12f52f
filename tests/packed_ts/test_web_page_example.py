"""The web page of the examples: generated, type-checked, bundled and opened, as its README says."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import javascript_runtimes
import packed_typescript
import pytest
from javascript_runtimes import FOLDER, tool
from packed_typescript import Packages
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source

EXAMPLES = Path(__file__).parents[2] / "examples"
GENERATED = ("node_modules", "sdk", "page.js", "pygen.lock", "package-lock.json")

pytestmark = javascript_runtimes.needs_tools


@pytest.fixture
def page(packages: Packages, tmp_path: Path) -> Path:
    """The folder of the page, built with the packed runtime."""
    shutil.copytree(EXAMPLES / "shop", tmp_path / "shop")
    folder = shutil.copytree(EXAMPLES / "web_page", tmp_path / "page", ignore=shutil.ignore_patterns(*GENERATED))
    pygen = [sys.executable, "-m", "pygen_cli", "generate", "--source", "../shop/model"]
    subprocess.run(pygen, cwd=folder, check=True, capture_output=True)
    settings = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert list(settings.pop("dependencies")) == ["@cognite/pygen-runtime"]
    build = settings.pop("scripts")["build"].split(" && ")
    (folder / "package.json").write_text(json.dumps({"type": settings["type"], "private": True}), encoding="utf-8")
    packed_typescript.install([packages.runtime], folder)
    programs = {
        "tsc": packed_typescript.TSC,
        "esbuild": FOLDER / "node_modules" / "esbuild" / "bin" / "esbuild",
    }
    for command in build:
        name, *arguments = command.split()
        tool(str(programs[name]), *arguments, cwd=folder)
    return folder


@contextmanager
def served(folder: Path, port: int, cdf: Emulator) -> Iterator[str]:
    """The address of the page, from its own server."""
    command = [sys.executable, "serve.py", str(port)]
    environment = {**os.environ, **environment_of(cdf)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().removeprefix("Open ").strip()
        finally:
            server.kill()


@javascript_runtimes.needs_chromium
def test_the_page_shows_products_and_their_categories(page: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Emulator(allow_origins=[f"http://127.0.0.1:{port}"]) as cdf:
        deploy(cdf, deployment_of(open_source(EXAMPLES / "shop" / "model").load(()), ["shop"]), "the shop")
        cdf.load(EXAMPLES / "shop" / "shop.json")
        with served(page, port, cdf) as address:
            seen = json.loads(javascript_runtimes.browse(address, tmp_path / "page.png").stdout)

    assert seen["state"] == "shown", seen["text"]
    rows = [line.split("\t") for line in seen["text"].splitlines() if "\t" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Blade", "4", "Tools"],
        ["Hammer", "9", "Tools"],
        ["Saw", "12.5", "Tools"],
    ]


def test_the_versions_of_its_tools_are_those_that_are_tried() -> None:
    asked = json.loads((EXAMPLES / "web_page" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    root = json.loads((EXAMPLES.parent / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    tools = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert asked == {"esbuild": tools["esbuild"], "typescript": root["typescript"]}
