"""What is tried as the oldest is what the packages name as the oldest."""

from __future__ import annotations

from pathlib import Path

from packaging.requirements import Requirement
from python_distributions import ROOT, open_wheel

REQUIREMENTS = ROOT / "tests" / "minimum" / "requirements.txt"


def test_the_lower_bounds_of_client_and_runtime_are_tried(built: dict[str, Path]) -> None:
    tried = {
        each.name: str(each.specifier)
        for each in map(Requirement, REQUIREMENTS.read_text(encoding="utf-8").splitlines())
        if each.name in {"httpx", "pydantic"}
    }
    for package in ("pygen-client", "pygen-runtime-py"):
        _, metadata = open_wheel(built[package])
        needed = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
        for each in (one for one in needed if one.name in tried and one.marker is None):
            (least,) = (part.version for part in each.specifier if part.operator == ">=")
            assert tried[each.name] == f"=={least}.0"
