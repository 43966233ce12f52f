"""How the module of one view's data classes refers to the classes of other views."""

from __future__ import annotations

from pygen_generator.languages.family import ClassKey
from pygen_generator.languages.python.code import constant, identifier, string_literal
from pygen_generator.languages.python.imports import Imports
from pygen_generator.languages.python.names import Family, Names
from pygen_generator.languages.source import Code, code
from pygen_generator.model.view import Kind

_PLAIN = {Kind.NODE: "Node", Kind.EDGE: "Edge"}


class References:
    """Gives the text for a class, and sees to its import. What is outside of the SDK is a plain node or edge."""

    def __init__(self, names: Names, family: Family, imports: Imports) -> None:
        self._families = names.families
        self._family = family
        self._imports = imports

    def seam(self, name: str) -> Code:
        """Something that the runtime offers."""
        return self._imports.seam(name)

    def standard(self, module: str, name: str) -> Code:
        """Something of the standard library."""
        return self._imports.use(module, name)

    def read(self, key: ClassKey | None, kind: Kind) -> Code:
        """A read class as a type that is never looked up at run time."""
        if key is None:
            return _quoted(self._imports.seam(_PLAIN[kind], for_types_only=True))
        family = self._families[key]
        return _quoted(self._own(family, family.read, for_types_only=True))

    def write(self, key: ClassKey | None, kind: Kind) -> Code:
        """A write class as a type that is never looked up at run time."""
        if key is None:
            return _quoted(self._imports.seam(f"{_PLAIN[kind]}Write", for_types_only=True))
        family = self._families[key]
        return _quoted(self._own(family, family.write, for_types_only=True))

    def place(self, key: ClassKey | None) -> Code:
        """Where the runtime finds a read class, once it needs it."""
        if key is None:
            return constant(None)
        family = self._families[key]
        return string_literal(f".{family.module}:{family.read}")

    def base(self, family: Family, name: str) -> Code:
        """A class of another view to inherit from."""
        return self._own(family, name)

    def _own(self, family: Family, name: str, *, for_types_only: bool = False) -> Code:
        if family is self._family:
            return identifier(name)
        return self._imports.use_own(f".{family.module}", name, for_types_only=for_types_only)


def _quoted(name: Code) -> Code:
    return code('"{}"', name)
