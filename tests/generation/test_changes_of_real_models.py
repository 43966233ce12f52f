"""Real data models are compared as a whole: nothing changed means nothing is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shared_models
from pygen_client.schema import DataModel
from pygen_generator import LockSource, Schema, compare_schemas, generate_sdk
from pygen_generator.changes import ChangeKind

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout"),
]


def schema(name: str) -> Schema:
    return Schema((DataModel.load(shared_models.response(name)["dataModel"]),)).select(())


@pytest.mark.parametrize("name", shared_models.names())
def test_a_model_is_the_same_as_its_lock(name: str, tmp_path: Path) -> None:
    source, lock = tmp_path / "model.json", tmp_path / "pygen.lock"
    source.write_text(json.dumps(shared_models.response(name)["dataModel"]), encoding="utf-8")
    lock.write_text(generate_sdk(source).lock.dump(), encoding="utf-8")

    assert compare_schemas(LockSource(lock).load(()), schema(name)).changes == ()


def test_a_property_that_many_views_inherit_is_told_once() -> None:
    content = shared_models.response("CogniteCore")["dataModel"]
    for view in content["views"]:
        view["properties"].pop("aliases", None)
    now = Schema((DataModel.load(content),)).select(())

    changes = compare_schemas(schema("CogniteCore"), now).changes

    assert {change.kind for change in changes} == {ChangeKind.PROPERTY_REMOVED}
    assert [str(change.view) for change in changes if change.inherited_from is None] == [
        "cdf_cdm:CogniteDescribable(v1)"
    ]
    assert len(changes) > 20
