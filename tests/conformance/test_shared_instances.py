"""Real instances load into the emulator and read back equal; what does not fit its model is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import emulated_project
import pytest
import shared_instances
import shared_models
from emulated_project import Json, Project
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.evidence("10"),
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]


@pytest.fixture
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    name: str = request.param
    emulator = Emulator.in_process()
    shared_instances.deploy(emulator, name)
    with emulated_project.connected(emulator) as project:
        yield project


each_file = pytest.mark.parametrize(
    ("project", "name"),
    [(name, name) for name in shared_instances.FILES],
    indirect=["project"],
    ids=shared_instances.FILES,
)


@each_file
def test_the_sound_instances_load_and_read_back_equal(project: Project, name: str) -> None:
    items = shared_instances.sound(name)
    project.write(*items, **shared_instances.OPTIONS)
    for item in items:
        found = _read(project, item, [])
        for key in ("type", "startNode", "endNode"):
            assert found.get(key) == item.get(key)
        for source, written in _written(item):
            shown = _read(project, item, [source])["properties"][source["space"]][
                f"{source['externalId']}/{source['version']}"
            ]
            assert {key: _plain(shown[key]) for key in written} == {key: _plain(written[key]) for key in written}
    assert not any(result["wasModified"] for result in project.write(*items, **shared_instances.OPTIONS))


@each_file
def test_each_misfit_is_refused_by_name(project: Project, name: str) -> None:
    items = shared_instances.items(name)
    sound = {item["externalId"]: item for item in shared_instances.sound(name)}
    by_id = {item["externalId"]: item for item in items}
    for misfit in shared_instances.FILES[name].misfits:
        for external_id in misfit.external_ids:
            refused = project.refuses(
                *({**sound, external_id: by_id[external_id]}).values(), **shared_instances.OPTIONS
            )
            assert misfit.message in refused.message


def _written(item: Json) -> Iterator[tuple[Json, Json]]:
    """What an item gives to each view, later values in place of earlier ones and nulls left out."""
    by_source: dict[str, Json] = {}
    for data in item.get("sources", ()):
        by_source.setdefault(json.dumps(data["source"]), {}).update(data["properties"])
    for source, values in by_source.items():
        yield json.loads(source), {key: value for key, value in values.items() if value is not None}


def _read(project: Project, item: Json, sources: list[Json]) -> Json:
    wanted = {key: item[key] for key in ("instanceType", "space", "externalId")}
    body = {"items": [wanted], "sources": [{"source": source} for source in sources]}
    (found,) = project.post("instances/byids", body)["items"]
    instance: Json = found
    return instance


def _plain(value: Any) -> Any:
    """Timestamps as points in time: the service answers them in a form of its own."""
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, str) and "T" in value:
        try:
            full = re.sub(r"\.(\d+)", lambda fraction: f".{fraction[1]:0<6}", value.replace("Z", "+00:00"))
            return datetime.fromisoformat(full).timestamp()
        except ValueError:
            return value
    return value
