"""Random texts, changed at random, are searched as a plain Python program searches them."""

from __future__ import annotations

import random
from typing import Any

import emulated_project
import pytest
from emulated_project import Json, Project, data, name_of, node, path, view

pytestmark = pytest.mark.evidence("14")

WORDS = ("saw", "Drill", "PUMP", "é", "x1", "of")
FIELDS = ("name", "kind", "maker")
SEPARATORS = (" ", ", ", "-", "_", "\n")
Texts = dict[str, Any]


def _text(chance: random.Random) -> str:
    return chance.choice(SEPARATORS).join(chance.choices(WORDS, k=chance.randint(0, 4)))


def _tool(chance: random.Random) -> Texts:
    return {"name": _text(chance), "kind": chance.choice([None, _text(chance)]), "price": chance.randint(0, 3)}


def _words(text: str | None) -> set[str]:
    for separator in SEPARATORS:
        text = (text or "").replace(separator, " ")
    return {word.lower().replace("é", "e") for word in (text or "").split()}


def _expected(tools: dict[str, Texts], request: Json, dearest: int) -> list[str]:
    fields = request.get("properties") or FIELDS
    wanted = _words(request["query"])
    found = []
    for name, texts in tools.items():
        has = set().union(*(_words(texts.get(field)) for field in fields))
        matches = wanted <= has if request["operator"] == "AND" else wanted & has
        if matches and texts["price"] <= dearest:
            found.append(name)
    return sorted(found)


def _change(project: Project, tools: dict[str, Texts], makers: dict[str, str], chance: random.Random) -> None:
    for name in chance.sample([f"t{number}" for number in range(12)], 4):
        if name in tools and chance.random() < 0.3:
            project.post("instances/delete", {"items": [name_of(name)]})
            del tools[name]
        else:
            # What is immutable is given once, and again only to an instance that comes back.
            given = _tool(chance)
            if name not in tools:
                makers[name] = _text(chance)
            tools[name] = {**given, "maker": makers[name]}
            project.write(node(name, data("Tool", **tools[name])))


@pytest.mark.parametrize("seed", range(6))
def test_search_finds_what_python_finds(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret: the same texts on every run
    tools: dict[str, Texts] = {}
    makers: dict[str, str] = {}
    with emulated_project.open_project() as project:
        for _ in range(8):
            _change(project, tools, makers, chance)
            for _ in range(6):
                dearest = chance.randint(0, 3)
                request: Json = {
                    "view": view("Tool"),
                    "query": " ".join(chance.choices(WORDS, k=chance.randint(1, 3))).swapcase(),
                    "operator": chance.choice(["AND", "OR"]),
                    "filter": {"range": {"property": path("Tool", "price"), "lte": dearest}},
                }
                if chance.random() < 0.5:
                    request["properties"] = chance.sample(FIELDS, chance.randint(1, 3))
                found = project.post("instances/search", request)["items"]
                assert sorted(item["externalId"] for item in found) == _expected(tools, request, dearest), request
                counting = {**request, "aggregates": [{"count": {}}]}
                (item,) = project.post("instances/aggregate", counting)["items"]
                assert item["aggregates"][0]["value"] == len(found)
