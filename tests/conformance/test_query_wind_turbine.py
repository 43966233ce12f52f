"""Questions to a small graph of the real WindTurbine model, with answers that were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import emulated_project
import pytest
import shared_models
from emulated_project import Json, Project
from graph_queries import edges, ids, named, nodes, query
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.evidence("16"),
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]

SCHEMA, DATA = "sp_pygen_power", "wind"
DISTANCE = {"space": "sp_pygen_power_enterprise", "externalId": "Distance"}


def _source(view: str) -> Json:
    return {"type": "view", "space": SCHEMA, "externalId": view, "version": "1"}


def _id(external_id: str) -> Json:
    return {"space": DATA, "externalId": external_id}


def _node(view: str, external_id: str, **properties: Any) -> Json:
    return {
        "instanceType": "node",
        **_id(external_id),
        "sources": [{"source": _source(view), "properties": properties}],
    }


def _distance(turbine: str, mast: str, metres: float) -> Json:
    return {
        "instanceType": "edge",
        **_id(f"{turbine}-{mast}"),
        "type": DISTANCE,
        "startNode": _id(turbine),
        "endNode": _id(mast),
        "sources": [{"source": _source("Distance"), "properties": {"distance": metres}}],
    }


def _through(view: str, identifier: str) -> Json:
    return {"source": _source(view), "identifier": identifier}


@pytest.fixture(scope="module")
def farm() -> Iterator[Project]:
    """Two turbines with three and one blades; t1 has a nacelle with gearbox; two masts, of which both see t1."""
    emulator = Emulator.in_process()
    shared_models.deploy(emulator, "WindTurbine")
    emulator.deploy(spaces=[{"space": DATA}])
    with emulated_project.connected(emulator) as project:
        project.write(
            *(_node("Blade", f"b{number}", name=f"B{number}", is_damaged=number == 2) for number in (1, 2, 3, 4)),
            _node("Gearbox", "g1"),
            _node("Nacelle", "n1", gearbox=_id("g1")),
            _node("Rotor", "r1"),
            _node(
                "WindTurbine",
                "t1",
                name="One",
                capacity=8.0,
                nacelle=_id("n1"),
                rotor=_id("r1"),
                blades=[_id("b1"), _id("b2"), _id("b3")],
            ),
            _node("WindTurbine", "t2", name="Two", capacity=5.0, blades=[_id("b4")]),
            _node("Metmast", "m1", position=1.0),
            _node("Metmast", "m2", position=2.0),
            _distance("t1", "m1", 100.0),
            _distance("t1", "m2", 900.0),
            _distance("t2", "m2", 300.0),
        )
        yield project


def test_blades_of_a_list_are_followed_from_their_turbine(farm: Project) -> None:
    sets = {
        "turbines": nodes(named("t1")),
        "blades": nodes(from_="turbines", through=_through("WindTurbine", "blades"), direction="outwards"),
    }
    assert sorted(ids(query(farm, sets))["blades"]) == ["b1", "b2", "b3"]


def test_only_the_damaged_blade_is_found(farm: Project) -> None:
    damaged = {"equals": {"property": [SCHEMA, "Blade/1", "is_damaged"], "value": True}}
    sets = {
        "turbines": nodes(named("t1", "t2")),
        "blades": nodes(damaged, from_="turbines", through=_through("WindTurbine", "blades"), direction="outwards"),
    }
    assert ids(query(farm, sets))["blades"] == ["b2"]


def test_a_gearbox_leads_back_through_its_nacelle_to_its_turbine(farm: Project) -> None:
    sets = {
        "gearbox": nodes(named("g1")),
        "nacelle": nodes(from_="gearbox", through=_through("Nacelle", "gearbox"), direction="inwards"),
        "turbine": nodes(from_="nacelle", through=_through("WindTurbine", "nacelle"), direction="inwards"),
    }
    assert ids(query(farm, sets)) == {"gearbox": ["g1"], "nacelle": ["n1"], "turbine": ["t1"]}


def test_masts_within_500_metres_are_chosen_by_a_property_of_the_edge(farm: Project) -> None:
    near = {"range": {"property": [SCHEMA, "Distance/1", "distance"], "lt": 500.0}}
    sets = {
        "turbines": nodes(named("t1", "t2")),
        "distances": edges(near, from_="turbines", maxDistance=1),
        "masts": nodes(from_="distances"),
    }
    answer = ids(query(farm, sets))
    assert sorted(answer["distances"]) == ["t1-m1", "t2-m2"]
    assert sorted(answer["masts"]) == ["m1", "m2"]


def test_a_mast_is_asked_for_its_turbines_against_the_direction_of_the_edges(farm: Project) -> None:
    sets = {
        "mast": nodes(named("m2")),
        "distances": edges(from_="mast", maxDistance=1, direction="inwards"),
        "turbines": nodes(from_="distances"),
    }
    assert sorted(ids(query(farm, sets))["turbines"]) == ["t1", "t2"]


def test_turbines_share_the_mast_that_both_see(farm: Project) -> None:
    sets: Json = {}
    for turbine in ("t1", "t2"):
        sets[turbine] = nodes(named(turbine))
        sets[f"{turbine}_edges"] = edges(from_=turbine, maxDistance=1)
        sets[f"{turbine}_masts"] = nodes(from_=f"{turbine}_edges")
    sets["both"] = {"intersection": ["t1_masts", "t2_masts"]}
    assert ids(query(farm, sets, ["both"])) == {"both": ["m2"]}
