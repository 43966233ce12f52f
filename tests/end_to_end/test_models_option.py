"""`--models FOLDER` takes the place of the models that are here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from deployed_model import OWN

HERE = Path(__file__).parent


def collected(folder: Path) -> tuple[int, str]:
    command = ["-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", str(HERE), "--models", str(folder)]
    done = subprocess.run([sys.executable, *command], cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_model_of_a_folder_is_taken_and_nothing_else(tmp_path: Path) -> None:
    shutil.copytree(OWN[0], tmp_path / "toolkit")
    (tmp_path / "one.json").write_text("{}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")

    _, shown = collected(tmp_path)

    tests = [line for line in shown.splitlines() if "::" in line]
    assert {line.partition("[")[2] for line in tests} == {
        f"{tmp_path.name}/{name}]" for name in ("one.json", "toolkit")
    }
    assert {"test_every_view.py", "test_every_method.py", "test_checkers.py"} <= {
        line.partition("::")[0].rpartition("/")[2] for line in tests
    }


def test_a_folder_without_models_is_a_mistake(tmp_path: Path) -> None:
    code, shown = collected(tmp_path)

    assert code != 0
    assert f"{tmp_path} holds no data models" in shown
