"""The Python language: from the neutral model to the files of an SDK."""

from __future__ import annotations

from pathlib import Path

from pygen_generator.changes.surface import Surface
from pygen_generator.config import GeneratorConfig
from pygen_generator.issue import Issue
from pygen_generator.languages.python.api_module import ApiModuleBuilder
from pygen_generator.languages.python.class_module import ClassModuleBuilder
from pygen_generator.languages.python.client_module import client_module
from pygen_generator.languages.python.filters import plan_filters
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.inheritance import inherit
from pygen_generator.languages.python.names import name_everything, spelling_of
from pygen_generator.languages.python.naming import attribute_name
from pygen_generator.languages.python.nested import plan_nested
from pygen_generator.languages.python.package import CONTRACT, package
from pygen_generator.languages.python.project import project_files
from pygen_generator.languages.python.properties import property_objects
from pygen_generator.languages.python.relations import relations
from pygen_generator.languages.python.rendering import Templates
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.python.surface import surface_of
from pygen_generator.languages.source import Code
from pygen_generator.languages.words import class_name
from pygen_generator.model.text import SchemaText
from pygen_generator.model.view import Model


class PythonLanguage:
    """Generates Python packages on top of the runtime ``pygen_runtime``.

    Args:
        folder: The folder of the configuration, for templates that it names.
    """

    name = "python"
    contract = CONTRACT

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path()

    def generate(self, model: Model, config: GeneratorConfig) -> tuple[dict[str, str], list[Issue]]:
        """The files of the SDK by their path (package folder first), and what had to be said about them."""
        sdk, issues = _decide(model, config)
        templates = Templates(self._folder / config.python.templates if config.python.templates else None)
        render = templates.render

        def module_of(title: SchemaText, imports: Imports, body: Code) -> str:
            return str(render("module.py.jinja", title=title, imports=imports.lines(), body=body))

        files = {"__init__.py": str(render("package.py.jinja", package=package(sdk))), "py.typed": ""}
        client = client_module(sdk)
        files["_client.py"] = module_of(client.title, client.imports, render("client.py.jinja", client=client))
        files["data_classes/__init__.py"] = '"""What is read and written: one module for each view."""\n'
        files["_api/__init__.py"] = '"""How it is read: one module for each view."""\n'
        for family in sdk.families:
            module = ClassModuleBuilder(sdk, family).build()
            body = render("data_class.py.jinja", module=module)
            issues += module.issues
            files[f"data_classes/{family.module}.py"] = module_of(module.title, module.imports, body)
        for family in sdk.with_api:
            api = ApiModuleBuilder(sdk, family).build()
            body = render("api.py.jinja", api=api)
            files[f"_api/_{family.module}_api.py"] = module_of(api.title, api.imports, body)
            issues += api.issues
        folder = self.package_folder(model, config)
        made = {f"{folder}/{path}": text for path, text in files.items()}
        if config.python.project:
            above = "" if config.python.output == "." else f"{config.python.output}/"
            made |= {f"{above}{path}": text for path, text in project_files(sdk, config.python).items()}
        return dict(sorted(made.items())), issues

    def package_folder(self, model: Model, config: GeneratorConfig) -> str:
        """The folder of the package, relative to the folder of the configuration."""
        name = _package_name(model, config)
        return name if config.python.output == "." else f"{config.python.output}/{name}"

    def client_name(self, model: Model, config: GeneratorConfig) -> str:
        """The class of the blocking client."""
        return _client_name(model, config)

    def surface(self, model: Model, config: GeneratorConfig) -> Surface:
        """The names of the SDK by what they stand for; nothing is generated."""
        sdk, _ = _decide(model, config)
        return surface_of(sdk)


def _package_name(model: Model, config: GeneratorConfig) -> str:
    return config.python.package or attribute_name(model.ids[0].external_id)


def _client_name(model: Model, config: GeneratorConfig) -> str:
    return config.python.client_name or f"{class_name(model.ids[0].external_id)}Client"


def _decide(model: Model, config: GeneratorConfig) -> tuple[Sdk, list[Issue]]:
    client = _client_name(model, config)
    names = name_everything(model, (client, f"Async{client}"), spelling_of(config.python))
    inheritance = inherit(model, names)
    related = {
        key: relations(family.view, family.kind, names.members[family.view.id], inheritance)
        for key, family in names.families.items()
    }
    objects = {
        key: property_objects(family.view, names.members[family.view.id], inheritance)
        for key, family in names.families.items()
    }
    sdk = Sdk(
        model=model,
        package=_package_name(model, config),
        client=client,
        async_client=f"Async{client}",
        has_async=config.python.async_client,
        default_instance_space=config.default_instance_space,
        names=names,
        inheritance=inheritance,
        filters=plan_filters(model, names, inheritance),
        relations=related,
        relation_classes=plan_nested(inheritance, related),
        properties=objects,
        property_classes=plan_nested(inheritance, objects),
    )
    return sdk, [*names.issues, *inheritance.issues]
