"""Questions to real graphs, with answers that were found by reading the instances."""

from __future__ import annotations

from collections.abc import Iterator

import emulated_project
import pytest
import shared_instances
import shared_models
from emulated_project import Json, Project
from graph_queries import body_of, edges, found, ids, named, nodes, pages, query, sync
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.evidence("16"),
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]


def _loaded(name: str) -> Iterator[Project]:
    emulator = Emulator.in_process()
    shared_instances.deploy(emulator, name)
    with emulated_project.connected(emulator) as project:
        project.write(*shared_instances.sound(name), **shared_instances.OPTIONS)
        yield project


@pytest.fixture(scope="module")
def windmill() -> Iterator[Project]:
    yield from _loaded("Windmill")


@pytest.fixture(scope="module")
def omni() -> Iterator[Project]:
    yield from _loaded("Omni.write")


def _through(space: str, view: str, identifier: str, version: str = "1") -> Json:
    source = {"type": "view", "space": space, "externalId": view, "version": version}
    return {"source": source, "identifier": identifier}


def _of_type(space: str, external_id: str) -> Json:
    return {"equals": {"property": ["edge", "type"], "value": {"space": space, "externalId": external_id}}}


MILLS = {"hasData": [{"type": "view", "space": "power-models", "externalId": "Windmill", "version": "1"}]}
MILL = "hornsea_1_mill_3:Windmill"


def test_a_windmill_has_three_blades_with_six_sensors_each(windmill: Project) -> None:
    sets = {
        "mills": nodes(MILLS),
        "to_blades": edges(_of_type("power-models", "Windmill.blades"), from_="mills", maxDistance=1),
        "blades": nodes(from_="to_blades"),
        "to_sensors": edges(from_="blades", maxDistance=1, limit=1000),
        "sensors": nodes(from_="to_sensors", limit=1000),
    }
    counts = {name: len(found) for name, found in ids(query(windmill, sets)).items()}
    assert counts == {"mills": 5, "to_blades": 15, "blades": 15, "to_sensors": 90, "sensors": 90}


def test_everything_below_one_windmill_is_reached_by_one_walk(windmill: Project) -> None:
    sets = {"mill": nodes(named(MILL)), "walk": edges(from_="mill"), "parts": nodes(from_="walk")}
    answer = ids(query(windmill, sets))
    blades = [f"{MILL}.blades[{blade}]" for blade in range(3)]
    sensors = [f"{blade}.sensor_positions[{sensor}]" for blade in blades for sensor in range(6)]
    assert sorted(answer["parts"]) == sorted([*blades, *sensors])
    assert sorted(answer["walk"][:3]) == [f"{MILL}->{blade}" for blade in blades]
    assert len(answer["walk"]) == 21


def test_a_sensor_leads_back_to_its_windmill(windmill: Project) -> None:
    sensor = f"{MILL}.blades[1].sensor_positions[4]"
    sets = {
        "sensor": nodes(named(sensor)),
        "up": edges(from_="sensor", direction="inwards"),
        "mills": nodes(MILLS, from_="up"),
    }
    assert found(windmill, sets, "mills") == [MILL]


def test_a_generator_is_two_relations_away_from_its_windmill(windmill: Project) -> None:
    nacelle = _through("power-models", "Windmill", "nacelle")
    generator = _through("power-models", "Nacelle", "generator")
    sets = {
        "mills": nodes(named(MILL)),
        "nacelles": nodes(from_="mills", through=nacelle, direction="outwards"),
        "generators": nodes(from_="nacelles", through=generator, direction="outwards"),
        "back": nodes(from_="generators", through=generator, direction="inwards"),
        "home": nodes(from_="back", through=nacelle, direction="inwards"),
    }
    assert ids(query(windmill, sets)) == {
        "mills": [MILL],
        "nacelles": [f"{MILL}.nacelle"],
        "generators": [f"{MILL}.nacelle.generator"],
        "back": [f"{MILL}.nacelle"],
        "home": [MILL],
    }


def test_every_sensor_arrives_page_by_page(windmill: Project) -> None:
    sets = {"mills": nodes(MILLS), "walk": edges(from_="mills", limit=7)}
    read = [name for page in pages(windmill, sets, "walk") for name in page]
    assert len(read) == len(set(read)) == 105


def test_a_subscriber_hears_of_a_windmill_that_is_taken_down(windmill: Project) -> None:
    other = "hornsea_1_mill_2:Windmill"
    sets = {"mills": nodes(MILLS), "blades": edges(_of_type("power-models", "Windmill.blades"))}
    cursors = sync(windmill, sets)["nextCursor"]
    name = {"instanceType": "node", "space": "windmill-instances", "externalId": other}
    windmill.post("instances/delete", {"items": [name]})
    told = ids(sync(windmill, sets, cursors=cursors))
    assert told["mills"] == [f"-{other}"]
    assert sorted(told["blades"]) == [f"-{other}->{other}.blades[{blade}]" for blade in range(3)]
    (mill,) = [item for item in shared_instances.items("Windmill") if item["externalId"] == other]
    windmill.write(*(item for item in shared_instances.items("Windmill") if other in str(item.get("startNode"))), mill)


def test_omni_items_lead_back_to_those_that_point_at_them(omni: Project) -> None:
    step = _through("sp_pygen_models", "ConnectionItemA", "selfDirect")
    sets = {
        "jennifer": nodes(named("ConnectionItemA:Jennifer")),
        "admirers": nodes(from_="jennifer", through=step, direction="inwards"),
        "their_admirers": nodes(from_="admirers", through=step, direction="inwards"),
    }
    answer = ids(query(omni, sets))
    assert sorted(answer["admirers"]) == ["ConnectionItemA:Jason", "ConnectionItemA:Phillip"]
    assert sorted(answer["their_admirers"]) == ["ConnectionItemA:Alexander", "ConnectionItemA:Jonathan"]


def test_omni_lists_of_relations_are_followed_outwards_only(omni: Project) -> None:
    step = _through("sp_pygen_models", "ConnectionItemD", "directMulti")
    sets = {
        "root": nodes(named("ConnectionItemD:Daniel", "ConnectionItemD:Kristin")),
        "targets": nodes(from_="root", through=step, direction="outwards"),
    }
    people = ("Alexis", "Ana", "Pamela", "Stephanie")
    assert sorted(found(omni, sets, "targets")) == [f"ConnectionItemE:{name}" for name in people]
    inwards = {"root": nodes(), "sources": nodes(from_="root", through=step, direction="inwards")}
    refused = omni.refused("instances/query", body_of(inwards))
    assert refused.message == "Cannot traverse lists of direct relations inwards."


def test_a_walk_over_the_circles_of_omni_ends(omni: Project) -> None:
    reflexive = _of_type("sp_pygen_models", "reflexive")
    sets = {
        "amanda": nodes(named("ConnectionItemB:Amanda")),
        "walk": edges(reflexive, from_="amanda"),
        "two": edges(reflexive, from_="amanda", maxDistance=2),
        "without_mark": edges(reflexive, from_="amanda", nodeFilter={"not": named("ConnectionItemB:Mark")}),
        "until_michael": edges(reflexive, from_="amanda", terminationFilter=named("ConnectionItemB:Michael")),
        "people": nodes(from_="walk"),
    }
    answer = query(omni, sets)
    ends = {
        name: [(item["startNode"]["externalId"][16:], item["endNode"]["externalId"][16:]) for item in items]
        for name, items in answer["items"].items()
        if name not in ("amanda", "people")
    }
    first, second = [("Amanda", "Nancy")], [("Nancy", "Mark"), ("Nancy", "Michael")]
    of_mark = [("Mark", "Mark"), ("Mark", "Michael")]
    of_michael = [("Michael", "Amanda"), ("Michael", "Michael"), ("Michael", "Nancy")]
    assert ends["walk"][:3] == ends["two"] == [*first, *second]
    assert sorted(ends["walk"][3:]) == [*of_mark, *of_michael]
    assert ends["without_mark"] == [*first, ("Nancy", "Michael"), *of_michael]
    assert ends["until_michael"] == [*first, *second, *of_mark]
    assert sorted(ids(answer)["people"]) == [
        f"ConnectionItemB:{name}" for name in ("Amanda", "Mark", "Michael", "Nancy")
    ]
