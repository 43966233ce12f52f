"""Names for the values of enums that are too long to be written out wherever they are used."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_generator.languages.python.code import Code, code, identifier, join
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.layout import lay_out
from pygen_generator.languages.python.naming import pascal
from pygen_generator.languages.python.types import enum_literal
from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import EnumType, ValueType


class EnumNames:
    """The enums of one module that get a name: those whose values are longer than ``limit`` characters.

    Each is named after the class and the first attribute that has it; properties with equal values share a name.
    """

    def __init__(
        self,
        imports: Imports,
        uses: Iterable[tuple[str, str, ValueType]],
        taken: Iterable[str],
        limit: int,
    ) -> None:
        self._imports = imports
        self._names: dict[tuple[SchemaText, ...], tuple[Code, EnumType]] = {}
        used = set(taken)
        for class_name, attribute, value_type in uses:
            if not isinstance(value_type, EnumType) or value_type.ids in self._names:
                continue
            if len(enum_literal(value_type, imports).flat) > limit:
                name = class_name + pascal(attribute)
                while name in used:
                    name += "_"
                used.add(name)
                self._names[value_type.ids] = identifier(name), value_type

    def get(self, enum: EnumType) -> Code | None:
        """The name of an enum, if it has one."""
        name, _ = self._names.get(enum.ids, (None, enum))
        return name

    def lines(self) -> Code:
        """The definitions of all names."""
        return join(
            "\n",
            [
                lay_out(
                    0,
                    code("{}: {} = ", name, self._imports.use("typing", "TypeAlias")),
                    enum_literal(enum, self._imports),
                )
                for name, enum in self._names.values()
            ],
        )
