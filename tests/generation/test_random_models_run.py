"""Random valid models with hostile texts and odd names: one answer for one model, and seeded data that stays as it is.

Containers and views come from the generators of the oracle: values of all types, lists, defaults, parents, filters.
Edges and reverse relations between the views are added here. PYGEN_EXAMPLES gives another number of examples, and
PYGEN_SEED other ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import generated_sdk
import pytest
from deployed_model import apis
from generators import schemas  # pyright: ignore[reportMissingImports]  # of the oracle; pytest finds it
from hostile_models import NASTY
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import GeneratedSDK, GeneratorConfig, ServiceSource, generate_sdk
from pygen_runtime import InstanceId

Json = dict[str, Any]

COUNT = int(os.environ.get("PYGEN_EXAMPLES", "24"))
SEED = int(os.environ.get("PYGEN_SEED", "0"))
NAMES = ("class", "list", "fooBar", "foo_bar", "foo-bar", "3D", "URL", "model_dump", "props", "n" * 255, "as_write")
TEXTS = [text for text in NASTY if text.isprintable() or "\n" in text]
"""The service takes no control characters and no halves of characters."""
MODEL = DataModelId(schemas.SPACE, "Random", "v1")


def deploy(cdf: Emulator, random: Random) -> bool:
    """Put a random model in, with instances; whether there are any: filters can leave room for none."""
    containers, views = schemas.schema(random)
    for view in views:
        decorate(view, views, containers, random)
    cdf.deploy(
        spaces=[{"space": schemas.SPACE}],
        containers=containers,
        views=views,
        data_models=[
            {
                **{"space": MODEL.space, "externalId": MODEL.external_id, "version": MODEL.version},
                "views": [schemas.view_reference(view) for view in views],
                "description": random.choice(TEXTS),
            }
        ],
    )
    seeded = cdf.seed(60, seed=random.randrange(1000), space="data")
    return any(seeded.counts.values())


def decorate(view: Json, views: Sequence[Json], containers: Sequence[Json], random: Random) -> None:
    """Odd names, hostile texts, and connections of every kind."""
    properties: Json = {}
    odd = random.sample(NAMES, len(NAMES))
    for name, prop in view["properties"].items():
        new = odd.pop() if odd and random.random() < 0.3 else name
        properties[new] = {**prop, "name": random.choice(TEXTS)[:200], "description": random.choice(TEXTS)}
    other = random.choice(views)
    edge = {
        "type": {"space": schemas.SPACE, "externalId": random.choice(["t", "u"])},
        "source": schemas.view_reference(other),
        "direction": random.choice(["outwards", "inwards"]),
    }
    properties["edgesTo"] = {
        "connectionType": random.choice(["multi_edge_connection", "single_edge_connection"]),
        **edge,
    }
    properties["ledHere"] = {
        "connectionType": random.choice(["multi_reverse_direct_relation", "single_reverse_direct_relation"]),
        "source": schemas.view_reference(views[0]),
        "through": {"source": schemas.reference(containers[0]), "identifier": "parent"},
    }
    view |= {"properties": properties, "name": random.choice(TEXTS)[:200], "description": random.choice(TEXTS)}


def is_whole(item: Any) -> bool:
    """Whether it has every value that must be given: the filter of a view can show instances that do not."""
    fields = type(item.as_write()).model_fields
    return all(getattr(item, name, None) is not None for name, field in fields.items() if field.is_required())


def check_round_trip(sdk: Any, client: PygenClient) -> int:
    """Read everything through every view, write it back as it is, and give how many instances there were."""
    count = 0
    for api in apis(sdk).values():
        items = api.list(limit=None)
        count += len(items)
        ids: list[InstanceId] = [item.as_id() for item in items]
        assert api.retrieve(ids[:20]) == items[:20]
        writable = [item.as_write() for item in items if hasattr(item, "as_write") and is_whole(item)]
        for start in range(0, len(writable), 20):
            part = writable[start : start + 20]
            if client.views.retrieve(api.item_class.view_id).filter is not None:
                # It can show instances without data in some container; writing all properties gives them data there.
                sdk.upsert(part)
                part = [item.as_write() for item in api.retrieve([item.as_id() for item in part])]
            result = sdk.upsert(part)
            assert (result.created, result.updated) == ([], []), api
    return count


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@pytest.mark.parametrize("number", range(SEED, SEED + COUNT))
def test_seeded_data_stay_as_they_are(number: int, folder: Path) -> None:
    random = Random(number)  # noqa: S311 - the same models in every run
    config = GeneratorConfig.load({"python": {"package": f"random_{number}", "client_name": "Client"}})
    with Emulator.in_process() as cdf:
        is_filled = deploy(cdf, random)
        login = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        with PygenClient(login, transport=cdf.transport()) as client:

            def generate() -> GeneratedSDK:
                source = ServiceSource(client)
                return generate_sdk(source, config.model_copy(update={"models": (MODEL,)}))

            sdk = generate()
            assert generate().files == sdk.files
            generated_sdk.write(sdk, folder)
            with generated_sdk.imported(folder, f"random_{number}") as module:
                assert [name for name in sys.modules if name.startswith(f"random_{number}.")] == []
                assert bool(check_round_trip(module.Client(client), client)) is is_filled


def test_all_of_it_is_python_that_mypy_accepts(folder: Path, tmp_path: Path) -> None:
    command = [
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        "",
        "--python-version",
        "3.10",
        "--cache-dir",
        str(tmp_path),
        ".",
    ]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
