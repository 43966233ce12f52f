"""`pygen demo` shows what it runs and leaves a folder that works by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import type_checkers
from pygen_cli.demo.folder import EXAMPLE
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy, environment_of
from pygen_emulator import Emulator
from pygen_generator import open_source
from typer.testing import Result

Pygen = Callable[..., Result]
Compare = Callable[[str, str], None]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_shows_each_step_with_its_code_and_what_it_printed(pygen: Pygen, same_as_snapshot: Compare) -> None:
    result = pygen("demo")

    assert (result.exit_code, result.stderr) == (0, "")
    same_as_snapshot("demo", result.stdout)


def test_the_code_that_it_shows_is_the_script_that_it_leaves(folder: Path, pygen: Pygen) -> None:
    answer = json.loads(pygen("demo", "--json").stdout)

    script = (folder / "pygen-demo" / "demo.py").read_text(encoding="utf-8")
    assert len(answer["steps"]) == script.count("\n# %% ")
    assert not [step["title"] for step in answer["steps"] if step["code"] not in script]


def test_it_leaves_the_model_the_sdk_the_script_and_a_readme(folder: Path, pygen: Pygen) -> None:
    pygen("demo", "--output", "here/and/there")

    left = tree(folder / "here" / "and" / "there")
    assert {"README.md", "demo.py", "pygen.toml", "pygen.lock", "wind_power/_client.py"} <= left.keys()
    assert {"model/containers.Container.yaml", "model/views.View.yaml"} <= left.keys()
    assert not [path for path in left if "__pycache__" in path]


def test_running_it_again_changes_nothing(folder: Path, pygen: Pygen) -> None:
    pygen("demo")
    before = tree(folder)

    result = pygen("demo")

    assert result.exit_code == 0
    assert "0 created, 0 updated" in result.stdout
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["demo.py", "wind_power/data_classes/turbine.py"])
def test_the_changes_of_a_person_are_not_overwritten(
    name: str, folder: Path, pygen: Pygen, request: pytest.FixtureRequest
) -> None:
    pygen("demo")
    changed = folder / "pygen-demo" / name
    changed.write_text("# mine\n", encoding="utf-8")
    before = tree(folder)

    result = pygen("demo")

    assert result.exit_code == 6
    assert result.stdout == ""
    request.getfixturevalue("same_as_snapshot")(f"demo_changed_{changed.stem}", result.stderr)
    assert tree(folder) == before


def test_a_file_instead_of_a_folder(folder: Path, pygen: Pygen, same_as_snapshot: Compare) -> None:
    (folder / "pygen-demo").write_text("mine", encoding="utf-8")

    result = pygen("demo")

    assert result.exit_code == 6
    same_as_snapshot("demo_no_folder", result.stderr)
    assert (folder / "pygen-demo").read_text(encoding="utf-8") == "mine"


def test_no_trace_stays_in_the_process(pygen: Pygen) -> None:
    before = (list(sys.path), dict(os.environ))

    pygen("demo")

    assert (list(sys.path), dict(os.environ)) == before
    assert not [name for name in sys.modules if name.split(".")[0] == "wind_power"]


def test_the_script_runs_by_itself_against_a_service(folder: Path, pygen: Pygen) -> None:
    pygen("demo")
    here = folder / "pygen-demo"
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(here / "model").load(()), ["wind_power_data"]), "the model")
        environment = {**os.environ, **environment_of(cdf), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        command = [sys.executable, "-W", "error", "demo.py"]
        done = subprocess.run(command, cwd=here, env=environment, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("41 deleted\n<TurbineList of 0: []>\n")


def test_a_type_checker_marks_the_mistake_in_the_script_and_nothing_else(folder: Path, pygen: Pygen) -> None:
    pygen("demo")
    here = folder / "pygen-demo"

    done = type_checkers.mypy(here, "demo.py")

    (line,) = [
        number for number, text in enumerate((here / "demo.py").read_text().splitlines(), 1) if "capcity" in text
    ]
    complaints = [text for text in done.stdout.splitlines() if text.startswith("demo.py:")]
    assert [text.split(" ", 1)[0] for text in complaints] == [f"demo.py:{line}:"]


def test_generating_in_the_folder_finds_nothing_to_do(
    folder: Path, pygen: Pygen, monkeypatch: pytest.MonkeyPatch
) -> None:
    pygen("demo")
    monkeypatch.chdir(folder / "pygen-demo")

    result = pygen("generate", "--source", "model")

    assert result.exit_code == 0
    assert result.stdout.endswith("Nothing to do.\n")


def test_every_file_of_the_example_is_left(folder: Path, pygen: Pygen) -> None:
    pygen("demo")

    example = {path for path in tree(EXAMPLE) if "__pycache__" not in path}
    assert example <= tree(folder / "pygen-demo").keys()
