"""Names for the values of enums that are too long to be written out wherever they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pygen_generator.languages.python.code import identifier
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import lay_out
from pygen_generator.languages.python.types import enum_literal
from pygen_generator.languages.source import Code, code, join
from pygen_generator.languages.words import pascal
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, ValueType


class EnumNames:
    """The enums of one module that get a name: those whose values together are longer than ``limit`` characters.

    Each is named after the class and the first attribute that has it, so that no name of another module meets it;
    properties with equal values share a name.
    """

    def __init__(self, uses: Iterable[tuple[str, str, ValueType]], taken: Iterable[str], limit: int) -> None:
        self._names: dict[tuple[SchemaText, ...], tuple[str, EnumType]] = {}
        used = set(taken)
        for class_name, attribute, value_type in uses:
            if not isinstance(value_type, EnumType) or value_type.ids in self._names:
                continue
            if sum(len(value.raw) + 4 for value in value_type.ids) > limit:
                name = class_name + pascal(attribute)
                while name in used:
                    name += "_"
                used.add(name)
                self._names[value_type.ids] = name, value_type

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._names.values())

    def get(self, enum: EnumType) -> Code | None:
        """The name of an enum, if it has one."""
        found = self._names.get(enum.ids)
        return identifier(found[0]) if found else None

    def lines(self, imports: Imports) -> Code:
        """The definitions of all names."""
        return join(
            "\n",
            [
                lay_out(
                    0,
                    code("{}: {} = ", identifier(name), imports.use("typing", "TypeAlias")),
                    enum_literal(enum, imports),
                )
                for name, enum in self._names.values()
            ],
        )
