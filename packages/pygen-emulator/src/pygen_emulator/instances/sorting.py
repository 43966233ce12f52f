"""Sorting, and going on after the last instance of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygen_client.schema import BtreeIndex

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import join
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.properties import Column, column
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances.requests import Sort
from pygen_emulator.storage.container_tables import order_of
from pygen_emulator.storage.values import Stored

_UNSORTABLE = ("json", "direct")


@dataclass(frozen=True)
class _Key:
    column: Column
    descending: bool
    nulls_first: bool

    @property
    def ordered(self) -> str:
        return f"{self.column.sql}{order_of(self.column.type)}"

    def order(self) -> str:
        direction = "DESC" if self.descending else "ASC"
        return f"{self.ordered} {direction} NULLS {'FIRST' if self.nulls_first else 'LAST'}"

    def equal(self, value: Stored) -> Predicate:
        return Predicate(f"({self.column.sql} IS ?)", (value,))

    def after(self, value: Stored) -> Predicate:
        if value is None:
            return Predicate(f"({self.column.sql} IS NOT NULL)" if self.nulls_first else "0")
        beyond = f"{self.ordered} {'<' if self.descending else '>'} ?"
        late_nulls = "" if self.nulls_first else f" OR {self.column.sql} IS NULL"
        return Predicate(f"({beyond}{late_nulls})", (value,))


class Order:
    """The order of a list: what the request sorts by, then the order in which instances were first stored.

    Nulls come last, in both directions, unless the request has them first.

    Raises:
        ApiError: 400 for a property that cannot be sorted by: a list, an object, a relation.
    """

    def __init__(self, sorts: Sequence[Sort], scope: Scope, sources: Sources) -> None:
        self._sources = sources
        self._row = f"{scope.instance}.id"
        self._keys = [
            _Key(column(sort.property, scope, sources), sort.direction == "descending", bool(sort.nulls_first))
            for sort in sorts
        ]
        for key in self._keys:
            if key.column.type.is_list or key.column.type.type in _UNSORTABLE:
                list_of = "a list of " if key.column.type.is_list else ""
                raise ApiError(400, f"Cannot sort by {key.column}: it is {list_of}{key.column.type.type}.")

    @property
    def columns(self) -> list[str]:
        """What to select, so that each row brings its keys."""
        return [*(key.column.sql for key in self._keys), self._row]

    def clause(self) -> str:
        """What goes behind ``ORDER BY``."""
        return ", ".join([*(key.order() for key in self._keys), self._row])

    def after(self, keys: Sequence[Stored]) -> Predicate:
        """Whether an instance comes after the one with these keys.

        Raises:
            ApiError: 400, when the keys are not of this order.
        """
        *values, row = keys
        branches = []
        for position, key in enumerate(self._keys):
            same = [other.equal(value) for other, value in zip(self._keys[:position], values, strict=False)]
            branches.append(join(" AND ", [*same, key.after(values[position])]))
        same = [key.equal(value) for key, value in zip(self._keys, values, strict=True)]
        branches.append(join(" AND ", [*same, Predicate(f"({self._row} > ?)", (row,))]))
        return join(" OR ", branches)

    def is_backed_by_index(self) -> bool:
        """Whether a cursorable index has these properties first, in this order. True where nothing is sorted."""
        if not self._keys:
            return True
        container = self._keys[0].column.container
        if container is None:
            return False
        wanted = [(key.column.container, key.column.identifier) for key in self._keys]
        return any(
            [(container, name) for name in index.properties[: len(wanted)]] == wanted
            for index in self._sources.container(container).indexes.values()
            if isinstance(index, BtreeIndex) and index.cursorable
        )
