"""The module of the clients."""

from __future__ import annotations

from dataclasses import dataclass

from pygen_generator.languages.documentation import models_text
from pygen_generator.languages.python.code import identifier, string_literal
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import Group, Style, lay_out
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.source import Code, code
from pygen_generator.model.text import SchemaText

_NONE = Code("None")


@dataclass(frozen=True)
class ClientSide:
    """The sync or the async client."""

    name: str
    base: Code
    text: SchemaText
    lines: tuple[Code, ...]


@dataclass(frozen=True)
class ClientModule:
    """The view model of the module of the clients."""

    title: SchemaText
    data_model_ids: Code
    default_instance_space: Code
    class_var: Code
    str: Code
    sides: tuple[ClientSide, ...]
    """The blocking client, and the asynchronous one unless the settings leave it out."""
    imports: Imports


def client_module(sdk: Sdk) -> ClientModule:
    """Decide what the module of the clients says."""
    taken = {family.member for family in sdk.with_api} | {sdk.client, sdk.async_client}
    imports = Imports(taken | {name for family in sdk.with_api for name in (family.api, family.async_api)})
    model_id = imports.seam("DataModelId")
    ids = [
        Group(model_id, [string_literal(part) for part in (model.space, model.external_id, model.version)]).flat
        for model in sdk.model.ids
    ]
    return ClientModule(
        title=SchemaText("The clients of this SDK: one attribute for each view."),
        data_model_ids=lay_out(
            4, code("data_model_ids: {} = ", imports.use("typing", "ClassVar")), Group(Code(""), ids, style=Style.TUPLE)
        ),
        default_instance_space=(string_literal(sdk.default_instance_space) if sdk.default_instance_space else _NONE),
        class_var=imports.use("typing", "ClassVar"),
        str=imports.builtin("str"),
        sides=tuple(
            _side(sdk, imports, is_async=is_async) for is_async in ([False, True] if sdk.has_async else [False])
        ),
        imports=imports,
    )


def _side(sdk: Sdk, imports: Imports, *, is_async: bool) -> ClientSide:
    ending = ", asynchronously" if is_async else ""
    lines: list[Code] = []
    for family in sorted(sdk.with_api, key=lambda family: family.member):
        name = family.async_api if is_async else family.api
        imports.use_own(f"._api._{family.module}_api", name, for_types_only=True)
        lazy = imports.seam("LazyAPI")
        path = string_literal(f"_api._{family.module}_api")
        group = Group(lazy, [Code("__package__"), path, string_literal(name)])
        before = code('{}: {}["{}"] = ', identifier(family.member), lazy, identifier(name))
        lines.append(lay_out(4, before, group))
    return ClientSide(
        name=sdk.async_client if is_async else sdk.client,
        base=imports.seam("AsyncInstanceClient" if is_async else "InstanceClient"),
        text=SchemaText(f"Reads and writes {models_text(sdk.model)}{ending}."),
        lines=tuple(lines),
    )
