"""Doing what a plan says, wholly or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pygen_generator.errors import WriteFailedError, WriteRefusedError
from pygen_generator.lock import LOCK_NAME
from pygen_generator.writer.plan import Action, Change, Plan

_TEMPORARY = ".pygen-{}.tmp"


def apply_plan(plan: Plan, *, force: bool = False) -> None:
    """Write, replace and remove files as planned, and the lock last.

    New content is written to temporary files beside its place first and moved when all of it is there. If anything
    fails on the way, what was done is undone.

    Args:
        force: also replace and remove generated files that a person changed. Files that were never generated stay.

    Raises:
        WriteRefusedError: there are such files, and ``force`` is not set. Nothing was written.
        WriteFailedError: the system refused; the folder is as it was.
    """
    refused = [change for change in plan.refused if not (force and change.forcible)]
    if refused:
        raise WriteRefusedError(
            "Nothing was written: " + "; ".join(f"{change.path}: {change.refusal}" for change in refused) + ".",
            _advice(refused),
            tuple(change.path for change in refused),
        )
    if plan.is_unchanged:
        return
    transaction = _Transaction(plan.root)
    _remove_leftovers(plan)
    try:
        to_write = {
            plan.root / change.path: plan.contents[change.path]
            for change in plan.changes
            if change.action in (Action.CREATE, Action.UPDATE)
        }
        if plan.lock_changed:
            to_write[plan.root / LOCK_NAME] = plan.lock
        transaction.prepare(to_write)
        transaction.remove(plan.root / change.path for change in plan.changes if change.action is Action.REMOVE)
        transaction.move()
    except OSError as error:
        transaction.undo()
        raise WriteFailedError(
            f"{transaction.place} cannot be written: {error.strerror or error}. The folder is as it was.",
            "Check the rights of the folder and the room on the disk.",
        ) from None
    except BaseException:
        transaction.undo()
        raise
    _clean_up(plan)


def _advice(refused: list[Change]) -> str:
    if all(change.forcible for change in refused):
        return "Move your changes elsewhere, or overwrite the files with force (pygen generate --force)."
    return "Move what is in the way, or choose another output folder (--output)."


class _Transaction:
    """Changes to files that can be undone until the program ends."""

    def __init__(self, root: Path) -> None:
        self.place = root
        """What is being written or removed: errors may name a temporary file, or nothing."""
        self._made_folders: list[Path] = []
        self._prepared: dict[Path, Path] = {}
        self._old: dict[Path, bytes | None] = {}

    def prepare(self, contents: dict[Path, bytes]) -> None:
        """Write everything to temporary files; no file of the user changes."""
        for path, content in contents.items():
            self.place = path
            self._make_folder(path.parent)
            prepared = path.parent / _TEMPORARY.format(secrets.token_hex(8))
            with prepared.open("xb") as file:
                self._prepared[path] = prepared
                file.write(content)
            if path.exists():
                prepared.chmod(path.stat().st_mode)

    def remove(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.place = path
            self._remember(path)
            path.unlink()

    def move(self) -> None:
        """Put the temporary files in their places, in order."""
        for path, prepared in list(self._prepared.items()):
            self.place = path
            self._remember(path)
            prepared.replace(path)
            del self._prepared[path]

    def undo(self) -> None:
        """Bring everything back as far as the system lets us."""
        for prepared in self._prepared.values():
            with suppress(OSError):
                prepared.unlink()
        for path, content in reversed(self._old.items()):
            with suppress(OSError):
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(content)
        for folder in reversed(self._made_folders):
            with suppress(OSError):
                folder.rmdir()

    def _remember(self, path: Path) -> None:
        self._old[path] = path.read_bytes() if path.exists() else None

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir()
            self._made_folders.append(folder)


def _remove_leftovers(plan: Plan) -> None:
    """Take away temporary files of a run that was killed. Their names are nobody else's."""
    for folder in {plan.root, *((plan.root / change.path).parent for change in plan.changes)}:
        for file in folder.glob(_TEMPORARY.format("?" * 16)):
            with suppress(OSError):
                file.unlink()


def _clean_up(plan: Plan) -> None:
    """Take away what removed files leave behind: their compiled forms, and folders in which nothing else is."""
    for change in plan.changes:
        if change.action is Action.REMOVE:
            path = plan.root / change.path
            compiled = path.parent / "__pycache__"
            with suppress(OSError):
                for file in compiled.glob(f"{path.stem}.*.pyc"):
                    file.unlink()
            for folder in (compiled, *(plan.root / parent for parent in list(Path(change.path).parents)[:-1])):
                with suppress(OSError):
                    folder.rmdir()
