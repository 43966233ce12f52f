"""The module that reads the instances of one view: its keyword filters, its sort names, its two APIs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pygen_generator.languages.python import reserved
from pygen_generator.languages.python.code import Code, code, identifier, string_literal
from pygen_generator.languages.python.enums import EnumNames
from pygen_generator.languages.python.fields import FieldLine
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import SQUARE, Group, lay_out
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.registry import Wish, assign
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.python.types import TypeNames
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import REFERENCES, EnumType, RelationType, Scalar, ScalarType
from pygen_generator.model.view import Kind, Property
from pygen_generator.validation.issue import Issue, Severity, place

_LONGEST_ENUM = 30
_SORTED_ALWAYS = ("space", "external_id", "created_time", "last_updated_time")
_RANGES = frozenset(
    {Scalar.INT32, Scalar.INT64, Scalar.FLOAT32, Scalar.FLOAT64, Scalar.TIMESTAMP, Scalar.DATE}
)


@dataclass(frozen=True)
class Side:
    """The sync or the async one of the two APIs."""

    name: str
    base: Code
    base_name: str
    iterator: Code
    how: str
    define: Code
    wait: Code


@dataclass(frozen=True)
class ApiModule:
    """The view model of a module with APIs."""

    title: SchemaText
    read: str
    filters: str
    sort: str
    filters_base: Code
    filter_fields: tuple[FieldLine, ...]
    enums: Code
    sort_line: Code
    item: Code
    items: Code
    sequence: Code
    sort_direction: Code
    unpack: Code
    int: Code
    str: Code
    sides: tuple[Side, Side]
    imports: Imports
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class _Filter:
    """One keyword filter: its name comes from the attribute."""

    prop: Property
    form: str
    operator: str
    sequence: bool


class ApiModuleBuilder:
    """Decides what the API module of one view says."""

    def __init__(self, sdk: Sdk, family: Family) -> None:
        self._family = family
        self._attributes = sdk.names.attributes[family.view.id]
        own = {family.filters, family.sort, family.api, family.async_api, family.read, family.list}
        self._properties = sorted(family.view.properties, key=lambda prop: self._attributes[prop.name])
        self._filters = list(self._all_filters())
        self._names = self._filter_names()
        self._imports = Imports(own | set(self._names.values()) | {"list", "iterate"})
        self._enums = EnumNames(
            self._imports,
            (
                (family.read, self._attributes[prop.name], prop.type)
                for prop in self._properties
                if not prop.is_list
            ),
            own,
            _LONGEST_ENUM,
        )
        self._types = TypeNames(self._imports, self._no_class, self._no_class, self._enums.get)

    def build(self) -> ApiModule:
        family, imports = self._family, self._imports
        kind = "Node" if family.kind is Kind.NODE else "Edge"
        sorted_by = [*_SORTED_ALWAYS, *(self._attributes[prop.name] for prop in self._properties if _sortable(prop))]
        sort = Group(imports.use("typing", "Literal"), [string_literal(name) for name in sorted_by], brackets=SQUARE)
        filter_fields = tuple(self._field(wanted) for wanted in self._filters)
        return ApiModule(
            title=SchemaText(f"Reading of {family.read}, sync and async."),
            read=family.read,
            filters=family.filters,
            sort=family.sort,
            filters_base=imports.seam(f"{kind}Filters"),
            filter_fields=filter_fields,
            enums=self._enums.lines(),
            sort_line=lay_out(0, code("{}: {} = ", identifier(family.sort), imports.use("typing", "TypeAlias")), sort),
            item=imports.use_own(f"..data_classes.{family.module}", family.read),
            items=imports.use_own(f"..data_classes.{family.module}", family.list),
            sequence=imports.use("collections.abc", "Sequence"),
            sort_direction=imports.seam("SortDirection"),
            unpack=imports.seam("Unpack"),
            int=imports.builtin("int"),
            str=imports.builtin("str"),
            sides=(
                self._side(family.api, "InstanceAPI", "InstanceIterator", "", Code("def"), Code("")),
                self._side(
                    family.async_api,
                    "AsyncInstanceAPI",
                    "AsyncInstanceIterator",
                    " asynchronously",
                    Code("async def"),
                    Code("await "),
                ),
            ),
            imports=imports,
            issues=tuple(self._issues()),
        )

    def _side(self, name: str, base: str, iterator: str, how: str, define: Code, wait: Code) -> Side:
        seam = self._imports.seam
        return Side(name, seam(base), base, seam(iterator), how, define, wait)

    def _all_filters(self) -> Iterable[_Filter]:
        for prop in self._properties:
            if prop.is_list:
                continue
            if isinstance(prop.type, (EnumType, RelationType)):
                yield _Filter(prop, "{}", "equals", isinstance(prop.type, EnumType))
            elif prop.type.scalar is Scalar.TEXT:
                yield _Filter(prop, "{}", "equals", True)
                yield _Filter(prop, "{}_prefix", "prefix", False)
            elif prop.type.scalar is Scalar.BOOLEAN:
                yield _Filter(prop, "{}", "equals", False)
            elif prop.type.scalar in _RANGES:
                yield _Filter(prop, "min_{}", "at_least", False)
                yield _Filter(prop, "max_{}", "at_most", False)

    def _filter_names(self) -> dict[str, str]:
        return assign(
            [
                Wish(_key(wanted), wanted.form.format(self._attributes[wanted.prop.name]), derived=wanted.form != "{}")
                for wanted in self._filters
            ],
            reserved=reserved.FILTERS,
        )

    def _field(self, wanted: _Filter) -> FieldLine:
        prop, imports = wanted.prop, self._imports
        if isinstance(prop.type, RelationType):
            value = imports.seam("RelationFilter")
        elif isinstance(prop.type, EnumType):
            value = self._types.literal(prop.type)
        else:
            value = self._types.plain(prop.type)
        if wanted.sequence:
            value = code("{} | {}[{}]", value, imports.use("collections.abc", "Sequence"), value)
        operator = code("{}({})", imports.seam(wanted.operator), string_literal(prop.name))
        annotation = Group(imports.use("typing", "Annotated"), [value, operator], brackets=SQUARE)
        return FieldLine(identifier(self._names[_key(wanted)]), annotation)

    def _issues(self) -> Iterable[Issue]:
        for wanted in self._filters:
            name = self._names[_key(wanted)]
            plain = wanted.form.format(self._attributes[wanted.prop.name])
            if name != plain:
                yield Issue(
                    Severity.INFO,
                    "renamed",
                    place(self._family.view.id, wanted.prop.name),
                    f"The keyword filter {plain} is taken or reserved.",
                    f"It is called {name}.",
                )

    @staticmethod
    def _no_class(relation: RelationType) -> Code:
        raise AssertionError(f"Keyword filters name no classes, not even for {relation}.")


def _key(wanted: _Filter) -> str:
    return f"{wanted.prop.name} {wanted.operator}"


def _sortable(prop: Property) -> bool:
    """Values with an order of their own; relations, JSON and lists have none."""
    return not prop.is_list and (
        isinstance(prop.type, EnumType)
        or (isinstance(prop.type, ScalarType) and prop.type.scalar not in REFERENCES | {Scalar.JSON})
    )
