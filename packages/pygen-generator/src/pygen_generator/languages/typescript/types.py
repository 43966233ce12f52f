"""TypeScript types for the values of properties: as they are read, as they are written, as they are filtered by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.source import Code
from pygen_generator.languages.typescript.code import identifier, string_literal
from pygen_generator.languages.typescript.imports import Imports
from pygen_generator.languages.typescript.layout import ArrayType, GenericType, Node, union
from pygen_generator.model.types import EnumType, RelationType, Scalar, ScalarType, ValueType
from pygen_generator.model.view import Property

Int64 = Literal["number", "bigint"]

NULL = Code("null")
_PLAIN: dict[Scalar, Node] = {
    Scalar.BOOLEAN: Code("boolean"),
    Scalar.INT32: Code("number"),
    Scalar.FLOAT32: Code("number"),
    Scalar.FLOAT64: Code("number"),
    Scalar.TIMESTAMP: Code("Date"),
    Scalar.JSON: GenericType(Code("Readonly"), [GenericType(Code("Record"), [Code("string"), Code("unknown")])]),
}
_STRING = Code("string")


@dataclass(frozen=True)
class Types:
    """How one module refers to what types are made of."""

    imports: Imports
    int64: Int64
    enum: Callable[[EnumType], str | None]
    """The name for the values of an enum, if it has one in this module."""
    types_of: Callable[[ClassKey], Code]
    """What TypeScript knows of a view."""

    def read(self, prop: Property) -> Node:
        """The type of a member of a read interface."""
        item = self._read_item(prop.type)
        return ArrayType(item) if prop.is_list else item

    def write(self, prop: Property, target: ClassKey | None) -> Node:
        """The type of a member of a write interface; ``target`` is what a relation leads to, if that can be written."""
        item = self.write_node(target) if isinstance(prop.type, RelationType) else self.value(prop.type)
        whole = ArrayType(item) if prop.is_list else item
        return union(whole, NULL) if prop.nullable else whole

    def write_node(self, target: ClassKey | None) -> Node:
        """What is given for a node."""
        write = self.imports.seam("WriteNode")
        return write if target is None else GenericType(write, [self.types_of(target)])

    def write_edge(self, edge: ClassKey | None) -> Node:
        """What is given for an edge."""
        known = self.imports.seam("PlainEdge") if edge is None else self.types_of(edge)
        return GenericType(self.imports.seam("WriteEdge"), [known])

    def value(self, value_type: ValueType) -> Node:
        """The type of values that programs give."""
        if isinstance(value_type, RelationType):
            return self.imports.seam("NodeRef")
        if isinstance(value_type, EnumType):
            return self._literals(value_type)
        if value_type.scalar is Scalar.INT64 and self.int64 == "bigint":
            return union(Code("bigint"), Code("number"))
        return self._scalar(value_type)

    def _read_item(self, value_type: ValueType) -> Node:
        if isinstance(value_type, RelationType):
            return self.imports.seam("NodeId")
        if isinstance(value_type, EnumType):
            return GenericType(self.imports.seam("Enum"), [self._literals(value_type)])
        return self._scalar(value_type)

    def _scalar(self, value_type: ScalarType) -> Node:
        if value_type.scalar is Scalar.INT64:
            return Code("bigint") if self.int64 == "bigint" else Code("number")
        return _PLAIN.get(value_type.scalar, _STRING)

    def _literals(self, enum: EnumType) -> Node:
        name = self.enum(enum)
        return identifier(name) if name else enum_literals(enum)


def enum_literals(enum: EnumType) -> Node:
    """The values of an enum."""
    return union(*(string_literal(value) for value in enum.ids))


def is_int64(prop: Property) -> bool:
    """Whether the values of a property are whole numbers of 64 bits."""
    return isinstance(prop.type, ScalarType) and prop.type.scalar is Scalar.INT64


def property_code(prop: Property, int64: Int64) -> Code:
    """The property in short, as the constants of views have it."""
    text = _type_code(prop.type, int64) + "[]" * prop.is_list
    if not prop.absent:
        text += "=" if prop.auto_increment or prop.default is not None else "!"
    return string_literal(text)


def _type_code(value_type: ValueType, int64: Int64) -> str:
    if isinstance(value_type, RelationType):
        return "direct"
    if isinstance(value_type, EnumType):
        values = [value.raw for value in value_type.ids]
        # The service takes letters, digits and `_` only; a file may hold anything, which then is checked by no one.
        is_plain = all(value.isidentifier() and value.isascii() for value in values)
        return f"enum({'|'.join(values)})" if is_plain else "text"
    return "bigint" if value_type.scalar is Scalar.INT64 and int64 == "bigint" else value_type.scalar.value
