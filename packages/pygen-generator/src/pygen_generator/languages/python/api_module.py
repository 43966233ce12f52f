"""The module that reads the instances of one view: its keyword filters, its sort names, its two APIs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pygen_generator.issue import Issue, Severity, place
from pygen_generator.languages.python.code import identifier, string_literal
from pygen_generator.languages.python.enums import EnumNames
from pygen_generator.languages.python.fields import FieldLine
from pygen_generator.languages.python.filters import KeywordFilter
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import SQUARE, Group, lay_out
from pygen_generator.languages.python.methods import METHODS, Method, async_methods, methods
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.python.types import TypeNames
from pygen_generator.languages.source import Code, code
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, RelationType
from pygen_generator.model.view import Kind

_LONGEST_ENUM = 30


@dataclass(frozen=True)
class ApiModule:
    """The view model of a module with APIs."""

    title: SchemaText
    read: str
    filters_line: Code
    filter_fields: tuple[FieldLine, ...]
    enums: Code
    sort_line: Code
    line: Code
    async_line: Code | None
    """None where the settings leave out what is asynchronous."""
    item: Code
    items: Code
    methods: tuple[Method, ...]
    async_methods: tuple[Code, ...]
    imports: Imports
    issues: tuple[Issue, ...]


class ApiModuleBuilder:
    """Decides what the API module of one view says."""

    def __init__(self, sdk: Sdk, family: Family) -> None:
        self._family = family
        self._has_async = sdk.has_async
        self._attributes = sdk.names.members[family.view.id]
        self._plan = sdk.filters[family.key]
        self._bases = [sdk.names.families[key] for key in self._plan.bases]
        classes = {name for other in (family, *self._bases) for name in (other.filters, other.sort)}
        classes |= {family.api, family.async_api, family.read, family.list}
        self._enums = EnumNames(
            ((family.read, self._attributes[wanted.prop.name], wanted.prop.type) for wanted in self._plan.own),
            classes,
            _LONGEST_ENUM,
        )
        self._imports = Imports({*classes, *self._enums, *self._plan.names.values(), *METHODS})
        self._types = TypeNames(self._imports, _no_class, _no_class, self._enums.get)

    def build(self) -> ApiModule:
        family, imports = self._family, self._imports
        bases = [self._base(base, base.filters) for base in self._bases]
        bases = bases or [imports.seam("NodeFilters" if family.kind is Kind.NODE else "EdgeFilters")]
        item = imports.use_own(f"..data_classes.{family.module}", family.read)
        items = imports.use_own(f"..data_classes.{family.module}", family.list)
        return ApiModule(
            title=SchemaText(f"Reading of {family.read}" + (", sync and async." if self._has_async else ".")),
            read=family.read,
            filters_line=lay_out(
                0,
                code("class "),
                Group(identifier(family.filters), [*bases, code("total={}", Code("False"))], Code(":")),
            ),
            filter_fields=tuple(self._field(wanted) for wanted in self._plan.own),
            enums=self._enums.lines(self._imports),
            sort_line=self._sort_line(),
            line=self._class_line(family.api, "InstanceAPI", item, items),
            async_line=self._class_line(family.async_api, "AsyncInstanceAPI", item, items) if self._has_async else None,
            item=item,
            items=items,
            methods=tuple(methods(family, imports)),
            async_methods=tuple(async_methods(family, imports)) if self._has_async else (),
            imports=imports,
            issues=tuple(self._issues()),
        )

    def _sort_line(self) -> Code:
        names = [string_literal(name) for name in self._plan.own_sorted_by]
        names += [self._base(base, base.sort) for base in self._bases]
        sort = Group(self._imports.use("typing", "Literal"), names, brackets=SQUARE)
        alias = self._imports.use("typing", "TypeAlias")
        return lay_out(0, code("{}: {} = ", identifier(self._family.sort), alias), sort)

    def _base(self, base: Family, name: str) -> Code:
        return self._imports.use_own(f"._{base.module}_api", name)

    def _class_line(self, name: str, base: str, item: Code, items: Code) -> Code:
        bases = [code("{}[{}, {}]", self._imports.seam(base), item, items)]
        return lay_out(0, code("class "), Group(identifier(name), bases, Code(":")))

    def _field(self, wanted: KeywordFilter) -> FieldLine:
        prop, imports = wanted.prop, self._imports
        if isinstance(prop.type, RelationType):
            value = imports.seam("RelationFilter")
        elif isinstance(prop.type, EnumType):
            value = self._types.literal(prop.type)
        else:
            value = self._types.plain(prop.type)
        if wanted.takes_many:
            value = code("{} | {}[{}]", value, imports.use("collections.abc", "Sequence"), value)
        operator = code("{}({})", imports.seam(wanted.operator), string_literal(prop.name))
        annotation = Group(imports.use("typing", "Annotated"), [value, operator], brackets=SQUARE)
        return FieldLine(identifier(self._plan.names[wanted.key]), annotation)

    def _issues(self) -> Iterable[Issue]:
        for wanted in self._plan.own:
            name = self._plan.names[wanted.key]
            plain = wanted.form.format(self._attributes[wanted.prop.name])
            if name != plain:
                yield Issue(
                    Severity.INFO,
                    "renamed",
                    place(self._family.view.id, wanted.prop.name),
                    f"The keyword filter {plain} is taken or reserved.",
                    f"It is called {name}.",
                )


def _no_class(relation: RelationType) -> Code:
    raise AssertionError(f"Keyword filters name no classes, not even for {relation}.")
