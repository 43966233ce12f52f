"""What writing an SDK would do to a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pygen_generator.errors import LockError, WriteFailedError
from pygen_generator.lock import LOCK_NAME, Lock, file_hash, is_inside


class Action(Enum):
    """What happens to one file."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REMOVE = "remove"
    """It was generated once and is not part of the SDK any more."""


_CHANGED = "it was changed since it was generated"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one file, and what stands against it."""

    path: str
    """Relative to the folder, with ``/``."""
    action: Action
    refusal: str = ""
    """Why it must not happen unasked; empty if nothing stands against it."""
    forcible: bool = True
    """Whether it can happen if asked for."""


@dataclass(frozen=True)
class Plan:
    """All changes, sorted by path, and the content to write."""

    root: Path
    changes: tuple[Change, ...]
    contents: Mapping[str, bytes]
    lock: bytes
    lock_changed: bool

    @property
    def refused(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.refusal)

    @property
    def is_unchanged(self) -> bool:
        """Whether the folder already holds exactly this SDK."""
        return not self.lock_changed and all(change.action is Action.UNCHANGED for change in self.changes)

    def count(self, action: Action) -> int:
        return sum(change.action is action for change in self.changes)


def make_plan(files: Mapping[str, str], lock: Lock, root: Path) -> Plan:
    """Compare an SDK with a folder. Reads only.

    Files that the folder's lock lists, with the content it recorded, are the generator's own. All others are a
    person's: a file that is to be written or removed but is not the generator's own is refused.

    Raises:
        LockError: the folder has a lock that this version cannot use.
        WriteFailedError: the folder cannot be read.
    """
    old_lock = _read(root / LOCK_NAME)
    own = dict(_locked_files(old_lock))
    contents = {path: text.encode() for path, text in files.items()}
    if outside := [path for path in contents if not is_inside(path)]:
        raise AssertionError(f"a language made paths that leave their folder: {outside}")
    changes = [_written(root, path, contents[path], own.get(path)) for path in contents]
    changes += [change for path in own.keys() - contents.keys() if (change := _removed(root, path, own[path]))]
    new_lock = lock.dump().encode()
    ordered = tuple(sorted(changes, key=lambda change: change.path))
    return Plan(root, ordered, contents, new_lock, old_lock != new_lock)


def _locked_files(text: bytes | None) -> Mapping[str, str]:
    if text is None:
        return {}
    try:
        return Lock.load(text.decode()).files
    except UnicodeDecodeError:
        raise LockError(f"{LOCK_NAME} is not a lock file.", "Restore it from version control, or delete it.") from None


def _written(root: Path, path: str, content: bytes, recorded: str | None) -> Change:
    if obstacle := _obstacle(root, path):
        return Change(path, Action.CREATE, obstacle, forcible=False)
    there = _read(root / path)
    if there is None:
        return Change(path, Action.CREATE)
    if there == content:
        return Change(path, Action.UNCHANGED)
    if recorded is None:
        # A person's own, such as the pyproject.toml of a project that the SDK is written into.
        return Change(path, Action.UPDATE, "it is there already and was not generated", forcible=False)
    return Change(path, Action.UPDATE, _CHANGED if file_hash(there) != recorded else "")


def _removed(root: Path, path: str, recorded: str) -> Change | None:
    there = None if _obstacle(root, path) else _read(root / path)
    if there is None:
        return None
    return Change(path, Action.REMOVE, _CHANGED if file_hash(there) != recorded else "")


def _obstacle(root: Path, path: str) -> str:
    """What makes it impossible to have a file at this path; empty if nothing does."""
    if (root / path).is_dir():
        return "a folder is in its place"
    for parent in (root / path).parents:
        if parent.exists():
            return "" if parent.is_dir() else f"{parent.name} is a file and not a folder"
    return ""


def _read(path: Path) -> bytes | None:
    """The content with the line ends that are generated: version control may have changed them on the way."""
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteFailedError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the folder.") from None
