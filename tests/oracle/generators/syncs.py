"""Random subscriptions."""

from __future__ import annotations

from random import Random

from evaluator.schema import Json, Schema

from generators.filters import RandomFilters
from generators.queries import ALL, RandomQueries, selected_sources
from generators.values import chance

MODES = ("onePhase", "twoPhase", "noBackfill")


class RandomSyncs:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._queries = RandomQueries(schema)
        self._indexes = [
            (container.id, properties) for container in schema.containers.values() for properties in container.indexes
        ]
        self._filters = {kind: RandomFilters(schema, kind, of_itself=True) for kind in ("node", "edge")}

    def expression(self, random: Random) -> Json:
        """All nodes or edges that match a filter, which depends on nothing but the instance."""
        kind = random.choice(["node", "node", "edge"])
        step = {"filter": self._filters[kind].filter(random, 2)} if chance(random, 70) else {}
        body: Json = {f"{kind}s": step, "limit": random.choice([1, 2, 3, 5, 1000])}
        if chance(random, 80):
            body["mode"] = random.choice(MODES)
        if body.get("mode") == "twoPhase" and self._indexes and chance(random, 60):
            body["backfillSort"] = self._backfill_sort(random)
        if chance(random, 30):
            body["skipAlreadyDeleted"] = chance(random, 30)
        return body

    def _backfill_sort(self, random: Random) -> list[Json]:
        """What a cursorable index has first."""
        container, properties = random.choice(self._indexes)
        order: Json = random.choice([{}, {"direction": "ascending"}, {"direction": "descending"}, {"nullsFirst": True}])
        number = random.randint(1, len(properties))
        return [{"property": [*container, name], **order} for name in properties[:number]]

    def steps(self, random: Random) -> tuple[Json, Json]:
        """A sync of a few result sets that start from each other, and the query that asks for all of them."""
        query = self._queries.request(random, sorts=0, operations=False)
        sync = {**query, "with": {}}
        for name, body in query["with"].items():
            for option in ("sort", "postSort"):
                body.pop(option, None)
            body["limit"] = ALL
            body.get("edges", {}).pop("limitEach", None)
            sync["with"][name] = {**body, "limit": random.choice([1, 3, 2000]), "mode": random.choice(MODES[:2])}
        query["select"] = sync["select"] = {name: self.select(random) for name in query["select"]}
        return sync, query

    def select(self, random: Random) -> Json:
        return {"sources": selected_sources(self._schema, random)}
