"""Random requests to read instances by id and in lists."""

from __future__ import annotations

from random import Random

from evaluator.schema import Json, Schema

from generators.filters import RandomFilters
from generators.values import EDGE_IDS, NODE_IDS, SPACES, chance


class RandomReads:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._filters = {kind: RandomFilters(schema, kind) for kind in ("node", "edge")}

    def byids(self, random: Random) -> Json:
        items = [
            {
                "instanceType": random.choice(["node", "edge"]),
                "space": random.choice(SPACES),
                "externalId": random.choice([*NODE_IDS, *EDGE_IDS]),
            }
            for _ in range(random.randint(1, 12))
        ]
        return {"items": items, "sources": self.sources(random)}

    def list_request(self, random: Random, depth: int = 3) -> Json:
        """A list without limit, with a sort that may leave instances equal."""
        kind = random.choice(["node", "node", "edge"])
        request: Json = {"instanceType": kind, "sources": self.sources(random)}
        request["sort"] = self._filters[kind].sort(random)
        if chance(random, 80):
            request["filter"] = self._filters[kind].filter(random, depth)
        return request

    def sources(self, random: Random) -> list[Json]:
        number = min(random.choice([0, 0, 1, 1, 2]), len(self._schema.views))
        return [
            {"source": {"type": "view", "space": space, "externalId": name, "version": version}}
            for space, name, version in random.sample(sorted(self._schema.views), number)
        ]
