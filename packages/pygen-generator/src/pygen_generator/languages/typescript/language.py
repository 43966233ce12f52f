"""The TypeScript language: from the neutral model to the files of an SDK."""

from __future__ import annotations

import re

from pygen_generator.changes.surface import Surface
from pygen_generator.config import GeneratorConfig
from pygen_generator.issue import Issue
from pygen_generator.languages.targets import Targets
from pygen_generator.languages.typescript.api_module import api_module
from pygen_generator.languages.typescript.class_module import ClassModule
from pygen_generator.languages.typescript.client_module import (
    CONTRACT,
    client_module,
    index_module,
    instance_space_module,
    views_module,
)
from pygen_generator.languages.typescript.filters import plan_filters
from pygen_generator.languages.typescript.inheritance import extend
from pygen_generator.languages.typescript.names import name_everything, spelling_of
from pygen_generator.languages.typescript.project import project_files
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.languages.typescript.surface import surface_of
from pygen_generator.languages.view_filters import unusable_filters
from pygen_generator.languages.words import class_name, words
from pygen_generator.model.view import Model


class TypescriptLanguage:
    """Generates TypeScript packages on top of the runtime ``@cognite/pygen-runtime``."""

    name = "typescript"
    contract = CONTRACT

    def generate(self, model: Model, config: GeneratorConfig) -> tuple[dict[str, str], list[Issue]]:
        """The files of the SDK by their path (package folder first), and what had to be said about them."""
        sdk, issues = _decide(model, config)
        extensions = extend(sdk)
        files: dict[str, str] = {
            "src/index.ts": index_module(sdk),
            "src/client.ts": client_module(sdk),
            "src/views.ts": views_module(sdk),
        }
        if sdk.default_instance_space is not None:
            files["src/instanceSpace.ts"] = instance_space_module(sdk.default_instance_space)
        for family in sdk.families:
            files[f"src/dataClasses/{family.module}.ts"] = ClassModule(sdk, family, extensions).text()
        for family in sdk.with_api:
            files[f"src/api/{family.module}Api.ts"] = api_module(sdk, family)
        if config.typescript.project:
            files |= project_files(sdk, extensions, config.typescript)
        folder = self.package_folder(model, config)
        above = "" if folder == "." else f"{folder}/"
        return {f"{above}{path}": str(text) for path, text in sorted(files.items())}, issues

    def package_folder(self, model: Model, config: GeneratorConfig) -> str:
        """The folder of the package, relative to the folder of the configuration."""
        given = config.typescript.output
        return given if given is not None else _package_name(model, config).rpartition("/")[2]

    def client_name(self, model: Model, config: GeneratorConfig) -> str:
        """The class of the client."""
        return config.typescript.client_name or f"{class_name(model.ids[0].external_id)}Client"

    def surface(self, model: Model, config: GeneratorConfig) -> Surface:
        """The names of the SDK by what they stand for; nothing is generated."""
        sdk, _ = _decide(model, config)
        return surface_of(sdk)


def _package_name(model: Model, config: GeneratorConfig) -> str:
    """By default the external id in kebab case."""
    given = config.typescript.package
    return given or re.sub(r"[^a-z0-9]+", "-", "-".join(words(model.ids[0].external_id)).lower()).strip("-") or "sdk"


def _decide(model: Model, config: GeneratorConfig) -> tuple[Sdk, list[Issue]]:
    client = TypescriptLanguage().client_name(model, config)
    names = name_everything(model, client, spelling_of(config.typescript))
    sdk = Sdk(
        model=model,
        package=_package_name(model, config),
        client=client,
        default_instance_space=config.default_instance_space,
        int64=config.typescript.int64,
        names=names,
        targets=Targets({key: family.view for key, family in names.families.items()}),
        filters={
            key: plan_filters(family.view, names.members[family.view.id]) for key, family in names.families.items()
        },
    )
    return sdk, [*names.issues, *(issue for view in model.views for issue in unusable_filters(view))]
