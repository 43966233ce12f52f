"""The classes inside of data classes, as source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pygen_generator.languages.python.code import identifier
from pygen_generator.languages.python.layout import Group, lay_out
from pygen_generator.languages.python.names import Family
from pygen_generator.languages.python.nested import Nested
from pygen_generator.languages.python.references import References
from pygen_generator.languages.python.sdk import Sdk
from pygen_generator.languages.source import Code, code
from pygen_generator.model.view import Kind

PYRIGHT_OVERRIDE = Code("# pyright: ignore[reportIncompatibleVariableOverride]")
_NOTHING = Code("        pass")


@dataclass(frozen=True)
class InnerClass:
    """The view model of a class inside of a data class."""

    line: Code
    body: tuple[Code, ...]


@dataclass(frozen=True)
class InnerClasses:
    """Writes the inner classes of one data class."""

    sdk: Sdk
    family: Family
    references: References

    def write(self, name: str, nested: Nested, value: Callable[[str], Group]) -> InnerClass:
        """One inner class; ``value`` gives what stands behind ``=`` for an attribute."""
        families = [self.sdk.names.families[key] for key in nested.bases]
        bases = [self.references.base(base, base.read) for base in families]
        bases = bases or [self.references.seam("Node" if self.family.kind is Kind.NODE else "Edge")]
        own_name = identifier(name)
        body = [lay_out(8, code("{} = ", identifier(attribute)), value(attribute)) for attribute in nested.own]
        line = Group(own_name, [code("{}.{}", base, own_name) for base in bases], Code(":"))
        after = code("  {}", PYRIGHT_OVERRIDE) if nested.lacks_base else Code("")
        return InnerClass(lay_out(4, code("class "), line, after), tuple(body or [_NOTHING]))
