"""The languages that SDKs are generated in, by their names."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pygen_generator.changes.surface import Surface
from pygen_generator.config import GeneratorConfig, Language
from pygen_generator.issue import Issue
from pygen_generator.languages.python.language import PythonLanguage
from pygen_generator.languages.typescript.language import TypescriptLanguage
from pygen_generator.model.view import Model

CONTRACTS: dict[str, int] = {each.name: each.contract for each in (PythonLanguage, TypescriptLanguage)}
"""The contract of what is generated in each language."""


class Generator(Protocol):
    """What a language makes of a neutral model."""

    def generate(self, model: Model, config: GeneratorConfig) -> tuple[dict[str, str], list[Issue]]:
        """The files of the SDK by their path, and what had to be said about them."""
        ...

    def package_folder(self, model: Model, config: GeneratorConfig) -> str:
        """The folder of the package, relative to the folder of the configuration."""
        ...

    def client_name(self, model: Model, config: GeneratorConfig) -> str:
        """The class that programs begin with."""
        ...

    def surface(self, model: Model, config: GeneratorConfig) -> Surface:
        """The names of the SDK by what they stand for."""
        ...


def language_of(name: Language, folder: Path | None = None) -> Generator:
    """The language of a name.

    Args:
        name: its name.
        folder: the folder of the configuration, for templates that it names.
    """
    return TypescriptLanguage() if name == "typescript" else PythonLanguage(folder)
