"""Random writes of nodes and edges."""

from __future__ import annotations

from random import Random

from evaluator.schema import ContainerId, Json, Schema, View

from generators.values import EDGE_IDS, SPACES, chance, node, value

EDGE_TYPES = ["linked", "near"]


class RandomWrites:
    """Requests to apply and to delete. Some are refused: what they need is missing, or contradicts what is there."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._sources = [
            {"type": "container", "space": space, "externalId": name} for space, name in schema.containers
        ] + [
            {"type": "view", "space": space, "externalId": name, "version": version}
            for (space, name, version), view in schema.views.items()
            if all(self._is_covered(container, view) for container in view.containers)
        ]

    def _is_covered(self, container: ContainerId, view: View) -> bool:
        """A view may be written to when it maps every required property that has no default."""
        definitions = self._schema.containers[container].properties.items()
        required = {(container, name) for name, given in definitions if not given.nullable and given.default is None}
        return required <= set(view.properties.values())

    def apply(self, random: Random) -> Json:
        """A request for a few nodes and edges, now and then with deletes."""
        items = [self._item(random) for _ in range(random.choice([1, 2, 4, 6]))]
        names = {(item["instanceType"], item["space"], item["externalId"]): item for item in items}
        request: Json = {"items": list(names.values())}
        for option, percent in (
            ("replace", 20),
            ("skipOnVersionConflict", 30),
            ("autoCreateStartNodes", 70),
            ("autoCreateEndNodes", 70),
        ):
            if chance(random, percent):
                request[option] = True
        if chance(random, 10):
            request["autoCreateDirectRelations"] = False
        if chance(random, 10):
            request["delete"] = self.delete(random)["items"]
            if chance(random, 30):
                request["delete"][0]["existingVersion"] = random.choice([0, 1, 2])
        return request

    def delete(self, random: Random) -> Json:
        items = [self._name(random) for _ in range(random.randint(1, 2))]
        return {"items": list({tuple(item.values()): item for item in items}.values())}

    def _name(self, random: Random) -> Json:
        if chance(random, 50):
            return {"instanceType": "node", **node(random)}
        return {"instanceType": "edge", "space": random.choice(SPACES), "externalId": random.choice(EDGE_IDS)}

    def _item(self, random: Random) -> Json:
        item = self._name(random)
        if item["instanceType"] == "edge":
            item["type"] = {"space": SPACES[0], "externalId": random.choice(EDGE_TYPES)}
            item["startNode"], item["endNode"] = node(random), node(random)
        elif chance(random, 25):
            item["type"] = node(random)
        if chance(random, 8):
            item["existingVersion"] = random.choice([0, 1, 2, 3])
        sources = self._sources_of(random, item["instanceType"])
        if sources:
            item["sources"] = sources
        return item

    def _sources_of(self, random: Random, kind: str) -> list[Json]:
        """Sources that write no property twice, as what then happens is open."""
        sources, written = [], set()
        for _ in range(random.choice([0, 1, 1, 2, 3])):
            source = random.choice(self._sources)
            containers = [self._schema.containers[id_] for id_ in self._schema.containers_of(source)]
            if not all(container.used_for in ("all", kind) for container in containers) and chance(random, 98):
                continue
            properties = {}
            for name, place in self._schema.stored(source).items():
                property_ = self._schema.property(place)
                if place in written or not chance(random, 60 if property_.nullable else 95):
                    continue
                written.add(place)
                is_null = chance(random, 15 if property_.nullable else 1)
                properties[name] = None if is_null else value(random, property_)
            sources.append({"source": source, "properties": properties})
        return sources
