"""Random searches."""

from __future__ import annotations

from random import Random

from evaluator.schema import Json, Schema, ViewId

from generators.filters import RandomFilters
from generators.values import chance

_WORDS = ["a", "A", "ab", "b", "é", "E", "10", "nothing", "%", "_", "abc'", "😀"]


class RandomSearches:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._filters = {kind: RandomFilters(schema, kind, in_search=True) for kind in ("node", "edge")}

    def request(self, random: Random) -> Json:
        """A search with or without words, and with or without a sort."""
        kind = random.choice(["node", "node", "edge"])
        space, name, version = random.choice(sorted(self._schema.views))
        view = {"type": "view", "space": space, "externalId": name, "version": version}
        request: Json = {"view": view, "instanceType": kind}
        if chance(random, 60):
            request |= words(self._schema, random, (space, name, version))
        if chance(random, 50):
            request["filter"] = self._filters[kind].filter(random, 2)
        if chance(random, 40):
            sorts = self._filters[kind].sort(random)
            request["sort"] = [{key: sort[key] for key in sort if key != "nullsFirst"} for sort in sorts]
        return request


def words(schema: Schema, random: Random, view: ViewId) -> Json:
    """What is searched for, and where."""
    given: Json = {"query": " ".join(random.choice(_WORDS) for _ in range(random.choice([1, 1, 2, 3])))}
    texts = [name for name, place in schema.views[view].properties.items() if schema.property(place).type == "text"]
    if texts and chance(random, 40):
        given["properties"] = random.sample(texts, random.randint(1, len(texts)))
    if chance(random, 60):
        given["operator"] = random.choice(["AND", "OR"])
    return given
