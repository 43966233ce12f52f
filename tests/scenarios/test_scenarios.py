"""What is generated is what was looked at and committed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def _regenerate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("regenerate_scenarios", HERE / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REGENERATE = _regenerate()


@pytest.mark.parametrize("scenario", REGENERATE.scenarios(), ids=lambda path: path.name)
def test_a_scenario_gives_its_expected_files(scenario: Path) -> None:
    expected = {
        path.relative_to(scenario / "expected").as_posix(): path.read_text(encoding="utf-8")
        for path in (scenario / "expected").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert REGENERATE.generated(scenario) == expected, "python tests/scenarios/regenerate.py writes them again"
