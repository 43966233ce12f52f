"""Subscribers on random schemas: what they are told, while others write, is what happened."""

from __future__ import annotations

from random import Random

import pytest
from comparison import Pair, examples, random_of, random_pair, seeds, without_empty_views
from evaluator.filters import Filters
from evaluator.schema import Json
from evaluator.state import Instance, Name, name_of, shown
from generators.syncs import RandomSyncs
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.evidence("17 modes", "17 deletions", "17 order of transactions", "17 skipAlreadyDeleted")
@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=25), questions=st.lists(seeds, min_size=5, max_size=15))
def test_subscribers_are_told_of_everything_once(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        syncs = RandomSyncs(both.schema)
        for seed in questions:
            random = random_of(seed)
            subscriber = Subscriber(both, syncs.expression(random), syncs.select(random))
            for _ in range(random.randint(0, 4)):
                subscriber.read_page()
                write_a_little(both, random)
            subscriber.catch_up()
            subscriber.check()
            write_a_little(both, random)
            subscriber.catch_up()
            subscriber.check()


@pytest.mark.evidence("17 cursors are not bound to the filter")
@examples(10)
@given(schema=seeds, writes=st.lists(seeds, max_size=25), questions=st.lists(seeds, min_size=5, max_size=15))
def test_a_cursor_that_matched_nothing_goes_on_with_another_filter(
    schema: int, writes: list[int], questions: list[int]
) -> None:
    with random_pair(schema, writes) as both:
        syncs = RandomSyncs(both.schema)
        for seed in questions:
            random = random_of(seed)
            expression = {**syncs.expression(random), "mode": "onePhase", "skipAlreadyDeleted": True}
            (kind,) = {"nodes", "edges"} & expression.keys()
            subscriber = Subscriber(both, {**expression, kind: {"filter": {"not": {"matchAll": {}}}}}, {})
            subscriber.catch_up()
            assert subscriber.told == []
            subscriber.change_filter({**expression, "mode": "noBackfill"})
            write_a_little(both, random)
            subscriber.catch_up()
            subscriber.check()


def write_a_little(both: Pair, random: Random) -> None:
    for _ in range(random.randint(0, 3)):
        both.random_write(random.randrange(2**48))


class Subscriber:
    """Follows one result set from now on, and remembers all that it was told."""

    def __init__(self, both: Pair, expression: Json, select: Json) -> None:
        self._both = both
        self._select = select
        self._cursor: str | None = None
        self._short_pages = 0
        self._start = both.state.requests
        self.told: list[Json] = []
        self.change_filter(expression)

    def change_filter(self, expression: Json) -> None:
        self._expression = expression
        self._kind = "node" if "nodes" in expression else "edge"
        self._filter = expression[f"{self._kind}s"].get("filter")
        self._mode = expression.get("mode", "onePhase")

    def read_page(self) -> None:
        """Ask for one page: everything on it is as it is now, or a deletion that happened."""
        sent = {"with": {"it": self._expression}, "select": {"it": self._select}, "cursors": {"it": self._cursor}}
        answer = self._both.ask("sync", sent)
        items, self._cursor = answer["items"]["it"], answer["nextCursor"]["it"]
        limit = self._expression["limit"]
        assert len(items) <= limit
        self._short_pages = self._short_pages + 1 if len(items) < limit else 0
        for item in items:
            assert self._is_true(item), self._about(item)
        self.told += items

    def catch_up(self) -> None:
        """Read until there is nothing more: two short pages in a row, as two phases need."""
        self._short_pages = 0
        while self._short_pages < 2:
            self.read_page()

    def check(self) -> None:
        """Everything that had to be told was, nothing twice, and in the order in which it happened."""
        versions = [(name_of(item), item["version"], "deletedTime" in item) for item in self.told]
        assert len(set(versions)) == len(versions), self._about(versions)
        last: dict[Name, Json] = {name_of(item): item for item in self.told}
        for instance in self._expected():
            item = last.get(instance.name)
            assert item is not None, self._about(instance)
            assert item["version"] == instance.version, self._about(instance)
            assert item.get("deletedTime") == instance.deleted, self._about(instance)
        if self._mode == "onePhase":
            updates = [item["lastUpdatedTime"] for item in self.told]
            assert updates == sorted(updates), self._about(updates)

    def _expected(self) -> list[Instance]:
        state, filters = self._both.state, Filters(self._both.state)
        backfill = self._mode != "noBackfill"
        all_deletions = backfill and not self._expression.get("skipAlreadyDeleted", True)
        expected = [
            instance
            for instance in state.all_alive(self._kind)
            if filters.matches(instance, self._filter) and (backfill or instance.changed_in > self._start)
        ]
        return expected + [
            deleted
            for deleted in state.deletions
            if deleted.kind == self._kind
            and state.instances[deleted.name].version == deleted.version
            and state.instances[deleted.name].deleted is not None
            and (all_deletions or deleted.changed_in > self._start)
            and filters.matches(deleted, self._filter)
        ]

    def _is_true(self, item: Json) -> bool:
        state, filters = self._both.state, Filters(self._both.state)
        if "deletedTime" not in item:
            instance = state.alive(name_of(item))
            return (
                instance is not None
                and filters.matches(instance, self._filter)
                and without_empty_views(item) == without_empty_views(self._shown(instance))
            )
        return any(
            deleted.name == name_of(item)
            and filters.matches(deleted, self._filter)
            and item == {**self._shown(deleted), "properties": item["properties"]}
            for deleted in state.deletions
        )

    def _shown(self, instance: Instance) -> Json:
        return shown(self._both.state, instance, self._select.get("sources", []))

    def _about(self, what: object) -> str:
        return f"sync {self._expression} since {self._start}: {what}\ntold {self.told}"
