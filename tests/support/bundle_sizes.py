"""Sizes of applications in bundles, as ``packages/pygen-runtime-ts/SIZES.md`` has them.

`python tests/packed_ts/regenerate_sizes.py` writes that file.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import packed_typescript
from javascript_runtimes import FOLDER, tool
from packed_typescript import Packages

FILE = packed_typescript.RUNTIME / "SIZES.md"

Sizes = dict[str, dict[str, tuple[int, int]]]
"""By application and column: bytes, and bytes compressed."""

_APPLICATIONS = {
    "transport": "client, credentials and errors alone",
    "listOneView": "lists one view (`ViewReader`)",
    "listByReader": "the same, by what its module and `/reader` give",
    "readOneView": "lists, looks up and follows one view, by what its module and `/reader` give",
    "useOneView": "the same, by what the packages themselves give",
    "allOfOneView": "all operations of one view, and writing",
    "wholeSdk": "the client of all {views} views",
    "wholeRuntime": "everything in the runtime, and no SDK",
}
_COLUMNS = {
    "start": "at the start",
    "afterCalls": "after its calls",
    "all": "all parts",
    "oneFile": "as one file",
}
_TEXT = """\
# Sizes

What applications weigh that use an SDK of CogniteCore, bundled and minified by esbuild: KB, and compressed with gzip.
Operations are loaded when they are first called, where the bundler splits; a bundle of one file holds all of them.

{table}

`python tests/packed_ts/regenerate_sizes.py` writes this page; the applications are in `tests/packed_ts/sizes`.
"""


def measure(packages: Packages, folder: Path) -> Sizes:
    """Bundle the applications with the packages, and run them to see what they load."""
    packed_typescript.install(packages.all, folder)
    for name in _APPLICATIONS:
        shutil.copy(FOLDER / "sizes" / f"{name}.ts", folder)
    found: Sizes = json.loads(tool(str(FOLDER / "sizes" / "measure.mjs"), str(folder), cwd=FOLDER))
    return found


def page(sizes: Sizes, views: int) -> str:
    """The text of the file."""
    head = ["application", *_COLUMNS.values()]
    lines = [head, ["---"] * len(head)]
    for name, what in _APPLICATIONS.items():
        lines.append([what.format(views=views), *(_cell(sizes[name].get(column)) for column in _COLUMNS)])
    return _TEXT.format(table="\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def figures(text: str) -> list[float]:
    """The numbers of the table, in their order."""
    return [float(number) for number in re.findall(r"\d+\.\d", text)]


def _cell(size: tuple[int, int] | None) -> str:
    return "" if size is None else f"{size[0] / 1000:.1f} ({size[1] / 1000:.1f})"
