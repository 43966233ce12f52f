"""Several files and folders as one source."""

from __future__ import annotations

import json

import pytest
from pygen_client.schema import DataModelId
from pygen_generator import ModelNotFoundError, SourceError, generate_sdk, open_source

SHOP, YARD = DataModelId("s", "Shop", "v1"), DataModelId("s", "Yard", "v1")


@pytest.fixture
def file(models, tmp_path):
    """Writes a file with one data model that has one view, and its space."""

    def write(name, external_id, view):
        model = models.data_model(models.view(view, {"name": models.prop()}), external_id=external_id)
        space = {"space": "s", "name": name, "createdTime": 0, "lastUpdatedTime": 0, "isGlobal": False}
        path = tmp_path / name
        path.write_text(json.dumps({"dataModel": model, "spaces": [space]}), encoding="utf-8")
        return path

    return write


def test_they_hold_what_each_of_them_holds(file):
    source = open_source(file("shop.json", "Shop", "Pump"), file("yard.json", "Yard", "Boat"))

    assert [model.as_id() for model in source.load(()).data_models] == [SHOP, YARD]
    assert [space.name for space in source.load(()).spaces] == ["shop.json"]
    assert [model.as_id() for model in source.load([YARD]).data_models] == [YARD]
    assert {"shop/data_classes/pump.py", "shop/data_classes/boat.py"} <= generate_sdk(source).files.keys()


def test_a_model_that_none_of_them_holds(file):
    source = open_source(file("shop.json", "Shop", "Pump"), file("yard.json", "Yard", "Boat"))

    with pytest.raises(ModelNotFoundError, match=r"The source holds: s:Shop\(v1\), s:Yard\(v1\)"):
        source.load([DataModelId("s", "Barn", "v1")])


def test_one_model_in_two_of_them_is_one_too_many(file):
    source = open_source(file("shop.json", "Shop", "Pump"), file("again.json", "Shop", "Boat"))

    with pytest.raises(SourceError, match=r"Both .*shop.json and .*again.json hold the data model s:Shop\(v1\)"):
        source.load(())
