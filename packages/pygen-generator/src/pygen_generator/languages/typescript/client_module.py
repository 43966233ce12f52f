"""The modules that stand for a whole SDK: the ids of its views, its client, and all that it offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pygen_generator.languages.documentation import models_text, view_text
from pygen_generator.languages.source import Code, code, fits, join
from pygen_generator.languages.typescript.code import comment, identifier, jsdoc, json_literal, key, string_literal
from pygen_generator.languages.typescript.imports import SEAM, Imports, module_order, name_order
from pygen_generator.languages.typescript.layout import (
    ArrayValue,
    Node,
    ObjectValue,
    lay_out,
    lay_out_call,
    lay_out_constant,
    lay_out_names,
)
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.relations import view_literal
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.languages.typescript.types import is_int64
from pygen_generator.languages.view_filters import usable_filter

CONTRACT = 1
"""Number of the seam between generated TypeScript and the runtime; raised only when the seam changes."""

_END = Code(";")


def views_module(sdk: Sdk) -> Code:
    """The views by their ids."""
    imports = Imports(family.ref for family in sdk.families)
    view_ref = imports.seam("ViewRef")
    lines = [
        lay_out_constant(identifier(family.ref), view_ref, _ref(sdk, family))
        for family in sorted(sdk.families, key=lambda family: family.ref)
    ]
    title = comment("The views of the model by their ids: what relations refer to each other by.")
    return code("{}\n{}\n\n{}\n", title, imports.lines(), join("\n", lines)) if lines else code("{}\n", title)


def _ref(sdk: Sdk, family: Family) -> ObjectValue:
    members = [*view_literal(family.view.id).members]
    names = sdk.names.members[family.view.id]
    renamed = [(prop.name, names[prop.name]) for prop in family.view.properties if names[prop.name] != prop.name]
    if renamed:
        members.append((Code("names"), ObjectValue([(json_key(old), string_literal(new)) for old, new in renamed])))
    if sdk.int64 == "bigint" and any(is_int64(prop) for prop in family.view.properties):
        members.append((Code("int64"), string_literal("bigint")))
    if condition := usable_filter(family.view):
        members.append((Code("filter"), json_value(condition)))
    return ObjectValue(members)


def json_key(name: str) -> Code:
    """A member of an object as JSON has it; in quotes unless it can be seen that it needs none."""
    return key(name) if name.isascii() and name.isidentifier() and name != "__proto__" else _quoted_key(name)


def _quoted_key(name: str) -> Code:
    # In a literal, `"__proto__": x` sets the prototype; the computed form makes a member.
    return code("[{}]", string_literal(name)) if name == "__proto__" else string_literal(name)


def json_value(value: object) -> Node:
    """A JSON value as source."""
    if isinstance(value, Mapping):
        return ObjectValue([(json_key(name), json_value(item)) for name, item in sorted(value.items())])
    if isinstance(value, list):
        return ArrayValue([json_value(item) for item in value])
    return string_literal(value) if isinstance(value, str) else json_literal(value)


def instance_space_module(space: str) -> Code:
    """Where instances are."""
    text = jsdoc("Where instances are that are named by text alone, unless a program says otherwise.", 0)
    return code("{}\nexport const INSTANCE_SPACE = {};\n", text, string_literal(space))


def client_module(sdk: Sdk) -> Code:
    """The client of the whole SDK."""
    families = sorted(sdk.with_api, key=lambda family: name_order(family.member))
    imports = Imports({sdk.client, "SDK", "config", "options"})
    base = imports.seam_value("InstanceClient")
    constants = {family.key: imports.value(f"./dataClasses/{family.module}.ts", family.constant) for family in families}
    members: list[tuple[Code, Node]] = [(Code("views"), ArrayValue([constants[family.key] for family in families]))]
    if sdk.default_instance_space is not None:
        members.append((Code("instanceSpace"), imports.value("./instanceSpace.ts", "INSTANCE_SPACE")))
    whole = lay_out(0, code("const SDK: {} = ", imports.seam("Sdk")), ObjectValue(members, is_broken=True), _END)
    config = code("{} | {}", imports.seam("ClientConfig"), imports.seam("ApiClient"))
    constructor = code(
        "{}\n{}\n    super(config, SDK, options);\n  }}",
        jsdoc_throws(),
        lay_out_call(
            2,
            Code("constructor"),
            [code("config: {}", config), code("options?: {}", imports.seam("InstanceClientOptions"))],
            Code(" {"),
        ),
    )
    getters = [_getter(family, imports, constants[family.key]) for family in families]
    class_ = code(
        "{}\n{}{{\n{}\n}}",
        jsdoc(f"Reads and writes the instances of {models_text(sdk.model)}.", 0),
        _class_head(identifier(sdk.client), base),
        join("\n\n", [constructor, *getters]),
    )
    return code("{}\n{}\n\n{}\n\n{}\n", comment("The client of the whole SDK."), imports.lines(), whole, class_)


def jsdoc_throws() -> Code:
    """What the constructor of a client throws."""
    return Code("  /** @throws {PygenValidationError} if a value of the config cannot be used; the message names it */")


def _class_head(name: Code, base: Code) -> Code:
    line = code("export class {} extends {} ", name, base)
    return line if fits(code("{}{{", line)) else code("export class {}\n  extends {} ", name, base)


def _getter(family: Family, imports: Imports, constant: Code) -> Code:
    api = imports.type(f"./api/{family.module}Api.ts", family.api)
    text = jsdoc(view_text(family.view, family.kind), 2)
    call = lay_out_call(4, Code("return this.api"), [constant], _END)
    return code("{}\n  get {}(): {} {{\n{}\n  }}", text, key(family.member), api, call)


def index_module(sdk: Sdk) -> Code:
    """All that the SDK offers."""
    modules: dict[str, dict[str, bool]] = {"./client.ts": {sdk.client: True}}
    for family in sdk.families:
        modules[f"./dataClasses/{family.module}.ts"] = dict(_offered(sdk, family))
    for family in sdk.with_api:
        modules[f"./api/{family.module}Api.ts"] = {family.api: False, family.api_function: True}
    exports = [
        lay_out_names(
            Code("export"),
            [
                identifier(name) if is_value else code("type {}", identifier(name))
                for name, is_value in sorted(names.items(), key=lambda item: name_order(item[0]))
            ],
            code("from {};", string_literal(module)),
        )
        for module, names in sorted(modules.items(), key=lambda item: module_order(item[0]))
    ]
    check = lay_out_call(0, Code("requireContract"), [json_literal(CONTRACT), string_literal(sdk.package)], _END)
    title = comment(
        f"Typed SDK for {models_text(sdk.model)}. Generated by Pygen; changes are lost when it is generated again."
    )
    start = code("import {{ requireContract }} from {};", string_literal(SEAM))
    return code("{}\n{}\n\n{}\n\n{}\n", title, start, join("\n", exports), check)


def _offered(sdk: Sdk, family: Family) -> Iterator[tuple[str, bool]]:
    yield family.read, False
    yield family.constant, True
    yield family.types, False
    if family.view.writable:
        yield family.write, False
    if sdk.filters[family.key]:
        yield family.filters, False
    for (key_, _), name in sdk.names.enums.items():
        if key_ == family.key:
            yield name, False
