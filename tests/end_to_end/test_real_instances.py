"""Real instances come back equal through an SDK that is generated for the views they were written through."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import generated_sdk
import pytest
import shared_instances
import shared_models
from pygen_client import OperationClass, PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelWrite, ViewId
from pygen_emulator import Emulator
from pygen_generator.config import GeneratorConfig, PythonConfig
from pygen_generator.generate import generate_sdk
from pygen_runtime import Edge

pytestmark = pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout")

Json = dict[str, Any]


def written(items: list[Json]) -> dict[tuple[ViewId, str], dict[tuple[str, str], Json]]:
    """What a file gives to each view, by instance; later values in place of earlier ones, nulls left out."""
    found: dict[tuple[ViewId, str], dict[tuple[str, str], Json]] = defaultdict(dict)
    for item in items:
        for data in item.get("sources", ()):
            source = data["source"]
            view = ViewId(source["space"], source["externalId"], source["version"])
            instance = found[view, item["instanceType"]].setdefault((item["space"], item["externalId"]), {})
            instance.update({key: value for key, value in data["properties"].items() if value is not None})
    return found


@pytest.mark.parametrize("name", shared_instances.FILES)
def test_every_instance_comes_back_equal(name: str, tmp_path: Path) -> None:
    items = shared_instances.sound(name)
    expected = written(items)
    with Emulator.in_process() as cdf:
        shared_instances.deploy(cdf, name)
        views = dict.fromkeys(view for view, _ in expected)
        model = DataModelWrite(space=items[0]["space"], external_id="OfTheFile", version="v1", views=[*views])
        cdf.deploy(data_models=[model])
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(config, transport=cdf.transport()) as client:
            body = {"items": items, **shared_instances.OPTIONS}
            client.run(client.api.post("/models/instances", body, operation_class=OperationClass.WRITE))
            answered = client.data_models.retrieve(model.as_id(), inline_views=True)
            assert answered is not None
            (tmp_path / "model.json").write_text(json.dumps(answered.dump()), encoding="utf-8")
            python = PythonConfig(package="of_the_file", client_name="Client")
            sdk = generate_sdk(tmp_path / "model.json", GeneratorConfig(python=python))
            generated_sdk.write(sdk, tmp_path)
            with generated_sdk.imported(tmp_path, "of_the_file") as module:
                client_of_file = module.Client(client)
                apis = (getattr(client_of_file, attribute) for attribute in dir(module.Client))
                api_of = {
                    (api.item_class.view_id, "edge" if issubclass(api.item_class, Edge) else "node"): api
                    for api in apis
                    if hasattr(api, "item_class")
                }
                for place, instances in expected.items():
                    compare(api_of[place], place[0], instances)


def compare(api: Any, view: ViewId, instances: dict[tuple[str, str], Json]) -> None:
    found = api.retrieve(list(instances))
    assert [(one.space, one.external_id) for one in found] == list(instances)
    for one, given in zip(found, instances.values(), strict=True):
        wire = one.dump()
        wire["properties"][view.space][f"{view.external_id}/{view.version}"].update(given)
        assert api.item_class.load(wire) == one
