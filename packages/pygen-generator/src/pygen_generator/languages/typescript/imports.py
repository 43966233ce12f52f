"""The imports of one module, collected while its content is decided."""

from __future__ import annotations

from collections.abc import Iterable

from pygen_generator.languages.source import Code, code, join
from pygen_generator.languages.typescript.code import identifier, string_literal
from pygen_generator.languages.typescript.layout import lay_out_names

SEAM = "@cognite/pygen-runtime/codegen"
"""The one place of the runtime that generated code imports from."""


class Imports:
    """What a module uses of others. A name that the module has already gets ``_`` at its end.

    Args:
        taken: the names that the module itself declares, and those of parameters.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._locals: dict[tuple[str, str], str] = {}
        self._values: set[tuple[str, str]] = set()

    def seam(self, name: str) -> Code:
        """The local name for a type of the runtime."""
        return self.type(SEAM, name)

    def seam_value(self, name: str) -> Code:
        """The local name for a function or class of the runtime."""
        return self.value(SEAM, name)

    def type(self, module: str, name: str) -> Code:
        """The local name for a type."""
        local = self._locals.get((module, name))
        if local is None:
            local = name
            used = set(self._locals.values())
            while local in self._taken or local in used:
                local += "_"
            self._locals[module, name] = local
        return identifier(local)

    def value(self, module: str, name: str) -> Code:
        """The local name for a constant, function or class."""
        self._values.add((module, name))
        return self.type(module, name)

    def lines(self) -> Code:
        """All imports: those of the runtime, a blank line, those of the SDK itself; as formatters sort them."""
        modules = sorted({module for module, _ in self._locals}, key=module_order)
        blocks = [
            [self._line(module) for module in modules if (module == SEAM) is of_runtime] for of_runtime in (True, False)
        ]
        return join("\n\n", [join("\n", block) for block in blocks if block])

    def _line(self, module: str) -> Code:
        names = sorted((name for of, name in self._locals if of == module), key=name_order)
        only_types = not any((module, name) in self._values for name in names)
        items = [self._item(module, name, mark=not only_types) for name in names]
        return lay_out_names(
            Code("import type") if only_types else Code("import"), items, code("from {};", string_literal(module))
        )

    def _item(self, module: str, name: str, *, mark: bool) -> Code:
        local = self._locals[module, name]
        item = identifier(name) if local == name else code("{} as {}", identifier(name), identifier(local))
        return code("type {}", item) if mark and (module, name) not in self._values else item


def name_order(name: str) -> tuple[str, str]:
    """Where a name stands among others: in spite of case."""
    return name.lower(), name


def module_order(module: str) -> tuple[int, str, str]:
    """Where a module stands among others: those further up first."""
    return -module.count("../"), module.lower(), module
