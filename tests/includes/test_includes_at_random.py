"""Random graphs, and random includes with conditions, sorts, limits and includes of their own, against plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from deployed_sdk import Made, made
from seeded_project import Json, container, edges, prop, view, view_ref

NODES = 30
QUERIES = 10
RELATIONS = ("one", "many", "out", "into", "pointing", "listing")
SEVERAL = ("out", "into", "pointing", "listing")
SORTED = ("pointing", "listing")
"""Those whose nodes come in the order of a sort; of edges a sort is about the edges."""


@dataclass
class Wanted:
    """One include: which relation, and what of it."""

    relation: str
    above: int | None
    limit: int | None
    is_sorted: bool
    below: list[Wanted] = field(default_factory=list)


@dataclass
class Known:
    """A random graph: the values of each node by its id, and the ends of each edge."""

    nodes: dict[str, Json]
    edges: list[tuple[str, str]]

    def reached(self, relation: str, start: str) -> list[str]:
        match relation:
            case "one" | "many":
                value = self.nodes[start][relation]
                return value if isinstance(value, list) else [] if value is None else [value]
            case "out":
                return [end for begin, end in self.edges if begin == start]
            case "into":
                return [begin for begin, end in self.edges if end == start]
            case "pointing":
                return [one for one, values in self.nodes.items() if values["one"] == start]
        return [one for one, values in self.nodes.items() if start in values["many"]]

    def meets(self, one: str, above: int | None) -> bool:
        """Whether a node is in the view and meets the condition: those that only relations name are in no view."""
        if one not in self.nodes:
            return False
        number = self.nodes[one]["number"]
        return above is None or (number is not None and number > above)


def graph(random: Random) -> Known:
    # Some relations lead to nodes that have no data.
    names = [f"x{number}" for number in range(NODES + 2)]
    nodes = {
        name: {
            "name": f"{random.choice('abc')} {name}",
            "number": random.choice([None, 0, 1, 2, 3]),
            "one": random.choice([None, random.choice(names)]),
            "many": random.sample(names, random.randrange(4)),
        }
        for name in names[:NODES]
    }
    pairs = [(start, end) for start in nodes for end in random.sample(list(nodes), random.randrange(4))]
    return Known(nodes, pairs)


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Made]:
    properties = {"name": prop("text", required=True), "number": prop("int32")}
    relations = {"one": prop("direct"), "many": prop("direct", list=True)}

    def reverse(through: str) -> Json:
        kind = {"connectionType": "multi_reverse_direct_relation", "source": view_ref("Thing")}
        return {**kind, "through": {"source": view_ref("Thing"), "identifier": through}}

    connections = {
        "out": edges("leads", "Thing"),
        "into": edges("leads", "Thing", direction="inwards"),
        "pointing": reverse("one"),
        "listing": reverse("many"),
    }
    things = view(
        "Thing",
        {"Thing": [*properties, *relations]},
        sources={"one": "Thing", "many": "Thing"},
        connections=connections,
    )
    with made([container("Thing", {**properties, **relations})], [things], tmp_path) as found:
        yield found


def wanted(random: Random, depth: int) -> list[Wanted]:
    return [
        Wanted(
            relation,
            above=random.choice([None, None, random.randrange(3)]),
            limit=random.choice([None, None, 1, 2]) if relation in SEVERAL else None,
            is_sorted=relation in SORTED and random.random() < 0.5,
            below=wanted(random, depth - 1) if depth and random.random() < 0.6 else [],
        )
        for relation in random.sample(RELATIONS, random.randrange(1, 4))
    ]


def includes(thing: Any, of: list[Wanted]) -> list[Any]:
    """The same as relations of the SDK."""
    found = []
    for one in of:
        relation = getattr(thing.relations, one.relation).include(*includes(thing, one.below))
        relation = relation if one.above is None else relation.where(thing.props.number > one.above)
        relation = relation.sort(thing.props.name) if one.is_sorted else relation
        found.append(relation if one.limit is None else relation.limit(one.limit))
    return found


def given(found: Any, relation: str) -> list[tuple[str, Any]]:
    """What was included in an object: ids, and nodes where these are in the view."""
    value = getattr(found, relation)
    if relation in ("one", "many"):
        several = value if isinstance(value, list) else [] if value is None else [value]
        return [(one.external_id, one.value if one.is_included else None) for one in several]
    if relation in ("out", "into"):
        return [(link.node_id.external_id, link.node) for link in value]
    return [(one.external_id, one) for one in value]


def check(graph: Known, found: Any, of: list[Wanted]) -> None:
    for one in of:
        expected = graph.reached(one.relation, found.external_id)
        got = given(found, one.relation)
        ids = [name for name, _ in got]
        if one.relation in SEVERAL:
            inside = [name for name in expected if graph.meets(name, one.above)]
            assert len(ids) == (len(inside) if one.limit is None else min(one.limit, len(inside)))
            assert sorted(set(ids)) == sorted(ids)
            assert set(ids) <= set(inside)
            if one.is_sorted:
                in_order = sorted(inside, key=lambda name: str(graph.nodes[name]["name"]))
                assert ids == in_order[: len(ids)]
        else:
            assert ids == expected
            assert [node is not None for _, node in got] == [graph.meets(name, one.above) for name in ids]
        for _, node in got:
            if node is not None:
                check(graph, node, one.below)


@pytest.mark.parametrize("seed", range(6))
def test_includes_of_every_shape_give_what_plain_python_finds(deployed: Made, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret depends on it
    known = graph(random)
    things = {
        name: deployed.package.ThingWrite(
            external_id=name, **{key: value for key, value in values.items() if value is not None}
        )
        for name, values in known.nodes.items()
    }
    for start, end in known.edges:
        things[start].out = [*(things[start].out or ()), end]
    deployed.sdk.upsert(things.values())
    for _ in range(QUERIES):
        of = wanted(random, 2)
        query = deployed.sdk.thing.query().include(*includes(deployed.package.Thing, of))

        found = list(query.iterate(chunk_size=random.choice([1, 4, 1000])))

        assert sorted(one.external_id for one in found) == sorted(known.nodes)
        for one in found:
            check(known, one, of)
