"""Which instances a search text finds, and how well (behaviour.md section 14).

A word of the text matches a whole word of a text property, whatever the case and the marks of its letters. How the
service cuts texts into words, and whether it finds beginnings of words, is not known (open question 14).
"""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pygen_client.schema import ContainerId

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.compiler import join
from pygen_emulator.filters.operands import Predicate
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Source, Sources
from pygen_emulator.search import index
from pygen_emulator.storage import names

Operator = Literal["AND", "OR"]

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Match:
    """The words that are looked for, and the columns in which they are, by container."""

    words: Sequence[str]
    columns: Mapping[ContainerId, Sequence[str]]
    operator: Operator

    @property
    def can_match(self) -> bool:
        """Whether there is anything to look for, and anything to look in."""
        return bool(self.words and self.columns)

    def condition(self, scope: Scope) -> Predicate:
        """Whether an instance is found: has any, or each, of the words in any of the columns."""
        if not self.can_match:
            return Predicate("0")
        if self.operator == "OR" or len(self.columns) == 1:
            return self._found(self.words, scope)
        return join(" AND ", [self._found([word], scope) for word in self.words])

    def ranking(self) -> Predicate:
        """A table ``hit`` of the instances that have any of the words: their ``id`` and ``rank``, least for the best.

        The more often a word occurs in an instance, and the rarer it is in others, the better. It goes before the
        statement, so that SQLite ranks all instances at once and not each anew.
        """
        tables = [
            f"hit{number} AS MATERIALIZED (SELECT rowid AS id, bm25({name}) AS rank FROM {name} WHERE {name} MATCH ?)"
            for number, name in enumerate(map(names.search_index, self.columns))
        ]
        every = " UNION ALL ".join(f"SELECT id, rank FROM hit{number}" for number in range(len(tables)))
        hit = f"hit AS MATERIALIZED (SELECT id, sum(rank) AS rank FROM ({every}) GROUP BY id)"
        texts = tuple(self._text(self.words, container, "OR") for container in self.columns)
        return Predicate(f"WITH {', '.join([*tables, hit])} ", texts)

    def _found(self, words: Sequence[str], scope: Scope) -> Predicate:
        return join(
            " OR ",
            [
                Predicate(
                    f"{scope.instance}.id IN (SELECT rowid FROM {name} WHERE {name} MATCH ?)",
                    (self._text(words, container, self.operator),),
                )
                for container in self.columns
                for name in [names.search_index(container)]
            ],
        )

    def _text(self, words: Sequence[str], container: ContainerId, operator: Operator) -> str:
        """The search in the language of SQLite's index."""
        quoted = f" {operator} ".join(f'"{word}"' for word in words)
        return f"{{{' '.join(self.columns[container])}}} : ({quoted})"


def match(
    connection: sqlite3.Connection,
    sources: Sources,
    source: Source,
    text: str | None,
    *,
    properties: Sequence[str] | None,
    operator: Operator | None,
) -> Match | None:
    """The search for a text in a view; None where there is nothing to search for, so that every instance is found.

    Args:
        properties: Text properties of the view; all of them where none is named.
        operator: ``OR`` unless told otherwise.

    Raises:
        ApiError: 400. A property does not exist, or holds no text.
        MissingIndexError: A container has to be indexed first.
    """
    named = properties or [name for name, stored in source.properties.items() if stored.definition.type.type == "text"]
    columns: dict[ContainerId, list[str]] = {}
    for name in dict.fromkeys(named):
        stored = source.properties.get(name)
        if stored is None:
            raise ApiError(400, f"Unknown property '{name}': the {source} has no property of that name.")
        kind = stored.definition.type.type
        if kind != "text":
            raise ApiError(400, f"The property '{name}' of the {source} cannot be searched: it is {kind}, not text.")
        columns.setdefault(stored.container, []).append(names.column(stored.identifier))
    if text is None or not text.strip():
        return None
    words = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text)))
    index.demand(connection, (sources.container(container) for container in columns))
    return Match(list(words), columns, operator or "OR")
