"""Properties as objects for filters and sorts: which class of the runtime stands for which type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.code import string_literal
from pygen_generator.languages.python.inheritance import Inheritance
from pygen_generator.languages.python.layout import Group, Item
from pygen_generator.languages.python.references import References
from pygen_generator.languages.source import Code, code
from pygen_generator.model.types import FLOATS, INTEGERS, REFERENCES, EnumType, RelationType, Scalar
from pygen_generator.model.view import Kind, Property, View

_CLASSES = {
    Scalar.TEXT: "Text",
    **dict.fromkeys(INTEGERS, "Int"),
    **dict.fromkeys(FLOATS, "Float"),
    Scalar.BOOLEAN: "Boolean",
    Scalar.DATE: "Date",
    Scalar.TIMESTAMP: "Timestamp",
    Scalar.JSON: "Json",
    **dict.fromkeys(REFERENCES, "Reference"),
}


@dataclass(frozen=True, slots=True)
class PropertyObject:
    """The object that stands for a property in the class ``props``."""

    prop: Property
    target: ClassKey | None
    """For a relation the class that it leads to."""

    @property
    def class_name(self) -> str:
        """The class of the runtime. Enums have no lists (behaviour.md section 5); one would be read as texts."""
        type_, many = self.prop.type, "List" if self.prop.is_list else ""
        if isinstance(type_, RelationType):
            return f"Relation{many}Property"
        if isinstance(type_, EnumType):
            return "TextListProperty" if many else "EnumProperty"
        return f"{_CLASSES[type_.scalar]}{many}Property"

    @property
    def written(self) -> tuple[object, ...]:
        """What its declaration consists of."""
        values = self.prop.type.ids if isinstance(self.prop.type, EnumType) else ()
        return self.prop.name, self.class_name, self.target, values


def property_objects(view: View, attributes: Mapping[str, str], inheritance: Inheritance) -> dict[str, PropertyObject]:
    """The properties of a class by attribute, inherited ones included."""
    return {
        attributes[prop.name]: PropertyObject(
            prop, inheritance.target(prop.type.target) if isinstance(prop.type, RelationType) else None
        )
        for prop in view.properties
    }


def property_value(found: PropertyObject, references: References, literal: Callable[[EnumType], Code]) -> Group:
    """The value that stands for a property in the class ``props``."""
    type_, head = found.prop.type, references.seam(found.class_name)
    arguments: list[Item] = [string_literal(found.prop.name)]
    if isinstance(type_, RelationType):
        head = code("{}[{}]", head, references.read(found.target, Kind.NODE))
        arguments += [references.place(found.target)] if found.target else []
    elif found.class_name == "EnumProperty" and isinstance(type_, EnumType):
        head = code("{}[{}]", head, literal(type_))
    return Group(head, arguments)
