"""Noticing that files change, by looking at them again and again: this works on every system and file system."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError

INTERVAL = 0.5  # seconds between two looks
MOST_FILES = 10_000
_SKIPPED = frozenset({"node_modules", "__pycache__"})

Marks = dict[Path, tuple[int, int]]


def changes_of(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """The files that changed, appeared or went since the call, each time that some did. It does not end by itself.

    Args:
        paths: Files, which need not exist, and folders, with all that is in them but hidden files.

    Raises:
        CommandError: there are more files than can be looked at twice a second.
    """
    watched = list(paths)
    # Now and not when the first change is asked for: files may change while something else is done before that.
    return _changes(watched, _marks(watched))


def _changes(watched: list[Path], before: Marks) -> Iterator[list[Path]]:
    while True:
        time.sleep(INTERVAL)
        now = _marks(watched)
        if changed := sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)):
            yield changed
        before = now


def _marks(paths: Iterable[Path]) -> Marks:
    """Time and size of each file."""
    marks: Marks = {}
    for path in paths:
        for file in _files(path) if path.is_dir() else [path]:
            try:
                stat = file.stat()
            except OSError:  # it is not there, or went between two looks
                continue
            marks[file] = (stat.st_mtime_ns, stat.st_size)
        if len(marks) > MOST_FILES:
            message = f"{path} holds more than {MOST_FILES:,} files."
            raise CommandError(ExitCode.USAGE, message, "Name the folder of the data model with --source.")
    return marks


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part in _SKIPPED for part in inner):
            yield path
