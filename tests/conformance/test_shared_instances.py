"""Real instances load into the emulator and read back equal; what does not fit its model is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import emulated_project
import pytest
import shared_models
import yaml
from emulated_project import Json, Project
from pygen_emulator import Emulator

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]


def _shorter_fraction(item: Json) -> Json:
    """Without the digits below a millisecond, which the service does not take."""
    text = json.dumps(item).replace(":37.042926+", ":37.042+")
    repaired: Json = json.loads(text)
    return repaired


def _without_sources(item: Json) -> Json:
    return {key: value for key, value in item.items() if key != "sources"}


@dataclass(frozen=True)
class Misfit:
    """Instances that the service would not take as they are."""

    external_ids: tuple[str, ...]
    message: str
    repair: Callable[[Json], Json] | None = None
    """What makes it sound; without one the instances are left out."""


@dataclass(frozen=True)
class File:
    """One file of instances, the models it needs, and what in it does not fit them."""

    models: tuple[str, ...]
    misfits: tuple[Misfit, ...] = ()
    toolkit: str | None = None
    """A folder of sources with more schema: views and containers that no model lists."""


_OSLO = "oslo_refinery_root"
_OSLO_ASSETS = ("", "_all_resources", "_files", "_maintenance_orders", "_timeseries")
FILES = {
    "CogniteCore.infield": File(
        ("CogniteCore", "IdmExtension"),
        (
            Misfit(
                tuple(f"{_OSLO}{name}" for name in _OSLO_ASSETS),
                "the property 'pathLastUpdatedTime' of the view 'cdf_cdm:CogniteAsset/v1' must be a timestamp",
                _shorter_fraction,
            ),
            Misfit(
                ("oslo_refinery_notification_src1",),
                "The node 'oslo_refinery_source_instance_space_1:oslo_refinery_root_all_resources', the target of the "
                "property 'asset'",
            ),
        ),
    ),
    "DataModelLocation": File(("DataModelLocation",), toolkit="complete_org"),
    "Maintain": File(("Maintain", "MaintainSource", "ApmConfig")),
    "Omni.nodes": File(
        ("Omni",),
        (
            Misfit(
                tuple(f"ConnectionItemC:{name}" for name in ("Beth", "Chad", "Karen", "Sarah", "Victor")),
                "The view 'sp_pygen_models:ConnectionItemC/1' cannot be written to",
            ),
            Misfit(
                tuple(
                    f"Implementation1NonWriteable:{name}" for name in ("Brandon", "Dennis", "Joseph", "Robert", "Tara")
                ),
                "no value for the required property 'sp_pygen_models.Implementation1.requiredImplementation1Value'",
            ),
        ),
    ),
    "Omni.write": File(
        ("Omni",),
        (
            Misfit(
                ("ConnectionItemA:Jennifer:ConnectionItemB:Michael",),
                "[sources size must be between 1 and 100]",
                _without_sources,
            ),
        ),
    ),
    "Windmill": File(("Windmill",)),
}
OPTIONS = {"autoCreateStartNodes": True, "autoCreateEndNodes": True}
"""Some files have edges to nodes that are not in them."""


def _items(name: str) -> list[Json]:
    content = json.loads((shared_models.FOLDER / "instances" / f"{name}.json").read_text(encoding="utf-8"))
    items: list[Json] = content["items"]
    return items


def _toolkit(folder: str, kind: str) -> Iterator[Json]:
    for path in sorted((shared_models.FOLDER / "toolkit" / folder).glob(f"edge*.{kind}.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    name: str = request.param
    emulator = Emulator.in_process()
    for model in FILES[name].models:
        shared_models.deploy(emulator, model)
    folder = FILES[name].toolkit
    if folder is not None:
        views = [_typed(view) for view in _toolkit(folder, "View")]
        spaces = [{"space": space} for space in {view["space"] for view in views}]
        emulator.deploy(spaces=spaces, containers=_toolkit(folder, "Container"), views=views)
    emulator.deploy(spaces=[{"space": space} for space in {item["space"] for item in _items(name)}])
    with emulated_project.connected(emulator) as project:
        yield project


def _typed(view: Json) -> Json:
    """The view with the ``type`` in its references, which sources may leave out."""
    for mapped in view["properties"].values():
        mapped["container"]["type"] = "container"
    return view


def _sound(name: str, items: list[Json]) -> list[Json]:
    repairs = {id_: misfit.repair for misfit in FILES[name].misfits for id_ in misfit.external_ids}
    sound = []
    for item in items:
        repair = repairs.get(item["externalId"], _as_it_is)
        if repair is not None:
            sound.append(repair(item))
    return sound


def _as_it_is(item: Json) -> Json:
    return item


each_file = pytest.mark.parametrize(
    ("project", "name"), [(name, name) for name in FILES], indirect=["project"], ids=FILES
)


@each_file
def test_the_sound_instances_load_and_read_back_equal(project: Project, name: str) -> None:
    items = _sound(name, _items(name))
    project.write(*items, **OPTIONS)
    for item in items:
        found = _read(project, item, [])
        for key in ("type", "startNode", "endNode"):
            assert found.get(key) == item.get(key)
        for source, written in _written(item):
            shown = _read(project, item, [source])["properties"][source["space"]][
                f"{source['externalId']}/{source['version']}"
            ]
            assert {key: _plain(shown[key]) for key in written} == {key: _plain(written[key]) for key in written}
    assert not any(result["wasModified"] for result in project.write(*items, **OPTIONS))


@each_file
def test_each_misfit_is_refused_by_name(project: Project, name: str) -> None:
    items = _items(name)
    sound = {item["externalId"]: item for item in _sound(name, items)}
    by_id = {item["externalId"]: item for item in items}
    for misfit in FILES[name].misfits:
        for external_id in misfit.external_ids:
            refused = project.refuses(*({**sound, external_id: by_id[external_id]}).values(), **OPTIONS)
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
