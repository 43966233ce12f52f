"""The Python language: from the neutral model to the files of an SDK."""

from __future__ import annotations

from pygen_generator.changes.surface import Surface
from pygen_generator.config import GeneratorConfig
from pygen_generator.issue import Issue
from pygen_generator.languages.python.api_module import ApiModuleBuilder
from pygen_generator.languages.python.class_module import ClassModuleBuilder
from pygen_generator.languages.python.client_module import client_module
from pygen_generator.languages.python.code import Code
from pygen_generator.languages.python.filters import plan_filters
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.inheritance import inherit
from pygen_generator.languages.python.names import name_everything
from pygen_generator.languages.python.naming import attribute_name, class_name
from pygen_generator.languages.python.nested import plan_nested
from pygen_generator.languages.python.package import CONTRACT, package
from pygen_generator.languages.python.properties import property_objects
from pygen_generator.languages.python.relations import relations
from pygen_generator.languages.python.rendering import render
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.python.spelling import Spelling
from pygen_generator.languages.python.surface import surface_of
from pygen_generator.model.text import SchemaText
from pygen_generator.model.view import Model


class PythonLanguage:
    """Generates Python packages on top of the runtime ``pygen_runtime``."""

    name = "python"
    contract = CONTRACT

    def generate(self, model: Model, config: GeneratorConfig) -> tuple[dict[str, str], list[Issue]]:
        """The files of the SDK by their path (package folder first), and what had to be said about them."""
        sdk, issues = _decide(model, config)
        files = {"__init__.py": str(render("package.py.jinja", package=package(sdk))), "py.typed": ""}
        client = client_module(sdk)
        files["_client.py"] = _module(client.title, client.imports, render("client.py.jinja", client=client))
        files["data_classes/__init__.py"] = '"""What is read and written: one module for each view."""\n'
        files["_api/__init__.py"] = '"""How it is read: one module for each view."""\n'
        for family in sdk.families:
            module = ClassModuleBuilder(sdk, family).build()
            body = render("data_class.py.jinja", module=module)
            issues += module.issues
            files[f"data_classes/{family.module}.py"] = _module(module.title, module.imports, body)
        for family in sdk.with_api:
            api = ApiModuleBuilder(sdk, family).build()
            body = render("api.py.jinja", api=api)
            files[f"_api/_{family.module}_api.py"] = _module(api.title, api.imports, body)
            issues += api.issues
        folder = config.python.output
        prefix = f"{sdk.package}/" if folder == "." else f"{folder}/{sdk.package}/"
        return {prefix + path: files[path] for path in sorted(files)}, issues

    def surface(self, model: Model, config: GeneratorConfig) -> Surface:
        """The names of the SDK by what they stand for; nothing is generated."""
        sdk, _ = _decide(model, config)
        return surface_of(sdk)


def _module(title: SchemaText, imports: Imports, body: Code) -> str:
    return str(render("module.py.jinja", title=title, imports=imports.lines(), body=body))


def _decide(model: Model, config: GeneratorConfig) -> tuple[Sdk, list[Issue]]:
    first = model.ids[0].external_id
    client = config.python.client_name or f"{class_name(first)}Client"
    names = name_everything(model, (client, f"Async{client}"), Spelling(config.python))
    inheritance = inherit(model, names)
    related = {
        key: relations(family.view, family.kind, names.attributes[family.view.id], inheritance)
        for key, family in names.families.items()
    }
    objects = {
        key: property_objects(family.view, names.attributes[family.view.id], inheritance)
        for key, family in names.families.items()
    }
    sdk = Sdk(
        model=model,
        package=config.python.package or attribute_name(first),
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
