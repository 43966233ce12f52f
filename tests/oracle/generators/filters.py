"""Random filters and sorts over a schema."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from evaluator.schema import BASE, Json, Property, Schema

from generators.values import EDGE_IDS, ENUM_VALUES, NODE_IDS, ORDERED, SORTABLE, SPACES, chance, node, scalar, value

Target = tuple[list[str], Property]
"""A property and the path that names it."""
_BASES: dict[str, list[Any]] = {
    "space": SPACES,
    "externalId": [*NODE_IDS[:3], *EDGE_IDS[:2]],
    "instanceType": ["node", "edge"],
    "version": [1, 2, 3],
    "createdTime": [1_700_000_001_000, "2023-11-14T22:13:24+00:00"],
    "lastUpdatedTime": [1_700_000_002_000, "2023-11-14T22:13:26+00:00"],
}
TOTAL: list[Json] = [{"property": ["node", "space"]}, {"property": ["node", "externalId"], "direction": "descending"}]


class RandomFilters:
    """Filters on nodes, on edges, or on any instances: these name no property of the instance itself.

    Args:
        parameters: Filled with the values of parameters that filters use in place of literals. Without it, none do.
        in_search: Leave out what search and aggregate do not take: ``overlaps``.
        of_itself: Leave out what changes without the instance, ``nested``, and its version and times.
    """

    def __init__(
        self,
        schema: Schema,
        kind: str,
        parameters: Json | None = None,
        *,
        in_search: bool = False,
        of_itself: bool = False,
    ) -> None:
        self.kind = kind
        self._in_search = in_search
        self._of_itself = of_itself
        self._schema = schema
        self._parameters = parameters
        self.stored: list[Target] = [
            ([*container.id, name], property_)
            for container in schema.containers.values()
            for name, property_ in container.properties.items()
        ]
        self.stored += [
            ([view.id[0], f"{view.id[1]}/{view.id[2]}", name], schema.property(place))
            for view in schema.views.values()
            for name, place in view.properties.items()
        ]
        names = [name for name in BASE if kind == "edge" or name not in ("startNode", "endNode")]
        if of_itself:
            names = [name for name in names if BASE[name].type in ("text", "direct")]
        self._base: list[Target] = [([kind, name], BASE[name]) for name in names if kind != "any"]

    def filter(self, random: Random, depth: int = 3) -> Json:
        """A filter of at most ``depth`` levels above its leaves."""
        if depth == 0 or chance(random, 40):
            return self._leaf(random)
        kind = random.choice(["and", "or", "not", "not", "nested"])
        if kind == "not":
            return {"not": self.filter(random, depth - 1)}
        relations = [path for path, property_ in self._targets("direct") if not property_.is_list]
        if kind == "nested" and relations and not self._of_itself:
            inner = self if self.kind == "node" else self._on_nodes()
            return {"nested": {"scope": random.choice(relations), "filter": inner.filter(random, depth - 1)}}
        parts = [self.filter(random, depth - 1) for _ in range(random.randint(1, 3))]
        return {"or" if kind == "nested" else kind: parts}

    def _on_nodes(self) -> RandomFilters:
        return RandomFilters(self._schema, "node", self._parameters, in_search=self._in_search)

    def sort(self, random: Random, *, total: bool = False) -> list[Json]:
        """Up to three properties; a total sort ends with the id."""
        sorts: list[Json] = []
        targets = [
            target for target in self._targets(*SORTABLE) if not target[1].is_list and target[0][1] != "deletedTime"
        ]
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            sort: Json = {"property": random.choice(targets)[0]}
            if chance(random, 60):
                sort["direction"] = random.choice(["ascending", "descending"])
            if chance(random, 40):
                sort["nullsFirst"] = chance(random, 60)
            sorts.append(sort)
        if total:
            sorts += [{**sort, "property": [self.kind, sort["property"][1]]} for sort in TOTAL]
        return sorts

    def _targets(self, *types: str) -> list[Target]:
        return [target for target in [*self.stored, *self._base] if target[1].type in types]

    def _leaf(self, random: Random) -> Json:
        path, property_ = random.choice(self._base if self._base and chance(random, 20) else self.stored)
        if chance(random, 15):
            return self._other_leaf(random)
        kinds: list[Callable[[Random, list[str], Property], Json]] = [self._exists, self._equals, self._equals]
        if property_.is_list:
            kinds += [self._contains, self._contains] if property_.type != "json" else []
        else:
            kinds += [self._in, self._in] if property_.type != "json" else []
            kinds += [self._range, self._range] if property_.type in ORDERED else []
            kinds += [self._prefix] if property_.type == "text" else []
        return random.choice(kinds)(random, path, property_)

    def _other_leaf(self, random: Random) -> Json:
        kind = random.choice(["matchAll", "instanceReferences", "hasData", "overlaps"])
        if kind == "matchAll" or (kind == "overlaps" and self._in_search):
            return {"matchAll": {}}
        if kind == "instanceReferences":
            edges = [{"space": random.choice(SPACES), "externalId": random.choice(EDGE_IDS)} for _ in range(2)]
            return {"instanceReferences": [*(node(random) for _ in range(random.randint(0, 4))), *edges]}
        if kind == "hasData":
            return {"hasData": [self._source(random) for _ in range(random.randint(1, 2))]}
        type_ = random.choice(ORDERED)
        intervals = [target for target in self._targets(type_) if not target[1].is_list]
        if not intervals:
            return {"matchAll": {}}
        (start, property_), (end, _) = random.choice(intervals), random.choice(intervals)
        bounds = self._range(random, start, property_)["range"]
        del bounds["property"]
        return {"overlaps": {"startProperty": start, "endProperty": end, **bounds}}

    def _source(self, random: Random) -> Json:
        if self._schema.views and chance(random, 50):
            space, name, version = random.choice(list(self._schema.views))
            return {"type": "view", "space": space, "externalId": name, "version": version}
        space, name = random.choice(list(self._schema.containers))
        return {"type": "container", "space": space, "externalId": name}

    def _exists(self, _random: Random, path: list[str], _property: Property) -> Json:
        return {"exists": {"property": path}}

    def _equals(self, random: Random, path: list[str], property_: Property) -> Json:
        return {"equals": {"property": path, "value": self._operand(random, path, property_)}}

    def _in(self, random: Random, path: list[str], property_: Property) -> Json:
        return {"in": {"property": path, "values": self._operands(random, path, property_)}}

    def _contains(self, random: Random, path: list[str], property_: Property) -> Json:
        kind = random.choice(["containsAny", "containsAll"])
        return {kind: {"property": path, "values": self._operands(random, path, property_)}}

    def _prefix(self, random: Random, path: list[str], _property: Property) -> Json:
        given = self._given(random, random.choice(["", "a", "ab", "n", "n1", "%", "_", "é", "A", "sou"]))
        return {"prefix": {"property": path, "value": given}}

    def _range(self, random: Random, path: list[str], property_: Property) -> Json:
        body: Json = {"property": path}
        sides = random.choice([("lower",), ("upper",), ("lower", "upper")])
        if "lower" in sides:
            body[random.choice(["gt", "gte"])] = self._operand(random, path, property_)
        if "upper" in sides:
            body[random.choice(["lt", "lte"])] = self._operand(random, path, property_)
        return {"range": body}

    def _operand(self, random: Random, path: list[str], property_: Property) -> Any:
        if chance(random, 12) and len(path) == 3:
            return {"property": random.choice(self._alike(property_, is_list=property_.is_list))}
        return self._given(random, self._literal(random, path, property_))

    def _operands(self, random: Random, path: list[str], property_: Property) -> Any:
        lists = self._alike(property_, is_list=True)
        if chance(random, 12) and lists and len(path) == 3:
            return {"property": random.choice(lists)}
        single = Property(property_.type)
        return self._given(random, [self._literal(random, path, single) for _ in range(random.choice([0, 1, 2, 3]))])

    def _alike(self, property_: Property, *, is_list: bool) -> list[list[str]]:
        return [path for path, other in self.stored if other.type == property_.type and other.is_list == is_list]

    def _literal(self, random: Random, path: list[str], property_: Property) -> Any:
        known = _BASES.get(path[1]) if len(path) == 2 else None
        if known is not None:
            return random.choice(known)
        if property_.type == "enum":
            return random.choice(ENUM_VALUES)
        return value(random, property_) if property_.is_list else scalar(random, property_.type)

    def _given(self, random: Random, literal: Any) -> Any:
        if self._parameters is None or chance(random, 70):
            return literal
        name = f"p{len(self._parameters)}"
        self._parameters[name] = literal
        return {"parameter": name}
