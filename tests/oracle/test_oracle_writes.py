"""Writing, deleting and reading back on random schemas, against plain Python."""

from __future__ import annotations

import pytest
from comparison import Pair, exact, examples, random_of, random_pair, seeds
from evaluator import reading
from evaluator.schema import Json
from generators.reads import RandomReads
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("10", "11", "22")

pytestmark = pytest.mark.evidence("10")


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, min_size=1, max_size=40))
def test_writes_and_deletes_answer_and_leave_behind_what_python_says(schema: int, writes: list[int]) -> None:
    with random_pair(schema, writes) as both:
        for view in both.schema.views:
            for kind in ("node", "edge"):
                read_back(both, kind, [view])
        read_back(both, "node", [])
        read_back(both, "edge", [])


def read_back(both: Pair, kind: str, views: list[tuple[str, str, str]]) -> None:
    """Everything of a view, or without views everything."""
    space_name_version = ("space", "externalId", "version")
    sources = [{"source": {"type": "view", **dict(zip(space_name_version, view, strict=True))}} for view in views]
    request: Json = {"instanceType": kind, "sources": sources}
    expected = reading.listed(both.state, request)
    both.same_order(both.ask("list", request)["items"], expected, sources, [])


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=25), questions=st.lists(seeds, min_size=1, max_size=40))
def test_byids_answers_what_python_finds(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        reads = RandomReads(both.schema)
        for seed in questions:
            request = reads.byids(random_of(seed))
            assert exact(both.ask("byids", request)["items"]) == exact(reading.byids(both.state, request))
