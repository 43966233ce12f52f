"""Generation from a source to files, and from files to a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pygen_generator.config import GeneratorConfig, Language
from pygen_generator.errors import ConfigError
from pygen_generator.generators import CONTRACTS, Generator, language_of
from pygen_generator.hooks import Hook, change_files, change_model, load_hooks
from pygen_generator.issue import Issue
from pygen_generator.lock import Lock, file_hash
from pygen_generator.model.build import build_model
from pygen_generator.model.view import Model
from pygen_generator.opening import open_source
from pygen_generator.schema import Source
from pygen_generator.selection import select_views
from pygen_generator.validation.rules import validate
from pygen_generator.writer.apply import apply_plan
from pygen_generator.writer.plan import Plan, make_plan


@dataclass(frozen=True)
class GeneratedPackage:
    """One package among the generated files."""

    language: Language
    """The language that it is written in."""
    folder: str
    """Its folder, relative to the folder of the configuration, with ``/``."""
    client: str
    """The class that programs begin with."""

    @property
    def name(self) -> str:
        """What it is imported by."""
        return self.folder.rpartition("/")[2]


@dataclass(frozen=True)
class GeneratedSDK:
    """What a generation gives. Nothing is written yet."""

    files: Mapping[str, str]
    """Text of every file by its path, relative to the folder of the configuration, with ``/``; sorted."""
    report: tuple[Issue, ...]
    """Everything that was noticed about the data model, and what was done about it."""
    lock: Lock
    packages: tuple[GeneratedPackage, ...]
    """One for each configuration and language, in their order."""


def generate_sdk(
    source: Source | Path | str,
    config: GeneratorConfig | Sequence[GeneratorConfig] | None = None,
    *,
    folder: Path | str = ".",
    hooks: Sequence[Hook] = (),
) -> GeneratedSDK:
    """Generate the SDK of one or more data models.

    The same schema and configuration give the same bytes, on every machine and at every time.

    Args:
        source: where the data models come from; a path stands for a Toolkit folder, a lock, or a JSON or YAML file.
        config: what to generate, and under which names; by default everything that the source holds. Several give
            several SDKs of one source, side by side, with one lock.
        folder: the folder of the configuration, for templates that it names.
        hooks: take part after those that the configuration names.

    Raises:
        GeneratorError: source or configuration cannot be used.
    """
    configs = [config] if isinstance(config, GeneratorConfig) else list(config or [GeneratorConfig()])
    opened = open_source(source) if isinstance(source, (str, Path)) else source
    wanted = [model_id for each in configs for model_id in each.models] if all(each.models for each in configs) else []
    schema = opened.load(wanted)
    files: dict[str, str] = {}
    report = [*schema.issues]
    packages: list[GeneratedPackage] = []
    for each in configs:
        chosen, left_out = select_views(schema.select(each.models), each)
        report += [*left_out, *validate(chosen)]
        all_hooks = [*load_hooks(each.hooks), *hooks]
        model = change_model(all_hooks, build_model(chosen))
        for name in each.chosen_languages:
            made, issues, package = _one(model, each, name, language_of(name, Path(folder)), all_hooks)
            if twice := sorted(files.keys() & made.keys()):
                raise ConfigError(
                    f"Two targets write the same file: {twice[0]}.", "Give each a package or an output of its own."
                )
            files |= made
            report += issues
            packages.append(package)
    files = dict(sorted(files.items()))
    lock = Lock(
        schema=schema,
        config_hash=config_hash(configs),
        contracts={package.language: CONTRACTS[package.language] for package in packages},
        files={path: file_hash(text.encode()) for path, text in files.items()},
    )
    # A view for nodes and for edges is looked at twice, and so is one that is part of two SDKs.
    return GeneratedSDK(files, tuple(dict.fromkeys(report)), lock, tuple(packages))


def _one(
    model: Model, config: GeneratorConfig, name: Language, language: Generator, hooks: Sequence[Hook]
) -> tuple[dict[str, str], list[Issue], GeneratedPackage]:
    """The files of one SDK in one language, what was noticed, and its package."""
    files, issues = language.generate(model, config)
    folder, client = language.package_folder(model, config), language.client_name(model, config)
    return change_files(hooks, files), issues, GeneratedPackage(name, folder, client)


def config_hash(configs: Sequence[GeneratorConfig]) -> str:
    """The hash by which a lock knows the settings of its SDKs."""
    if len(configs) == 1:
        return configs[0].hash
    return hashlib.sha256(" ".join(config.hash for config in configs).encode()).hexdigest()


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
        force: also replace and remove generated files that a person changed. Files that were never generated stay.

    Raises:
        WriteRefusedError: such files stand in the way; it names them. Nothing was written.
        WriteFailedError: the system refused; the folder is as it was.
        LockError: the folder has a lock that this version cannot use.
    """
    made = plan(sdk, root)
    apply_plan(made, force=force)
    return made
