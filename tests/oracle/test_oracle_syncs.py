"""Subscribers on random schemas: what they are told, while others write, is what happened."""

from __future__ import annotations

from random import Random

import pytest
from comparison import Pair, by_name, exact, examples, random_of, random_pair, seeds, without_empty_views
from evaluator.filters import Filters
from evaluator.querying import Query
from evaluator.reading import in_order, sort_key
from evaluator.schema import Json
from evaluator.state import Instance, Name, name_of, shown
from generators.syncs import RandomSyncs
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("17")


@examples(20)
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
            expression.pop("backfillSort", None)
            (kind,) = {"nodes", "edges"} & expression.keys()
            subscriber = Subscriber(both, {**expression, kind: {"filter": {"not": {"matchAll": {}}}}}, {})
            subscriber.catch_up()
            assert subscriber.told == []
            subscriber.change_filter({**expression, "mode": "noBackfill"})
            write_a_little(both, random)
            subscriber.catch_up()
            subscriber.check()


@examples(15)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=st.lists(seeds, min_size=5, max_size=30))
def test_a_first_sync_holds_what_a_query_holds(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        syncs = RandomSyncs(both.schema)
        for seed in questions:
            sync, query = syncs.steps(random_of(seed))
            told: dict[str, list[Json]] = {name: [] for name in sync["select"]}
            cursors: dict[str, str] = {}
            pages = 0
            while pages < 2:
                answer = both.ask("sync", {**sync, "cursors": cursors})
                cursors = answer["nextCursor"]
                pages = 0 if any(answer["items"].values()) else pages + 1
                for name, items in answer["items"].items():
                    told[name] += [without_empty_views(item) for item in items]
            for name, expected in Query(both.state, query, {}).answer().items():
                wanted = [without_empty_views(item) for item in expected]
                assert exact(by_name(told[name])) == exact(by_name(wanted)), (
                    f"{sync}\n{name}: told {told[name]}\nexpected {wanted}"
                )


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
        self._backfilled: list[Instance] = []
        self._is_backfill = expression.get("mode") == "twoPhase"
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
        self._check_backfill(items)
        self.told += items

    def _check_backfill(self, items: list[Json]) -> None:
        """The first phase ends with the first short page, and has the order that was asked for."""
        sorts = self._expression.get("backfillSort", [])
        if self._is_backfill:
            self._backfilled += [self._both.state.instances[name_of(item)].copy() for item in items]
            self._is_backfill = len(items) == self._expression["limit"]
            ordered = in_order(self._both.state, self._backfilled, sorts)
            got, wanted = (
                [sort_key(self._both.state, instance, sorts) for instance in instances]
                for instances in (self._backfilled, ordered)
            )
            assert got == wanted, self._about(got)

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
                and exact(without_empty_views(item)) == exact(without_empty_views(self._shown(instance)))
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
