"""The module of the API of one view."""

from __future__ import annotations

from pygen_generator.languages.source import Code, blanks, code, fits, join
from pygen_generator.languages.typescript.code import comment, identifier, jsdoc
from pygen_generator.languages.typescript.imports import Imports
from pygen_generator.languages.typescript.layout import GenericType, lay_out, lay_out_call
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.sdk import Sdk


def api_module(sdk: Sdk, family: Family) -> Code:
    """The source of the module."""
    # Parameters hide what is imported under their name.
    imports = Imports({family.api, family.api_function, "client", "options"})
    known = imports.type(f"../dataClasses/{family.module}.ts", family.types)
    view = imports.value(f"../dataClasses/{family.module}.ts", family.constant)
    view_api = imports.seam_value("ViewApi")
    signature = lay_out_call(
        0,
        code("export function {}", identifier(family.api_function)),
        [code("client: {}", imports.seam("ApiClient")), code("options: {} = {{}}", imports.seam("ApiOptions"))],
        code(": {} {{", identifier(family.api)),
    )
    body = _call(sdk, imports, view_api, view)
    about = f"The operations of the view {family.read}"
    alias = lay_out(0, code("export type {} = ", identifier(family.api)), GenericType(view_api, [known]), Code(";"))
    parts = [
        code("{}\n{}", jsdoc(f"{about}.", 0), alias),
        code(
            "{}\n{}\n{}\n}}",
            jsdoc(f"{about} alone: a program that uses no more than this ships no other view.", 0),
            signature,
            body,
        ),
    ]
    title = comment(f"The operations of {family.read}.")
    return code("{}\n{}\n\n{}\n", title, imports.lines(), join("\n\n", parts))


def _call(sdk: Sdk, imports: Imports, view_api: Code, view: Code) -> Code:
    if sdk.default_instance_space is None:
        return lay_out_call(2, code("return new {}", view_api), [Code("client"), view, Code("options")], Code(";"))
    members = [
        code("instanceSpace: {}", imports.value("../instanceSpace.ts", "INSTANCE_SPACE")),
        Code("...options"),
    ]
    head = code("  return new {}(client, {}, ", view_api, view)
    line = code("{}{{ {} }});", head, join(", ", members))
    if fits(line):
        return line
    if fits(code("{}{{", head)):
        # The last argument may be broken alone.
        inner = join("\n", [code("    {},", member) for member in members])
        return code("{}{{\n{}\n{}}});", head, inner, blanks(2))
    last = code("{{ {} }}", join(", ", members))
    return lay_out_call(2, code("return new {}", view_api), [Code("client"), view, last], Code(";"))
