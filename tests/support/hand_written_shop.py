"""The SDK that is written by hand beside the tests of the runtime, for tests that cross packages.

What is here is not known to checkers before it runs: the package stands in no folder of theirs.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

_BY_HAND = str(Path(__file__).parents[2] / "packages" / "pygen-runtime-py" / "tests" / "by_hand")
if _BY_HAND not in sys.path:
    sys.path.insert(0, _BY_HAND)

sdk: Any = importlib.import_module("shop_by_hand")
deploy: Any = importlib.import_module("shop_project").deploy
"""Puts the schema of the SDK into an emulator."""
