"""What is generated from data models of the command line, as the strictest type checkers see it."""

from __future__ import annotations

from pathlib import Path

import type_checkers
from deployed_model import Deployed


def test_type_checkers_accept_the_sdk_of_a_model(model: Deployed) -> None:
    package = Path(str(model.module.__file__)).parent
    for check in (type_checkers.mypy, type_checkers.pyright):
        done = check(package.parent, package.name)
        assert done.returncode == 0, done.stdout
