"""Random graph queries."""

from __future__ import annotations

from random import Random
from typing import Any

from evaluator.schema import Json, Schema

from generators.filters import RandomFilters
from generators.values import chance

ALL = 10_000


class RandomQueries:
    """Queries of a few result sets.

    A result set either comes whole or has a sort that leaves no two instances equal, so that its pages are certain.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._relations = [
            (path, property_) for path, property_ in RandomFilters(schema, "any").stored if property_.type == "direct"
        ]

    def request(self, random: Random, *, sorts: int = 50, operations: bool = True) -> Json:
        """A query in which so many percent of the result sets have a total sort and a small limit."""
        parameters: Json = {}
        query = _Query(self._schema, self._relations, random, parameters, sorts, operations=operations)
        for number in range(random.randint(1, 6)):
            query.add(f"set{number}")
        request: Json = {"with": query.sets, "select": {}}
        for name in random.sample(list(query.sets), random.randint(1, len(query.sets))):
            request["select"][name] = query.select(name)
        if parameters:
            request["parameters"] = parameters
        if chance(random, 30):
            request["cursors"] = dict.fromkeys(query.sets)
        return request


class _Query:
    def __init__(
        self,
        schema: Schema,
        relations: list[tuple[list[str], Any]],
        random: Random,
        parameters: Json,
        sorts: int,
        *,
        operations: bool,
    ) -> None:
        self.sets: dict[str, Json] = {}
        self._kinds: dict[str, str] = {}
        self._whole: dict[str, bool] = {}
        self._schema = schema
        self._relations = relations
        self._random = random
        self._sorts = sorts
        self._operations = operations
        self._filters = {kind: RandomFilters(schema, kind, parameters) for kind in ("node", "edge")}

    def add(self, name: str) -> None:
        kind = self._random.choice(["node", "node", "edge", "edge", "set"])
        if kind == "set" and self.sets and self._operations:
            self._add_operation(name)
        else:
            kind = "node" if kind == "set" else kind
            self._kinds[name] = kind
            self.sets[name] = {f"{kind}s": self._nodes() if kind == "node" else self._edges()}
            self._order(name)

    def _order(self, name: str) -> None:
        kind, body, random = self._kinds[name], self.sets[name], self._random
        edges = body.get("edges", {})
        # Without a sort, nothing says which edges of a node are the first.
        self._whole[name] = not (chance(random, self._sorts) or "limitEach" in edges)
        if self._whole[name]:
            body["limit"] = ALL
            if chance(random, 30):
                body["sort"] = self._filters[kind].sort(random)
        else:
            body["sort"] = self._filters[kind].sort(random, total=True)[-5:]
            body["limit"] = random.choice([1, 2, 3, 5, 100])
        if kind == "edge" and chance(random, 15):
            body["postSort"] = self._filters[kind].sort(random)

    def _filter(self, kind: str, percent: int) -> Json | None:
        return self._filters[kind].filter(self._random, 2) if chance(self._random, percent) else None

    def _nodes(self) -> Json:
        random = self._random
        body: Json = {"filter": self._filter("node", 60)}
        if self.sets and chance(random, 80):
            body["from"] = random.choice(list(self.sets))
            if self._kinds[body["from"]] == "node":
                self._go_through(body)
        if ("through" not in body and chance(random, 30)) or chance(random, 30):
            body["chainTo"] = random.choice(["source", "destination"])
        if "direction" not in body and "through" not in body and chance(random, 30):
            body["direction"] = random.choice(["outwards", "inwards"])
        return _given(body)

    def _go_through(self, body: Json) -> None:
        random = self._random
        (space, owner, name), property_ = random.choice(self._relations)
        view, slash, version = owner.partition("/")
        source = {"type": "view" if slash else "container", "space": space, "externalId": view}
        body["through"] = {"source": {**source, "version": version} if slash else source, "identifier": name}
        if property_.is_list:
            body["direction"] = "outwards"
        elif chance(random, 80):
            body["direction"] = random.choice(["outwards", "inwards"])

    def _edges(self) -> Json:
        random = self._random
        body: Json = {"filter": self._filter("edge", 40), "nodeFilter": self._filter("node", 25)}
        if chance(random, 70):
            body["direction"] = random.choice(["outwards", "inwards"])
        if self.sets and chance(random, 85):
            body["from"] = random.choice(list(self.sets))
            body["maxDistance"] = random.choice([1, 1, 1, 2, 3, None])
            if body["maxDistance"] == 1 and chance(random, 30):
                body["limitEach"] = random.choice([1, 2])
            body["terminationFilter"] = self._filter("node", 25)
        if chance(random, 40):
            body["chainTo"] = random.choice(["source", "destination"])
        return _given(body)

    def _add_operation(self, name: str) -> None:
        random = self._random
        kind = self._kinds[random.choice(list(self.sets))]
        names = [other for other in self.sets if self._kinds[other] == kind]
        body = self._operation(names)
        if chance(random, 40):
            body["except"] = [random.choice(names)]
        self.sets[name] = body
        self._kinds[name] = kind
        self._whole[name] = any(self._whole[other] for other in names)
        body["limit"] = ALL if self._whole[name] else random.choice([1, 3, 5, 100])

    def _operation(self, names: list[str], depth: int = 0) -> Json:
        random = self._random
        operands: list[Any] = [random.choice(names) for _ in range(random.choice([1, 2, 2, 3]))]
        if depth == 0 and chance(random, 25):
            operands.append(self._operation(names, depth=1))
        return {random.choice(["union", "unionAll", "intersection"]): operands}

    def select(self, name: str) -> Json:
        random, kind = self._random, self._kinds[name]
        sources = selected_sources(self._schema, random)
        select: Json = {"sources": sources} if sources or chance(random, 50) else {}
        if chance(random, 20) and "postSort" not in self.sets[name]:
            select["sort"] = self._filters[kind].sort(random, total=True)[-5:]
            if chance(random, 50):
                select["limit"] = random.choice([1, 3])
        return select


def selected_sources(schema: Schema, random: Random) -> list[Json]:
    """Views, each with all, with one or with none of its properties."""
    sources = []
    for view_id in random.sample(sorted(schema.views), min(len(schema.views), random.choice([0, 1, 2]))):
        space, external_id, version = view_id
        reference = {"type": "view", "space": space, "externalId": external_id, "version": version}
        names = sorted(schema.views[view_id].properties)
        sources.append({"source": reference, "properties": random.choice([["*"], ["*"], [], random.sample(names, 1)])})
    return sources


def _given(body: Json) -> Json:
    return {key: value for key, value in body.items() if value is not None}
