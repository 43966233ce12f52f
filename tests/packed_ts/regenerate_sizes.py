"""Write the table of bundle sizes again: ``python tests/packed_ts/regenerate_sizes.py``.

It takes the packages of this checkout, and what `python3 run.py test --only typescript packed` has installed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import bundle_sizes
import packed_typescript


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        packages = packed_typescript.pack(Path(name))
        sizes = bundle_sizes.measure(packages, Path(name) / "sizes")
    text = bundle_sizes.page(sizes, packages.views)
    bundle_sizes.FILE.write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
