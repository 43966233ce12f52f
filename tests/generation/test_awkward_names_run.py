"""Names that are legal and awkward, inheritance and renamed filters: generated, deployed, written, read, filtered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_emulator import Emulator
from pygen_generator import GeneratorConfig, ServiceSource, generate_sdk

NAMES = {
    "class": "text",
    "json": "json",
    "list": "text",
    "date": "date",
    "str": "text",
    "int": "int32",
    "fooBar": "text",
    "foo_bar": "text",
    "foo-bar": "text",
    "3dModel": "text",
    "namePrefix": "text",
    "name": "text",
    "limit": "int32",
    "self": "boolean",
    "model_dump": "float64",
    "as_write": "text",
    "created_time": "timestamp",
    "prop": "text",
    "type": "text",
}
VALUES: dict[str, Any] = {"text": "x", "json": {"a": 1}, "date": "2025-01-01", "int32": 3, "boolean": False}
VALUES |= {"float64": 0.5, "timestamp": "2025-01-01T00:00:00+00:00"}


def _view(name: str, container: str, properties: Iterator[str] | list[str], **options: Any) -> dict[str, Any]:
    reference = {"type": "container", "space": "s", "externalId": container}
    mapped = {
        key: {"container": reference, "containerPropertyIdentifier": f"p{number}"}
        for number, key in enumerate(properties)
    }
    return {"space": "s", "externalId": name, "version": "v1", "properties": mapped, **options}


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """The imported package, and its client."""
    folder: Path = tmp_path_factory.mktemp("awkward")
    parent = {"type": "view", "space": "s", "externalId": "Node", "version": "v1"}
    with Emulator.in_process() as cdf:
        cdf.deploy(
            spaces=[{"space": "s"}, {"space": "data"}],
            containers=[
                {
                    "space": "s",
                    "externalId": "All",
                    "properties": {
                        f"p{number}": {"type": {"type": kind}} for number, kind in enumerate(NAMES.values())
                    },
                },
                {"space": "s", "externalId": "More", "properties": {"p0": {"type": {"type": "text"}}}},
            ],
            views=[_view("Node", "All", list(NAMES)), _view("Text", "More", ["fooBaz"], implements=[parent])],
            data_models=[
                {
                    "space": "s",
                    "externalId": "Awkward",
                    "version": "v1",
                    "views": [parent, {**parent, "externalId": "Text"}],
                }
            ],
        )
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            models = [{"space": "s", "external_id": "Awkward", "version": "v1"}]
            settings = GeneratorConfig.load({"models": models, "generate": {"default_instance_space": "data"}})
            generated_sdk.write(generate_sdk(ServiceSource(client), settings), folder)
            with generated_sdk.imported(folder, "awkward") as package:
                yield package, package.AwkwardClient(client)


@pytest.fixture(scope="module")
def written(sdk: tuple[Any, Any]) -> Any:
    """One node with a value for every property, written through the child."""
    package, client = sdk
    properties = {**{name: VALUES[kind] for name, kind in NAMES.items()}, "fooBaz": "baz"}
    wire = {
        "instanceType": "node",
        "space": "data",
        "externalId": "one",
        "version": 1,
        "createdTime": 0,
        "lastUpdatedTime": 0,
        "properties": {"s": {"Text/v1": properties}},
    }
    item = package.Text.load(wire)
    client.upsert(item.as_write().model_copy(update={"existing_version": None}))
    return item


def test_every_value_comes_back_under_its_name(sdk: tuple[Any, Any], written: Any) -> None:
    _, client = sdk
    read = client.text.retrieve("one")

    assert {name: getattr(read, name) for name in type(written).model_fields if name not in ("data_record",)} == {
        name: getattr(written, name) for name in type(written).model_fields if name not in ("data_record",)
    }
    assert read.dump()["properties"] == written.dump()["properties"]


def test_the_parent_shows_the_same_instance(sdk: tuple[Any, Any], written: Any) -> None:
    package, client = sdk
    (read,) = client.node.list()

    assert isinstance(written, package.Node)
    assert read.class_ == written.class_ == "x"


@pytest.mark.parametrize(
    ("keyword", "matches", "misses"),
    [
        ("class_", "x", "y"),
        ("name", "x", "y"),
        ("name_prefix", "x", "y"),
        ("name_prefix_", "x", "y"),
        ("foo_bar", "x", "y"),
        ("list", "x", "y"),
        ("self_", False, True),
        ("min_int", 3, 4),
        ("max_limit", 3, 2),
        ("foo_baz", "baz", "bar"),
        ("p_3d_model_prefix", "x", "y"),
    ],
)
def test_filters_of_parent_and_child_find_it(
    sdk: tuple[Any, Any], written: Any, keyword: str, matches: Any, misses: Any
) -> None:
    _, client = sdk

    assert [item.external_id for item in client.text.list(**{keyword: matches})] == ["one"]
    assert list(client.text.list(**{keyword: misses})) == []


@pytest.mark.parametrize("name", ["foo_baz", "class_", "name", "created_time", "created_time_", "external_id"])
def test_sorting_takes_names_of_parent_and_child(sdk: tuple[Any, Any], written: Any, name: str) -> None:
    _, client = sdk

    assert len(client.text.list(sort_by=name)) == 1
