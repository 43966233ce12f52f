"""Generation from a source to files, and from files to a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pygen_generator.config import GeneratorConfig
from pygen_generator.languages.python.language import PythonLanguage
from pygen_generator.model.build import build_model
from pygen_generator.sources.file import FileSource
from pygen_generator.sources.schema import Source
from pygen_generator.validation.issue import Issue


@dataclass(frozen=True)
class GeneratedSDK:
    """What a generation gives. Nothing is written yet."""

    files: dict[str, str]
    """Text of every file by its path, relative to the folder of the configuration, with ``/``."""
    report: list[Issue]


def generate_sdk(source: Source | Path | str, config: GeneratorConfig | None = None) -> GeneratedSDK:
    config = config or GeneratorConfig()
    opened = FileSource(source) if isinstance(source, (str, Path)) else source
    schema = opened.load(config.models)
    files, issues = PythonLanguage().generate(build_model(schema), config)
    return GeneratedSDK(files, [*schema.issues, *issues])
