"""The emulator and the evaluator side by side: the same schema, the same writes, the same questions."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from random import Random
from typing import Any, TypeVar

import httpx
from evaluator import reading, writing
from evaluator.schema import Json, Schema
from evaluator.state import Instance, State, shown
from generators import schemas
from generators.graphs import RandomWrites
from generators.values import SPACES
from hypothesis import settings
from hypothesis import strategies as st
from pygen_emulator import Emulator

FACTOR = int(os.environ.get("PYGEN_ORACLE_FACTOR", "0"))
"""How many times the usual number of examples to try, each time others; 0 tries the same few in every run."""

seeds = st.integers(0, 2**48)
"""Each makes one schema, write or question. Lists of them lose what does not matter when a failure is made small."""

Test = TypeVar("Test", bound=Callable[..., None])


def examples(usual: int) -> Callable[[Test], Test]:
    """Settings for a test that tries so many schemas in an ordinary run."""
    return settings(max_examples=usual * max(FACTOR, 1), derandomize=not FACTOR, deadline=None)


def random_of(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - to be repeated, not to be secret


class Pair:
    """Both hold the same instances as long as ``write`` and ``delete`` pass."""

    def __init__(self, client: httpx.Client, containers: Sequence[Json], views: Sequence[Json], clock: Clock) -> None:
        self.schema = Schema(containers, views)
        self.state = State(self.schema, SPACES)
        self.random_writes = RandomWrites(self.schema)
        self._client = client
        self._clock = clock
        self._asked: Json = {}

    def ask(self, path: str, body: Json) -> Json:
        """The emulator's answer, which must be a good one."""
        self._asked = body
        response = self._client.post(f"instances/{path}", json=body)
        assert response.status_code == 200, (path, body, response.text)
        answer: Json = response.json()
        return answer

    def write(self, request: Json) -> bool:
        """Write to both and compare. Returns whether the request was taken."""
        return self._both("instances", request, writing.apply)

    def delete(self, request: Json) -> bool:
        """Delete in both and compare. Returns whether the request was taken."""
        return self._both("instances/delete", request, writing.delete)

    def random_write(self, seed: int) -> bool:
        """A write of several instances or, now and then, a delete."""
        random = random_of(seed)
        if random.random() < 0.12:
            return self.delete(self.random_writes.delete(random))
        return self.write(self.random_writes.apply(random))

    def _both(self, path: str, request: Json, expected: Callable[[State, Json, int], Json]) -> bool:
        now = self._clock.tick()
        response = self._client.post(path, json=request)
        answer = response.json()
        wanted, reason = None, None
        try:
            wanted = expected(self.state, request, now)
        except writing.RefusedError as error:
            reason = error
        if wanted is None:
            assert response.status_code in (400, 409), (request, answer, reason)
            return False
        assert response.status_code == 200, (request, wanted, answer)
        assert answer == wanted, (request, f"answered {answer}\nexpected {wanted}")
        return True

    def shown(self, instances: Sequence[Instance], sources: list[Json]) -> list[Json]:
        return [shown(self.state, instance, sources) for instance in instances]

    def same_order(self, items: Sequence[Json], expected: Sequence[Instance], sources: list[Json], sort: Any) -> None:
        """The items are the expected instances, in this order but for those that the sort holds for equal."""
        for got, wanted in zip_longest(by_name(items), by_name(self.shown(expected, sources))):
            assert exact(got) == exact(wanted), f"asked {self._asked}\nanswered {got}\nexpected {wanted}"
        instances = {instance.name: instance for instance in expected}
        order = [instances[item["instanceType"], item["space"], item["externalId"]] for item in items]
        keys = [reading.sort_key(self.state, instance, sort) for instance in order]
        assert keys == [reading.sort_key(self.state, instance, sort) for instance in expected]


class Clock:
    """Time that moves only when told to, by a second."""

    def __init__(self) -> None:
        self._seconds = 1_700_000_000

    def __call__(self) -> float:
        return self._seconds

    def tick(self) -> int:
        """Milliseconds since the epoch, a second later than before."""
        self._seconds += 1
        return self._seconds * 1000


@contextmanager
def random_pair(schema: int, writes: Sequence[int]) -> Iterator[Pair]:
    """Both with a random schema, after random writes that they answered alike."""
    with pair(*schemas.schema(random_of(schema))) as both:
        for seed in writes:
            both.random_write(seed)
        yield both


@contextmanager
def pair(containers: Sequence[Json], views: Sequence[Json]) -> Iterator[Pair]:
    """Both with this schema, without instances."""
    clock = Clock()
    with Emulator.in_process(clock=clock) as cdf:
        spaces = [{"space": name} for name in (schemas.SPACE, *SPACES)]
        cdf.deploy(spaces=spaces, containers=containers, views=views)
        url = f"{cdf.base_url}/api/v1/projects/{cdf.project}/models"
        headers = {"Authorization": f"Bearer {cdf.token}"}
        with httpx.Client(transport=cdf.transport(), base_url=url, headers=headers) as client:
            yield Pair(client, containers, views, clock)


def exact(value: object) -> str:
    """What is equal only to the same JSON: Python takes true for 1."""
    return json.dumps(value, sort_keys=True)


def by_name(items: Sequence[Json]) -> list[Json]:
    return sorted(items, key=lambda item: (item["instanceType"], item["space"], item["externalId"]))


def without_empty_views(item: Json) -> Json:
    """Whether a view without values is shown as an empty object is not known (open question 23)."""
    shown = {
        space: {view: values for view, values in views.items() if values} for space, views in item["properties"].items()
    }
    return {**item, "properties": {space: views for space, views in shown.items() if views}}
