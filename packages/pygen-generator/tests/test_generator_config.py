"""The configuration, as `pygen.toml` holds it."""

from __future__ import annotations

import pytest
from pygen_client.schema import DataModelId
from pygen_generator import ConfigError, GeneratorConfig

WHOLE = {
    "models": [{"space": "s", "external_id": "Shop", "version": "v1"}],
    "generate": {"default_instance_space": "shop"},
    "python": {"package": "shop_sdk", "client_name": "ShopClient", "output": "src"},
}


def test_the_tables_of_the_file_become_one_configuration():
    config = GeneratorConfig.load(WHOLE)

    assert config.models == (DataModelId("s", "Shop", "v1"),)
    assert config.default_instance_space == "shop"
    assert (config.python.package, config.python.client_name, config.python.output) == ("shop_sdk", "ShopClient", "src")


def test_everything_has_a_default():
    config = GeneratorConfig.load({})

    assert (config.models, config.default_instance_space, config.python.package, config.python.output) == (
        (),
        None,
        None,
        ".",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"color": "blue"}, "color is not a setting"),
        ({"python": {"pakage": "x"}}, "python.pakage is not a setting"),
        ({"python": {"package": "my-sdk"}}, "python.package: it must be a Python name"),
        ({"python": {"package": "class"}}, "python.package: it must be a Python name"),
        ({"python": {"client_name": "é"}}, "python.client_name: it must be a Python name"),
        ({"python": {"output": "../elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "/elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "C:\\elsewhere"}}, "python.output: it must be a relative path"),
        ({"python": {"output": "a\\..\\b"}}, "python.output: it must be a relative path"),
        ({"generate": {"default_instance_space": "no space"}}, "default_instance_space: it must be a space id"),
        ({"generate": 5}, r"\[generate\] is not a table"),
        ({"default_instance_space": "x"}, "default_instance_space is set outside and inside"),
        ({"models": [{"space": "s", "version": 1}]}, r"models.0.external_?[iI]d: Field required; models.0.version"),
        ({"models": 5}, "models"),
    ],
)
def test_a_wrong_setting_is_named(change, message):
    with pytest.raises(ConfigError, match=message):
        GeneratorConfig.load({**WHOLE, **change})


def test_equal_configurations_have_equal_hashes():
    assert GeneratorConfig.load(WHOLE).hash == GeneratorConfig.load(dict(reversed(WHOLE.items()))).hash
    assert GeneratorConfig.load(WHOLE).hash != GeneratorConfig().hash
