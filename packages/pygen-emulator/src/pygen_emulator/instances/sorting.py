"""Sorting, and going on after the last instance of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygen_client.schema import BtreeIndex, ContainerId

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
        if value is None:
            return Predicate(f"({self.column.sql} IS NULL)")
        return Predicate(f"({self.ordered} = ?)", (value,))

    def after(self, value: Stored) -> list[Predicate]:
        """What comes after the value: at most the other values and then the nulls, each of them one stretch."""
        if value is None:
            return [Predicate(f"({self.column.sql} IS NOT NULL)")] if self.nulls_first else []
        beyond = Predicate(f"({self.ordered} {'<' if self.descending else '>'} ?)", (value,))
        return [beyond] if self.nulls_first else [beyond, Predicate(f"({self.column.sql} IS NULL)")]


@dataclass(frozen=True)
class Stretch:
    """A part of an order: the rows that meet the condition, in the order of the clause."""

    condition: Predicate
    clause: str


class Order:
    """The order of a list: what the request sorts by, then the order in which instances were first stored.

    Nulls come last, in both directions, unless the request has them first.

    Raises:
        ApiError: 400 for a property that cannot be sorted by: a list, an object, a relation.
    """

    def __init__(self, sorts: Sequence[Sort], scope: Scope, sources: Sources) -> None:
        self._sources = sources
        self._scope = scope
        self._keys = [
            _Key(column(sort.property, scope, sources), sort.direction == "descending", bool(sort.nulls_first))
            for sort in sorts
        ]
        for key in self._keys:
            if key.column.type.is_list or key.column.type.type in _UNSORTABLE:
                list_of = "a list of " if key.column.type.is_list else ""
                raise ApiError(400, f"Cannot sort by {key.column}: it is {list_of}{key.column.type.type}.")

    @property
    def is_of_storing(self) -> bool:
        """Whether nothing is sorted by."""
        return not self._keys

    @property
    def columns(self) -> list[str]:
        """What to select, so that each row brings its keys."""
        return [*(key.column.sql for key in self._keys), self._scope.row]

    def clause(self) -> str:
        """What goes behind ``ORDER BY``."""
        return self._clause(0)

    def after(self, keys: Sequence[Stored]) -> Predicate:
        """Whether an instance comes after the one with these keys."""
        return join(" OR ", [stretch.condition for stretch in self.stretches(keys)])

    def stretches(self, keys: Sequence[Stored]) -> list[Stretch]:
        """The same, cut into parts that follow each other, each of which an index can begin with directly.

        First come the rows that agree in every key, then those that agree in all keys but the last, and so on.
        """
        *values, row = keys
        beyond_row = Predicate(f"({self._scope.row} > ?)", (row,))
        stretches = [Stretch(join(" AND ", [*self._same(values), beyond_row]), self._scope.row)]
        for position in reversed(range(len(self._keys))):
            same = self._same(values[:position])
            stretches += [
                Stretch(join(" AND ", [*same, beyond]), self._clause(position))
                for beyond in self._keys[position].after(values[position])
            ]
        return stretches

    def leader(self) -> ContainerId | None:
        """The container of which one index has the rows in this order, where only its rows are asked for."""
        container = self._keys[0].column.container if self._keys else None
        if container is None or container not in self._scope.required or self._index(by_space=False) is None:
            return None
        return container

    def _clause(self, position: int) -> str:
        return ", ".join([*(key.order() for key in self._keys[position:]), self._scope.row])

    def _same(self, values: Sequence[Stored]) -> list[Predicate]:
        return [key.equal(value) for key, value in zip(self._keys, values, strict=False)]

    def is_backed_by_index(self) -> bool:
        """Whether a cursorable index has these properties first, in this order. True where nothing is sorted."""
        return not self._keys or self._index() is not None

    def _index(self, *, by_space: bool | None = None) -> BtreeIndex | None:
        container = self._keys[0].column.container
        if container is None:
            return None
        wanted = [(key.column.container, key.column.identifier) for key in self._keys]
        for index in self._sources.container(container).indexes.values():
            if (
                not isinstance(index, BtreeIndex)
                or not index.cursorable
                or by_space not in (None, bool(index.by_space))
            ):
                continue
            if [(container, name) for name in index.properties[: len(wanted)]] == wanted:
                return index
        return None
