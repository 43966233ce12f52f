"""Generated packages for tests: written to a folder, imported under their own name, forgotten afterwards."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from pygen_generator import GeneratedSDK


def write(sdk: GeneratedSDK, folder: Path) -> None:
    """Write the files as they are, without plan or lock."""
    for name, text in sdk.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def imported(folder: Path, package: str) -> Iterator[ModuleType]:
    """The package, imported from the folder; afterwards nothing of it stays in this process."""
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        yield importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
            del sys.modules[name]
