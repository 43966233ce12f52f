"""The official JavaScript SDK works against the emulator: the tests of ``tests/conformance-js``, in node's test runner.

`python3 run.py test --only javascript` installs the SDK and runs them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("6", "7", "8", "9", "10", "11", "12", "14", "15", "16", "17", "18", "19")

FOLDER = Path(__file__).parents[1] / "conformance-js"
NODE = shutil.which("node", path=Path(sys.executable).parent)
"""The node that is installed with the tools of the project: older ones do not take TypeScript."""


@pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "@cognite" / "sdk").is_dir(),
    reason="the official JavaScript SDK is not installed",
)
@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.ts")))
def test_the_javascript_sdk_gets_what_it_expects(name: str) -> None:
    assert NODE is not None
    with Emulator(admin=True) as cdf:
        login = {"CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}
        environment = {**os.environ, **login, "CDF_ADMIN_TOKEN": cdf.admin_token or ""}
        ended = subprocess.run(
            [NODE, "--test", "--test-reporter=spec", name],
            cwd=FOLDER,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
