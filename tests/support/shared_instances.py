"""Real instances of the shared folder: which models they need, and which of them no service would take."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import shared_models
from pygen_emulator import Emulator

Json = dict[str, Any]


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


def items(name: str) -> list[Json]:
    """All items of a file as it is."""
    content = json.loads((shared_models.FOLDER / "instances" / f"{name}.json").read_text(encoding="utf-8"))
    found: list[Json] = content["items"]
    return found


def _toolkit(folder: str, kind: str) -> Iterator[Json]:
    for path in sorted((shared_models.FOLDER / "toolkit" / folder).glob(f"edge*.{kind}.yaml")):
        yield shared_models.read_yaml(path)


def deploy(emulator: Emulator, name: str) -> None:
    """Deploy the schema and the spaces that a file of instances needs."""
    for model in FILES[name].models:
        shared_models.deploy(emulator, model)
    folder = FILES[name].toolkit
    if folder is not None:
        views = [_typed(view) for view in _toolkit(folder, "View")]
        spaces = [{"space": space} for space in {view["space"] for view in views}]
        emulator.deploy(spaces=spaces, containers=_toolkit(folder, "Container"), views=views)
    emulator.deploy(spaces=[{"space": space} for space in {item["space"] for item in items(name)}])


def _typed(view: Json) -> Json:
    """The view with the ``type`` in its references, which sources may leave out."""
    for mapped in view["properties"].values():
        mapped["container"]["type"] = "container"
    return view


def sound(name: str) -> list[Json]:
    """The items that fit their models, mended where that is possible."""
    repairs = {id_: misfit.repair for misfit in FILES[name].misfits for id_ in misfit.external_ids}
    fitting = []
    for item in items(name):
        repair = repairs.get(item["externalId"], _as_it_is)
        if repair is not None:
            fitting.append(repair(item))
    return fitting


def _as_it_is(item: Json) -> Json:
    return item
