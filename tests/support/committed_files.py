"""The files of the project, by the rules of .gitignore: git itself may be absent.

::

    for path in committed_files.paths():
        text = path.read_text(encoding="utf-8", errors="replace")
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT = Path(__file__).parents[2]


def paths() -> Iterator[Path]:
    """Every file that is not ignored."""
    ignored = GitIgnoreSpec.from_lines([".git/", *(ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()])
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if not ignored.match_file(f"{(here / name).as_posix()}/")]
        yield from (ROOT / here / name for name in files if not ignored.match_file(here / name))
