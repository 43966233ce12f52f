"""Searches on random schemas, against plain Python."""

from __future__ import annotations

import pytest
from comparison import examples, random_of, random_pair, seeds
from evaluator import searching
from generators.searches import RandomSearches
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("14")


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=st.lists(seeds, min_size=10, max_size=60))
def test_searches_find_what_has_the_words(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        searches = RandomSearches(both.schema)
        for seed in questions:
            request = searches.request(random_of(seed))
            expected = searching.found(both.state, request)
            items = both.ask("search", request)["items"]
            both.same_order(items, expected, [{"source": request["view"]}], request.get("sort", []))
