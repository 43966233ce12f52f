"""One page of every result set of a query.

A result set that starts from another one starts from the page of that one, so its cursor is relative to that page:
who wants more of a child sends the parent with the cursor it had, and the child with its next one (behaviour.md section
19). Every result set costs one statement, a recursive one costs one for each level.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from pygen_emulator.filters.sources import Sources
from pygen_emulator.instances import cursors
from pygen_emulator.query.expressions import Combination, QuerySet, Traversal
from pygen_emulator.query.reach import Origin, rows_of
from pygen_emulator.query.requests import QueryRequest
from pygen_emulator.query.step import Step
from pygen_emulator.storage.values import Stored


@dataclass(frozen=True)
class Page:
    """Some instances of a result set, as rows of the instance table, in their order."""

    ids: Sequence[int]
    outwards: frozenset[int]
    """Of edges, those that were followed from their start to their end; of nodes, all."""
    inwards: frozenset[int]
    next_cursor: str | None
    """None where there is nothing more."""


class Pages:
    """The pages that a request asks for; each is worked out when it is first asked for.

    Args:
        sets: The result sets, each behind those that it uses.
        over_report: Whether a full page has a cursor though nothing comes after it, as the service may answer.

    Raises:
        ApiError: 400. A filter, a sort or a step of any result set is not possible.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Sources,
        sets: Mapping[str, QuerySet],
        request: QueryRequest,
        *,
        over_report: bool = False,
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._sets = sets
        self._request = request
        self._over_report = over_report
        self._pages: dict[str, Page] = {}
        self._steps = {
            name: Step(connection, result_set.definition, result_set.sort, sources)
            for name, result_set in sets.items()
            if isinstance(result_set.definition, Traversal)
        }

    def page(self, name: str) -> Page:
        """The page of the result set.

        Raises:
            ApiError: 400 ``Invalid cursor provided.``
        """
        if name not in self._pages:
            result_set = self._sets[name]
            if isinstance(result_set.definition, Combination):
                self._pages[name] = self._combined(result_set, result_set.definition)
            else:
                self._pages[name] = self._traversed(result_set, result_set.definition)
        return self._pages[name]

    def is_sorted_by_index(self, name: str) -> bool:
        """Whether the sort of a traversal, if it has one, has a cursorable index."""
        return self._steps[name].order.is_backed_by_index()

    def _traversed(self, result_set: QuerySet, traversal: Traversal) -> Page:
        after = self._after(result_set)
        origin = None if traversal.origin is None else self._origin(traversal.origin)
        found = self._steps[result_set.name].instances(origin, after, result_set.limit + 1)
        page = found[: result_set.limit]
        ids = [keys[-1] for keys in page]
        return Page(
            ids,
            frozenset() if traversal.inwards else frozenset(ids),
            frozenset(ids) if traversal.inwards else frozenset(),
            self._cursor(result_set, page[-1]) if self._goes_on(found, result_set.limit) else None,
        )

    def _combined(self, result_set: QuerySet, combination: Combination) -> Page:
        """A set operation is read from its beginning each time; its cursor counts what was read."""
        after = self._after(result_set)
        start = 0 if after is None else after[0]
        end = start + combination.limit
        found = list(islice(self._operated(combination), start, end + 1))
        ids = found[: combination.limit]
        parts = [self._pages[name] for name in combination.names() if name in self._pages]
        return Page(
            ids,
            frozenset(ids).intersection(chain.from_iterable(part.outwards for part in parts)),
            frozenset(ids).intersection(chain.from_iterable(part.inwards for part in parts)),
            self._cursor(result_set, [end]) if self._goes_on(found, combination.limit) else None,
        )

    def _operated(self, combination: Combination) -> Iterator[int]:
        """What the operation gives, without its limit. Operands are worked out only when they are needed."""
        excluded = frozenset(chain.from_iterable(self.page(name).ids for name in combination.excluded))
        together: Iterable[int] = chain.from_iterable(map(self._operand, combination.operands))
        if combination.operation == "intersection":
            operands = [list(self._operand(operand)) for operand in combination.operands]
            common = frozenset(operands[0]).intersection(*operands[1:]) if operands else frozenset()
            together = (id_ for id_ in dict.fromkeys(chain(*operands[:1])) if id_ in common)
        elif combination.operation == "union":
            together = _distinct(together)
        return (id_ for id_ in together if id_ not in excluded)

    def _operand(self, operand: str | Combination) -> Iterable[int]:
        if isinstance(operand, str):
            return self.page(operand).ids
        return islice(self._operated(operand), operand.limit)

    def _origin(self, name: str) -> Origin:
        page = self.page(name)
        return Origin(self._sets[name].kind, rows_of(page.outwards), rows_of(page.inwards))

    def _goes_on(self, found: Sequence[object], limit: int) -> bool:
        return len(found) > limit or (self._over_report and len(found) == limit)

    def _after(self, result_set: QuerySet) -> list[Any] | None:
        cursor = (self._request.cursors or {}).get(result_set.name)
        return None if cursor is None else cursors.decode(self._identity(result_set), cursor)

    def _cursor(self, result_set: QuerySet, keys: Sequence[Stored] | None) -> str | None:
        return None if keys is None else cursors.encode(self._identity(result_set), keys)

    def _identity(self, result_set: QuerySet) -> str:
        """What must stay the same while a client pages: the result set and all it is made from, but for limits."""
        definitions = {
            name: {key: part for key, part in self._request.with_[name].items() if key != "limit"}
            for name in sorted({result_set.name, *result_set.depends_on})
        }
        return json.dumps([result_set.name, definitions, self._request.parameters], sort_keys=True)


def _distinct(ids: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for id_ in ids:
        if id_ not in seen:
            seen.add(id_)
            yield id_
