"""Python types for the values of properties: as they are read, as they are written, as they are filtered by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pygen_generator.languages.python.code import string_literal
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import SQUARE, Group
from pygen_generator.languages.source import Code, code
from pygen_generator.model.types import (
    FLOATS,
    INTEGERS,
    REFERENCES,
    EnumType,
    RelationType,
    Scalar,
    ScalarType,
    ValueType,
)
from pygen_generator.model.view import Property

_WRITE_ALIASES = {
    Scalar.TEXT: "Text",
    Scalar.INT32: "Int32",
    Scalar.INT64: "Int64",
    Scalar.FLOAT32: "Float32",
    Scalar.FLOAT64: "Float64",
    Scalar.TIMESTAMP: "Timestamp",
    Scalar.DATE: "Date",
    Scalar.JSON: "JsonObject",
    **dict.fromkeys(REFERENCES, "ExternalId"),
}
"""Types of the runtime that check range, size and time zone as the service does."""

_BUILTINS = {**dict.fromkeys(INTEGERS, "int"), **dict.fromkeys(FLOATS, "float"), Scalar.BOOLEAN: "bool"}
_DATETIMES = {Scalar.TIMESTAMP: "datetime", Scalar.DATE: "date"}


@dataclass(frozen=True)
class TypeNames:
    """How a module refers to what types are made of."""

    imports: Imports
    read_class: Callable[[RelationType], Code]
    """The class as which the target of a relation is read."""
    write_class: Callable[[RelationType], Code]
    """The class as which the target of a relation is written."""
    enum: Callable[[EnumType], Code | None]
    """The name for the values of an enum, if it has one in this module."""

    def read(self, prop: Property) -> Code:
        """The type of an attribute of a read class."""
        item = self._read_item(prop.type)
        item = code("{}[{}]", self.imports.builtin("list"), item) if prop.is_list else item
        return code("{} | None", item) if prop.absent else item

    def write(self, prop: Property) -> Code:
        """The type of an attribute of a write class; one that the service counts up itself may stay unset."""
        item = self._write_item(prop.type)
        item = code("{}[{}]", self.imports.builtin("list"), item) if prop.is_list else item
        return code("{} | None", item) if prop.nullable or prop.auto_increment else item

    def literal(self, enum: EnumType) -> Code:
        """The type of the values of an enum."""
        return self.enum(enum) or enum_literal(enum, self.imports).flat

    def plain(self, value_type: ScalarType) -> Code:
        """The builtin or standard type for values as they are read."""
        scalar, imports = value_type.scalar, self.imports
        if scalar is Scalar.JSON:
            return code("{}[{}, {}]", imports.builtin("dict"), imports.builtin("str"), imports.use("typing", "Any"))
        if scalar in _DATETIMES:
            return imports.use("datetime", _DATETIMES[scalar])
        return imports.builtin(_BUILTINS.get(scalar, "str"))

    def _read_item(self, value_type: ValueType) -> Code:
        if isinstance(value_type, RelationType):
            return code("{}[{}]", self.imports.seam("Ref"), self.read_class(value_type))
        if isinstance(value_type, EnumType):
            # Values that the model gains after generation are read as text.
            return code("{} | {}", self.literal(value_type), self.imports.builtin("str"))
        return self.plain(value_type)

    def _write_item(self, value_type: ValueType) -> Code:
        if isinstance(value_type, RelationType):
            return code("{}[{}]", self.imports.seam("RelationTarget"), self.write_class(value_type))
        if isinstance(value_type, EnumType):
            return self.literal(value_type)
        alias = _WRITE_ALIASES.get(value_type.scalar)
        return self.imports.seam(alias) if alias else self.plain(value_type)


def enum_literal(enum: EnumType, imports: Imports) -> Group:
    """``Literal[...]`` of all values."""
    return Group(imports.use("typing", "Literal"), [string_literal(value) for value in enum.ids], brackets=SQUARE)
