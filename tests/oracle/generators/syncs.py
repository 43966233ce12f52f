"""Random subscriptions."""

from __future__ import annotations

from random import Random

from evaluator.schema import Json, Schema

from generators.filters import RandomFilters
from generators.queries import selected_sources
from generators.values import chance

MODES = ("onePhase", "twoPhase", "noBackfill")


class RandomSyncs:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._filters = {kind: RandomFilters(schema, kind, of_itself=True) for kind in ("node", "edge")}

    def expression(self, random: Random) -> Json:
        """All nodes or edges that match a filter, which depends on nothing but the instance."""
        kind = random.choice(["node", "node", "edge"])
        step = {"filter": self._filters[kind].filter(random, 2)} if chance(random, 70) else {}
        body: Json = {f"{kind}s": step, "limit": random.choice([1, 2, 3, 5, 1000])}
        if chance(random, 80):
            body["mode"] = random.choice(MODES)
        if chance(random, 30) and body.get("mode") != "twoPhase":
            body["skipAlreadyDeleted"] = chance(random, 30)
        return body

    def select(self, random: Random) -> Json:
        return {"sources": selected_sources(self._schema, random)}
