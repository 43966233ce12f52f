"""A generated SDK works in Pyodide, with fetch in place of sockets, against the emulator.

`python3 run.py test --only pyodide` installs Pyodide and the packages that it needs, and runs this.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy
from pygen_emulator import Emulator
from pygen_generator import open_source

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCENARIO = ROOT / "tests" / "scenarios" / "pygen_example"
SITE = os.environ.get("PYGEN_PYODIDE_SITE")
NODE = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(
    SITE is None or not (HERE / "node_modules" / "pyodide").is_dir(),
    reason="Pyodide is not installed: python3 run.py test --only pyodide",
)
def test_a_generated_sdk_works_in_pyodide() -> None:
    assert NODE is not None
    assert SITE is not None
    packages = [ROOT / "packages" / name / "src" for name in ("pygen-client", "pygen-runtime-py")]
    folders = [Path(SITE), *packages, SCENARIO / "expected"]
    with Emulator() as cdf:
        deploy(cdf, deployment_of(open_source(SCENARIO / "model").load(()), ["shop"]), "the model of the scenario")
        login = {"CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}
        ended = subprocess.run(
            [NODE, str(HERE / "run.mjs"), str(HERE / "shop_program.py"), *map(str, folders)],
            cwd=HERE,
            env={**os.environ, **login},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.strip().endswith("ok on emscripten")
