"""Generation from a source to files, and from files to a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pygen_generator.config import GeneratorConfig
from pygen_generator.issue import Issue
from pygen_generator.languages.python.language import PythonLanguage
from pygen_generator.lock import Lock, file_hash
from pygen_generator.model.build import build_model
from pygen_generator.opening import open_source
from pygen_generator.schema import Source
from pygen_generator.validation.rules import validate
from pygen_generator.writer.apply import apply_plan
from pygen_generator.writer.plan import Plan, make_plan


@dataclass(frozen=True)
class GeneratedSDK:
    """What a generation gives. Nothing is written yet."""

    files: Mapping[str, str]
    """Text of every file by its path, relative to the folder of the configuration, with ``/``; sorted."""
    report: tuple[Issue, ...]
    """Everything that was noticed about the data model, and what was done about it."""
    lock: Lock


def generate_sdk(source: Source | Path | str, config: GeneratorConfig | None = None) -> GeneratedSDK:
    """Generate the SDK of one or more data models.

    The same schema and configuration give the same bytes, on every machine and at every time.

    Args:
        source: where the data models come from; a path stands for a Toolkit folder, a lock, or a JSON or YAML file.
        config: what to generate, and under which names; by default everything that the source holds.

    Raises:
        GeneratorError: source or configuration cannot be used.
    """
    config = config or GeneratorConfig()
    opened = open_source(source) if isinstance(source, (str, Path)) else source
    schema = opened.load(config.models)
    language = PythonLanguage()
    files, issues = language.generate(build_model(schema), config)
    lock = Lock(
        schema=schema,
        config_hash=config.hash,
        contracts={language.name: language.contract},
        files={path: file_hash(text.encode()) for path, text in files.items()},
    )
    # A view for nodes and for edges is looked at twice.
    report = dict.fromkeys((*schema.issues, *validate(schema), *issues))
    return GeneratedSDK(files, tuple(report), lock)


def plan(sdk: GeneratedSDK, root: Path | str) -> Plan:
    """What writing the SDK to a folder would create, update and remove. Reads only.

    Args:
        root: the folder of the configuration; the lock lies in it, and ``python.output`` is relative to it.
    """
    return make_plan(sdk.files, sdk.lock, Path(root))


def apply(sdk: GeneratedSDK, root: Path | str, *, force: bool = False) -> Plan:
    """Write the SDK to a folder, wholly or not at all, and give what was done.

    Args:
        root: the folder of the configuration.
        force: also replace and remove files that a person made or changed.

    Raises:
        WriteRefusedError: such files stand in the way; it names them. Nothing was written.
        WriteFailedError: the system refused; the folder is as it was.
        LockError: the folder has a lock that this version cannot use.
    """
    made = plan(sdk, root)
    apply_plan(made, force=force)
    return made
