"""Data models: sets of views, by reference or whole."""

from __future__ import annotations

from typing import Any

import pytest
from pygen_emulator import Emulator

pytestmark = pytest.mark.evidence("9")


@pytest.fixture(autouse=True)
def _views(api: Any) -> None:
    api.post("/spaces", {"space": "s"})
    api.post("/containers", {"space": "s", "externalId": "C", "properties": {"p": {"type": {"type": "text"}}}})
    api.post("/views", _view("A"), _view("B"), {**_view("A"), "version": "2"})


def _view(external_id: str) -> dict[str, Any]:
    container = {"type": "container", "space": "s", "externalId": "C"}
    prop = {"container": container, "containerPropertyIdentifier": "p"}
    return {"space": "s", "externalId": external_id, "version": "1", "properties": {"p": prop}}


def _ref(external_id: str, version: str = "1") -> dict[str, str]:
    return {"type": "view", "space": "s", "externalId": external_id, "version": version}


def _model(*views: Any, **fields: Any) -> dict[str, Any]:
    return {"space": "s", "externalId": "M", "version": "1", "views": list(views), **fields}


ID = {"space": "s", "externalId": "M", "version": "1"}


def test_a_data_model_comes_back_with_references(api: Any) -> None:
    [model] = api.post("/datamodels", _model(_ref("A"), _ref("B"), name="Model", description="Two views"))

    assert model.pop("createdTime") == model.pop("lastUpdatedTime")
    assert model == {
        **ID,
        "name": "Model",
        "description": "Two views",
        "views": [_ref("A"), _ref("B")],
        "isGlobal": False,
    }


def test_inline_views_are_whole_and_expanded(api: Any) -> None:
    api.post("/views", {"space": "s", "externalId": "Child", "version": "1", "implements": [_ref("A")]})
    api.post("/datamodels", _model(_ref("Child")))

    [by_id] = api.post("/datamodels/byids", ID, inlineViews="true")
    [listed] = api.get("/datamodels", inlineViews="true")["items"]

    assert by_id == listed
    assert by_id["views"] == api.post("/views/byids", {"space": "s", "externalId": "Child", "version": "1"})
    assert list(by_id["views"][0]["properties"]) == ["p"]


def test_views_given_whole_are_created(api: Any) -> None:
    [model] = api.post("/datamodels", _model(_ref("A"), _view("New")))

    assert model["views"] == [_ref("A"), _ref("New")]
    assert len(api.post("/views/byids", {"space": "s", "externalId": "New", "version": "1"})) == 1


def test_a_bad_view_within_leaves_nothing_behind(api: Any) -> None:
    assert "Property identifier" in api.refusal(
        "/datamodels",
        _model(
            {
                **_view("New"),
                "properties": {
                    "a.b": {
                        "container": {"type": "container", "space": "s", "externalId": "C"},
                        "containerPropertyIdentifier": "p",
                    }
                },
            }
        ),
    )

    assert api.post("/datamodels/byids", ID) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_model(_ref("Unknown")), "One or more views do not exist: 's:Unknown/1'"),
        (_model(_ref("A"), _ref("A")), "views names a view twice"),
        (_model({**_ref("A"), "name": "A"}), "Unexpected field - items.views.name"),
        (_model({**_view("New"), "implements": [{"space": "s", "externalId": "A", "version": "1"}]}), "[type must not"),
        ({**_model(), "externalId": "has-hyphen"}, "externalId must match"),
        ({**_model(), "version": ""}, "version size must be between 1 and 43"),
        ({**_model(), "space": "unknown"}, "One or more spaces do not exist: 'unknown'"),
        ({**_model(), "createdTime": 1}, "Unexpected field - items.createdTime"),
        (_model(*(_ref(f"V{n}") for n in range(101))), "views do not exist"),
    ],
)
def test_a_bad_data_model_is_refused(api: Any, body: dict[str, Any], message: str) -> None:
    assert message in api.refusal("/datamodels", body)


@pytest.mark.evidence("4")
def test_a_data_model_has_at_most_a_hundred_views(emulator: Emulator) -> None:
    views = [_view(f"V{number}") for number in range(101)]
    emulator.deploy(views=views)

    with pytest.raises(Exception, match="Too many views in data model s:M"):
        emulator.deploy(data_models=[_model(*(_ref(view["externalId"]) for view in views))])


def test_the_same_version_gains_views_and_loses_none(api: Any) -> None:
    [before] = api.post("/datamodels", _model(_ref("A"), name="Gone after"))

    [after] = api.post("/datamodels", _model(_ref("B")))

    assert after["views"] == [_ref("A"), _ref("B")]
    assert "name" not in after
    assert after["createdTime"] == before["createdTime"]
    assert after["lastUpdatedTime"] > before["lastUpdatedTime"]


def test_an_unchanged_data_model_keeps_its_times(api: Any) -> None:
    before = api.post("/datamodels", _model(_ref("A"), _ref("B")))

    assert api.post("/datamodels", _model(_ref("B"))) == before


def test_another_version_of_a_view_needs_a_new_version_of_the_model(api: Any) -> None:
    api.post("/datamodels", _model(_ref("A")))

    assert "cannot change to another version of s:A" in api.refusal("/datamodels", _model(_ref("A", "2")))
    [newer] = api.post("/datamodels", {**_model(_ref("A", "2")), "version": "2"})
    assert newer["views"] == [_ref("A", "2")]


@pytest.mark.evidence("22")
def test_a_deleted_view_stays_as_a_reference(api: Any) -> None:
    api.post("/datamodels", _model(_ref("A"), _ref("B")))
    api.post("/views/delete", {"space": "s", "externalId": "A", "version": "1"})

    [by_reference] = api.post("/datamodels/byids", ID)
    [inline] = api.post("/datamodels/byids", ID, inlineViews="true")

    assert by_reference["views"] == [_ref("A"), _ref("B")]
    assert [view["externalId"] for view in inline["views"]] == ["B"]


@pytest.mark.evidence("22")
def test_delete_leaves_the_views(api: Any) -> None:
    api.post("/datamodels", _model(_ref("A")))

    assert api.post("/datamodels/delete", ID, {**ID, "version": "2"}) == [ID]
    assert api.post("/datamodels/byids", {"space": "s", "externalId": "M"}) == []
    assert len(api.get("/views", allVersions="true")["items"]) == 3


@pytest.mark.evidence("22")
def test_data_models_of_the_service_cannot_be_written_or_deleted(api: Any, emulator: Emulator) -> None:
    core = {"space": "cdf_cdm", "externalId": "CogniteCore", "version": "v1"}
    emulator.deploy(spaces=[{"space": "cdf_cdm"}], data_models=[core], as_system=True)

    api.refusal("/datamodels", core, status=403)
    api.refusal("/datamodels/delete", core, status=403)
    assert api.get("/datamodels")["items"] == []
    assert [item["isGlobal"] for item in api.get("/datamodels", includeGlobal="true")["items"]] == [True]
