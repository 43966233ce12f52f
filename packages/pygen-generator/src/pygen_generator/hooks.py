"""Code of others that takes part in a generation: before, on the neutral model, and after, on the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from pygen_generator.errors import HookError
from pygen_generator.lock import is_inside
from pygen_generator.model.view import Model

GROUP = "pygen_generator.hooks"
"""The group of entry points that ``hooks`` in the configuration names."""

T = TypeVar("T")


class Hook:
    """Takes part in a generation. Override what you need; the same input must give the same output."""

    def model(self, model: Model) -> Model:
        """Look at the neutral model before anything is named, and give it back or another one.

        Models are frozen: ``dataclasses.replace`` makes changed ones.
        """
        return model

    def files(self, files: Mapping[str, str]) -> Mapping[str, str]:
        """Look at the files before they are written, and give them back or others.

        Args:
            files: Text of each file by its path, relative to the folder of the configuration, with ``/``. Files that
                are given back belong to Pygen: it removes them when they are not given back any more.
        """
        return files


def load_hooks(names: Iterable[str]) -> list[Hook]:
    """The hooks of installed packages by the names of their entry points.

    Raises:
        HookError: none has this name, or it cannot be loaded.
    """
    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    return [_load(name, installed) for name in names]


def _load(name: str, installed: Mapping[str, EntryPoint]) -> Hook:
    entry = installed.get(name)
    if entry is None:
        near = get_close_matches(name, installed, n=1)
        known = ", ".join(sorted(installed)) or f"none; install a package with an entry point in {GROUP}"
        raise HookError(f"No hook is called {name}.", f"Did you mean {near[0]}?" if near else f"There are: {known}.")
    made = _guarded(name, entry.load)
    hook = _guarded(name, made) if isinstance(made, type) else made
    if not isinstance(hook, Hook):
        raise HookError(f"The hook {name} is not a pygen_generator.Hook.", "Let its class inherit from it.")
    return hook


def change_model(hooks: Sequence[Hook], model: Model) -> Model:
    """The model after all hooks.

    Raises:
        HookError: a hook failed, or gave something else than a model.
    """
    for hook in hooks:
        model = _guarded(_name(hook), partial(hook.model, model))
        if not isinstance(model, Model):
            raise HookError(f"{_name(hook)}.model gave no Model.", "Give back the model, changed or as it was.")
    return model


def change_files(hooks: Sequence[Hook], files: Mapping[str, str]) -> dict[str, str]:
    """The files after all hooks.

    Raises:
        HookError: a hook failed, or gave something else than texts by paths inside of the folder.
    """
    for hook in hooks:
        files = _guarded(_name(hook), partial(hook.files, dict(files)))
        if not _are_texts(files):
            raise HookError(f"{_name(hook)}.files gave no texts by path.", "Give back the files, changed or not.")
        if outside := [path for path in files if not is_inside(path)]:
            raise HookError(f"{_name(hook)}.files gave a path that leaves the folder: {outside[0]}.", "Correct it.")
    return dict(files)


def _are_texts(files: object) -> bool:
    """Checkers believe what a hook says that it gives; not everyone uses them."""
    return isinstance(files, Mapping) and all(isinstance(each, str) for item in files.items() for each in item)


def _name(hook: Hook) -> str:
    return type(hook).__name__


def _guarded(name: str, call: Callable[[], T]) -> T:
    try:
        return call()
    except HookError:
        raise
    except Exception as error:
        message = f"The hook {name} failed: {type(error).__name__}: {error}."
        raise HookError(message, "Correct it, or take it out of hooks.") from error
