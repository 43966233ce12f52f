"""What a caller asked for, before it becomes a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pygen_runtime.filters import Filter
from pygen_runtime.instances.read import Instance
from pygen_runtime.properties import AnyProperty, SortTerm
from pygen_runtime.relations.declarations import Relation


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """A query: of which class, under which conditions, with which relations, in which order and how many."""

    item_class: type[Instance]
    filters: tuple[Filter, ...] = ()
    includes: tuple[Relation[Any], ...] = ()
    order: tuple[SortTerm | str | AnyProperty[Any], ...] = ()
    most: int | None = None
    only: frozenset[str] | None = None
    units: tuple[tuple[str, str], ...] = ()
