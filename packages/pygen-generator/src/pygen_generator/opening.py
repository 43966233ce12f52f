"""Which source a path stands for."""

from __future__ import annotations

from pathlib import Path

from pygen_generator.errors import SourceNotFoundError
from pygen_generator.lock_source import LockSource
from pygen_generator.schema import Source
from pygen_generator.sources.file import FileSource
from pygen_generator.sources.several import SeveralSources
from pygen_generator.sources.toolkit import ToolkitSource


def open_source(path: Path | str, *more: Path | str) -> Source:
    """The source at a path: a folder of the Toolkit, a lock (``*.lock``), or a JSON or YAML file.

    Args:
        path: where it lies.
        more: further ones, which become one source with it.

    Raises:
        SourceNotFoundError: there is nothing at one of these paths.
    """
    if more:
        return SeveralSources({str(each): open_source(each) for each in (path, *more)})
    path = Path(path)
    if path.is_dir():
        return ToolkitSource(path)
    if not path.exists():
        raise SourceNotFoundError(f"There is no file or folder {path}.", "Check the path.")
    return LockSource(path) if path.suffix == ".lock" else FileSource(path)
