"""The line of one attribute: name, type, name on the wire, default."""

from __future__ import annotations

from dataclasses import dataclass

from pygen_generator.languages.python.layout import Group, Style, lay_out
from pygen_generator.languages.source import Code, code, fits, join
from pygen_generator.model.text import SchemaText

NONE = Group(Code(""), (Code("None"),), style=Style.LONG_TEXT)


@dataclass(frozen=True)
class FieldLine:
    """An annotated name in a class body, with or without a value."""

    name: Code
    annotation: Group | Code
    value: Group | None = None
    """What stands behind ``=``."""
    notes: tuple[Code, ...] = ()
    """Comments for type checkers."""
    doc: SchemaText | None = None

    @property
    def text(self) -> Code:
        """The source, indented by four."""
        after = join("", [code("  {}", note) for note in self.notes])
        if isinstance(self.annotation, Group):
            return self._with_group(self.annotation, after)
        if self.value is None:
            return code("    {}: {}{}", self.name, self.annotation, after)
        return lay_out(4, code("{}: {} = ", self.name, self.annotation), self.value, after)

    def _with_group(self, annotation: Group, after: Code) -> Code:
        if self.value is None:
            return lay_out(4, code("{}: ", self.name), annotation, after)
        before = code("{}: {} = ", self.name, annotation.flat)
        if fits(code("    {}{}{}", before, self.value.head, self.value.brackets[0])):
            return lay_out(4, before, self.value, after)
        # Formatters break the value first, and the annotation where that is not enough.
        tail = code("{} = {}", annotation.tail, self.value.flat)
        return lay_out(
            4, code("{}: ", self.name), Group(annotation.head, annotation.items, tail, annotation.brackets), after
        )
