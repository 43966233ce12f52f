"""Toolkit folders resolve to what the service answers for the same data model, and they generate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pygen_generator import FileSource, Schema, SourceError, ToolkitSource, generate_sdk
from pygen_generator.schema import whole_views

SHARED = Path(__file__).parents[3] / "shared" / "models"
SYSTEM = SHARED / "toolkit" / "_system"
FOLDERS = sorted(path.name for path in (SHARED / "toolkit").glob("*") if path.is_dir() and "graphql" not in path.name)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDERS, reason="the shared models are not beside this checkout"),
]

KNOWN: dict[str, set[str]] = {
    # The container that `blade` maps is not defined in the folder; the system model has gained a value since the dump.
    "wind_turbine": {"SensorPosition.blade", "SensorPosition.mappedContainers", "SensorTimeSeries.type"},
    # Views of the service's own 3D spaces, which no folder defines.
    "scene": {"Cdf3dConnectionProperties", "Cdf3dEntity", "Cdf3dModel"},
    # Another model of the same name: the folder defines it with other texts and without four properties.
    "apm_source_data": {
        "APM_Config.appDataSpaceId",
        "APM_Config.appDataSpaceVersion",
        "APM_Config.customerDataSpaceId",
        "APM_Config.customerDataSpaceVersion",
        "APM_Config.description",
        "APM_Config.featureConfiguration",
        "APM_Config.fieldConfiguration",
        "APM_Config.isDefault",
        "APM_Config.name",
        "APM_Config.rootLocationsConfiguration",
    },
}
"""What differs, by the shared folder's README or by looking: ``View``, ``View.field`` or ``View.property``."""


def _toolkit(name: str) -> Schema:
    return ToolkitSource(SHARED / "toolkit" / name, context=[] if name == "_system" else [SYSTEM]).load(())


def _responses() -> dict[Any, dict[str, Any]]:
    """The views of each data model's response, by data model and external id of the view."""
    found = {}
    for path in (SHARED / "responses").glob("*.json"):
        (model,) = FileSource(path).load(()).data_models
        found[model.as_id()] = {view.external_id: view.dump() for view in whole_views(model)}
    return found


def _differences(answered: dict[str, Any], resolved: dict[str, Any]) -> Iterator[str]:
    for view in sorted(answered.keys() | resolved.keys()):
        if view not in answered or view not in resolved:
            yield view
            continue
        one, other = answered[view], resolved[view]
        for key in sorted((one.keys() | other.keys()) - {"createdTime", "lastUpdatedTime", "properties"}):
            mine, yours = one.get(key), other.get(key)
            if key == "mappedContainers":
                mine, yours = (sorted(map(str, value or [])) for value in (mine, yours))
            if mine != yours:
                yield f"{view}.{key}"
        for name in sorted(one["properties"].keys() | other["properties"].keys()):
            if one["properties"].get(name) != other["properties"].get(name):
                yield f"{view}.{name}"


@pytest.fixture(scope="module")
def responses() -> dict[Any, dict[str, Any]]:
    return _responses()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_resolves_to_the_answer_of_the_service(name: str, responses: dict[Any, dict[str, Any]]) -> None:
    models = [model for model in _toolkit(name).data_models if model.as_id() in responses]
    found = {
        difference
        for model in models
        for difference in _differences(
            responses[model.as_id()], {view.external_id: view.dump() for view in whole_views(model)}
        )
    }

    assert models
    assert found == KNOWN.get(name, set())


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_generates(name: str) -> None:
    source = ToolkitSource(SHARED / "toolkit" / name, context=[] if name == "_system" else [SYSTEM])
    for path, text in generate_sdk(source).files.items():
        compile(text, path, "exec")


@pytest.mark.parametrize("name", [name for name in FOLDERS if name != "_system"])
def test_a_folder_generates_without_the_system_models_too(name: str) -> None:
    """What is missing then is reported."""
    for path, text in generate_sdk(SHARED / "toolkit" / name).files.items():
        compile(text, path, "exec")


def test_every_difference_of_an_incomplete_folder_is_reported() -> None:
    codes = [issue.code for issue in _toolkit("scene").issues]

    assert codes.count("parent-unknown") == 3
    assert codes.count("view-unknown") == 8


def test_a_data_model_in_graphql_is_refused_with_a_way_out() -> None:
    with pytest.raises(SourceError, match=r"GraphQL.*generate from CDF"):
        ToolkitSource(SHARED / "toolkit" / "graphql_asset_hierarchy").load(())
