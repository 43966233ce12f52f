"""Generated packages that exist in memory only: nothing is written, so they work where nothing can be."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module, invalidate_caches
from importlib.abc import ExecutionLoader, Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from itertools import count
from threading import Lock
from types import ModuleType

from pygen_generator.errors import ConfigError

_numbers = count(1)
_lock = Lock()


def load_in_memory(package: str, files: Mapping[str, str]) -> ModuleType:
    """Make a package of sources importable, and import it.

    Every call gives a package of its own, so those of earlier calls go on as they are. ``import <package>`` gives the
    latest of its name.

    Args:
        package: The name to import it by.
        files: Text of every module by its path inside of the package, such as ``_api/_pump_api.py``.

    Raises:
        ConfigError: Python knows another module of this name.
    """
    with _lock:
        _check_free(package)
        own_name = f"_{package}_{next(_numbers)}"
        sys.meta_path.append(_Package(own_name, files))
        _newest.point(package, own_name)
    invalidate_caches()
    return import_module(own_name)


def _check_free(package: str) -> None:
    known = sys.modules.get(package)
    if known is None:
        spec = None if _newest.knows(package) else find_spec(package)
        where = spec and (spec.origin or "elsewhere")
    else:
        where = "" if _newest.is_alias(package, known) else getattr(known, "__file__", None) or "elsewhere"
    if where:
        raise ConfigError(
            f"Python knows another module {package}, at {where}.", "Give the SDK another name: package in [python]."
        )


class _Package(MetaPathFinder, ExecutionLoader):
    """Finds and loads the modules of one package."""

    def __init__(self, name: str, files: Mapping[str, str]) -> None:
        self._paths: dict[str, str] = {}
        for path in files:
            parts = [name, *path.removesuffix(".py").split("/")]
            if path.endswith(".py"):
                self._paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
        self._files = files
        self._name = name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._paths:
            return None
        return spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def is_package(self, fullname: str) -> bool:
        return self._paths[fullname].endswith("__init__.py")

    def get_source(self, fullname: str) -> str:
        return self._files[self._paths[fullname]]

    def get_filename(self, fullname: str) -> str:
        # No file has this name; tracebacks take the lines from `get_source`.
        return f"<{self._name}>/{self._paths[fullname]}"


class _Newest(MetaPathFinder, Loader):
    """Makes the name that people import mean the latest package that was made for it."""

    def __init__(self) -> None:
        self._own_names: dict[str, str] = {}

    def knows(self, package: str) -> bool:
        return package in self._own_names

    def is_alias(self, package: str, module: ModuleType) -> bool:
        return module.__name__ == self._own_names.get(package)

    def point(self, package: str, own_name: str) -> None:
        """Let a name mean another package from now on."""
        self._own_names[package] = own_name
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
            del sys.modules[name]
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname.partition(".")[0] in self._own_names else None

    def exec_module(self, module: ModuleType) -> None:
        package, dot, rest = module.__name__.partition(".")
        # A module may put another one in its place while it is loaded.
        sys.modules[module.__name__] = import_module(self._own_names[package] + dot + rest)


_newest = _Newest()
