"""Random aggregate requests."""

from __future__ import annotations

from random import Random

from evaluator.schema import Json, Schema

from generators.filters import RandomFilters
from generators.searches import words
from generators.values import NUMERIC, chance

_GROUPED = ("text", "direct", "int32", "int64", "float32", "float64", "boolean")


class RandomAggregates:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._filters = {kind: RandomFilters(schema, kind, in_search=True) for kind in ("node", "edge")}

    def request(self, random: Random) -> Json:
        """Some functions over a view, or groups of it, or both."""
        kind = random.choice(["node", "node", "edge"])
        space, name, version = random.choice(sorted(self._schema.views))
        view = {"type": "view", "space": space, "externalId": name, "version": version}
        request: Json = {"view": view, "instanceType": kind, "limit": 1000}
        properties = {
            name: self._schema.property(place)
            for name, place in self._schema.views[space, name, version].properties.items()
        }
        numbers = [name for name, given in properties.items() if given.type in NUMERIC and not given.is_list]
        whole = [name for name in numbers if properties[name].type in ("int32", "int64")]
        grouped = [
            name
            for name, given in properties.items()
            if given.type in _GROUPED and (given.type in ("text", "direct") or not given.is_list)
        ]
        if grouped and chance(random, 60):
            request["groupBy"] = random.sample(grouped, min(len(grouped), random.choice([1, 1, 2, 3])))
        number = random.choice([0, 1, 2, 5]) if "groupBy" in request else random.choice([1, 2, 5])
        countable = [*properties, "externalId", "lastUpdatedTime", "type"]
        request["aggregates"] = [self._function(random, numbers, whole, countable) for _ in range(number)]
        if chance(random, 20):
            request |= words(self._schema, random, (space, name, version))
        if chance(random, 50):
            request["filter"] = self._filters[kind].filter(random, 2)
        return request

    def _function(self, random: Random, numbers: list[str], whole: list[str], countable: list[str]) -> Json:
        kind = random.choice(["count", "avg", "min", "max", "sum", "histogram"])
        if kind == "count" or not numbers:
            return {"count": {"property": random.choice(countable)} if chance(random, 60) else {}}
        name = random.choice(numbers)
        if kind == "histogram":
            # Halves of large integers are more than a float can tell apart.
            interval = random.choice([1, 2, 10, 1000] if name in whole else [0.5, 1, 2, 10, 1000])
            return {"histogram": {"property": name, "interval": interval}}
        return {kind: {"property": name}}
