"""What the READMEs of the examples tell people to type, typed: each command is a process, in a copy of the folder."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import documented_page
import pytest
import python_distributions
from markdown_blocks import Block, blocks

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of all examples, as they are in git: nothing that was generated in them."""
    generated = (
        "shop_sdk",
        "pygen.lock",
        "dist",
        "*.db",
        "export.csv",
        "*.jsonl",
        "__pycache__",
        ".*",
        "executed.ipynb",
    )
    return shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns(*generated))


def do(page: Iterable[Block], folder: Path) -> None:
    """Run the commands of a page; what they print is compared with the lines below each."""
    for block in page:
        if block.language == "console" and block.needs is None:
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                command, _, remark = command.partition("  # ends with ")
                printed = run(shlex.split(command), folder, int(remark or 0))
                assert not shown.strip() or documented_page.same(shown, printed), f"{block}: {command}\n{printed}"


def run(command: list[str], folder: Path, expected: int = 0) -> str:
    """What a command prints in a folder, with the programs of this environment and no login."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PYTHONPYCACHEPREFIX") if name in os.environ}
    path = os.pathsep.join([str(SCRIPTS), os.environ["PATH"]])
    # Of the plugins of pytest only those that whoever installs the emulator has.
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pygen_emulator.pytest_plugin,anyio"}
    environment = {**kept, **plugins, "PATH": path, "HOME": str(folder), "PYTHONUTF8": "1"}
    program = shutil.which(command[0], path=path) or command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["script", "pipeline", "web_service"])
def test_a_stranger_can_run_it(name: str, examples: Path) -> None:
    do(blocks(EXAMPLES / name / "README.md"), examples / name)


def test_what_the_demo_leaves_can_be_run_again(tmp_path: Path) -> None:
    assert "9. Delete" in run(["pygen", "demo"], tmp_path)
    do(blocks(tmp_path / "pygen-demo" / "README.md"), tmp_path / "pygen-demo")


def test_a_notebook_runs_to_its_end_and_is_kept_without_outputs(examples: Path) -> None:
    do(blocks(EXAMPLES / "notebook" / "README.md"), examples / "notebook")

    kept, executed = (
        cells_of(path) for path in (EXAMPLES / "notebook/shop.ipynb", examples / "notebook/executed.ipynb")
    )
    assert [cell for cell in kept if cell["outputs"] or cell["execution_count"]] == []
    shown = [cell["outputs"][-1]["data"] for cell in executed]
    assert "product_node" in "".join(shown[0]["text/html"])
    assert "".join(shown[1]["text/plain"]) == "<ProductNodeList of 3: [blade, hammer, saw]>"
    assert "360.0" in "".join(shown[2]["text/html"])
    assert "'Blade: Tools'" in "".join(shown[3]["text/plain"])


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """The cells with code."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_a_published_sdk_needs_its_runtime_and_nothing_else(examples: Path) -> None:
    folder = examples / "published_sdk"
    building, installing, using, comparing = blocks(folder / "README.md")
    do([building], folder)
    assert installing.needs == "Needs the network."
    install_offline(next((folder / "dist").iterdir()), folder)
    do([using, comparing], folder)

    listed = run(
        [str(folder / "fresh/bin/python"), "-c", "import importlib.util as u; print(u.find_spec('pygen_cli'))"], folder
    )
    assert listed == "None\n"


def install_offline(wheel: Path, folder: Path) -> None:
    """A fresh environment with the wheel and its runtime; of others' packages it has what the lock file says."""
    uv = uv_of_the_project()
    python_distributions.build(ROOT / "packages", folder / "wheels")
    ours = [next((folder / "wheels" / name).glob("*.whl")) for name in ("pygen-client", "pygen-runtime-py")]
    python = folder / "fresh" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    locked = ["sync", "--locked", "--package", "cognite-pygen-runtime", "--no-dev", "--no-install-workspace"]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder / "fresh"), "UV_OFFLINE": "1"}
    for command in (
        [*locked, "--python", sys.executable],
        ["pip", "install", "--python", str(python), "--no-deps", *map(str, [*ours, wheel])],
        # All that they require is there, in versions that fit.
        ["pip", "check", "--python", str(python)],
    ):
        done = subprocess.run(
            [uv, *command, "--quiet"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def uv_of_the_project() -> str:
    """The uv that set this environment up."""
    found = [*sorted((ROOT / ".cache").glob("uv-*/bin/uv*")), shutil.which("uv")]
    if found[0] is None:
        pytest.skip("uv is not on this machine")
    return str(found[0])
