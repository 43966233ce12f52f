"""Graph queries on random schemas and graphs, against plain Python."""

from __future__ import annotations

from collections import Counter

import pytest
from comparison import Pair, by_name, exact, examples, random_of, random_pair, seeds, without_empty_views
from evaluator.querying import Query, used
from evaluator.schema import Json
from evaluator.state import Name, name_of
from generators.queries import ALL, RandomQueries
from generators.reads import RandomReads
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.evidence("16", "19")

questions = st.lists(seeds, min_size=10, max_size=60)


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_queries_find_what_python_finds(schema: int, writes: list[int], questions: list[int]) -> None:
    with random_pair(schema, writes) as both:
        queries = RandomQueries(both.schema)
        for seed in questions:
            compare(both, queries.request(random_of(seed)), {})


@examples(30)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_cursors_of_any_of_the_result_sets_go_on_where_they_were(
    schema: int, writes: list[int], questions: list[int]
) -> None:
    with random_pair(schema, writes) as both:
        queries = RandomQueries(both.schema)
        for seed in questions:
            random = random_of(seed)
            request = queries.request(random, sorts=100)
            request["select"] = {name: {} for name in request["with"]}
            offsets: dict[str, int] = {}
            cursors: dict[str, str | None] = {}
            for _ in range(8):
                answer = compare(both, {**request, "cursors": cursors}, offsets)
                if not answer["nextCursor"]:
                    break
                name, cursor = random.choice(sorted(answer["nextCursor"].items()))
                cursors[name] = cursor
                offsets[name] = offsets.get(name, 0) + request["with"][name]["limit"]
                request["with"][name]["limit"] = random.choice([1, 2, 3, 5])
                for other in made_from(request, name):
                    cursors[other] = None
                    offsets.pop(other, None)


@examples(20)
@given(schema=seeds, writes=st.lists(seeds, max_size=30), questions=questions)
def test_what_nobody_writes_between_pages_of_a_query_is_seen_once(
    schema: int, writes: list[int], questions: list[int]
) -> None:
    with random_pair(schema, writes) as both:
        reads = RandomReads(both.schema)
        for seed in questions:
            random = random_of(seed)
            listed = reads.list_request(random, depth=1)
            step = {"filter": listed["filter"]} if "filter" in listed else {}
            body: Json = {f"{listed['instanceType']}s": step, "sort": listed["sort"]}
            before = versions(both, body)
            seen: Counter[Name] = Counter()
            cursor = None
            while True:
                request = {"with": {"it": {**body, "limit": random.choice([1, 2, 5])}}, "select": {"it": {}}}
                answer = both.ask("query", {**request, "cursors": {"it": cursor}})
                seen.update(name_of(item) for item in answer["items"]["it"])
                cursor = answer["nextCursor"].get("it")
                if cursor is None:
                    break
                both.random_write(random.randrange(2**48))
            after = versions(both, body)
            untouched = {name for name, version in before.items() if after.get(name) == version}
            assert {name: seen[name] for name in untouched} == dict.fromkeys(untouched, 1), body


def versions(both: Pair, body: Json) -> dict[Name, int]:
    """What is in the result set now."""
    query = Query(both.state, {"with": {"it": {**body, "limit": ALL}}, "select": {}}, {})
    return {instance.name: instance.version for instance in query.page("it").instances}


def made_from(request: Json, name: str) -> list[str]:
    """The result sets that start from this one, directly or not: they begin again with each of its pages."""
    return [other for other in request["with"] if other != name and name in _origins(request, other)]


def _origins(request: Json, name: str) -> set[str]:
    direct = used(request["with"][name])
    return direct.union(*(_origins(request, other) for other in direct))


def compare(both: Pair, request: Json, offsets: dict[str, int]) -> Json:
    """The answer, which must be Python's: in its order where that is certain."""
    answer = both.ask("query", request)
    query = Query(both.state, request, offsets)
    for name, expected in query.answer().items():
        answered = [without_empty_views(item) for item in answer["items"][name]]
        wanted = [without_empty_views(item) for item in expected]
        certain = "sort" in request["select"][name] or is_certain(request, name)
        about = f"asked {request}\nset {name}\nanswered {answered}\nexpected {wanted}"
        assert exact(by_name(answered)) == exact(by_name(wanted)), about
        assert not certain or answered == wanted, about
        assert (name in answer["nextCursor"]) == query.page(name).more, about
    assert answer["items"].keys() == request["select"].keys()
    return answer


def is_certain(request: Json, name: str) -> bool:
    """Whether the result set, and all that it takes its order from, has a total order."""
    body = request["with"][name]
    if "postSort" in body:
        return False
    if "nodes" in body or "edges" in body:
        return body["limit"] != ALL
    return all(is_certain(request, other) for other in used(body))
