"""Counts, sums, histograms and groups on random schemas, against plain Python."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from comparison import examples, random_of, random_pair, seeds
from evaluator.aggregation import aggregated
from evaluator.schema import Json
from generators.aggregates import RandomAggregates
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("15")


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=st.lists(seeds, min_size=10, max_size=60))
def test_aggregates_are_what_python_counts(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        aggregates = RandomAggregates(both.schema)
        for seed in questions:
            random = random_of(seed)
            request = aggregates.request(random)
            expected = by_group(aggregated(both.state, request))
            answered = by_group(both.ask("aggregate", request)["items"])
            assert alike(answered, expected), f"asked {request}\nanswered {answered}\nexpected {expected}"
            limit = random.randint(1, 4)
            some = both.ask("aggregate", {**request, "limit": limit})["items"]
            assert len(some) == min(limit, len(expected))
            assert all(item in answered for item in some)


def by_group(items: list[Json]) -> list[Json]:
    return sorted(items, key=lambda item: json.dumps(item.get("group"), sort_keys=True))


def alike(left: Any, right: Any) -> bool:
    """Equal, but for the last digits of floats."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, float | int) and isinstance(right, float | int):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-300)
    return bool(left == right)
