"""Real Toolkit folders deploy into the emulator as they are written, and what they say reads back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import shared_models
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import ContainerWrite, DataModelWrite, SpaceWrite, ViewWrite
from pygen_emulator import ApiError, Emulator

TOOLKIT = shared_models.FOLDER / "toolkit"
FOLDERS = sorted(path.name for path in TOOLKIT.glob("*") if path.is_dir() and "graphql" not in path.name)
pytestmark = [
    pytest.mark.evidence("6", "7", "8", "9"),
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDERS, reason="the shared models are not beside this checkout"),
]

REFUSED = {
    "broken_connections": "properties size must be between 1 and 100",
    "maintain": "do not exist: ",
    "rmdm": "unknown properties: class",
    "scene": "'cdf_3d_schema:Transformation3d/v1'",
    "wind_turbine": "do not exist: 'sp_pygen_power:SensorPosition'",
}
"""Folders that name what no file has, an index over no property or a container of none: what the refusal says."""

_KIND = re.compile(r"(?:.*\.)?(space|container|view|datamodel)\.yaml", re.IGNORECASE)
_CLASSES: dict[str, Any] = {
    "space": SpaceWrite,
    "container": ContainerWrite,
    "view": ViewWrite,
    "datamodel": DataModelWrite,
}


@lru_cache(maxsize=1)
def items_of_the_system() -> list[tuple[str, dict[str, Any]]]:
    """What every folder builds on."""
    return list(items(TOOLKIT / "_system"))


def items(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every item of a folder with its kind."""
    for path in sorted(folder.rglob("*.yaml")):
        match = _KIND.fullmatch(path.name)
        if match is not None:
            content = versions_as_text(shared_models.read_yaml(path))
            for item in content if isinstance(content, list) else [content]:
                yield match[1].lower(), _CLASSES[match[1].lower()].load(item).dump()


def versions_as_text(content: Any) -> Any:
    """An unquoted version is a number in YAML, and text in the service. A key without value is as good as left out."""
    if isinstance(content, list):
        return [versions_as_text(one) for one in content]
    if isinstance(content, dict):
        return {
            key: str(value) if key == "version" and isinstance(value, int) else versions_as_text(value)
            for key, value in content.items()
            if value is not None
        }
    return content


def deployable(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The items of a folder and the system's; of what both define, the first form counts. Named spaces are made."""
    found: dict[str, dict[Any, dict[str, Any]]] = {"space": {}, "container": {}, "view": {}, "datamodel": {}}
    for kind, item in [*items(folder), *items_of_the_system()]:
        found[kind].setdefault((item["space"], item.get("externalId"), item.get("version")), item)
    for kind in ("container", "view", "datamodel"):
        for item in found[kind].values():
            found["space"].setdefault((item["space"], None, None), {"space": item["space"]})
    return {kind: list(named.values()) for kind, named in found.items()}


def deploy(cdf: Emulator, parts: dict[str, list[dict[str, Any]]]) -> None:
    cdf.deploy(
        spaces=parts["space"],
        containers=parts["container"],
        views=parts["view"],
        data_models=parts["datamodel"],
        as_system=True,
    )


def says(answer: Any, source: Any) -> bool:
    """Whether an answer says all that a source says."""
    if isinstance(source, dict):
        return isinstance(answer, dict) and all(key in answer and says(answer[key], source[key]) for key in source)
    return bool(answer == source)


@pytest.mark.parametrize("name", [name for name in FOLDERS if name not in REFUSED])
def test_a_folder_deploys_and_reads_back(name: str) -> None:
    parts = deployable(TOOLKIT / name)
    with Emulator.in_process() as cdf:
        deploy(cdf, parts)
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            containers = {one.as_id(): one.as_write().dump() for one in client.containers.list(include_global=True)}
            views = {
                one.as_id(): one.as_write().dump()
                for one in client.views.list(include_global=True, all_versions=True, include_inherited_properties=False)
            }
            models = {
                one.as_id(): one.as_write().dump()
                for one in client.data_models.list(include_global=True, all_versions=True)
            }
    for container in (ContainerWrite.load(item) for item in parts["container"]):
        assert says(containers[container.as_id()], container.dump())
    for view in (ViewWrite.load(item) for item in parts["view"]):
        assert says(views[view.as_id()], view.dump())
    for model in (DataModelWrite.load(item) for item in parts["datamodel"]):
        assert sorted(map(str, models[model.as_id()]["views"])) == sorted(map(str, model.dump()["views"]))


@pytest.mark.parametrize("name", [name for name in FOLDERS if name in REFUSED])
def test_a_folder_that_names_what_is_not_there_is_refused_whole(name: str) -> None:
    with Emulator.in_process() as cdf, pytest.raises(ApiError) as refusal:
        deploy(cdf, deployable(TOOLKIT / name))
    assert refusal.value.status == 400
    assert REFUSED[name] in refusal.value.message
