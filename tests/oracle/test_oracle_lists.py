"""Filters, sorts and pages of lists on random schemas, against plain Python."""

from __future__ import annotations

from collections import Counter

import pytest
from comparison import Pair, examples, random_of, random_pair, seeds
from evaluator import reading
from evaluator.schema import Json
from evaluator.state import Instance, Name
from generators.reads import RandomReads
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("11", "12", "13", "19")

pytestmark = pytest.mark.evidence("12", "13", "19")

questions = st.lists(seeds, min_size=1, max_size=60)


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_lists_hold_what_python_finds_in_its_order(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        reads = RandomReads(both.schema)
        for seed in questions:
            request = reads.list_request(random_of(seed))
            expected = reading.listed(both.state, request)
            items = both.ask("list", {**request, "limit": 1000})["items"]
            both.same_order(items, expected, request["sources"], request["sort"])


@examples(20)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_pages_of_any_size_hold_every_instance_once(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        reads = RandomReads(both.schema)
        for seed in questions:
            random = random_of(seed)
            request = reads.list_request(random, depth=1)
            expected = reading.listed(both.state, request)
            items, cursor = [], None
            while True:
                size = random.choice([1, 2, 3, 7])
                page = both.ask("list", {**request, "limit": size, "cursor": cursor})
                assert len(page["items"]) <= size
                items += page["items"]
                cursor = page.get("nextCursor")
                if cursor is None:
                    break
            both.same_order(items, expected, request["sources"], request["sort"])


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_what_nobody_writes_between_pages_is_seen_once(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        reads = RandomReads(both.schema)
        for seed in questions:
            random = random_of(seed)
            request = reads.list_request(random, depth=1)
            before = _stable(both, request)
            seen: Counter[Name] = Counter()
            cursor = None
            while True:
                page = both.ask("list", {**request, "limit": random.choice([1, 2, 5]), "cursor": cursor})
                seen.update((item["instanceType"], item["space"], item["externalId"]) for item in page["items"])
                cursor = page.get("nextCursor")
                if cursor is None:
                    break
                both.random_write(random.randrange(2**48))
            after = _stable(both, request)
            untouched = {name for name, version in before.items() if after.get(name) == version}
            assert {name: seen[name] for name in untouched} == dict.fromkeys(untouched, 1)


def _stable(both: Pair, request: Json) -> dict[Name, int]:
    """The instances that the list has now, with their versions."""
    listed: list[Instance] = reading.listed(both.state, request)
    return {instance.name: instance.version for instance in listed}
