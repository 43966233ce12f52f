"""Random containers and views."""

from __future__ import annotations

from random import Random
from typing import Any

from evaluator.schema import Json, Property, Schema

from generators.filters import RandomFilters
from generators.values import ENUM_VALUES, SORTABLE, TYPES, chance, value

SPACE = "model"


def schema(random: Random) -> tuple[list[Json], list[Json]]:
    """A few containers, and views over them: of one and of several, with parents, with filters of their own."""
    containers: list[Json] = [_container(random, "C0", [], used_for="all")]
    for number in range(1, random.randint(2, 4)):
        used_for = random.choice(["all", "all", "node", "edge"])
        containers.append(_container(random, f"C{number}", containers, used_for=used_for))
    views: list[Json] = []
    for number in range(random.randint(len(containers), 6)):
        own = containers[number : number + 1] or random.sample(containers, random.randint(1, 2))
        views.append(_view(random, f"V{number}", own, views))
    _add_filters(random, containers, views)
    return containers, views


def _container(random: Random, name: str, earlier: list[Json], *, used_for: str) -> Json:
    properties = {}
    for number in range(random.randint(3, 7)):
        type_ = random.choice(TYPES)
        properties[f"{type_}{number}"] = _property(random, type_, earlier)
    properties["parent"] = {"type": {"type": "direct"}}
    body: Json = {"space": SPACE, "externalId": name, "usedFor": used_for, "properties": properties}
    sortable = [
        name
        for name, definition in properties.items()
        if definition["type"]["type"] in SORTABLE and not definition["type"].get("list")
    ]
    if sortable and chance(random, 60):
        names = random.sample(sortable, min(len(sortable), random.randint(1, 2)))
        index = {"indexType": "btree", "properties": names, "cursorable": True, "bySpace": chance(random, 30)}
        body["indexes"] = {"index": index}
    constraints: Json = {}
    if sortable and chance(random, 15):
        unique = {"constraintType": "uniqueness", "properties": random.sample(sortable, 1)}
        constraints["unique"] = {**unique, "bySpace": chance(random, 50)}
    if earlier and chance(random, 20):
        constraints["needs"] = {"constraintType": "requires", "require": reference(earlier[0])}
    if constraints:
        body["constraints"] = constraints
    return body


def _property(random: Random, type_: str, earlier: list[Json]) -> Json:
    definition: dict[str, Any] = {"type": type_}
    body: Json = {"type": definition}
    if type_ == "enum":
        definition["values"] = {name: {} for name in ENUM_VALUES}
    elif chance(random, 25):
        definition["list"] = True
    if type_ == "text" and chance(random, 20):
        definition["collation"] = "und"
    if type_ == "direct" and earlier and chance(random, 15):
        definition["container"] = reference(earlier[0])
    if type_ not in ("direct", "json") and not definition.get("list") and chance(random, 15):
        body["defaultValue"] = value(random, Property(type_))
    if type_ != "direct" and chance(random, 10):
        body["nullable"] = False
    if chance(random, 5):
        body["immutable"] = True
    return body


def _view(random: Random, name: str, containers: list[Json], earlier: list[Json]) -> Json:
    properties = {}
    for container in containers:
        identifiers = list(container["properties"])
        required = [name for name in identifiers if container["properties"][name].get("nullable") is False]
        kept = identifiers if chance(random, 60) else random.sample(identifiers, random.randint(1, len(identifiers)))
        for identifier in dict.fromkeys([*kept, *(required if chance(random, 80) else [])]):
            own_name = f"{identifier}Of{container['externalId']}" if chance(random, 40) else identifier
            properties[own_name] = {"container": reference(container), "containerPropertyIdentifier": identifier}
    body: Json = {"space": SPACE, "externalId": name, "version": "v1", "properties": properties}
    if earlier and chance(random, 35):
        parents = random.sample(earlier, min(len(earlier), random.randint(1, 2)))
        body["implements"] = [view_reference(parent) for parent in parents]
    return body


def _add_filters(random: Random, containers: list[Json], views: list[Json]) -> None:
    """Filters over containers: one that names a view could lead back to itself."""
    filters = RandomFilters(Schema(containers, []), "any")
    for view in views:
        if chance(random, 20):
            view["filter"] = filters.filter(random, depth=1)


def reference(container: Json) -> Json:
    return {"type": "container", "space": container["space"], "externalId": container["externalId"]}


def view_reference(view: Json) -> Json:
    names = {key: view[key] for key in ("space", "externalId", "version")}
    return {"type": "view", **names}
