"""Several SDKs from one source, side by side, with one lock."""

from __future__ import annotations

import pytest
from pygen_generator import ConfigError, FileSource, GeneratorConfig, Lock, generate_sdk
from pygen_generator.config import ConfigFile


@pytest.fixture
def source(models, tmp_path):
    path = tmp_path / "models.yaml"
    shop = models.data_model(models.view("Pump", {"name": models.prop()}), external_id="Shop")
    yard = models.data_model(models.view("Boat", {"name": models.prop()}), external_id="Yard")
    path.write_text(str([shop, yard]), encoding="utf-8")
    return FileSource(path)


def model(name):
    return {"space": "s", "external_id": name, "version": "v1"}


def test_each_target_is_an_sdk_of_its_own_models(source):
    targets = [{"models": [model("Shop")]}, {"models": [model("Yard")], "python": {"output": "lib"}}]

    sdk = generate_sdk(source, ConfigFile.load({"targets": targets}).configs)

    assert {path for path in sdk.files if path.endswith("py.typed")} == {"shop/py.typed", "lib/yard/py.typed"}
    assert list(sdk.files) == sorted(sdk.files)
    assert "lib/yard/data_classes/boat.py" in sdk.files
    assert "shop/data_classes/boat.py" not in sdk.files
    lock = Lock.load(sdk.lock.dump())
    assert lock.files.keys() == sdk.files.keys()
    assert [each.external_id for each in lock.schema.data_models] == ["Shop", "Yard"]


def test_one_target_is_as_no_targets(source):
    alone = generate_sdk(source, GeneratorConfig())
    listed = generate_sdk(source, [GeneratorConfig()])

    assert (alone.files, alone.lock) == (listed.files, listed.lock)


def test_two_targets_cannot_write_one_file(source):
    with pytest.raises(ConfigError, match="write the same file"):
        generate_sdk(source, [GeneratorConfig(), GeneratorConfig(default_instance_space="data")])
