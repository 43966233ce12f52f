"""The module of one view: its interfaces, and the constant that the runtime reads and writes it by."""

from __future__ import annotations

from collections.abc import Iterator

from pygen_generator.languages.documentation import view_text
from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.source import Code, code, fits, join
from pygen_generator.languages.typescript.code import comment, identifier, jsdoc, key, string_literal
from pygen_generator.languages.typescript.imports import Imports
from pygen_generator.languages.typescript.inheritance import Extensions
from pygen_generator.languages.typescript.layout import GenericType, Node, ObjectValue, lay_out, lay_out_constant
from pygen_generator.languages.typescript.members import Member
from pygen_generator.languages.typescript.names import Family
from pygen_generator.languages.typescript.relations import node_literal, relations
from pygen_generator.languages.typescript.sdk import Sdk
from pygen_generator.languages.typescript.types import Types, enum_literals, property_code
from pygen_generator.model.types import EnumType
from pygen_generator.model.view import Kind

_END = Code(";")


class ClassModule:
    """Decides what the module of one view says."""

    def __init__(self, sdk: Sdk, family: Family, extensions: Extensions) -> None:
        self._sdk = sdk
        self._family = family
        self._extensions = extensions
        self._enums = {ids: name for (key, ids), name in sdk.names.enums.items() if key == family.key}
        names = (family.read, family.write, family.filters, family.relations, family.types, family.constant)
        self._imports = Imports({*names, *self._enums.values()})
        self._types = Types(self._imports, sdk.int64, lambda enum: self._enums.get(enum.ids), self._types_of)

    def text(self) -> Code:
        """The source of the module."""
        parts = [*self._enum_types(), *self._interfaces(), self._known(), self._constant()]
        title = comment(f"{self._family.read}: view {self._family.view.id}.")
        return code("{}\n{}\n\n{}\n", title, self._imports.lines(), join("\n\n", parts))

    def _types_of(self, key_: ClassKey) -> Code:
        return self._of(key_, "types")

    def _of(self, key_: ClassKey, part: str) -> Code:
        """The interface of a family, which is another one's in most cases."""
        family = self._sdk.names.families[key_]
        name = getattr(family, part)
        return identifier(name) if key_ == self._family.key else self._imports.type(f"./{family.module}.ts", name)

    def _ref(self, key_: ClassKey) -> Code:
        return self._imports.value("../views.ts", self._sdk.names.families[key_].ref)

    def _enum_types(self) -> Iterator[Code]:
        values = {prop.type.ids: prop.type for prop in self._family.view.properties if isinstance(prop.type, EnumType)}
        for ids, name in sorted(self._enums.items(), key=lambda item: item[1]):
            before = code("export type {} = ", identifier(name))
            text = jsdoc(f"Values of properties of {self._family.read}.", 0)
            yield code("{}\n{}", text, lay_out(0, before, enum_literals(values[ids]), _END))

    def _interfaces(self) -> Iterator[Code]:
        family = self._family
        is_node = family.kind is Kind.NODE
        row, write = ("NodeRow", "NodeWrite") if is_node else ("EdgeRow", "EdgeWrite")
        yield self._interface("read", jsdoc(view_text(family.view, family.kind), 0), row)
        if family.view.writable:
            yield self._interface("write", jsdoc(f"{family.read} as it is written.", 0), write)
        if self._extensions[family.key, "filters"].all:
            yield self._interface("filters", jsdoc(f"Keyword filters of {family.read}.", 0), None)
        if self._extensions[family.key, "relations"].all:
            yield self._interface("relations", jsdoc(f"The relations of {family.read}.", 0), None)

    def _interface(self, part: str, text: Code, base: str | None) -> Code:
        extension = self._extensions[self._family.key, part]
        bases = [self._of(key_, part) for key_ in extension.bases]
        if not bases and base is not None:
            bases = [self._imports.seam(base)]
        lines = [line for member in extension.own for line in self._member(member)]
        opening = Code("{") if lines else Code("{}")
        head = _interface_head(identifier(getattr(self._family, part)), bases, opening)
        body = code("{{\n{}\n}}", join("\n", lines)) if lines else Code("{}")
        return code("{}\n{}{}", text, head, body)

    def _member(self, member: Member) -> Iterator[Code]:
        if member.text is not None:
            yield jsdoc(member.text, 2)
        before = code("readonly {}{}: ", key(member.name), Code("?" if member.is_optional else ""))
        yield lay_out(2, before, member.type(self._types), _END)

    def _known(self) -> Code:
        family, imports = self._family, self._imports
        has = {part: bool(self._extensions[family.key, part].all) for part in ("filters", "relations")}
        types: dict[str, Code] = {
            "read": identifier(family.read),
            "write": identifier(family.write) if family.view.writable else Code("never"),
            "filters": identifier(family.filters) if has["filters"] else imports.seam("NoRelations"),
            "relations": identifier(family.relations) if has["relations"] else imports.seam("NoRelations"),
        }
        lines = [lay_out(2, code("readonly {}: ", key(name)), value, _END) for name, value in types.items()]
        text = jsdoc(f"What TypeScript knows of {family.read}.", 0)
        return code("{}\nexport interface {} {{\n{}\n}}", text, identifier(family.types), join("\n", lines))

    def _constant(self) -> Code:
        family, sdk = self._family, self._sdk
        names = sdk.names.members[family.view.id]
        properties: list[tuple[Code, Node]] = [
            (key(names[prop.name]), property_code(prop, sdk.int64))
            for prop in sorted(family.view.properties, key=lambda prop: names[prop.name])
        ]
        keywords: list[tuple[Code, Node]] = [
            (key(name), one.code(names[one.prop.name])) for name, one in sdk.filters[family.key].items()
        ]
        demanded = family.view.demanded_type if family.kind is Kind.NODE and family.view.writable else None
        value = ObjectValue(
            [
                (Code("id"), self._ref(family.key)),
                (Code("name"), string_literal(family.read)),
                (Code("usedFor"), string_literal(family.kind.value)),
                *([(Code("nodeType"), node_literal(demanded))] if demanded else []),
                *([] if family.view.writable else [(Code("readOnly"), Code("true"))]),
                (Code("properties"), ObjectValue(properties, is_broken=True)),
                (Code("relations"), ObjectValue(relations(sdk, family, self._ref), is_broken=True)),
                (Code("keywords"), ObjectValue(keywords, is_broken=True)),
            ],
            is_broken=True,
        )
        view = GenericType(self._imports.seam("View"), [identifier(family.types)])
        constant = lay_out_constant(identifier(family.constant), view, value)
        return code("{}\n{}", jsdoc(f"The view {family.read}.", 0), constant)


def _interface_head(name: Code, bases: list[Code], opening: Code) -> Code:
    if not bases:
        return code("export interface {} ", name)
    line = code("export interface {} extends {} ", name, join(", ", bases))
    if fits(code("{}{}", line, opening)):
        return line
    together = code("  extends {} ", join(", ", bases))
    if fits(code("{}{}", together, opening)):
        return code("export interface {}\n{}", name, together)
    return code("export interface {}\n  extends\n{} ", name, join(",\n", [code("    {}", base) for base in bases]))
