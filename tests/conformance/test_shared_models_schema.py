"""Real data models go into the emulator and come back equal; what is broken in them is refused and listed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import shared_models
from pygen_client.schema import SpaceWrite
from pygen_emulator import ApiError, Emulator

pytestmark = [
    pytest.mark.evidence("8"),
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared folder with real data models is absent"),
]

REFUSED: dict[str, dict[str, str]] = {
    # A validator's test case, broken on purpose: views that do not exist, reverse relations through nothing.
    "BrokenConnections": {
        "my_space:SourceView(v1).directWithoutTyping": "'my_space:ToBeSetToNone/v1'",
        "my_space:TargetView(v1).reverseUnknownToTargetViewConnection": "'my_space:Unknown/v1'",
        "my_space:TargetView(v1).reverseToEdgeConnection": "is no direct relation",
        "my_space:TargetView(v1).reverseToDirectConnectionWithoutContainer": "is no direct relation",
        "my_space:TargetView(v1).reverseToDirectThatDoesNotExist": "is no direct relation",
        "my_space:TargetView(v1).reverseToViewWithoutProperties": "is no direct relation",
        "my_space:TargetView(v1).reverseToAttribute": "is no direct relation",
        # Sound by itself, but the relation that it reverses is refused above.
        "my_space:TargetView(v1).reverseToDirectWithoutTyping": "is no direct relation",
    },
    # Only the views were published, not the containers they map.
    "Fields": {
        "fields-space:Field(a41a0c9a746803).name": "'fields-space:Field'",
        "fields-space:Area(d6aca0459d82b7).field": "'fields-space:Area'",
        "fields-space:Region(841accf72d9b06).area": "'fields-space:Region'",
    },
    # Relations to a container and a view of an application's space that no file has; their indexes go with them.
    "Maintain": {
        **{
            f"maintain_solution_model:{container}.{part}": text
            for container in ("MaintainCanvas", "MaintainLayout", "Plan")
            for part, text in (("owner", "'cdf_apps_shared:CDF_User'"), ("indexes.owner", "unknown properties: owner"))
        },
        **{
            f"maintain_solution_model:{view}(v1).owner": "'cdf_apps_shared:CDF_User/v1'"
            for view in ("MaintainCanvas", "MaintainLayout", "Plan", "APM_Comment")
        },
    },
    # A view shows a property that its container does not have.
    "OmniSub": {
        "sp_pygen_models:ConnectionItemA(1).properties": "maps 'properties', which container "
        "sp_pygen_models:ConnectionBase does not have"
    },
    # An index over a property that was renamed to equipmentClass.
    "Rmdm": {"rmdm:EquipmentType.indexes.class": "unknown properties: class"},
    # Parents and edge views of system spaces that no file has, and what cannot stand without them.
    "SceneDataModel": {
        "scene:Image360CollectionProperties(v1)": "'cdf_3d_schema:Transformation3d/v1'",
        "scene:RevisionProperties(v1)": "'cdf_3d_schema:Transformation3d/v1'",
        "scene:Image360CollectionScene(v1)": "'cdf_360_image_schema:Image360Collection/v1'",
        "scene:SceneConfiguration(v1).texturedGroundPlanes": "'cdf_3d_schema:Transformation3d/v1'",
        "scene:SceneConfiguration(v1).model3ds": "'scene:RevisionProperties/v1'",
        "scene:SceneConfiguration(v1).images360Collections": "'scene:Image360CollectionProperties/v1'",
    },
    # A container that no file defines, and the reverse relation through the property that maps it.
    "WindTurbine": {
        "sp_pygen_power:SensorPosition(1).blade": "'sp_pygen_power:SensorPosition'",
        "sp_pygen_power:Blade(1).sensor_positions": "is no direct relation",
    },
}

OLDER_FORM = {
    # The view was recorded before its container in cdf_cdm got one more enum value.
    "WindTurbine": {"sp_pygen_power_enterprise:SensorTimeSeries(1).type", "sp_pygen_power:SensorTimeSeries(1).type"},
}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator.in_process() as cdf:
        yield cdf


@pytest.fixture
def client(emulator: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(
        transport=emulator.transport(),
        base_url=f"{emulator.base_url}/api/v1/projects/{emulator.project}/models",
        headers={"Authorization": f"Bearer {emulator.token}"},
    ) as http:
        yield http


@pytest.mark.parametrize("name", shared_models.names())
def test_a_model_is_refused_where_it_is_broken_and_nowhere_else(emulator: Emulator, name: str) -> None:
    expected = REFUSED.get(name, {})

    refusals = shared_models.deploy(emulator, name)

    assert {refusal.place for refusal in refusals} == expected.keys() | _listed_but_refused(name)
    for refusal in refusals:
        assert refusal.status == 400
        assert expected.get(refusal.place, "One or more views do not exist") in refusal.message


@pytest.mark.evidence("6", "7")
@pytest.mark.parametrize("name", shared_models.names())
def test_spaces_and_containers_read_back_equal(emulator: Emulator, client: httpx.Client, name: str) -> None:
    content = shared_models.response(name)
    refused = {refusal.place for refusal in shared_models.deploy(emulator, name)}

    spaces = _by_ids(client, "spaces", [{"space": item["space"]} for item in content["spaces"]])
    containers = _by_ids(client, "containers", [_reference(item) for item in content["containers"]])

    assert [_timeless(item) for item in spaces] == [_timeless(item) for item in content["spaces"]]
    assert [_timeless(item) for item in containers] == [
        _without_refused(_with_defaults(item), refused) for item in content["containers"]
    ]


@pytest.mark.parametrize("name", shared_models.names())
def test_views_read_back_equal(emulator: Emulator, client: httpx.Client, name: str) -> None:
    expected = {_place(view): _timeless(view) for view in shared_models.response(name)["dataModel"]["views"]}
    refused = {refusal.place for refusal in shared_models.deploy(emulator, name)}
    references = [_reference(view) for view in expected.values()]

    found = {_place(view): _timeless(view) for view in _by_ids(client, "views", references)}

    assert found.keys() == expected.keys() - refused
    for place, view in found.items():
        ignored = {path.rpartition(".")[2] for path in refused | OLDER_FORM.get(name, set()) if _owner(path) == place}
        assert _properties(view, ignored) == _properties(expected[place], ignored)
        if not ignored:
            assert _unordered(view) == _unordered(expected[place])


@pytest.mark.evidence("9")
@pytest.mark.parametrize("name", shared_models.names())
def test_the_data_model_reads_back_equal(emulator: Emulator, client: httpx.Client, name: str) -> None:
    expected = shared_models.response(name)["dataModel"]
    refused = {refusal.place for refusal in shared_models.deploy(emulator, name)}

    [found] = _by_ids(client, "datamodels", [_reference(expected)], inlineViews="true")

    assert {_place(view) for view in found.pop("views")} == {_place(view) for view in expected.pop("views")} - refused
    assert _timeless(found) == _timeless(expected)


def test_a_model_is_refused_without_the_system_schema_that_it_extends(emulator: Emulator) -> None:
    bundle = shared_models.load("IdmExtension")
    own = [view for view in bundle.views if view.space == bundle.data_model.space]

    with pytest.raises(ApiError, match=r"One or more views do not exist: 'cdf_cdm:\w+/v1', .*'cdf_idm:") as refusal:
        emulator.deploy(spaces=[SpaceWrite(space=bundle.data_model.space)], views=own)

    assert {"type": "view", "space": "cdf_cdm", "externalId": "CogniteAsset", "version": "v1"} in (
        refusal.value.missing or []
    )


def _listed_but_refused(name: str) -> set[str]:
    """Entries of the data model that go because their view is refused."""
    views = {place for place in REFUSED.get(name, {}) if place.endswith(")")}
    listed = {_place(view) for view in shared_models.response(name)["dataModel"]["views"]}
    return {f"data model: {view}" for view in views & listed}


def _by_ids(client: httpx.Client, kind: str, items: list[dict[str, str]], **parameters: str) -> list[dict[str, Any]]:
    if not items:
        return []
    response = client.post(f"/{kind}/byids", json={"items": items}, params=parameters)
    found: list[dict[str, Any]] = response.raise_for_status().json()["items"]
    return found


def _reference(item: dict[str, Any]) -> dict[str, str]:
    return {key: item[key] for key in ("space", "externalId", "version") if key in item}


def _place(view: dict[str, Any]) -> str:
    return f"{view['space']}:{view['externalId']}({view['version']})"


def _owner(place: str) -> str:
    """The view that a place is in."""
    return place.rpartition(").")[0] + ")"


def _timeless(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in ("createdTime", "lastUpdatedTime")}


def _with_defaults(container: dict[str, Any]) -> dict[str, Any]:
    """Files made from sources leave out ``bySpace``, which answers always have."""
    parts = [*container["indexes"].values(), *container["constraints"].values()]
    for part in parts:
        if "btree" in part.values() or "uniqueness" in part.values():
            part.setdefault("bySpace", False)
    return _timeless(container)


def _without_refused(container: dict[str, Any], refused: set[str]) -> dict[str, Any]:
    place = f"{container['space']}:{container['externalId']}"
    kept = {name: prop for name, prop in container["properties"].items() if f"{place}.{name}" not in refused}
    indexes = {name: index for name, index in container["indexes"].items() if f"{place}.indexes.{name}" not in refused}
    return {**container, "properties": kept, "indexes": indexes}


def _properties(view: dict[str, Any], ignored: set[str]) -> dict[str, Any]:
    return {name: prop for name, prop in view["properties"].items() if name not in ignored}


def _unordered(view: dict[str, Any]) -> dict[str, Any]:
    return {**view, "mappedContainers": sorted(view["mappedContainers"], key=lambda item: sorted(item.values()))}
