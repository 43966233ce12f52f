"""The module of the data classes of one view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.documentation import connection_text, property_text, view_text
from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.code import identifier, string_literal
from pygen_generator.languages.python.edge_fields import edge_field, type_field
from pygen_generator.languages.python.enums import EnumNames
from pygen_generator.languages.python.fields import NONE, FieldLine
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.inheritance import Fit
from pygen_generator.languages.python.inner_classes import PYRIGHT_OVERRIDE, InnerClass, InnerClasses
from pygen_generator.languages.python.layout import CURLY, SQUARE, Group, lay_out
from pygen_generator.languages.python.literals import default_literal, json_object
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.properties import property_value
from pygen_generator.languages.python.references import References
from pygen_generator.languages.python.relations import connection_type, declaration
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.python.types import TypeNames
from pygen_generator.languages.source import Code, code
from pygen_generator.languages.view_filters import unusable_filters, usable_filter
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import RelationType
from pygen_generator.model.view import Connection, Kind, Property, ReverseRelation

_LONGEST_ENUM = 60
_RUFF = Code("# noqa: RUF012")
"""A class body with a mutable default; pydantic copies it for every object."""
_MYPY = Code("# type: ignore[assignment]")


@dataclass(frozen=True)
class ClassModule:
    """The view model of a module of data classes."""

    title: SchemaText
    text: SchemaText
    read: str
    read_line: Code
    write: str | None
    write_line: Code | None
    list: str
    list_line: Code
    view_id: Code
    view_filter: Code | None
    enums: Code
    read_fields: tuple[FieldLine, ...]
    inner: tuple[InnerClass, ...]
    write_fields: tuple[FieldLine, ...]
    imports: Imports
    issues: tuple[Issue, ...]


class ClassModuleBuilder:
    """Decides what the module of one view's data classes says."""

    def __init__(self, sdk: Sdk, family: Family) -> None:
        self._sdk = sdk
        self._family = family
        self._attributes = sdk.names.members[family.view.id]
        view, inheritance = family.view, sdk.inheritance
        self._bases = [sdk.names.families[key] for key in inheritance.bases[family.key]]
        self._read = list(self._own(view.properties, self._bases, inheritance.read_fit, _reads_the_same))
        self._connections = list(self._own_connections()) if family.kind is Kind.NODE else []
        self._write_bases = [base for base in self._bases if base.view.writable]
        self._write = list(self._own(view.properties, self._write_bases, inheritance.write_fit, _writes_the_same))
        self._write = self._write if view.writable else []
        self._edges = list(self._own_edges()) if view.writable and family.kind is Kind.NODE else []
        classes = {name for key in self._neighbours() for name in _classes(sdk.names.families[key])}
        classes.update(sdk.class_names(family))
        self._enums = EnumNames(
            ((family.read, self._attributes[prop.name], prop.type) for prop, _ in (*self._read, *self._write)),
            classes,
            _LONGEST_ENUM,
        )
        self._imports = Imports({*classes, *self._attributes.values(), *self._enums})
        self._references = References(sdk.names, family, self._imports)
        self._types = TypeNames(self._imports, self._read_class, self._write_class, self._enums.get)

    def build(self) -> ClassModule:
        family, view = self._family, self._family.view
        kind = "Node" if family.kind is Kind.NODE else "Edge"
        read_bases = [self._references.base(base, base.read) for base in self._bases]
        write_bases = [self._references.base(base, base.write) for base in self._write_bases]
        seam = self._imports.seam
        view_id = Group(
            seam("ViewId"), [string_literal(part) for part in (view.id.space, view.id.external_id, view.id.version)]
        )
        return ClassModule(
            title=SchemaText(f"{family.read}: view {view.id}."),
            text=view_text(view, family.kind),
            read=family.read,
            read_line=_class_line(family.read, read_bases or [seam(kind)]),
            write=family.write if view.writable else None,
            write_line=_class_line(family.write, write_bases or [seam(f"{kind}Write")]) if view.writable else None,
            list=family.list,
            list_line=_class_line(family.list, [code("{}[{}]", seam("InstanceList"), identifier(family.read))]),
            view_id=lay_out(4, code("view_id: {} = ", self._imports.use("typing", "ClassVar")), view_id),
            view_filter=self._view_filter(),
            enums=self._enums.lines(self._imports),
            read_fields=(
                *(self._read_field(prop, fit) for prop, fit in self._read),
                *(self._connection_field(connection, fit) for connection, fit in self._connections),
            ),
            inner=tuple(self._inner()),
            write_fields=(
                *self._type_field(),
                *(self._write_field(prop, fit) for prop, fit in self._write),
                *(self._edge_field(connection, fit) for connection, fit in self._edges),
            ),
            imports=self._imports,
            issues=tuple(self._issues()),
        )

    def _view_filter(self) -> Code | None:
        condition = usable_filter(self._family.view)
        before = code("view_filter: {} = ", self._imports.use("typing", "ClassVar"))
        return None if condition is None else lay_out(4, before, json_object(condition))

    def _issues(self) -> Iterable[Issue]:
        yield from unusable_filters(self._family.view)
        for prop, _ in self._write:
            if prop.default is not None and default_literal(prop, self._imports) is None:
                yield Issue(
                    Severity.WARNING,
                    "default-not-usable",
                    place(self._family.view.id, prop.name),
                    "The default is not a value of the property's type.",
                    "The attribute has no default" + ("." if prop.nullable else ", so a value must be given."),
                    "Correct the default of the container property.",
                )

    def _inner(self) -> Iterable[InnerClass]:
        write = InnerClasses(self._sdk, self._family, self._references).write
        if nested := self._sdk.property_classes.get(self._family.key):
            objects = self._sdk.properties[self._family.key]
            literal = self._types.literal
            yield write("props", nested, lambda name: property_value(objects[name], self._references, literal))
        if nested := self._sdk.relation_classes.get(self._family.key):
            found = self._sdk.relations[self._family.key]
            yield write("relations", nested, lambda name: declaration(found[name], self._references))

    def _own_connections(self) -> Iterable[tuple[Connection, Fit]]:
        inherited = [{one.name: one for one in base.view.connections} for base in self._bases]
        for connection in sorted(self._family.view.connections, key=lambda one: self._attributes[one.name]):
            there = [base[connection.name] for base in inherited if connection.name in base]
            fits = {self._sdk.inheritance.connection_fit(connection, other) for other in there}
            text = connection_text(connection)
            if not there or Fit.NARROWED in fits or any(text != connection_text(other) for other in there):
                yield connection, Fit.NARROWED if Fit.NARROWED in fits else Fit.SAME

    def _own_edges(self) -> Iterable[tuple[Connection, Fit]]:
        """The connections whose edges the write class takes and no base does in the same way."""
        inheritance = self._sdk.inheritance
        related = [self._sdk.relations[base.key] for base in self._write_bases]
        own = self._sdk.relations[self._family.key]
        inherited = [{one.name: one for one in base.view.connections} for base in self._write_bases]
        for connection in sorted(self._family.view.connections, key=lambda one: self._attributes[one.name]):
            if inheritance.edge_writing(connection) is None:
                continue
            there = [base[connection.name] for base in inherited if connection.name in base]
            there = [other for other in there if inheritance.edge_writing(other)]
            attribute = self._attributes[connection.name]
            declared = {base[attribute].written for base in related if attribute in base}
            fits = {inheritance.edge_writing_fit(connection, other) for other in there}
            if not there or Fit.NARROWED in fits or declared != {own[attribute].written}:
                yield connection, Fit.NARROWED if Fit.NARROWED in fits else Fit.SAME

    def _own(
        self,
        properties: Iterable[Property],
        bases: list[Family],
        fit: Callable[[Property, Property], Fit],
        same: Callable[[Property, Property], bool],
    ) -> Iterable[tuple[Property, Fit]]:
        """The properties that the class itself has to define: those that no base has, or that a base has otherwise."""
        inherited = [{prop.name: prop for prop in base.view.properties} for base in bases]
        for prop in sorted(properties, key=lambda prop: self._attributes[prop.name]):
            there = [base[prop.name] for base in inherited if prop.name in base]
            fits = {fit(prop, other) for other in there}
            if not there or Fit.NARROWED in fits or not all(same(prop, other) for other in there):
                yield prop, Fit.NARROWED if Fit.NARROWED in fits else Fit.SAME

    def _read_field(self, prop: Property, fit: Fit) -> FieldLine:
        return FieldLine(
            name=identifier(self._attributes[prop.name]),
            annotation=self._annotated(prop, self._types.read(prop)),
            value=NONE if prop.absent else None,
            notes=_notes(prop, fit),
            doc=property_text(prop),
        )

    def _connection_field(self, connection: Connection, fit: Fit) -> FieldLine:
        # Lists and links do not follow their types into subclasses, which mypy says where it accepts a single node.
        is_one = isinstance(connection, ReverseRelation) and connection.single
        return FieldLine(
            name=identifier(self._attributes[connection.name]),
            annotation=connection_type(connection, self._sdk.inheritance, self._references),
            value=Group(self._imports.seam("connection"), []),
            notes=() if fit is not Fit.NARROWED else (PYRIGHT_OVERRIDE,) if is_one else (_MYPY, PYRIGHT_OVERRIDE),
            doc=connection_text(connection),
        )

    def _write_field(self, prop: Property, fit: Fit) -> FieldLine:
        default = default_literal(prop, self._imports)
        # Only the service knows the next number: unset is fine, None is not.
        counted = prop.auto_increment and not prop.nullable
        return FieldLine(
            name=identifier(self._attributes[prop.name]),
            annotation=self._annotated(prop, self._types.write(prop), not_null=counted),
            value=default or (NONE if prop.nullable or counted else None),
            notes=(*_notes(prop, fit), *([_RUFF] if default is not None and default.brackets == CURLY else [])),
        )

    def _edge_field(self, connection: Connection, fit: Fit) -> FieldLine:
        writing = self._sdk.inheritance.edge_writing(connection)
        assert writing is not None  # noqa: S101 - those without are not among them
        notes = (PYRIGHT_OVERRIDE,) if fit is Fit.NARROWED else ()
        return edge_field(self._attributes[connection.name], writing, self._family.read, self._references, notes)

    def _type_field(self) -> Iterable[FieldLine]:
        """What the view's filter demands, unless a base says the same."""
        view = self._family.view
        inherited = {base.view.demanded_type for base in self._write_bases} or {None}
        if view.writable and self._family.kind is Kind.NODE and inherited != {view.demanded_type}:
            yield type_field(view.demanded_type, self._references)

    def _annotated(self, prop: Property, annotation: Code, *, not_null: bool = False) -> Code | Group:
        arguments = [string_literal(prop.name)] if self._attributes[prop.name] != prop.name else []
        if not_null:
            arguments.append(code("nullable={}", Code("False")))
        if not arguments:
            return annotation
        note = Group(self._imports.seam("prop"), arguments)
        return Group(self._imports.use("typing", "Annotated"), [annotation, note.flat], brackets=SQUARE)

    def _neighbours(self) -> set[ClassKey]:
        """The other classes that the module names."""
        sdk = self._sdk
        keys = {family.key for family in self._bases}
        for prop, _ in (*self._read, *self._write):
            if isinstance(prop.type, RelationType) and (key := sdk.inheritance.target(prop.type.target)):
                keys.add(key)
        for relation in sdk.relations[self._family.key].values():
            keys |= {key for key in (relation.target, relation.edge) if key}
        keys |= {found.target for found in sdk.properties[self._family.key].values() if found.target}
        return keys

    def _read_class(self, relation: RelationType) -> Code:
        return self._references.read(self._sdk.inheritance.target(relation.target), Kind.NODE)

    def _write_class(self, relation: RelationType) -> Code:
        return self._references.write(self._sdk.inheritance.write_target(relation.target), Kind.NODE)


def _classes(family: Family) -> tuple[str, str]:
    return family.read, family.write


def _class_line(name: str, bases: list[Code]) -> Code:
    return lay_out(0, code("class "), Group(identifier(name), bases, Code(":")))


def _notes(prop: Property, fit: Fit) -> tuple[Code, ...]:
    """Checkers want the types of attributes that can be set unchanged; a narrower relation is sound as the data is."""
    if fit is not Fit.NARROWED:
        return ()
    return (_MYPY, PYRIGHT_OVERRIDE) if prop.is_list else (PYRIGHT_OVERRIDE,)


def _reads_the_same(prop: Property, other: Property) -> bool:
    return property_text(prop) == property_text(other)


def _writes_the_same(prop: Property, other: Property) -> bool:
    return prop.default == other.default
