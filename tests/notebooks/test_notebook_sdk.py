"""`generate_sdk_notebook`: a ready client from a data model in one call, without any file."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from pygen_cli.deployment import deployment_of
from pygen_cli.local_service import deploy
from pygen_client import PygenClient, PygenClientConfig, TokenCredentials
from pygen_client.schema import DataModelId
from pygen_emulator import Emulator
from pygen_generator import (
    ConfigError,
    GeneratorConfig,
    ModelNotFoundError,
    SourceError,
    generate_async_sdk_notebook,
    generate_sdk_notebook,
    open_source,
)

MODEL = Path(__file__).parents[2] / "examples" / "shop" / "model"
SHOP = DataModelId("pygen_example", "ExampleDataModel", "v1")


def named(package: str, **python: Any) -> GeneratorConfig:
    return GeneratorConfig.load(
        {"generate": {"default_instance_space": "shop"}, "python": {"package": package, **python}}
    )


@pytest.fixture
def cdf() -> Iterator[Emulator]:
    """A service with the model of the shop."""
    with Emulator() as emulator:
        deploy(emulator, deployment_of(open_source(MODEL).load(()), ["shop"]), "the shop")
        yield emulator


@pytest.fixture
def client(cdf: Emulator) -> Iterator[PygenClient]:
    with cdf.client() as client:
        yield client


def test_ids_of_data_models_are_enough(client: PygenClient) -> None:
    shop = generate_sdk_notebook(SHOP, client, named("nb_one"))
    written = import_module("nb_one").CategoryNodeWrite(external_id="tools", category_name="Tools")

    shop.upsert(written)

    (found,) = shop.category_node.list(category_name="Tools")
    assert (type(found).__name__, found.external_id, found.category_name) == ("CategoryNode", "tools", "Tools")


def test_where_to_call_is_enough_of_a_client(cdf: Emulator) -> None:
    config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))

    with generate_sdk_notebook([SHOP], config, named("nb_config")) as shop:
        assert shop.category_node.list() == []


def test_every_call_is_fresh_and_earlier_clients_go_on(client: PygenClient) -> None:
    first = generate_sdk_notebook(MODEL, client, named("nb_again"))
    second = generate_sdk_notebook(MODEL, client, named("nb_again", names={"CategoryNode": "Shelf"}))
    newest = import_module("nb_again")

    second.upsert(newest.ShelfWrite(external_id="tools", category_name="Tools"))

    assert type(second.shelf.retrieve("tools")) is newest.Shelf
    # Its modules are imported only now, after there is a newer SDK of the same name.
    assert type(first.category_node.retrieve("tools")).__name__ == "CategoryNode"
    assert not hasattr(newest, "CategoryNode")
    assert import_module("nb_again.data_classes.shelf").Shelf is newest.Shelf


def test_several_sdks_live_side_by_side(client: PygenClient) -> None:
    generate_sdk_notebook(MODEL, client, named("nb_left"))
    generate_sdk_notebook(MODEL, client, named("nb_right"))

    left, right = import_module("nb_left"), import_module("nb_right")
    assert left.ProductNode is not right.ProductNode
    assert "ProductNode" in dir(left)


def test_a_module_that_python_knows_is_not_hidden(client: PygenClient) -> None:
    with pytest.raises(ConfigError, match=r"Python knows another module json, at .*json.__init__\.py"):
        generate_sdk_notebook(MODEL, client, named("json"))
    with pytest.raises(ConfigError, match=r"Python knows another module wave, at"):
        generate_sdk_notebook(MODEL, client, named("wave"))


def test_settings_of_other_languages_do_not_matter(client: PygenClient) -> None:
    config = GeneratorConfig.load({"python": {"package": "nb_both"}, "typescript": {"package": "both"}})

    assert generate_sdk_notebook(MODEL, client, config).category_node.list() == []


def test_only_what_needs_attention_is_told(client: PygenClient) -> None:
    told: list[str] = []
    config = GeneratorConfig.load(
        {"generate": {"exclude_views": ["Pumps", "RelatesTo"]}, "python": {"package": "nb_told"}}
    )

    generate_sdk_notebook(MODEL, client, config, tell=told.append)

    assert any(line.startswith("warning pattern-names-nothing") for line in told)
    assert not [line for line in told if line.startswith("info")]


def test_the_client_shows_itself_and_completes(client: PygenClient) -> None:
    shop = generate_sdk_notebook(MODEL, client, named("nb_shown"))

    assert "<td>category_node</td><td>CategoryNode</td>" in shop._repr_html_()
    assert {"category_node", "product_node", "upsert"} <= set(dir(shop))
    assert "min_price" in inspect.signature(shop.product_node.list).parameters


def test_tracebacks_show_the_lines_that_were_generated(client: PygenClient) -> None:
    shop = generate_sdk_notebook(MODEL, client, named("nb_trace"))

    with pytest.raises(TypeError) as caught:
        shop.product_node.list(prize=3)

    shown = "".join(traceback.format_exception(caught.value))
    assert "return self._list(sort_by, sort_direction, limit, filters)" in shown
    assert "class ProductNode" in inspect.getsource(import_module("nb_trace").ProductNode)


def test_asynchronously_where_nothing_may_block(cdf: Emulator) -> None:
    async def use() -> list[str]:
        shown = []
        async with cdf.async_client() as client:
            shop = await generate_async_sdk_notebook(SHOP, client, named("nb_async", async_client=False))
            written = import_module("nb_async").CategoryNodeWrite(external_id="tools", category_name="Tools")
            await shop.upsert(written)
            shown += [item.category_name for item in await shop.category_node.list()]
        config = PygenClientConfig(cdf.base_url, cdf.project, TokenCredentials(cdf.token))
        async with await generate_async_sdk_notebook([SHOP], config, named("nb_async")) as shop:
            shown += [item.category_name for item in await shop.category_node.list()]
        async with await generate_async_sdk_notebook(MODEL, config, named("nb_async")) as shop:
            return [*shown, type(shop).__name__]

    assert asyncio.run(use()) == ["Tools", "Tools", "AsyncExampleDataModelClient"]


def test_a_data_model_that_is_not_there(client: PygenClient) -> None:
    with pytest.raises(ModelNotFoundError, match=r"The project has no data model nowhere:Nothing\(v1\)"):
        generate_sdk_notebook(DataModelId("nowhere", "Nothing", "v1"), client)
    with pytest.raises(SourceError, match="A project holds many data models"):
        generate_sdk_notebook([], client)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_it_works_where_nothing_can_be_written(cdf: Emulator, tmp_path: Path) -> None:
    program = dedent(f"""
        import os, resource, sys
        from pygen_client import PygenClientConfig, TokenCredentials
        from pygen_generator import generate_sdk_notebook
        from pygen_client.schema import DataModelId
        import pygen_runtime.client, pygen_runtime.instances
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        config = PygenClientConfig({cdf.base_url!r}, {cdf.project!r}, TokenCredentials({cdf.token!r}))
        shop = generate_sdk_notebook(DataModelId(*{(SHOP.space, SHOP.external_id, SHOP.version)!r}), config)
        assert shop.product_node.list() == []
        os.write(1, b"it works")
    """)
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)

    assert (done.stdout, done.stderr) == (b"it works", b"")
    assert list(tmp_path.iterdir()) == []
