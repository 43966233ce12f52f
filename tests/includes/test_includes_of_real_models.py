"""Every relation of every view of real models, included in queries and compared with plain Python on the same data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import generated_sdk
import pytest
import shared_instances
import shared_models
from graph_evaluation import Graph
from pygen_client import OperationClass, PygenClient
from pygen_client.schema import View, ViewId
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, PythonConfig, generate_sdk
from pygen_runtime import Edge
from pygen_runtime.relations import DirectRelation, EdgeRelation, Relation, ReverseRelation
from pygen_runtime.relations.declarations import declared

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]

MODELS = {
    "Omni": ("Omni", ("Omni.nodes", "Omni.write"), 400),
    "WindTurbine": ("WindTurbine", (), 300),
    "CogniteCore": ("CogniteCore", (), 800),
    "CogniteCore in use": ("CogniteCore", ("CogniteCore.infield",), 150),
}
"""The model, files of real instances for it, and how many instances are seeded besides."""


@dataclass
class Real:
    """A real model with its SDK, real and seeded instances, and what is known of them without queries."""

    graph: Graph
    apis: dict[ViewId, Any]

    def relations(self) -> Iterator[tuple[ViewId, Any, Relation[Any]]]:
        for view_id, api in self.apis.items():
            for one in declared(api.item_class).values():
                yield view_id, api, one


@pytest.fixture(scope="module", params=MODELS)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    name, files, seeded = MODELS[request.param]
    folder = tmp_path_factory.mktemp(name)
    package = f"included_{name.lower()}"
    with Emulator.in_process() as cdf, cdf.client() as client:
        shared_models.deploy(cdf, name)
        for file in files:
            shared_instances.deploy(cdf, file)
            write(client, {"items": shared_instances.sound(file), **shared_instances.OPTIONS})
        cdf.seed(seeded, space="seeded")
        answered = client.data_models.retrieve(shared_models.load(name).data_model.as_id(), inline_views=True)
        assert answered is not None
        (folder / "model.json").write_text(json.dumps(answered.dump()), encoding="utf-8")
        python = PythonConfig(package=package, client_name="Client")
        generated_sdk.write(generate_sdk(folder / "model.json", GeneratorConfig(python=python)), folder)
        with generated_sdk.imported(folder, package) as module:
            sdk = module.Client(client)
            apis = {
                api.item_class.view_id: api
                for api in (getattr(sdk, attribute) for attribute in dir(type(sdk)))
                if hasattr(api, "item_class") and not issubclass(api.item_class, Edge)
            }
            inside = {view.as_id() for view in answered.views if isinstance(view, View)}
            views = {view.as_id(): view for view in client.views.iterate(include_global=True, all_versions=True)}
            containers = {one.as_id(): one for one in client.containers.iterate(include_global=True)}
            yield Real(Graph(cdf, views, containers, inside), apis)


def write(client: PygenClient, body: dict[str, Any]) -> None:
    client.run(client.api.post("/models/instances", body, operation_class=OperationClass.WRITE))


def included(found: Any, relation: Relation[Any]) -> list[Any]:
    """What a query gave for a relation of an object, in the form of the evaluation."""
    value = getattr(found, relation.attribute)
    several = value if isinstance(value, list) else [] if value is None else [value]
    match relation:
        case DirectRelation():
            return sorted(((one.space, one.external_id), one.is_included) for one in several)
        case EdgeRelation():
            links = [(_key(one.edge), _key(one.node_id) if _has_node(one) else None) for one in several]
            return sorted(links, key=str)
        case _:
            return sorted(_key(one) for one in several)


def _key(one: Any) -> tuple[str, str]:
    return one.space, one.external_id


def _has_node(link: Any) -> bool:
    return link._node is not None


def check(found: list[Any], relation: Relation[Any], expected: dict[tuple[str, str], list[Any]], place: str) -> int:
    """Compare what was included in objects with what should be there; gives how much that was."""
    assert {_key(one) for one in found} == set(expected), place
    single = getattr(relation, "single", False)
    for one in found:
        wanted, got = expected[_key(one)], included(one, relation)
        if single and len(wanted) > 1:
            assert len(got) == 1, place
            assert got[0] in wanted, place
        else:
            assert got == wanted, f"{place} of {_key(one)}"
    return sum(map(len, expected.values()))


def test_each_relation_alone_page_by_page(real: Real) -> None:
    kinds: dict[type, int] = {DirectRelation: 0, EdgeRelation: 0, ReverseRelation: 0}
    for view_id, api, relation in real.relations():
        expected = real.graph.reached(view_id, relation.name)
        assert expected is not None
        found = list(api.query().include(relation).iterate(chunk_size=7))
        kinds[type(relation)] += check(found, relation, expected, f"{view_id}.{relation.name}")
    # A comparison of nothing with nothing would prove nothing.
    assert all(kinds.values()), kinds


def test_all_relations_of_a_view_at_once(real: Real) -> None:
    for view_id, api in real.apis.items():
        relations = list(declared(api.item_class).values())[:20]
        found = api.query().include(*relations).list()
        for relation in relations:
            expected = real.graph.reached(view_id, relation.name)
            assert expected is not None
            check(found, relation, expected, f"{view_id}.{relation.name}")


def test_two_levels_of_relations(real: Real) -> None:
    count = 0
    for view_id, api, relation in real.relations():
        target = relation.target_class
        if not hasattr(target, "view_id"):
            continue
        deeper = list(declared(target).values())[:8]
        found = api.query().include(relation.include(*deeper)).list()
        reached = unique(node for one in found for node in nodes_of(one, relation))
        for other in deeper:
            expected = real.graph.reached(target.view_id, other.name)
            assert expected is not None
            inside = {key: expected[key] for key in reached}
            count += check(list(reached.values()), other, inside, f"{view_id}.{relation.name}.{other.name}")
    assert count > 0


def unique(nodes: Iterable[Any]) -> dict[tuple[str, str], Any]:
    return {_key(one): one for one in nodes}


def nodes_of(found: Any, relation: Relation[Any]) -> list[Any]:
    """The nodes that a query gave for a relation of an object."""
    value = getattr(found, relation.attribute)
    several = value if isinstance(value, list) else [] if value is None else [value]
    if isinstance(relation, DirectRelation):
        return [one.value for one in several if one.is_included]
    if isinstance(relation, EdgeRelation):
        return [one.node for one in several if _has_node(one)]
    return several


def test_every_connection_of_the_model_is_a_relation(real: Real) -> None:
    for view_id, api in real.apis.items():
        there = {one.name for one in declared(api.item_class).values()}
        view = real.graph.views[view_id]
        missing = {name for name in view.properties if real.graph.reached(view_id, name) is not None} - there
        assert missing == set()


@pytest.mark.parametrize("real", ["Omni", "CogniteCore"], indirect=True)
def test_whatever_reads_a_view_finds_the_same(real: Real) -> None:
    filtered = 0
    for view_id, api in real.apis.items():
        filtered += real.graph.views[view_id].filter is not None
        expected = set(real.graph.members(view_id))
        found = {
            "list": api.list(limit=None),
            "iterate": api.iterate(chunk_size=500),
            "query": api.query().list(),
            "sync": (one for batch in api.sync() for one in batch.upserted),
            "retrieve": api.retrieve(list(real.graph.nodes)),
        }
        assert {name: {_key(one) for one in ones} for name, ones in found.items()} == dict.fromkeys(found, expected)
        assert api.count() == len(expected)
    assert filtered > 0
