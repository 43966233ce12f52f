"""The imports of one generated module, collected while its body is made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pygen_generator.languages.python.code import identifier, module_path
from pygen_generator.languages.python.layout import Group, Style, lay_out
from pygen_generator.languages.source import Code, code, join

SEAM = "pygen_runtime.codegen"
_BUILTIN_SCOPE = "builtins"
_NUMBER_OR_CHARACTER = re.compile(r"[0-9]+|[^0-9]")
Natural = list[tuple[int, int, str]]


class Imports:
    """Gives names for what a module uses, and the import lines that make them right.

    ``taken`` are the names that the module gives a meaning of its own, in classes or at its top level. What is imported
    under such a name gets ``_`` at its end; a builtin with such a name is imported under another one, so that in a
    class with an attribute ``list`` a later ``list[str]`` still means the type.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = frozenset(taken)
        self._names: dict[tuple[str, str], Code] = {}
        self._at_run_time: set[tuple[str, str]] = set()

    def use(self, module: str, name: str, *, for_types_only: bool = False) -> Code:
        """The local name for ``name`` of ``module``."""
        local = self._names.get((module, name))
        if local is None:
            local = self._names[module, name] = self._local(name)
        if not for_types_only:
            self._at_run_time.add((module, name))
        return local

    def use_own(self, module: str, name: str, *, for_types_only: bool = False) -> Code:
        """A name that the SDK itself defines in ``module``; it is never changed, for all of them differ."""
        self._names[module, name] = identifier(name)
        if not for_types_only:
            self._at_run_time.add((module, name))
        return self._names[module, name]

    def seam(self, name: str, *, for_types_only: bool = False) -> Code:
        """The local name for something that the runtime offers to generated code."""
        return self.use(SEAM, name, for_types_only=for_types_only)

    def builtin(self, name: str) -> Code:
        """The local name for a builtin type."""
        return identifier(name) if name not in self._taken else self.use(_BUILTIN_SCOPE, name)

    def _local(self, name: str) -> Code:
        used = set(self._names.values())
        local = name
        while local in self._taken or local in used:
            local += "_"
        return identifier(local)

    def lines(self) -> Code:
        """All imports: the standard library, the runtime, the package itself, then those for type checkers only."""
        type_only = self._names.keys() - self._at_run_time
        # The guard is itself an import.
        guard = self.use("typing", "TYPE_CHECKING") if type_only else Code("")
        blocks = self._blocks(self._at_run_time, 0)
        if type_only:
            blocks.append(code("if {}:\n{}", guard, join("\n\n", self._blocks(type_only, 4))))
        return join("\n\n", blocks)

    def _blocks(self, keys: Iterable[tuple[str, str]], indent: int) -> list[Code]:
        by_rank: dict[int, list[Code]] = {}
        for module in sorted({module for module, _ in keys}, key=module_order):
            names = sorted((name for key_module, name in keys if key_module == module), key=name_order)
            by_rank.setdefault(_rank(module), []).extend(self._lines(module, names, indent))
        return [join("\n", by_rank[rank]) for rank in sorted(by_rank)]

    def _lines(self, module: str, names: list[str], indent: int) -> list[Code]:
        before = code("from {} import ", module_path(module))
        plain = [self._names[module, name] for name in names if self._names[module, name] == name]
        # Import sorters give a line of its own to each name that is changed, and sort lines by their first names.
        lines = [(name, [self._item(module, name)]) for name in names if self._names[module, name] != name]
        if plain:
            lines.append((plain[0], plain))
        lines.sort(key=lambda line: name_order(line[0]))
        return [lay_out(indent, before, Group(Code(""), items, style=Style.IMPORT)) for _, items in lines]

    def _item(self, module: str, name: str) -> Code:
        local = self._names[module, name]
        return local if local == name else code("{} as {}", identifier(name), local)


def _rank(module: str) -> int:
    return 2 if module.startswith(".") else 1 if module == SEAM else 0


def module_order(module: str) -> tuple[int, Natural]:
    """Where a module stands among others: as import sorters have it, more dots first."""
    return (-(len(module) - len(module.lstrip("."))), _natural(module))


def name_order(name: str) -> tuple[int, Natural, str]:
    """Where a name stands among others: as import sorters have it, constants, classes, the rest, in spite of case."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return (kind, _natural(name.lower()), name)


def _natural(text: str) -> Natural:
    """A text as people sort it: numbers by their value."""
    parts = _NUMBER_OR_CHARACTER.findall(text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
