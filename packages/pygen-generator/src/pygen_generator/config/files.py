"""Where the settings stand: ``pygen.toml``, ``pygen.yaml``, or ``[tool.pygen]`` in ``pyproject.toml``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pygen_generator.config.settings import ConfigFile
from pygen_generator.config.version_1 import is_version_1
from pygen_generator.errors import ConfigError, SourceError, SourceNotFoundError
from pygen_generator.sources.documents import read_document, read_text

# Python has a reader of TOML since 3.11; before, the package that it came from is a dependency.
_TOML = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

CONFIG_NAMES = ("pygen.toml", "pygen.yaml", "pygen.yml", "pyproject.toml")
"""The files that a configuration may stand in, of which one folder has one; ``pyproject.toml`` counts by its table."""


@dataclass(frozen=True)
class ConfigSource:
    """A configuration as it was found."""

    data: Mapping[str, Any]
    """Its content, not checked yet."""
    path: Path
    """The file that it stands in."""

    @property
    def is_version_1(self) -> bool:
        """Whether it is a configuration of version 1 of Pygen, which has other settings."""
        return self.path.name == "pyproject.toml" and is_version_1(self.data)

    def load(self) -> ConfigFile:
        """Check the content.

        Raises:
            ConfigError: it is of version 1, or settings are unknown or have wrong values; the message names the file.
        """
        if self.is_version_1:
            raise ConfigError(
                f"[tool.pygen] in {self.path} is of version 1 of Pygen.",
                "`pygen init --from-v1` writes a pygen.toml from it.",
            )
        return ConfigFile.load(self.data, str(self.path))

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files and folders that it says data models come from; none where they come from the service.

        Raises:
            ConfigError: as ``load``.
            SourceNotFoundError: one of them is not there.
        """
        paths = tuple(self.path.parent / named for named in self.load().sources)
        if missing := [path for path in paths if not path.exists()]:
            raise SourceNotFoundError(
                f"{self.path} says that data models come from {missing[0]}, which is not there.",
                "Correct source in [generate]; it begins at the folder of that file.",
            )
        return paths


def find_config(folder: Path) -> ConfigSource | None:
    """The configuration in a folder, if there is one. A table of version 1 counts where there is no other.

    Raises:
        ConfigError: there are two, or one cannot be read.
    """
    found = [source for name in CONFIG_NAMES if (source := _read(folder / name)) is not None]
    current = [source for source in found if not source.is_version_1] or found
    if len(current) > 1:
        first, second, *_ = (source.path.name for source in current)
        raise ConfigError(f"Both {first} and {second} in {folder} configure Pygen.", "Keep one of them.")
    return current[0] if current else None


def find_version_1(folder: Path) -> ConfigSource | None:
    """The settings of version 1 of Pygen in a folder, if there are some, also beside others.

    Raises:
        ConfigError: ``pyproject.toml`` cannot be read.
    """
    found = _read(folder / "pyproject.toml")
    return found if found is not None and found.is_version_1 else None


def _read(path: Path) -> ConfigSource | None:
    try:
        data = _TOML.loads(read_text(path)) if path.suffix == ".toml" else read_document(path)
    except SourceNotFoundError:
        return None
    except SourceError as error:
        raise ConfigError(error.message, error.fix) from None
    except _TOML.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.", "Correct the file.") from None
    if path.name == "pyproject.toml":
        tools = data.get("tool")
        if not isinstance(tools, Mapping) or "pygen" not in tools:
            return None
        data = tools["pygen"]
    if not isinstance(data, Mapping):
        raise ConfigError(f"{path} does not hold settings.", "Write them as tables: models, generate, python.")
    return ConfigSource(data, path)
