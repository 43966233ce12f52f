"""What has to be installed for a generated SDK: distributions and megabytes, beside version 1 of Pygen.

    python benchmarks/installed_size.py            installs version 1 on first use
    python benchmarks/installed_size.py --quick    without version 1, and without a verdict

Counted are the distributions that the runtime needs, with all that these need, and the files that they install, without
compiled bytecode. Exits with 1 if ours are more than a quarter of those of version 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from steps import python_of_v1  # noqa: E402 - found beside the benchmarks

MOST = 0.25
"""Of the megabytes of version 1."""

COUNT = """
import json, sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

def size_of(name):
    found = distribution(name)
    files = [Path(found.locate_file(file)) for file in found.files or ()]
    if json.loads(found.read_text("direct_url.json") or "{}").get("dir_info", {}).get("editable"):
        # A package of this repository: what is installed only points to it.
        module = find_spec(name.replace("-", "_").removeprefix("cognite_"))
        files = list(Path(module.origin).parent.rglob("*"))
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")

sizes, waiting = {}, [sys.argv[1]]
while waiting:
    name = waiting.pop().lower().replace("_", "-")
    if name in sizes:
        continue
    sizes[name] = size_of(name)
    for text in distribution(name).requires or ():
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            waiting.append(needed.name)
print(json.dumps(sizes))
"""


def sizes(python: Path | str, distribution: str) -> dict[str, int]:
    """Bytes of a distribution and of each that it needs, in the environment of an interpreter."""
    counted = subprocess.run([python, "-c", COUNT, distribution], capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(counted.stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without version 1")
    quick: bool = parser.parse_args().quick
    ours = sizes(sys.executable, "cognite-pygen-runtime")
    megabytes = sum(ours.values()) / 1e6
    print(f"{'an SDK of Pygen needs':28}{len(ours):>4} distributions{megabytes:>8.1f} MB: {', '.join(sorted(ours))}")
    if quick:
        return 0
    theirs = sizes(python_of_v1(), "cognite-pygen")
    share = megabytes / (sum(theirs.values()) / 1e6)
    print(f"{'an SDK of version 1 needs':28}{len(theirs):>4} distributions{sum(theirs.values()) / 1e6:>8.1f} MB")
    print(f"share {share:.2f}: goal at most {MOST:g} {'met' if share <= MOST else 'MISSED'}")
    return 0 if share <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())
