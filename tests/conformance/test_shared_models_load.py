"""Answers of real data models load into the schema models and dump back equal: nothing lost, nothing invented."""

from __future__ import annotations

import pytest
import shared_models
from pygen_client.schema import Container, DataModel, Space

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside the checkout"),
]


@pytest.mark.parametrize("name", shared_models.names())
def test_an_answer_dumps_as_it_was_loaded(name: str) -> None:
    content = shared_models.response(name)
    assert DataModel.load(content["dataModel"]).dump() == content["dataModel"]
    assert [Container.load(item).dump() for item in content["containers"]] == content["containers"]
    assert [Space.load(item).dump() for item in content["spaces"]] == content["spaces"]


@pytest.mark.parametrize("name", shared_models.names())
def test_fields_of_a_newer_service_are_kept_wherever_they_stand(name: str) -> None:
    content = shared_models.response(name)["dataModel"]
    content["governance"] = {"owner": "someone"}
    for view in content["views"]:
        view["revision"] = 7
        for prop in view["properties"].values():
            prop["sensitivity"] = ["high"]
    assert DataModel.load(content).dump() == content
