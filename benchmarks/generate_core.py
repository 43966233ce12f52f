"""Generating and importing the SDK of CogniteCore (34 views): time, size, and cost of the import.

    python benchmarks/generate_core.py

Goals: generated in less than 0.5 s in process, fewer than 8,000 lines, imported in less than 1.5 times what
``import httpx, pydantic`` costs. Needs the shared models beside the checkout. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pygen_generator import apply, generate_sdk

MODEL = Path(__file__).parents[2] / "shared" / "models" / "responses" / "CogniteCore.json"
RUNS = 15


def generation_seconds() -> list[float]:
    """Seconds of each run in this process, the first one with templates to compile."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        generate_sdk(MODEL)
        seconds.append(time.perf_counter() - start)
    return seconds


def import_seconds(statement: str, folder: Path) -> float:
    """Median seconds that a new interpreter takes for a statement, without its own start."""
    program = f"import time; start = time.perf_counter(); {statement}; print(time.perf_counter() - start)"
    runs = [
        subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True).stdout
        for _ in range(RUNS)
    ]
    return statistics.median(map(float, runs))


def main() -> int:
    if not MODEL.exists():
        print(f"There is no {MODEL}: the shared models are not beside this checkout.")
        return 1
    first, *others = generation_seconds()
    sdk = generate_sdk(MODEL)
    lines = sum(text.count("\n") for text in sdk.files.values())
    with tempfile.TemporaryDirectory() as name:
        apply(sdk, name)
        base = import_seconds("import httpx, pydantic", Path(name))
        package = import_seconds("import cognite_core", Path(name))
        used = import_seconds("from cognite_core import CogniteAsset, CogniteCoreClient", Path(name))
    ratio = package / base
    print(f"generate: {first:.3f} s the first time, {statistics.median(others):.3f} s after that (goal: below 0.5 s)")
    print(f"size:     {lines:,} lines in {len(sdk.files)} files (goal: below 8,000 lines)")
    print(f"import:   {package * 1000:.0f} ms, {ratio:.2f} times httpx and pydantic (goal: below 1.5 times)")
    print(f"          {used * 1000:.0f} ms, {used / base:.2f} times, with its client and the classes of one view")
    return 0 if first < 0.5 and lines < 8_000 and ratio < 1.5 else 1


if __name__ == "__main__":
    raise SystemExit(main())
