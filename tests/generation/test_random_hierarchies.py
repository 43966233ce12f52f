"""Random families of views, with relations that children narrow, widen or lose: what is generated is always sound."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
import type_checkers
from pygen_client.schema import DataModelId
from pygen_generator import GeneratorConfig, PythonConfig, Schema, generate_sdk
from pygen_generator.sources.file import schema_of
from pygen_runtime.codegen import Edge, Node
from pygen_runtime.relations.declarations import declared

Json = dict[str, Any]

SEEDS = range(24)
NAMES = ["a", "b", "c", "to", "of", "fooBar", "foo_bar", "edges", "props", "relations", "connection", "list"]


class Given:
    """A source that has its data model already."""

    def __init__(self, model: Json) -> None:
        self._model = model

    def load(self, wanted: Sequence[DataModelId]) -> Schema:
        return schema_of(self._model, "test").select(wanted)


def _view_id(name: str) -> Json:
    return {"type": "view", "space": "s", "externalId": name, "version": "v1"}


def _property(chance: random.Random, name: str, views: list[str]) -> Json:
    """A property or connection of any kind; its target may be outside of the model."""
    target = _view_id(chance.choice(views))
    kind = chance.choice(["scalar", "enum", "direct", "directs", "edges", "edges", "reverse"])
    count = chance.choice(["multi", "single"])
    if kind == "edges":
        view = {"edgeSource": _view_id(chance.choice(views))} if chance.random() < 0.6 else {}
        return {
            "connectionType": f"{count}_edge_connection",
            "type": {"space": "s", "externalId": chance.choice("tu")},
            "source": target,
            "direction": chance.choice(["outwards", "inwards"]),
            **view,
        }
    if kind == "reverse":
        through = {"source": _view_id(chance.choice(views)), "identifier": chance.choice(NAMES)}
        return {"connectionType": f"{count}_reverse_direct_relation", "source": target, "through": through}
    type_: Json = {
        "scalar": {"type": chance.choice(["text", "int32", "float64", "boolean"]), "list": chance.random() < 0.3},
        "enum": {"type": "enum", "list": False, "values": {f"value{n}": {} for n in range(chance.choice([2, 12]))}},
        "direct": {"type": "direct", "list": False, "source": target},
        "directs": {"type": "direct", "list": True, "source": target},
    }[kind]
    return {
        "type": type_,
        "container": {"type": "container", "space": "s", "externalId": "C"},
        "containerPropertyIdentifier": name,
        "nullable": chance.random() < 0.8,
        "immutable": False,
        "autoIncrement": False,
    }


def _narrowed(chance: random.Random, prop: Json, view: Json) -> Json:
    """The same, sometimes leading to the view that inherits it."""
    if chance.random() < 0.3 and "connectionType" in prop:
        return {**prop, "source": view}
    if chance.random() < 0.3 and prop.get("type", {}).get("type") == "direct":
        return {**prop, "type": {**prop["type"], "source": view}}
    return prop


def _model(seed: int) -> Json:
    chance = random.Random(seed)  # noqa: S311 - the same models in every run
    names = [f"V{number}" for number in range(chance.randint(3, 11))]
    views: dict[str, Json] = {}
    for number, name in enumerate(names):
        parents = chance.sample(names[:number], min(number, chance.choice([0, 1, 1, 2, 3])))
        inherited = {key: prop for parent in reversed(parents) for key, prop in views[parent]["properties"].items()}
        properties = {key: _narrowed(chance, prop, _view_id(name)) for key, prop in inherited.items()}
        own = chance.sample(NAMES, chance.randint(0, 4))
        properties |= {key: _property(chance, key, [*names, "Outside"]) for key in own}
        type_ = {"space": "s", "externalId": chance.choice("TU")}
        demand = {"filter": {"equals": {"property": ["node", "type"], "value": type_}}}
        views[name] = {
            "space": "s",
            "externalId": name,
            "version": "v1",
            "properties": properties,
            "implements": [_view_id(parent) for parent in parents],
            "createdTime": 1,
            "lastUpdatedTime": 1,
            "writable": chance.random() < 0.85,
            "queryable": True,
            "usedFor": chance.choice(["node", "node", "node", "all", "edge"]),
            "isGlobal": False,
            "mappedContainers": [],
            **(demand if chance.random() < 0.25 else {}),
        }
    return {
        "space": "s",
        "externalId": "M",
        "version": "v1",
        "views": list(views.values()),
        "createdTime": 1,
        "lastUpdatedTime": 1,
        "isGlobal": False,
    }


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package for each model."""
    folder = tmp_path_factory.mktemp("hierarchies")
    for seed in SEEDS:
        sdk = generate_sdk(Given(_model(seed)), GeneratorConfig(python=PythonConfig(package=f"sdk{seed}")))
        generated_sdk.write(sdk, folder)
    return folder


@pytest.mark.parametrize("seed", SEEDS)
def test_every_class_knows_its_properties_and_relations(packages: Path, seed: int) -> None:
    with generated_sdk.imported(packages, f"sdk{seed}") as module:
        for name in module.__all__:
            offered = getattr(module, name)
            if not (isinstance(offered, type) and issubclass(offered, (Node, Edge))):
                continue
            offered.model_rebuild(force=True)
            view = offered.view_id
            for attribute, relation in declared(offered).items():
                assert relation.attribute == attribute
                assert issubclass(relation.target_class, Node)
            for attribute in set(dir(offered.props)) & set(offered.model_fields) - offered._metadata_fields:
                assert getattr(offered.props, attribute).path[:2] == (view.space, f"{view.external_id}/{view.version}")


def _accepted(folder: Path, *command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_checkers_and_formatter_accept_them_all(packages: Path) -> None:
    for done in (type_checkers.mypy(packages, "."), type_checkers.pyright(packages, ".")):
        assert done.returncode == 0, done.stdout
    for command in (["check"], ["format", "--check"]):
        _accepted(packages, "ruff", *command, "--isolated", "--no-cache", "--line-length", "120", ".")
