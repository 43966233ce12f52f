"""What version 1 of Pygen generates for a real data model writes to and reads from the emulator.

`python3 run.py test --only v1` installs version 1 apart from everything else and runs this.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import shared_models
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("10", "11", "14", "15", "16")

PROGRAM = Path(__file__).parents[1] / "conformance-v1" / "omni_program.py"
PYTHON = os.environ.get("PYGEN_V1_PYTHON")


@pytest.mark.shared
@pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout")
@pytest.mark.skipif(PYTHON is None, reason="version 1 of Pygen is not installed: python3 run.py test --only v1")
def test_the_sdk_of_version_1_works(tmp_path: Path) -> None:
    assert PYTHON is not None
    with Emulator() as cdf:
        assert shared_models.deploy(cdf, "Omni") == []
        environment = {**os.environ, "CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "CDF_TOKEN": cdf.token}
        ended = subprocess.run(
            [PYTHON, str(PROGRAM), str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
